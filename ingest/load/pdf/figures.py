"""Raised and lowered figures of a PDF's line: exponents, indices and fractions (10⁹, CO₂, 1½).

For lines whose footnote marks are taken out: what is still raised then means something else.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.load.pdf.chars import Piece
from ingest.load.pdf.lines import SLASHES, Line, text_of
from ingest.load.pdf.stretches import SMALLER
from ingest.load.raised import FRACTION_SLASH, PLAIN, fraction, subscript, superscript

FIGURES = re.compile(rf"(?=.*[\d+\-\u2212])[{re.escape(PLAIN)},]+")
DROP = 0.08
"""In ems. A small figure that stands lower by so much is lowered, though on the same line."""
BUILT = re.compile(rf"([0-9]{{1,6}})[{SLASHES}]([0-9]{{1,4}})")
IN_LINE = re.compile(rf"(?<!\d)([0-9]{{1,6}}){FRACTION_SLASH}([0-9]{{1,4}})(?!\d)")
OVERLAP = 0.5
"""Share of the narrower of two figures above each other."""


def with_figures(line: Line, first: int = 0) -> Line:
    """Write figures from the piece ``first`` on as raised, lowered or fractions."""
    pieces, glued = list(line.pieces[:first]), list(line.glued[:first])
    at = first
    while at < len(line.pieces):
        piece, used = _fraction(line, at) or (_figure(line, at), 1)
        pieces.append(piece)
        glued.append(line.glued[at])
        at += used
    text = text_of(pieces, glued)
    if text == line.text:
        return line
    return replace(line, pieces=tuple(pieces), glued=tuple(glued), text=text)


def _figure(line: Line, at: int) -> Piece:
    piece = line.pieces[at]
    if FRACTION_SLASH in piece.text:
        return piece._replace(text=_mixed_numbers(piece.text))
    if not FIGURES.fullmatch(piece.text):
        return piece
    if piece.shift == 1:
        return piece._replace(text=superscript(piece.text))
    if _is_lowered(line, piece) and _after_letter(line, at):
        return piece._replace(text=subscript(piece.text))
    return piece


def _after_letter(line: Line, at: int) -> bool:
    return at > 0 and line.glued[at] and line.pieces[at - 1].text[-1].isalpha()


def _is_lowered(line: Line, piece: Piece) -> bool:
    drop = piece.base - line.base
    return piece.shift == -1 or (_is_small(line, piece) and drop > DROP * line.size)


def _is_small(line: Line, piece: Piece) -> bool:
    return piece.look.size <= SMALLER * line.size


def _fraction(line: Line, at: int) -> tuple[Piece, int] | None:
    """Give a fraction that begins with this piece, and how many pieces it takes."""
    above = line.pieces[at]
    if _is_stacked(line, at):
        below = line.pieces[at + 1]
        return _merged(line, at, 2, fraction(above.text, below.text)), 2
    for count in (2, 3):
        pieces = line.pieces[at : at + count]
        if len(pieces) < count or not all(line.glued[at + 1 : at + count]):
            return None
        text = "".join(piece.text for piece in pieces)
        built = BUILT.fullmatch(text)
        if above.shift == 1 and built and _is_small(line, pieces[-1]):
            return _merged(line, at, count, fraction(built[1], built[2])), count
        if above.shift == 0 and IN_LINE.search(text):
            return _merged(line, at, count, _mixed_numbers(text)), count
    return None


def _merged(line: Line, at: int, count: int, text: str) -> Piece:
    """Put pieces into one, on the line, with another text."""
    pieces = line.pieces[at : at + count]
    box = (
        min(piece.x0 for piece in pieces),
        min(piece.y0 for piece in pieces),
        max(piece.x1 for piece in pieces),
        max(piece.y1 for piece in pieces),
    )
    return Piece(text, *box, line.base, pieces[0].look, pieces[-1].space, run=pieces[0].run)


def _is_stacked(line: Line, at: int) -> bool:
    """Say whether two figures stand above each other as in a fraction: ½, and no x²₁ or ²³⁵₉₂U."""
    above, *rest = line.pieces[at : at + 2]
    if above.shift != 1 or not rest:
        return False
    below = rest[0]
    if not (above.text.isdecimal() and below.text.isdecimal() and _is_lowered(line, below)):
        return False
    both = min(above.x1, below.x1) - max(above.x0, below.x0)
    narrower = min(above.x1 - above.x0, below.x1 - below.x0)
    proper = int(above.text) < int(below.text)
    return both >= OVERLAP * narrower and proper and not _after_letter(line, at)


def _mixed_numbers(text: str) -> str:
    """Write digits around a fraction slash as one number: 11 and 2 are 1½, not eleven halves.

    Fonts draw such digits small, each side of the slash; what stands large before them can
    be told only by its making no proper fraction.
    """
    return IN_LINE.sub(_mixed, text)


def _mixed(match: re.Match[str]) -> str:
    above, below = match[1], match[2]
    proper = (i for i in range(len(above)) if above[i] != "0" and int(above[i:]) < int(below))
    split = next(proper, 0)
    return above[:split] + fraction(above[split:], below)
