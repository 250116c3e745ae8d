"""The footnotes of a PDF page, told from its text by their place, size and marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.load.pdf.chars import Box
from ingest.load.pdf.lines import Line

MARK = re.compile(
    r"(\d{1,3}(?!\d)|[*†‡§¶#]{1,4}|[\u00b9\u00b2\u00b3\u2070-\u2079]{1,3})[.):]?\s*(?=\S)"
)
SMALL = 0.94
"""Times the body's size."""
FOOT = 0.4
"""Share of a page's height, above which no footnotes stand."""
SHORT_RULE = 0.6
"""Times the width of the column."""
MAX_STEP = 3
"""By how much the number of one note may differ from the last: some hide in tables."""


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
    ruled = _rule_above(lines, body, height, across)
    if ruled is not None:
        first = ruled
    else:
        marked = (i for i in range(start, len(lines)) if MARK.match(lines[i].text))
        first = next((i for i in marked if _is_mark(lines[i])), len(lines))
    notes: list[list[Line]] = []
    for line in lines[first:]:
        if not notes or _begins(notes[-1], line):
            notes.append([])
        notes[-1].append(line)
    return lines[:first], notes


def _may_be_note(line: Line, body: float, height: float) -> bool:
    return line.size <= SMALL * body and line.y0 >= FOOT * height


def _is_mark(line: Line) -> bool:
    """Say whether a mark at a line's head is a note's: raised, or with small type after it."""
    return bool(line.pieces[0].shift == 1 or MARK.match(line.text))


def _rule_above(
    lines: Sequence[Line], body: float, height: float, across: Sequence[Box]
) -> int | None:
    """Give the first line below a short rule at the column's left, with nothing large below it."""
    for x0, y0, x1, _ in sorted(across, key=lambda rule: -rule[1]):
        if not lines or y0 < FOOT * height:
            return None
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
        begins = [i for i in below if MARK.match(lines[i].text)]
        if below[-1] == len(lines) - 1 and begins and (small or begins[0] == below[0]):
            return below[0]
    return None


def _begins(note: Sequence[Line], line: Line) -> bool:
    match = MARK.match(line.text)
    if not match:
        return False
    before = MARK.match(note[0].text)
    if line.pieces[0].shift == 1 or not match[1].isdecimal():
        return True
    if before and before[1].isdecimal():
        return 1 <= int(match[1]) - int(before[1]) <= MAX_STEP
    return not before


def marks_of(notes: Sequence[Sequence[Line]]) -> set[str]:
    """Give the marks of notes, by which they're referred to."""
    matches = (MARK.match(note[0].text) for note in notes)
    return {match[1] for match in matches if match}
