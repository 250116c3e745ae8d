"""The order in which a PDF page is read: its columns, and the tables between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.load.pdf.chars import Box
from ingest.load.pdf.grids import Grid, find_grids
from ingest.load.pdf.sides import is_table
from ingest.load.pdf.stretches import SAME_BASE, Stretch, make_stretch
from ingest.load.pdf.tables import heads_above, make_table

MAX_DEPTH = 8
MIN_LINES = 2
"""On each side of a gutter."""
MIN_WORDS = 4
"""Words a line, on average, below which two lines on each side make no columns."""
NEAR_EDGE = 1.0
MAX_CANDIDATES = 80
MAX_CROSSINGS = 1_000_000
"""Lines times vertical rules, above which a page is a drawing and no table."""


@dataclass(frozen=True, slots=True)
class Column:
    """Stretches of one column, from top to bottom, and the column's left and right edge."""

    parts: tuple[Stretch, ...]
    left: float
    right: float


Region = Column | Grid
Item = Stretch | Grid


def regions(parts: Sequence[Stretch], across: Sequence[Box], down: Sequence[Box]) -> list[Region]:
    """Give the columns and tables of a page in reading order.

    ``across`` and ``down`` are the rules drawn on the page.
    """
    if len(parts) * len(down) <= MAX_CROSSINGS:
        parts = _cut_at_rules(parts, down)
    grids, parts = find_grids(parts, across, down)
    items: list[Item] = sorted((*parts, *grids), key=lambda item: item.y0)
    if not items:
        return []
    edges = min(item.x0 for item in items), max(item.x1 for item in items)
    return list(_read(items, across, edges, 0))


def _cut_at_rules(parts: Sequence[Stretch], down: Sequence[Box]) -> list[Stretch]:
    """Cut stretches through which a vertical rule goes."""
    found: list[Stretch] = []
    for part in parts:
        middle = (part.y0 + part.y1) / 2
        at = [
            (x0 + x1) / 2
            for x0, y0, x1, y1 in down
            if part.x0 < x0 and x1 < part.x1 and y0 <= middle <= y1
        ]
        if not at:
            found.append(part)
            continue
        groups: dict[int, list[int]] = {}
        for index, piece in enumerate(part.pieces):
            center = (piece.x0 + piece.x1) / 2
            groups.setdefault(sum(x < center for x in at), []).append(index)
        found.extend(make_stretch(part.pieces[i] for i in group) for group in groups.values())
    return found


def _read(
    items: list[Item], across: Sequence[Box], edges: tuple[float, float], depth: int
) -> Iterable[Region]:
    if not items:
        return
    band = _best_band(items) if depth < MAX_DEPTH else None
    if band is None:
        yield from _leaf(items, edges)
        return
    inside = {id(item) for item in (*band.left, *band.right)}
    top = min(item.y0 for item in (*band.left, *band.right))
    others = [item for item in items if id(item) not in inside]
    above = [item for item in others if item.y0 < top]
    below = [item for item in others if item.y0 >= top]
    left, right = ([i for i in side if isinstance(i, Stretch)] for side in (band.left, band.right))
    cells = [*left, *right]
    if len(cells) == len(inside) and is_table(left, right, across):
        heads = heads_above([item for item in above if isinstance(item, Stretch)], cells, across)
        taken = set(map(id, heads))
        above = [item for item in above if id(item) not in taken]
        lead, grid, rest = make_table((*heads, *cells), across)
        if grid is not None:
            yield from _read(_sorted((*above, *lead)), across, edges, depth + 1)
            yield grid
            yield from _read(_sorted((*rest, *below)), across, edges, depth + 1)
            return
        yield from _leaf(items, edges)
        return
    yield from _read(above, across, edges, depth + 1)
    for side in (band.left, band.right):
        extent = min(item.x0 for item in side), max(item.x1 for item in side)
        yield from _read(side, across, extent, depth + 1)
    yield from _read(below, across, edges, depth + 1)


def _sorted(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: item.y0)


def _leaf(items: Iterable[Item], edges: tuple[float, float]) -> Iterable[Region]:
    parts: list[Stretch] = []
    for item in items:
        if isinstance(item, Stretch):
            parts.append(item)
            continue
        if parts:
            yield Column(tuple(parts), *edges)
            parts = []
        yield item
    if parts:
        yield Column(tuple(parts), *edges)


@dataclass(slots=True)
class _Band:
    """What stands left and right of a gutter that nothing crosses, from top to bottom."""

    left: list[Item]
    right: list[Item]


def _best_band(items: Sequence[Item]) -> _Band | None:
    """Find the gutter with the most lines on both of its sides."""
    starts = sorted({round(item.x0) for item in items})
    first = min(item.x0 for item in items)
    best: _Band | None = None
    score = 0
    candidates = [x for x in starts if x > first + NEAR_EDGE]
    for x in _thinned(candidates):
        for band in _bands(items, x - NEAR_EDGE):
            count = min(len(band.left), len(band.right))
            if count > score and _good(band):
                best, score = band, count
    if best is not None:
        _give_back_headings(best)
    return best


def _thinned(candidates: list[int]) -> list[int]:
    step = len(candidates) // MAX_CANDIDATES + 1
    return candidates[::step]


def _bands(items: Sequence[Item], x: float) -> Iterable[_Band]:
    band = _Band([], [])
    for item in items:
        if item.x1 <= x + NEAR_EDGE:
            band.left.append(item)
        elif item.x0 >= x - NEAR_EDGE:
            band.right.append(item)
        else:
            if len(band.left) >= MIN_LINES and len(band.right) >= MIN_LINES:
                yield band
            band = _Band([], [])
    if len(band.left) >= MIN_LINES and len(band.right) >= MIN_LINES:
        yield band


def _good(band: _Band) -> bool:
    """Say whether both sides stand beside each other, and each is more than a stray word."""
    top = max(band.left[0].y0, band.right[0].y0)
    bottom = min(max(i.y1 for i in band.left), max(i.y1 for i in band.right))
    beside = [
        sum(item.y0 < bottom and item.y1 > top for item in side) for side in (band.left, band.right)
    ]
    if min(beside) < MIN_LINES:
        return False
    return min(beside) > MIN_LINES or all(
        _words(side) >= MIN_WORDS for side in (band.left, band.right)
    )


def _words(side: Sequence[Item]) -> float:
    return sum(len(item.pieces) for item in side if isinstance(item, Stretch)) / len(side)


def _give_back_headings(band: _Band) -> None:
    """Leave out a heading below both columns: it belongs to the text that follows them."""
    bottom = max(item.y1 for item in band.right)
    while len(band.left) > MIN_LINES:
        last, above = band.left[-1], band.left[-2]
        if not isinstance(last, Stretch) or not isinstance(above, Stretch):
            return
        main = last.pieces[0].look
        other = above.pieces[0].look
        differs = (main.size, main.bold) != (other.size, other.bold)
        if last.y0 < bottom or not differs or last.y0 - above.y1 < SAME_BASE * last.size:
            return
        band.left.pop()
