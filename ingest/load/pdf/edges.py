"""The outermost lines of a PDF's pages, at head and foot: where running heads and numbers stand."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.load.numerals import Numeral, numeral, numerals_alone, numerals_at_ends
from ingest.load.pdf.chars import Box
from ingest.load.pdf.page import Sides
from ingest.load.pdf.stretches import SAME_BASE, Stretch

ZONE = 0.15
"""Share of a page's height from the document's first or last line, in which running heads stand."""
MAX_ROWS = 4
MAX_PARTS = 4
"""Stretches of a running head: left, middle, right, and one to spare. More are a table's cells."""
MAX_LETTERS = 300
MANY = 50
"""Stretches of a line that are compared with those of the next."""
STRIP = 4.0
"""Points. What stands this much higher or lower stands at the same height."""
DETACHED = 1.7
"""In ems, from the baseline of the last line of a running head to the text's first."""
APART = 2.0
"""In ems. A page's number stands this far from the words of its line; a note's mark doesn't."""
MIN_CELLS = 3
"""Parts of a line with room below it that make it a table's head if they stand over others."""
LINED_UP = 1.5
"""Points. Cells of a column begin or end this near to each other."""
FIGURES = re.compile(r"[\d.,$£€%()+–-]+")


@dataclass(frozen=True, slots=False, eq=False)
class Row:
    """A line at the head or foot of a page. ``height`` is from that edge, in points.

    ``detached`` says that it's set apart from the next line, ``outer`` that this or the next
    line is, ``cells`` that it's a table's row, and ``column`` that a number of it stands in a
    column of figures.
    """

    page: int
    turn: int
    at_top: bool
    rank: int
    height: float
    parts: tuple[Stretch, ...]
    detached: bool
    outer: bool
    cells: bool
    column: bool

    @cached_property
    def text(self) -> str:
        """Its words, as far as a running head's go."""
        return " ".join(part.text for part in self.parts)[:MAX_LETTERS]

    @cached_property
    def size(self) -> float:
        """The size of its largest type."""
        return max(part.size for part in self.parts)

    @cached_property
    def whole(self) -> Numeral | None:
        """The numeral that is all of it."""
        return numeral(self.text)

    @cached_property
    def numerals(self) -> tuple[tuple[Numeral, bool], ...]:
        """Its numerals that may number a page, and whether each stands by itself."""
        if self.cells or len(self.parts) > MAX_PARTS:
            return ()
        texts = [self.text] if self.whole else [*(part.text for part in self.parts), *self._apart()]
        found = [(one, True) for text in texts for one in numerals_alone(text)]
        if self.outer and not self.parts[0].pieces[0].shift:
            found += [(one, False) for one in numerals_at_ends(self.text)]
        return tuple(found)

    def _apart(self) -> Iterator[str]:
        """Give its first and last word where a wide gap sets it apart from the rest."""
        words = [piece for part in self.parts for piece in part.pieces]
        for outer, inner in (words[:2], words[:-3:-1]) if len(words) > 1 else ():
            if max(inner.x0 - outer.x1, outer.x0 - inner.x1) >= APART * self.size:
                yield outer.text

    @property
    def edge(self) -> tuple[int, int, bool]:
        """The page, and which of its edges."""
        return self.page, self.turn, self.at_top

    @property
    def places(self) -> tuple[tuple[bool, int], ...]:
        """Its strips; a numeral by itself at the very edge, which may vary in height, the edge."""
        outermost = self.rank == 0 and self.detached and self.whole is not None
        return (*self.strips, (self.at_top, -1)) if outermost else self.strips

    @property
    def strips(self) -> tuple[tuple[bool, int], tuple[bool, int]]:
        """The two strips in which it lies, so that rows at nearly one height share one."""
        at = int(self.height / STRIP)
        return (self.at_top, at), (self.at_top, at + 1)


