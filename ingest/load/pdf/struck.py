"""Which words of a PDF page are struck out: a line is drawn through them, or an annotation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from ingest.load.pdf.chars import Box, Piece, Sheet
from ingest.load.pdf.looks import struck_between
from rag.types import Finding

COVERED = 0.8
"""Share of a line's width that must lie on words, and of a word's width in a struck area."""
REACH = 0.4
"""In ems. A line through words reaches so far beyond them, or over the space between them."""
MANY = 1_000
"""Words near a line."""
MAX_QUOTED = 200


def part_struck(
    pieces: list[Piece], sheet: Sheet, lines: Sequence[Box], areas: Sequence[Box]
) -> tuple[list[Piece], list[Finding]]:
    """Part what holds from what is struck out, and say what is.

    ``lines`` run across the displayed page, ``areas`` are those of strike-out annotations.
    """
    struck = {id(piece) for piece in _crossed_out(pieces, lines)}
    for piece in pieces if areas else ():
        box = sheet.displayed(piece[1:5], piece.look.turn or 0)
        if any(_in_area(box, area) for area in areas):
            struck.add(id(piece))
    if not struck:
        return pieces, []
    text = " ".join(piece.text for piece in pieces if id(piece) in struck)
    message = f"page {sheet.number} has words that are struck out"
    finding = Finding("left out", message, sheet.number, text[:MAX_QUOTED])
    return [piece for piece in pieces if id(piece) not in struck], [finding]


def _crossed_out(pieces: Iterable[Piece], lines: Iterable[Box]) -> Iterator[Piece]:
    crossed = sorted((p for p in pieces if p.look.crossed), key=lambda piece: piece.base)
    if not crossed:
        return
    bases = [piece.base for piece in crossed]
    largest = max(piece.look.size for piece in crossed)
    for line in lines:
        first = bisect_left(bases, line[1])
        last = bisect_right(bases, line[3] + largest, lo=first)
        yield from _under(line, crossed[first : min(last, first + MANY)])


def _under(line: Box, crossed: Sequence[Piece]) -> list[Piece]:
    """Give the pieces that a line strikes out: none if it's longer, as a table's rule is."""
    found = [
        piece for piece in crossed if _overlap(line, piece[1:5]) > 0 and _at_height(line, piece)
    ]
    reach, covered = line[0], 0.0
    for piece in sorted(found, key=lambda piece: piece.x0):
        slack = REACH * piece.look.size
        start, end = max(piece.x0 - slack, reach), min(piece.x1 + slack, line[2])
        covered += max(end - start, 0.0)
        reach = max(reach, end)
    return found if covered >= COVERED * (line[2] - line[0]) else []


def _overlap(line: Box, box: Box) -> float:
    return (min(line[2], box[2]) - max(line[0], box[0])) / max(box[2] - box[0], 0.1)


def _at_height(line: Box, piece: Piece) -> bool:
    top, bottom = struck_between(piece.base, piece.look.size)
    return top <= (line[1] + line[3]) / 2 <= bottom


def _in_area(box: Box, area: Box) -> bool:
    middle = (box[1] + box[3]) / 2
    return area[1] <= middle <= area[3] and _overlap(area, box) >= COVERED
