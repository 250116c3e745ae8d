"""Rows of dots that lead the eye from a name to its figure: no text, and a gap between cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.load.pdf.chars import Piece
from ingest.load.pdf.stretches import SAME_BASE

DOTS = re.compile(r"[.\u2024\u2026·]+")
TAIL = re.compile(r"[.\u2024\u2026·]{5,}$")
MIN_DOTS, MIN_DOTS_AMONG_OTHERS = 5, 2
"""An ellipsis with a full stop has four. On a page of leaders the shortest have two."""
MIN_LEADERS = 3
MAX_STEP = 1.6
"""In ems, from one dot to the next."""


def without_leaders(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out leaders: five dots or more on one baseline, alone or behind a word."""
    groups = list(_groups(pieces))
    long = sum(_dots(group) >= MIN_DOTS for group in groups)
    least = MIN_DOTS_AMONG_OTHERS if long >= MIN_LEADERS else MIN_DOTS
    kept: list[Piece] = []
    for group in groups:
        if _dots(group) < least:
            kept.extend(map(_without_tail, group))
        elif kept and kept[-1].text.endswith(".") and _goes_on(kept[-1], group[0]):
            kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip("."), space=True)
    return [piece for piece in kept if piece.text]


def _groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Give runs of pieces that are dots on one baseline, and each other piece alone."""
    run: list[Piece] = []
    for piece in pieces:
        dots = DOTS.fullmatch(piece.text)
        if run and not (dots and _goes_on(run[-1], piece)):
            yield run
            run = []
        if dots:
            run.append(piece)
        else:
            yield [piece]
    if run:
        yield run


def _dots(group: Sequence[Piece]) -> int:
    if not DOTS.fullmatch(group[0].text):
        return 0
    return sum(3 if letter == "\u2026" else 1 for piece in group for letter in piece.text)


def _goes_on(last: Piece, piece: Piece) -> bool:
    em = piece.look.size
    return (
        abs(piece.base - last.base) <= SAME_BASE * em
        and piece.x0 >= last.x0
        and piece.x0 - last.x1 <= MAX_STEP * em
    )


def _without_tail(piece: Piece) -> Piece:
    tail = TAIL.search(piece.text)
    if tail is None or not tail.start():
        return piece
    # A dot is the narrowest letter: about a quarter of an em, where a word's are a half.
    words = 2 * tail.start()
    width = (piece.x1 - piece.x0) * words / (words + len(tail[0]))
    return piece._replace(text=piece.text[: tail.start()], x1=piece.x0 + width, space=True)