def rows_at_edges(pages: Sequence[Sides]) -> list[Row]:
    """Give the outermost lines of each page, from its edges inwards, the heads first.

    Turned text has its own: a landscape table on its side, a scan that was laid in so.
    """
    found = [
        (page, turn, at_top, _lines(page.parts[turn], at_top=at_top))
        for page in pages
        for turn in sorted(page.parts)
        if page.parts[turn]
        for at_top in (True, False)
    ]
    first: dict[tuple[int, bool], float] = {}
    for page, turn, at_top, lines in found:
        key = _quarters(page, turn), at_top
        away = max(_away(page.sheet.frame(turn)[1], lines[0], at_top=at_top), 0.0)
        first[key] = min(first.get(key, away), away)
    return [
        row
        for page, turn, at_top, lines in found
        for row in _rows(page, turn, lines, first[_quarters(page, turn), at_top], at_top=at_top)
    ]


def _quarters(page: Sides, turn: int) -> int:
    """Give the quarter turns by which text of this turn lies on the page as it's displayed."""
    return (turn - page.sheet.turn) % 4


def _lines(parts: Iterable[Stretch], *, at_top: bool) -> list[list[Stretch]]:
    """Give stretches by baseline, from the top or from the foot."""
    lines: list[list[Stretch]] = []
    for part in sorted(parts, key=lambda part: part.base):
        if lines and part.base - lines[-1][0].base <= SAME_BASE * part.size:
            lines[-1].append(part)
        else:
            lines.append([part])
    return lines if at_top else lines[::-1]


def _away(height: float, line: Sequence[Stretch], *, at_top: bool) -> float:
    return line[0].base if at_top else height - line[0].base


def _rows(
    page: Sides, turn: int, ordered: Sequence[list[Stretch]], first: float, *, at_top: bool
) -> Iterator[Row]:
    height = page.sheet.frame(turn)[1]
    down = page.down if turn == page.sheet.turn else []
    gaps = [_detached(line, inner) for line, inner in itertools.pairwise([*ordered, []])]
    for rank, line in enumerate(ordered[:MAX_ROWS]):
        away = _away(height, line, at_top=at_top)
        if not 0 <= away <= first + ZONE * height:
            continue
        inner = ordered[rank + 1] if rank + 1 < len(ordered) else []
        parts = tuple(sorted(line, key=lambda part: part.x0))
        least = MIN_CELLS if gaps[rank] else 2
        grid = len(parts) >= least and _grid(parts[:MANY], inner[:MANY])
        cells = grid or _ruled(parts, inner, down)
        yield Row(
            page.sheet.number,
            turn,
            at_top,
            rank,
            away,
            parts,
            detached=gaps[rank],
            outer=any(gaps[rank : rank + 2]),
            cells=cells,
            column=any(_in_column(part, inner[:MANY]) for part in parts[:MANY]),
        )


def _detached(line: Sequence[Stretch], inner: Sequence[Stretch]) -> bool:
    size = max(part.size for part in line)
    return not inner or abs(inner[0].base - line[0].base) >= DETACHED * size


def _ruled(parts: Sequence[Stretch], inner: Sequence[Stretch], down: Iterable[Box]) -> bool:
    """Say whether a rule is drawn down between two parts and those of the next line: cells."""
    return any(
        y0 <= parts[0].base <= y1 and all(_beside(x, line) for line in (parts, inner))
        for x, y0, _, y1 in down
    )


def _beside(x: float, parts: Sequence[Stretch]) -> bool:
    left = [part.x1 <= x for part in parts if part.x1 <= x or part.x0 >= x]
    return len(left) == len(parts) and any(left) and not all(left)


def _grid(parts: Sequence[Stretch], inner: Sequence[Stretch]) -> bool:
    """Say whether each part stands over another one of the next line."""
    under = [{i for i, other in enumerate(inner) if _lined_up(part, other)} for part in parts]
    return all(under) and len(set().union(*under)) >= len(parts)


def _lined_up(one: Stretch, other: Stretch) -> bool:
    return abs(one.x0 - other.x0) <= LINED_UP or abs(one.x1 - other.x1) <= LINED_UP


def _in_column(part: Stretch, inner: Iterable[Stretch]) -> bool:
    return bool(FIGURES.fullmatch(part.text)) and any(
        FIGURES.fullmatch(other.text) and _lined_up(part, other) for other in inner
    )
