"""Tables on a PDF page: by their rules, or by words that stand below each other."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.load.pdf.chars import Box
from ingest.load.pdf.stretches import SAME_BASE, Stretch

TOUCH = 3.0
"""Points between the ends of two rules that meet."""
MIN_ROWS = 3
"""Of a table without rules; two lines with a gap may be a letter's head."""
CELL_GAP = 0.5
"""In ems, between two columns of a table."""
MIN_PROSE_WORDS = 3.0
LOWER_SHARE = 0.3
"""In columns of prose about two lines of three begin in the middle of a sentence."""
MIN_ALIGNED = 0.6
LEADING = 1.4
"""In ems. Lines of one cell are no farther apart."""
SET_APART = 0.25
"""Share of the gaps between lines that must be wider than those inside of a cell."""
MAX_RULES = 600

Cell = tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows, each with its cells that hold something, from left to right."""

    rows: tuple[tuple[Cell, ...], ...]
    x0: float
    y0: float
    x1: float
    y1: float


def _grid(rows: Iterable[Sequence[Sequence[Stretch]]]) -> Grid:
    kept = tuple(
        tuple(tuple(cell) for cell in row if cell) for row in rows if any(cell for cell in row)
    )
    parts = [part for row in kept for cell in row for part in cell]
    return Grid(
        kept,
        min(part.x0 for part in parts),
        min(part.y0 for part in parts),
        max(part.x1 for part in parts),
        max(part.y1 for part in parts),
    )


def find_grids(
    parts: Sequence[Stretch], across: Sequence[Box], down: Sequence[Box]
) -> tuple[list[Grid], list[Stretch]]:
    """Give the tables whose cells are ruled on all sides, and what stands outside of them."""
    grids: list[Grid] = []
    left = list(parts)
    for rows, columns in _frames(across[:MAX_RULES], down[:MAX_RULES]):
        ys, xs = _levels(rule[1] for rule in rows), _levels(rule[0] for rule in columns)
        if len(ys) < 3 or len(xs) < 3:
            continue
        inside = [p for p in left if xs[0] < _x(p) < xs[-1] and ys[0] < _y(p) < ys[-1]]
        cells = _cells(inside, xs, ys, columns)
        if sum(len([cell for cell in row if cell]) > 1 for row in cells) < 2:
            continue
        taken = {id(part) for part in inside}
        left = [part for part in left if id(part) not in taken]
        grids.append(_grid(cells))
    return grids, left


def _x(part: Stretch) -> float:
    return (part.x0 + part.x1) / 2


def _y(part: Stretch) -> float:
    return (part.y0 + part.y1) / 2


def _frames(across: Sequence[Box], down: Sequence[Box]) -> list[tuple[list[Box], list[Box]]]:
    """Group rules that meet: each group is the frame of one table."""
    frames: list[tuple[Box, list[Box], list[Box]]] = []
    for rule, is_down in [*((r, False) for r in across), *((r, True) for r in down)]:
        box, rows, columns = rule, [], []
        apart = []
        for frame in frames:
            if _meet(frame[0], rule):
                box = _around(box, frame[0])
                rows += frame[1]
                columns += frame[2]
            else:
                apart.append(frame)
        (columns if is_down else rows).append(rule)
        frames = [*apart, (box, rows, columns)]
    return [(rows, columns) for _, rows, columns in _merged(frames)]


def _merged(
    frames: list[tuple[Box, list[Box], list[Box]]],
) -> list[tuple[Box, list[Box], list[Box]]]:
    """Put frames together that came to overlap while they grew."""
    done: list[tuple[Box, list[Box], list[Box]]] = []
    for box, rows, columns in frames:
        for index, (other, other_rows, other_columns) in enumerate(done):
            if _meet(box, other):
                done[index] = (
                    _around(box, other),
                    [*other_rows, *rows],
                    [*other_columns, *columns],
                )
                break
        else:
            done.append((box, rows, columns))
    return done


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + TOUCH
        and other[0] <= one[2] + TOUCH
        and one[1] <= other[3] + TOUCH
        and other[1] <= one[3] + TOUCH
    )


def _around(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _levels(numbers: Iterable[float]) -> list[float]:
    levels: list[float] = []
    for number in sorted(numbers):
        if not levels or number - levels[-1] > TOUCH:
            levels.append(number)
    return levels


def _cells(
    parts: Sequence[Stretch], xs: list[float], ys: list[float], columns: Sequence[Box]
) -> list[list[list[Stretch]]]:
    """Put each stretch into its cell. Cells that no rule parts are one."""
    table: list[list[list[Stretch]]] = [[[] for _ in xs[1:]] for _ in ys[1:]]
    for part in sorted(parts, key=lambda part: (part.base, part.x0)):
        row = min(max(bisect_right(ys, _y(part)) - 1, 0), len(ys) - 2)
        column = min(max(bisect_right(xs, part.x0 + 1) - 1, 0), len(xs) - 2)
        while column > 0 and not _parted(xs[column], _y(part), columns):
            column -= 1
        table[row][column].append(part)
    return table


def _parted(x: float, y: float, columns: Sequence[Box]) -> bool:
    return any(abs(rule[0] - x) <= TOUCH and rule[1] <= y <= rule[3] for rule in columns)


def is_table(
    left: Sequence[Stretch | Grid], right: Sequence[Stretch | Grid], across: Sequence[Box]
) -> bool:
    """Say whether what stands on the two sides of a gutter are cells of rows, and not columns."""
    one = [part for part in left if isinstance(part, Stretch)]
    other = [part for part in right if isinstance(part, Stretch)]
    if min(len(one), len(other)) < MIN_ROWS or _aligned(one, other) < MIN_ALIGNED:
        return False
    if not (_is_prose(one) and _is_prose(other)):
        return True
    gutter = (max(part.x1 for part in one) + min(part.x0 for part in other)) / 2
    top, bottom = min(p.y0 for p in one), max(p.y1 for p in other)
    ruled = {round(y0) for x0, y0, x1, _ in across if x0 < gutter < x1 and top < y0 < bottom}
    return len(ruled) >= 2 or _common_gaps(one, other) >= 2


def _aligned(one: Sequence[Stretch], other: Sequence[Stretch]) -> float:
    """Give the share of the side with fewer lines that stands on baselines of the other."""
    few, many = sorted((one, other), key=len)
    bases = sorted(part.base for part in many)
    hits = 0
    for part in few:
        at = bisect_right(bases, part.base)
        hits += any(
            abs(base - part.base) <= SAME_BASE * part.size
            for base in bases[max(at - 1, 0) : at + 1]
        )
    return hits / len(few)


def _is_prose(side: Sequence[Stretch]) -> bool:
    words = sum(len(part.pieces) for part in side) / len(side)
    texts = [part.pieces[0].text for part in side]
    cased = [text for text in texts if text[0].lower() != text[0].upper()]
    if not cased:
        return words >= 2 * MIN_PROSE_WORDS
    lower = sum(text[0].islower() for text in cased) / len(side)
    return words >= MIN_PROSE_WORDS and lower >= LOWER_SHARE


def _common_gaps(one: Sequence[Stretch], other: Sequence[Stretch]) -> int:
    """Count the wide gaps between lines that go through both sides, lines beginning below both."""
    rows = _rows((*one, *other))
    if len(rows) < 2:
        return 0
    pitch = median(b[0].base - a[0].base for a, b in itertools.pairwise(rows))
    split = min(part.x0 for part in other)
    return sum(
        below[0].base - above[0].base > 1.25 * pitch
        and min(part.x0 for part in below) < split <= max(part.x0 for part in below)
        for above, below in itertools.pairwise(rows)
    )


def _rows(parts: Iterable[Stretch]) -> list[list[Stretch]]:
    rows: list[list[Stretch]] = []
    for part in sorted(parts, key=lambda part: part.base):
        if rows and part.base - rows[-1][0].base <= SAME_BASE * part.size:
            rows[-1].append(part)
        else:
            rows.append([part])
    return [sorted(row, key=lambda part: part.x0) for row in rows]


def make_grid(
    cells: Sequence[Stretch], across: Sequence[Box]
) -> tuple[list[Stretch], Grid | None, list[Stretch]]:
    """Make a table of stretches; give what stands above it, the table, and what stands below."""
    rows = _rows(cells)
    full = [index for index, row in enumerate(rows) if len(row) > 1]
    if len(full) < MIN_ROWS:
        return [], None, []
    bounds = _columns([rows[index] for index in full])
    first, last = full[0], full[-1]
    while last + 1 < len(rows) and _goes_on(rows[last], rows[last + 1], bounds, rows, across):
        last += 1
    table: list[list[list[Stretch]]] = []
    for index in range(first, last + 1):
        row = rows[index]
        if index == first or not _goes_on(rows[index - 1], row, bounds, rows, across):
            table.append([[] for _ in range(len(bounds) + 1)])
        for part in row:
            table[-1][bisect_right(bounds, part.x0 + 1)].append(part)
    lead = [part for row in rows[:first] for part in row]
    rest = [part for row in rows[last + 1 :] for part in row]
    return lead, _grid(table), rest


def _columns(rows: Sequence[Sequence[Stretch]]) -> list[float]:
    """Give the left edges of the second column and those after it."""
    count = Counter(len(row) for row in rows).most_common(1)[0][0]
    spans: list[list[float]] = []
    for part in sorted((p for row in rows if len(row) >= count for p in row), key=lambda p: p.x0):
        if spans and part.x0 < spans[-1][1] + CELL_GAP * part.size:
            spans[-1][1] = max(spans[-1][1], part.x1)
        else:
            spans.append([part.x0, part.x1])
    return [start for start, _ in spans[1:]]


def _goes_on(
    above: Sequence[Stretch],
    row: Sequence[Stretch],
    bounds: Sequence[float],
    rows: Sequence[Sequence[Stretch]],
    across: Sequence[Box],
) -> bool:
    """Say whether a line goes on with the cells of the one above it."""
    a, b = above[0].base, row[0].base
    ruled = any(a < y0 < b and x0 < row[0].x1 and row[0].x0 < x1 for x0, y0, x1, _ in across)
    size = max(part.size for part in row)
    if ruled or b - a > LEADING * size:
        return False
    pitches = [y[0].base - x[0].base for x, y in itertools.pairwise(rows)]
    wider = sum(pitch > 1.15 * (b - a) for pitch in pitches)
    if wider >= 2 and wider >= SET_APART * len(pitches):
        return True
    few = len(row) <= max(1, (len(bounds) + 1) // 2)
    return few and row[0].pieces[0].text[0].islower()
