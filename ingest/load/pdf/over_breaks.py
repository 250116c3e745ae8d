"""Blocks that run on over the end of a column or page, and the depth of lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.load.pdf.blocks import (
    INDENT,
    SAME_SIZE,
    SLACK_IN_SENTENCE,
    Draft,
    dangles,
    ended,
    first_word,
    room_behind,
    start_of,
)
from ingest.load.pdf.lines import Line
from ingest.load.text.plain import RUNS_ON

MIN_FULL = 12.0
"""In ems. A shorter line doesn't show that its column is full: it may stand alone."""
LOOK_AHEAD = 12
"""Blocks at the head of a page that a paragraph may run past: a table, a caption."""


def join_over_breaks(drafts: list[Draft]) -> list[Draft]:
    """Join the paragraphs that run over the end of a column or page.

    A table or a caption that stands at the head of the next column comes after them.
    """
    joined: list[Draft] = []
    taken: set[int] = set()
    for index, draft in enumerate(drafts):
        if index in taken:
            continue
        joined.append(draft)
        at = index
        while draft.kind in ("paragraph", "item"):
            found = _rest(draft, drafts, at, taken)
            if found is None:
                break
            draft.lines.extend(drafts[found].lines)
            taken.add(found)
            at = found
    return joined


def _rest(draft: Draft, drafts: Sequence[Draft], at: int, taken: set[int]) -> int | None:
    """Find the block that goes on with a paragraph whose column has ended."""
    last = draft.lines[-1]
    for index in range(at + 1, min(at + 1 + LOOK_AHEAD, len(drafts))):
        other = drafts[index]
        first = other.first
        if index in taken or first.region == last.region:
            return None
        if other.kind == "paragraph" and _goes_on(last, first, near=index == at + 1):
            return index
        passable = other.kind == "table" or (len(other.lines) <= 3 and index > at)
        if not passable:
            return None
    return None


def _goes_on(last: Line, first: Line, *, near: bool) -> bool:
    if abs(last.size - first.size) > SAME_SIZE or ended(last):
        return False
    if RUNS_ON.match(first.text) and (last.bold == first.bold or near):
        return True
    same = last.bold == first.bold
    full = dangles(last) or room_behind(last) < SLACK_IN_SENTENCE * last.size + first_word(first)
    wide = last.x1 - last.x0 > MIN_FULL * last.size
    return near and same and full and wide and start_of(first) < INDENT * first.size


def level_items(drafts: Sequence[Draft]) -> None:
    """Number the depth of list items by their indents, within each run of items."""
    edges = _edges(drafts)
    open_at: list[float] = []
    for draft in drafts:
        if draft.kind in ("heading", "table") or (
            draft.kind == "paragraph" and _indent(draft, edges) < 0.5 * draft.first.size
        ):
            open_at = []
        if draft.kind != "item":
            continue
        em, start = draft.first.size, _indent(draft, edges)
        while open_at and start < open_at[-1] - 0.5 * em:
            open_at.pop()
        if not open_at or start > open_at[-1] + 0.5 * em:
            open_at.append(start)
        draft.level = min(len(open_at), 6)


def _edges(drafts: Iterable[Draft]) -> dict[int, tuple[float, float]]:
    """Give where the text of each region begins and ends, in points."""
    edges: dict[int, tuple[float, float]] = {}
    for line in (line for draft in drafts for line in draft.lines):
        left, right = edges.get(line.region, (line.x0, line.x1))
        edges[line.region] = min(left, line.x0), max(right, line.x1)
    return edges


def _indent(draft: Draft, edges: Mapping[int, tuple[float, float]]) -> float:
    line = draft.first
    left, right = edges[line.region]
    return start_of(replace(line, left=left, right=right))
