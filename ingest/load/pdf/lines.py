"""Pieces of a PDF page to the stretches of its lines, and stretches to lines of words."""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.load.pdf.chars import WORD_GAP, Box, Piece, Sheet
from ingest.load.raw import RawWord
from ingest.load.text.plain import STRONG_MARKER

SAME_BASE = 0.2
"""In ems. Baselines this close are one; a raised number stands about 0.35 higher."""
STRETCH_GAP = 0.75
"""In ems. Wider gaps may part columns or cells; those in justified lines are joined again."""
MAX_SPACE = 3.0
"""In ems. A space drawn in one go with its words may be as wide in a narrow column."""
EVEN, MIN_EVEN, MAX_EVEN = 0.06, 3, 1.6
"""Gaps of a row between words, so many or more that differ by no more ems, and are no wider
than the last, are those of a justified line."""
SMALLER = 0.86
"""A raised or lowered mark is smaller than this share of the type beside it."""
MARK_LENGTH = 12
MANY = 400
"""Words on one baseline, or stretches near a mark: no printed page has as many."""
MARKER = re.compile(
    r"(?:\(?(?:\d{1,3}|[A-Za-z]|[ivxlIVXL]{1,6})[.)]|\d{1,2}(?:\.\d{1,2})+\.?|[–—*†‡o-])$"
)
NUMBER = re.compile(r"\d{1,3}$")
MARKER_GAP = 4.0
"""In ems, between a list marker and its words."""
RAISED = re.compile(
    r"^(.*?[^\s\u00b9\u00b2\u00b3\u2070-\u2079])([\u00b9\u00b2\u00b3\u2070-\u2079]+)(\W*)$"
)
UNIT = re.compile(r"\W*\d*(?:[kcmdµ]?m|in|ft|CO|[a-z])", re.IGNORECASE)
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces on one baseline with no wide gap between them: a line of one column, or a cell.

    ``size`` is the type size of most of its letters.
    """

    pieces: tuple[Piece, ...]
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(piece.text for piece in self.pieces)


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


def make_stretch(pieces: Iterable[Piece]) -> Stretch:
    """Put pieces together, from left to right."""
    parts = tuple(sorted(pieces, key=lambda piece: piece.x0))
    main = _main([piece for piece in parts if not piece.shift] or parts)
    return Stretch(
        parts,
        parts[0].x0,
        min(piece.y0 for piece in parts if piece.look.size == main.look.size),
        max(piece.x1 for piece in parts),
        max(piece.y1 for piece in parts if piece.look.size == main.look.size),
        main.base,
        main.look.size,
    )


def _main(pieces: Sequence[Piece]) -> Piece:
    """Give a piece of the size that most letters have."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.look.size] += len(piece.text)
    size = sizes.most_common(1)[0][0]
    return next(piece for piece in pieces if piece.look.size == size)


def stretches(pieces: Iterable[Piece]) -> list[Stretch]:
    """Give the stretches of a page from top to bottom, raised and lowered marks in their words."""
    found: list[Stretch] = []
    row: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.base):
        if row and piece.base - row[0].base > SAME_BASE * max(piece.look.size, row[0].look.size):
            found.extend(_cut(row))
            row = []
        row.append(piece)
    found.extend(_cut(row))
    return _with_marks(found)


def _cut(row: list[Piece]) -> list[Stretch]:
    """Cut a row at its wide gaps, but not at those of a justified line."""
    row.sort(key=lambda piece: piece.x0)
    gaps = [right.x0 - left.x1 for left, right in itertools.pairwise(row)]
    groups: list[list[Piece]] = []
    reach = 0.0
    for piece in row:
        gap = piece.x0 - reach
        before = groups[-1] if groups else []
        if not before or (_wide(before[-1], piece, gap, gaps) and not _marked(before, piece, gap)):
            groups.append([])
            reach = piece.x1
        groups[-1].append(piece)
        reach = max(reach, piece.x1)
    return [make_stretch(group) for group in groups]


