"""The footnotes of a PDF page, told from its text by their place, size and marks."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ingest.load.pdf.chars import Box
from ingest.load.pdf.lines import POWER, Line, after_mark

MARK = re.compile(
    r"(\d{1,3}(?!\d|\.\d)|[*†‡§¶#]{1,4}|[\u00b9\u00b2\u00b3\u2070-\u2079]{1,3})[.):]?\s*(?=\S)"
)
NUMBER = re.compile(r"\d{1,3}")
SMALL = 0.94
"""Times the body's size."""
FOOT = 0.4
"""Share of a page's height, above which no footnotes stand."""
SHORT_RULE = 0.6
"""Times the width of the column."""
MAX_STEP = 3
"""By how much the number of one note may differ from the last: some hide in tables."""
MANY = 400
"""Lines of a column: no printed page has as many."""
MIN_RUN = 3
"""Raised numbers that must follow each other: powers and units don't."""


def part_notes(
    lines: list[Line], body: float, height: float, across: Sequence[Box]
) -> tuple[list[Line], list[list[Line]]]:
    """Part the lines of one column from the footnotes below them; each note is its lines.

    ``body`` is the size of most of the document's type, ``height`` the page's. Lines of a
    note that began on the page before have no mark: they come first, as a note of their own.
    """
    start = len(lines)
    while start > 0 and _may_be_note(lines[start - 1], body, height):
        start -= 1
    last = range(max(start, len(lines) - MANY), len(lines))
    marked = (i for i in last if _is_note(lines[i], lines[max(i - MANY, 0) : i]))
    first = min(next(marked, len(lines)), _rule_above(lines, body, height, across))
    notes: list[list[Line]] = []
    for line in lines[first:]:
        if not notes or _begins(notes[-1], line):
            notes.append([])
            line = after_mark(line)
        notes[-1].append(line)
    return lines[:first], notes


def _may_be_note(line: Line, body: float, height: float) -> bool:
    return line.size <= SMALL * body and line.y0 >= FOOT * height


def _is_note(line: Line, above: Iterable[Line]) -> bool:
    """Say whether a line begins with a mark that is raised, or that a line above refers to."""
    found = mark_of(line)
    if found is None or line.pieces[0].shift == 1:
        return found is not None
    mark, _ = found
    if mark.isdecimal():
        return any(piece.text == mark and piece.shift == 1 for one in above for piece in one.pieces)
    referred = re.compile(rf"\w[.,;:)”’\"]?{re.escape(mark)}(?!{re.escape(mark[0])})")
    return any(referred.search(one.text) for one in above)


def _rule_above(lines: Sequence[Line], body: float, height: float, across: Sequence[Box]) -> int:
    """Give the first line below a short rule at the column's left, with nothing large below it.

    It's the highest such rule: links in notes are underlined.
    """
    for x0, y0, x1, _ in sorted(across, key=lambda rule: rule[1]):
        if not lines or y0 < FOOT * height:
            continue
        width = lines[0].right - lines[0].left
        short = x1 - x0 <= SHORT_RULE * max(width, 1) or x1 - x0 < 160
        below = [i for i, line in enumerate(lines) if line.y0 >= y0 - 3]
        if (
            not short
            or not below
            or abs(x0 - lines[0].left) > 12
            or (below[0] == 0 and len(lines) > len(below))
        ):
            continue
        small = all(lines[i].size < body - 0.4 for i in below)
        begins = [i for i in below if mark_of(lines[i])]
        raised = begins[:1] == below[:1] and lines[below[0]].pieces[0].shift == 1
        if below[-1] == len(lines) - 1 and begins and (small or raised):
            return below[0]
    return len(lines)


def mark_of(line: Line) -> tuple[str, int] | None:
    """Give the note's mark with which a line begins, and where the note's words begin."""
    first = line.pieces[0]
    if first.shift == 1 and NUMBER.fullmatch(first.text):
        return first.text, len(line.text) - len(line.text[len(first.text) :].lstrip())
    match = MARK.match(line.text)
    return (match[1], match.end()) if match else None


def _begins(note: Sequence[Line], line: Line) -> bool:
    found = mark_of(line)
    if not found:
        return False
    before = mark_of(note[0])
    if line.pieces[0].shift == 1 or not found[0].isdecimal():
        return True
    if before and before[0].isdecimal():
        return 1 <= int(found[0]) - int(before[0]) <= MAX_STEP
    return not before


def marks_of(notes: Sequence[Sequence[Line]]) -> set[str]:
    """Give the marks of notes, by which they're referred to."""
    found = (mark_of(note[0]) for note in notes)
    return {mark[0] for mark in found if mark}


def running_marks(lines: Iterable[Line]) -> dict[int, set[str]]:
    """Give by page the raised numbers that follow each other through the text: marks of notes.

    Their notes may stand at the end of the document, or where they aren't told from its text.
    """
    runs: list[list[tuple[int, str]]] = [[]]
    for page, text in _raised(lines):
        step = int(text) - int(runs[-1][-1][1]) if runs[-1] else 0
        if text == "1" or not 0 <= step < MAX_STEP:
            if text != "1" and len(runs[-1]) >= MIN_RUN:
                continue  # a power within a run
            runs.append([])
        runs[-1].append((page, text))
    found: dict[int, set[str]] = defaultdict(set)
    for run in runs:
        if len({text for _, text in run}) >= MIN_RUN:
            for page, text in run:
                found[page].add(text)
    return found


def _raised(lines: Iterable[Line]) -> Iterator[tuple[int, str]]:
    for line in lines:
        for before, piece in itertools.pairwise(line.pieces):
            if piece.shift == 1 and not POWER.search(before.text):
                yield from ((line.page, number) for number in NUMBER.findall(piece.text))
