"""Stretches of a PDF page to lines, and lines to words."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.load.pdf.chars import WORD_GAP, Box, Piece, Sheet
from ingest.load.pdf.stretches import SAME_BASE, Stretch, make_stretch
from ingest.load.raw import RawWord
from rag.text.spelling import is_english

RAISED = re.compile(
    r"^(.*?[^\s\u00b9\u00b2\u00b3\u2070-\u2079])([\u00b9\u00b2\u00b3\u2070-\u2079]+)(\W*)$"
)
UNIT = re.compile(r"\W*\d*(?:[kcmdµ]?m|in|ft|CO|[a-z])", re.IGNORECASE)
POWER = re.compile(r"(?:^|\W|\d)[kcmdµ]?m$|(?:^|\W)(?:10|ft|in|yd|mi)$")
CLOSING = (".", ",", ";", ":", "!", "?", ")", "”", "’")
SLASHES = "/\u2044\u2215"
MIN_SPACED = 4
"""Letters that stand alone in a row: fewer may be initials."""
WIDER = 1.5
"""Times the gap between letters that are spaced out: so wide is one between two words."""
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its pieces from left to right (or right to left), in one column.

    ``left`` and ``right`` are the column's edges. Boxes are in points from the top left of
    the page, turned so that the text is upright (``turn`` quarter turns). ``region`` counts
    the columns, boxes and cells of the document in reading order.
    """

    pieces: tuple[Piece, ...]
    glued: tuple[bool, ...]
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    bold: bool
    italic: bool
    left: float
    right: float
    turn: int
    region: int
    page: int
    text: str


def make_lines(
    parts: Iterable[Stretch],
    *,
    turn: int,
    region: int,
    page: int,
    edges: tuple[float, float] | None = None,
) -> list[Line]:
    """Join the stretches of one column on the same baselines to its lines, from top to bottom."""
    rows: list[list[Stretch]] = []
    for part in sorted(parts, key=lambda part: part.base):
        if rows and part.base - rows[-1][0].base <= SAME_BASE * max(part.size, rows[-1][0].size):
            rows[-1].append(part)
        else:
            rows.append([part])
    if not rows:
        return []
    left, right = edges or (
        min(part.x0 for row in rows for part in row),
        max(part.x1 for row in rows for part in row),
    )
    return [_line(row, left, right, turn, region, page) for row in rows]


def _line(row: list[Stretch], left: float, right: float, turn: int, region: int, page: int) -> Line:
    whole = make_stretch(piece for part in row for piece in part.pieces)
    pieces = _in_reading_order(whole.pieces)
    glued = _glued(pieces)
    letters = [piece for piece in pieces if any(map(str.isalnum, piece.text))] or list(pieces)
    return Line(
        pieces,
        glued,
        whole.x0,
        whole.y0,
        whole.x1,
        whole.y1,
        whole.base,
        whole.size,
        all(piece.look.bold for piece in letters),
        all(piece.look.italic for piece in letters),
        left,
        right,
        turn,
        region,
        page,
        text_of(pieces, glued),
    )


