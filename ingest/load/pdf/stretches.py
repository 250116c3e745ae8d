"""Pieces of a PDF page to stretches: the lines of one column, and the cells of tables."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.load.pdf.chars import WORD_GAP, Piece
from ingest.load.text.plain import STRONG_MARKER

SAME_BASE = 0.2
"""In ems. Baselines this close are one; a raised number stands about 0.35 higher."""
STRETCH_GAP = 0.75
"""In ems. Wider gaps may part columns or cells; those in justified lines are joined again."""
FIGURE = re.compile(r"[(–$€£-]?\d[\d,.]*[%)]?|[–-]")
MIN_FIGURES = 4
"""One after the other with nothing between them: the cells of a row, however narrow the gaps."""
MAX_SPACE = 3.0
"""In ems. A space drawn in one go with its words may be as wide in a narrow column."""
EVEN, MIN_EVEN, MAX_EVEN = 0.06, 3, 1.6
"""Gaps of a row between words, so many or more that differ by no more ems, and are no wider
than the last, are those of a justified line."""
SMALLER = 0.86
"""A raised or lowered mark is smaller than this share of the type beside it."""
MARK_LENGTH = 12
NOTE = re.compile(r"\d{1,3}|[*†‡§]{1,3}")
ROOM, HANGING = 0.4, 2.0
"""In ems, between a mark and its word; the second, a note's mark that hangs at the left."""
MANY = 400
"""Words on one baseline, or stretches near a mark: no printed page has as many."""
MARKER = re.compile(
    r"(?:\(?(?:\d{1,3}|[A-Za-z]|[ivxlIVXL]{1,6})[.)]|\d{1,2}(?:\.\d{1,2})+\.?|[–—*†‡o-])$"
)
MARKER_GAP = 4.0
"""In ems, between a list marker and its words."""


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
    cells = _figures_in_a_row(row)
    groups: list[list[Piece]] = []
    reach = 0.0
    for piece in row:
        gap = piece.x0 - reach
        before = groups[-1] if groups else []
        if (
            not before
            or (id(piece) in cells and gap > WORD_GAP * piece.look.size)
            or (_wide(before[-1], piece, gap, gaps) and not _marked(before, piece, gap))
        ):
            groups.append([])
            reach = piece.x1
        groups[-1].append(piece)
        reach = max(reach, piece.x1)
    return [make_stretch(group) for group in groups]


def _figures_in_a_row(row: Sequence[Piece]) -> set[int]:
    """Give (by `id`) the figures that follow each other, but the first of each run."""
    found: set[int] = set()
    for is_figure, run in itertools.groupby(row, lambda p: FIGURE.fullmatch(p.text) is not None):
        pieces = list(run)
        if is_figure and len(pieces) >= MIN_FIGURES:
            found.update(map(id, pieces[1:]))
    return found


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
    before = HANGING if NOTE.fullmatch(mark.text) else ROOM
    for index in range(first, min(first + MANY, len(found))):
        stretch = found[index]
        if stretch.base > mark.base + nearest:
            break
        room = ROOM * stretch.size
        touches = stretch.x0 - before * stretch.size <= mark.x1 and mark.x0 <= stretch.x1 + room
        off = abs(stretch.base - mark.base)
        if (
            mark.size <= SMALLER * stretch.size
            and touches
            and off <= min(nearest, 0.6 * stretch.size)
        ):
            best, nearest = index, off
    return best
