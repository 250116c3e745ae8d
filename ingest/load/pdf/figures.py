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
    if (
        _is_lowered(line, piece)
        and at
        and line.glued[at]
        and line.pieces[at - 1].text[-1].isalpha()
    ):
        return piece._replace(text=subscript(piece.text))
    return piece


def _is_lowered(line: Line, piece: Piece) -> bool:
    drop = piece.base - line.base
    return piece.shift == -1 or (_is_small(line, piece) and drop > DROP * line.size)


def _is_small(line: Line, piece: Piece) -> bool:
    return piece.look.size <= SMALLER * line.size


def _fraction(line: Line, at: int) -> tuple[Piece, int] | None:
    """Give a fraction that begins with this piece, and how many pieces it takes."""
    above, *rest = line.pieces[at : at + 3]
    if above.shift != 1 or not rest:
        return None
    touching = line.glued[at + 1 : at + 3]
    written = "".join(piece.text for piece in rest)
    if above.text[-1] in SLASHES and above.text[:-1].isdecimal() and touching[0]:
        numerator, denominator, used = above.text[:-1], rest[0].text, 2
    elif rest[0].text[0] in SLASHES and rest[0].text[1:].isdecimal() and touching[0]:
        numerator, denominator, used = above.text, rest[0].text[1:], 2
    elif rest[0].text in tuple(SLASHES) and all(touching) and len(rest) == 2:
        numerator, denominator, used = above.text, written[1:], 3
    elif _is_stacked(line, at):
        numerator, denominator, used = above.text, rest[0].text, 2
    else:
        return None
    last = line.pieces[at + used - 1]
    if not (numerator.isdecimal() and denominator.isdecimal() and _is_small(line, last)):
        return None
    box = (
        min(piece.x0 for piece in line.pieces[at : at + used]),
        min(piece.y0 for piece in line.pieces[at : at + used]),
        max(piece.x1 for piece in line.pieces[at : at + used]),
        max(piece.y1 for piece in line.pieces[at : at + used]),
    )
    text = fraction(numerator, denominator)
    whole = Piece(text, *box, line.base, above.look, last.space, run=above.run)
    return whole, used


def _is_stacked(line: Line, at: int) -> bool:
    """Say whether two figures stand above each other as in a fraction: ½, and no x²₁ or ²³⁵₉₂U."""
    above, below = line.pieces[at : at + 2]
    if not (above.text.isdecimal() and below.text.isdecimal() and _is_lowered(line, below)):
        return False
    both = min(above.x1, below.x1) - max(above.x0, below.x0)
    after_letter = at > 0 and line.glued[at] and line.pieces[at - 1].text[-1].isalpha()
    narrower = min(above.x1 - above.x0, below.x1 - below.x0)
    return both >= OVERLAP * narrower and int(above.text) < int(below.text) and not after_letter


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
