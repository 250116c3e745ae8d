"""A draft as plain data: its text, its blocks, its notes, and the quotations in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rag.types import Span

PartKind = Literal["heading", "paragraph", "quote", "note", "other"]
"""``quote`` is a block quotation, ``note`` a footnote; ``other`` (code, tables) isn't checked
for claims."""

LONGEST = 6_000
"""Characters of a quotation; what is longer is no quotation but an unclosed mark."""
MOST_MARKS = 10_000
"""Marks that a hostile draft may have looked at: for each, a stretch is read to its end."""
_OPEN_BEFORE = frozenset(" \t\u00a0([{—–-/")
_PAIRS = {"“": '”“"', "„": '“”"', "«": "»", '"': '"”'}
_ELISION = re.compile(r"['‘](?:\d0s\b|tis\b|twas\b|em\b|cause\b|n['’])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, heading, block quotation or note of a draft.

    ``line`` is its line in the file, from 1, or None.
    """

    kind: PartKind
    start: int
    end: int
    line: int | None = None


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The place in the text where the mark of a note stands, and the note's part by its index."""

    at: int
    note: int


@dataclass(frozen=True, slots=True)
class Draft:
    """Somebody's text, to be checked. Parts are in order and don't overlap."""

    text: str
    parts: tuple[Part, ...]
    marks: tuple[NoteMark, ...] = ()

    def part_text(self, part: Part) -> str:
        """Give a part's text with each line end made a space, so that places stay the same."""
        return self.text[part.start : part.end].replace("\n", " ")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between quote marks, or a ``block`` quotation: their range, marks left out.

    ``others`` are further places where it may end, since a closing single mark looks like
    an apostrophe.
    """

    span: Span
    part: int
    others: tuple[int, ...] = ()
    block: bool = False


def quotations(draft: Draft) -> tuple[Quoted, ...]:
    """Give the quotations of a draft in order; one within another belongs to the outer one.

    After `MOST_MARKS` marks that might open one, no more are looked at.
    """
    found: list[Quoted] = []
    left = [MOST_MARKS]
    for index, part in enumerate(draft.parts):
        if part.kind == "quote":
            found.append(_block(draft, part, index))
        elif part.kind in ("paragraph", "note"):
            found.extend(_marked(draft.part_text(part), part.start, index, left))
    return tuple(found)


def _block(draft: Draft, part: Part, index: int) -> Quoted:
    text = draft.part_text(part)
    start, end = 0, len(text.rstrip())
    pair = _PAIRS.get(text[:1])
    if pair and end > 2 and text[end - 1] in pair and not set(pair) & set(text[1 : end - 1]):
        start, end = 1, end - 1
    return Quoted(Span(part.start + start, part.start + end), index, block=True)


def _marked(text: str, offset: int, index: int, left: list[int]) -> Iterator[Quoted]:
    at = 0
    while at < len(text) and left[0]:
        character = text[at]
        opens = at == 0 or text[at - 1] in _OPEN_BEFORE or text[at - 1] in "“‘\"'"
        ends: list[int] = []
        if character in _PAIRS and (opens or character in "“„«"):
            ends = _double_end(text, at)
        elif character in "‘'" and opens and text[at + 1 : at + 2].strip():
            ends = _single_ends(text, at)
        left[0] -= character in _PAIRS or character in "‘'"
        if ends:
            first, *others = (offset + end for end in ends)
            yield Quoted(Span(offset + at + 1, first), index, tuple(others))
            at = ends[0]
        at += 1


def _double_end(text: str, at: int) -> list[int]:
    closing = _PAIRS[text[at]]
    for end in range(at + 1, min(len(text), at + LONGEST)):
        opens_again = text[end] == text[at] == "“"
        if text[end] in closing and end > at + 1 and not opens_again:
            return [end]
    # A quotation of several paragraphs opens each of them, and closes the last one only.
    return [len(text)] if at == 0 and text[at] == "“" and len(text) <= LONGEST else []


def _single_ends(text: str, at: int) -> list[int]:
    """Give where a single quotation may end, the likeliest first."""
    if _ELISION.match(text, at):
        return []
    closing = "’'" if text[at] == "‘" else "'"
    limit = min(len(text), at + LONGEST)
    if text[at] == "‘" and (again := text.find("‘", at + 1, limit)) >= 0:
        limit = again
    ends = [
        end
        for end in range(at + 2, limit)
        if text[end] in closing
        and not text[end - 1].isspace()
        and not text[end + 1 : end + 2].isalnum()
    ][:8]
    sure = [end for end in ends if not _possessive(text, end)]
    return sorted(ends, key=lambda end: (end not in sure[:1], end))


def _possessive(text: str, end: int) -> bool:
    """Say whether a mark may be the apostrophe of "the militants’ vision"."""
    return text[end - 1] == "s" and re.match(r"\s[a-z]", text[end + 1 : end + 3]) is not None