def _in_reading_order(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Turn round what is written from right to left; numbers and Latin words in it stay."""
    backward = [RIGHT_TO_LEFT.search(piece.text) is not None for piece in pieces]
    if sum(backward) * 2 < len(pieces) or not any(backward):
        return pieces
    ordered: list[Piece] = []
    forward: list[Piece] = []
    for piece, back in zip(reversed(pieces), reversed(backward), strict=True):
        if back:
            ordered.extend(reversed(forward))
            forward = []
            ordered.append(piece)
        else:
            forward.append(piece)
    return (*ordered, *reversed(forward))


def _glued(pieces: Sequence[Piece]) -> tuple[bool, ...]:
    """Say of each piece whether it goes on with the word before it."""
    glued = [False]
    for a, b in itertools.pairwise(pieces):
        glued.append(not a.space and _gap(a, b) <= WORD_GAP * max(a.look.size, b.look.size))
    for is_letter, run in itertools.groupby(range(len(pieces)), lambda i: _is_letter(pieces[i])):
        spaced = list(run)
        if is_letter and len(spaced) >= MIN_SPACED:
            first, last = spaced[0], spaced[-1] + 1
            glued[first + 1 : last] = _spaced_out(pieces[first:last], glued[first + 1 : last])
    return tuple(glued)


def _gap(left: Piece, right: Piece) -> float:
    return max(right.x0 - left.x1, left.x0 - right.x1)


def _is_letter(piece: Piece) -> bool:
    return len(piece.text) == 1 and piece.text.isalnum()


def _spaced_out(letters: Sequence[Piece], glued: list[bool]) -> list[bool]:
    """Glue letters that are spaced out (R E P O R T) to words, where wider gaps part the words.

    Spaces between the letters may be drawn: then it takes the dictionary to tell words from
    letters that stand for themselves.
    """
    gaps = [_gap(a, b) for a, b in itertools.pairwise(letters)]
    inner = median(gaps)
    wide = max(WIDER * inner, inner + WORD_GAP * letters[0].look.size)
    joined = [gap <= wide for gap in gaps]
    words = text_of(letters, (False, *joined)).lower().split()
    if not any(map(str.isalpha, words)) or inner <= 0:
        return glued
    drawn = any(letter.space and join for letter, join in zip(letters, joined, strict=False))
    known = sum(len(word) for word in words if len(word) >= MIN_SPACED - 1 and is_english(word))
    return glued if drawn and known < len(letters) / 2 else joined


def text_of(pieces: Iterable[Piece], glued: Iterable[bool]) -> str:
    """Give the words of pieces, of which each is glued to the one before it or not."""
    parts = (
        piece.text if joined else f" {piece.text}"
        for piece, joined in zip(pieces, glued, strict=True)
    )
    return "".join(parts).strip()


def after_mark(line: Line) -> Line:
    """Set the first word of a note apart from the raised mark before it: "51 16 books"."""
    if len(line.pieces) < 2 or line.pieces[0].shift != 1:
        return line
    glued = (False, False, *line.glued[2:])
    return replace(line, glued=glued, text=text_of(line.pieces, glued))


def without_marks(line: Line, marks: Collection[str]) -> Line:
    """Leave out the raised pieces that are among these footnote marks, and small raised digits."""
    if not marks:
        return line
    pieces: list[Piece] = []
    glued: list[bool] = []
    touching = True
    for index, (piece, joined) in enumerate(zip(line.pieces, line.glued, strict=True)):
        figure = joined and _is_power(line, index)
        if piece.shift == 1 and _are_marks(piece.text, marks) and not figure:
            touching = touching and joined
            continue
        pieces.append(piece._replace(text=_without_raised_digits(piece.text, marks)))
        glued.append(joined and (touching or piece.text.startswith(CLOSING)))
        touching = True
    if not pieces or all(a is b for a, b in zip(pieces, line.pieces, strict=False)):
        return line
    return replace(line, pieces=tuple(pieces), glued=tuple(glued), text=text_of(pieces, glued))


def _is_power(line: Line, index: int) -> bool:
    """Say whether a raised figure is an exponent (km², 10⁹) or a fraction's numerator."""
    after = line.pieces[index + 1 : index + 2]
    fraction = bool(after) and after[0].text[0] in SLASHES and line.glued[index + 1]
    return fraction or POWER.search(line.pieces[index - 1].text) is not None


def _are_marks(text: str, marks: Collection[str]) -> bool:
    parts = [part for part in re.split(r"[,;\s\[\]()]+", text) if part]
    return bool(parts) and all(unicodedata.normalize("NFKC", part) in marks for part in parts)


def _without_raised_digits(text: str, marks: Collection[str]) -> str:
    """Leave out digits that are raised by themselves, but for those of a power (km²)."""
    match = RAISED.search(text)
    if not match or UNIT.fullmatch(match[1]) or not _are_marks(match[2], marks):
        return text
    return match[1] + match[3]


def words_of(line: Line, sheet: Sheet) -> list[RawWord]:
    """Give the words of a line with their boxes on the displayed page."""
    words: list[RawWord] = []
    at = 0
    box: Box
    for piece, joined in zip(line.pieces, line.glued, strict=True):
        box = piece[1:5] if line.turn == sheet.turn else sheet.displayed(piece[1:5], line.turn)
        if joined and words:
            last = words[-1]
            words[-1] = RawWord(
                last.start,
                last.end + len(piece.text),
                min(last.x0, box[0]),
                min(last.y0, box[1]),
                max(last.x1, box[2]),
                max(last.y1, box[3]),
            )
        else:
            words.append(RawWord(at, at + len(piece.text), *box))
        at = words[-1].end + 1
    return words
