"""Words drawn twice in one place, as some programs make bold type or a shadow."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.load.pdf.chars import Piece

MOST = 0.12
"""In ems. A second copy is hardly farther away: a shadow of type of 20 points by 2."""
MANY = 50
"""Pieces of one text in a square: type so dense can't be read."""
STEP = 4.0
"""Points: pieces are compared with those of their square and of the next ones."""


def without_overprints(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out pieces that repeat an earlier one of the same size in the same place."""
    kept: list[Piece] = []
    squares: dict[tuple[str, int, int], list[Piece]] = {}
    for piece in pieces:
        x, y = int(piece.x0 // STEP), int(piece.base // STEP)
        near = (
            other
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in squares.get((piece.text, x + dx, y + dy), ())
        )
        if any(_covers(other, piece) for other in near):
            continue
        same = squares.setdefault((piece.text, x, y), [])
        if len(same) < MANY:
            same.append(piece)
        kept.append(piece)
    return kept


def _covers(one: Piece, other: Piece) -> bool:
    reach = MOST * other.look.size
    return (
        abs(one.x0 - other.x0) <= reach
        and abs(one.base - other.base) <= reach
        and abs(one.look.size - other.look.size) <= reach
    )