def _wide(left: Piece, right: Piece, gap: float, gaps: Sequence[float]) -> bool:
    """Say whether a gap is wider than one between two words of a justified line."""
    em = max(left.look.size, right.look.size)
    if gap <= STRETCH_GAP * em:
        return False
    if left.space and left.run == right.run != -1 and gap < MAX_SPACE * em:
        return False
    if gap > MAX_EVEN * em or not (left.text[-1:].isalpha() or right.text[:1].isalpha()):
        return True
    return sum(abs(other - gap) <= EVEN * em for other in gaps[:MANY]) < MIN_EVEN


def _marked(before: list[Piece], piece: Piece, gap: float) -> bool:
    """Say whether what stands before a wide gap is the list marker of what follows."""
    text = "".join(part.text for part in before)
    if gap > MARKER_GAP * piece.look.size:
        return False
    return MARKER.match(text) is not None or bool(
        STRONG_MARKER.fullmatch(text) and not STRONG_MARKER.match(piece.text)
    )


def _with_marks(found: list[Stretch]) -> list[Stretch]:
    """Put small raised and lowered stretches into the larger ones that they touch."""
    hosts: dict[int, list[Piece]] = {}
    marks: set[int] = set()
    bases = [stretch.base for stretch in found]
    for index, mark in enumerate(found):
        if sum(len(piece.text) for piece in mark.pieces) > MARK_LENGTH:
            continue
        host = _host(mark, found, bases)
        if host is not None:
            marks.add(index)
            shift = 1 if mark.base < found[host].base else -1
            hosts.setdefault(host, []).extend(p._replace(shift=shift) for p in mark.pieces)
    return [
        make_stretch((*stretch.pieces, *hosts[index])) if index in hosts else stretch
        for index, stretch in enumerate(found)
        if index not in marks
    ]


def _host(mark: Stretch, found: list[Stretch], bases: list[float]) -> int | None:
    best, nearest = None, 0.65 * mark.size / 0.5
    first = bisect_left(bases, mark.base - nearest)
    for index in range(first, min(first + MANY, len(found))):
        stretch = found[index]
        if stretch.base > mark.base + nearest:
            break
        room = 0.4 * stretch.size
        touches = stretch.x0 - room <= mark.x1 and mark.x0 <= stretch.x1 + room
        off = abs(stretch.base - mark.base)
        if (
            mark.size <= SMALLER * stretch.size
            and touches
            and off <= min(nearest, 0.6 * stretch.size)
        ):
            best, nearest = index, off
    return best


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
        _text(pieces, glued),
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
    gaps = [max(b.x0 - a.x1, a.x0 - b.x1) for a, b in itertools.pairwise(pieces)]
    spaced = sum(len(piece.text) == 1 for piece in pieces) > 0.6 * len(pieces) >= 3
    extra = max(median(gaps), 0.0) if spaced else 0.0
    return (
        False,
        *(
            not a.space and gap <= extra + WORD_GAP * max(a.look.size, b.look.size)
            for gap, (a, b) in zip(gaps, itertools.pairwise(pieces), strict=True)
        ),
    )


def _text(pieces: Iterable[Piece], glued: Iterable[bool]) -> str:
    parts = (
        piece.text if joined else f" {piece.text}"
        for piece, joined in zip(pieces, glued, strict=True)
    )
    return "".join(parts).strip()


def without_marks(line: Line, marks: Collection[str]) -> Line:
    """Leave out the raised pieces that are among these footnote marks, and small raised digits."""
    if not marks:
        return line
    pieces: list[Piece] = []
    glued: list[bool] = []
    touching = True
    for piece, joined in zip(line.pieces, line.glued, strict=True):
        if piece.shift == 1 and _are_marks(piece.text, marks):
            touching = touching and joined
            continue
        pieces.append(piece._replace(text=_without_raised_digits(piece.text, marks)))
        glued.append(joined and touching)
        touching = True
    if not pieces or all(a is b for a, b in zip(pieces, line.pieces, strict=False)):
        return line
    return replace(line, pieces=tuple(pieces), glued=tuple(glued), text=_text(pieces, glued))


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
