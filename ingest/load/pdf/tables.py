"""Tables on a PDF page: by their rules, or by words that stand below each other."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.load.pdf.chars import Box
from ingest.load.pdf.sides import MIN_ROWS, is_figure
from ingest.load.pdf.stretches import SAME_BASE, Stretch

TOUCH = 3.0
"""Points between the ends of two rules that meet."""
CELL_GAP = 0.5
"""In ems, between two columns of a table."""
LEADING = 1.4
"""In ems. Lines of one cell are no farther apart."""
FEW_CELLS = 0.3
"""Share of a table's rows that must have words in a column, if none of them has a figure."""
SET_APART = 0.25
"""Share of the gaps between lines that must be wider than those inside of a cell."""
MAX_RULES = 600

Cell = tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows, each with its cells from left to right, the empty ones too."""

    rows: tuple[tuple[Cell, ...], ...]
    x0: float
    y0: float
    x1: float
    y1: float


def _grid(rows: Iterable[Sequence[Sequence[Stretch]]]) -> Grid:
    kept = tuple(
        tuple(tuple(cell) for cell in row) for row in map(_trimmed, rows) if any(map(len, row))
    )
    parts = [part for row in kept for cell in row for part in cell]
    return Grid(
        kept,
        min(part.x0 for part in parts),
        min(part.y0 for part in parts),
        max(part.x1 for part in parts),
        max(part.y1 for part in parts),
    )


def _trimmed(row: Sequence[Sequence[Stretch]]) -> Sequence[Sequence[Stretch]]:
    """Leave out the empty cells at a row's end."""
    return row[: max((at + 1 for at, cell in enumerate(row) if cell), default=0)]


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
        grids.append(_grid(line for row in cells for line in _lines_that_are_rows(row)))
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


def _lines_that_are_rows(row: list[list[Stretch]]) -> list[list[list[Stretch]]]:
    """Part a row between two rules into the rows that it holds, where rules are few.

    They are rows where all cells that hold anything hold as many lines, on the same
    baselines, and no line goes on with the one above it.
    """
    filled = [rows_of(cell) for cell in row if cell]
    bases = [line[0].base for line in filled[0]] if filled else []
    if len(filled) < 2 or len(bases) < 2 or not all(_same_bases(bases, cell) for cell in filled):
        return [row]
    if any(line[0].text[0].islower() for cell in filled for line in cell[1:]):
        return [row]
    parted: list[list[list[Stretch]]] = [[[] for _ in row] for _ in bases]
    for column, cell in enumerate(row):
        for at, line in enumerate(rows_of(cell)):
            parted[at][column] = line
    return parted


def _same_bases(bases: Sequence[float], lines: Sequence[Sequence[Stretch]]) -> bool:
    return len(lines) == len(bases) and all(
        abs(line[0].base - base) <= SAME_BASE * line[0].size
        for base, line in zip(bases, lines, strict=True)
    )


def _parted(x: float, y: float, columns: Sequence[Box]) -> bool:
    return any(abs(rule[0] - x) <= TOUCH and rule[1] <= y <= rule[3] for rule in columns)


def rows_of(parts: Iterable[Stretch]) -> list[list[Stretch]]:
    """Give the stretches on each baseline, from left to right."""
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
    rows = rows_of(cells)
    full = [index for index, row in enumerate(rows) if len(row) > 1]
    full = full[_in_a_sentence(rows[full[0]]) :] if full else full
    if len(full) < MIN_ROWS:
        return [], None, []
    first, last = full[0], full[-1]
    bounds = _columns([rows[index] for index in full], rows[first : last + 1])
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
    return lead, _grid(line for row in table for line in _lines_that_are_rows(row)), rest


def _in_a_sentence(row: Sequence[Stretch]) -> int:
    """Say whether (1 or 0) a table's first row is the end of a sentence above it, set wide."""
    return int(row[0].text[0].islower() and not any(is_figure(part) for part in row))


def _columns(
    full: Sequence[Sequence[Stretch]], rows: Sequence[Sequence[Stretch]]
) -> list[float]:
    """Give the left edges of the second column and those after it.

    ``full`` are the rows of several cells. Where lines go over an edge more often than
    cells begin there, it's a wide gap between two words of one column.
    """
    count = Counter(len(row) for row in full).most_common(1)[0][0]
    columns: list[list[Stretch]] = []
    reach = 0.0
    for part in sorted((p for row in full if len(row) >= count for p in row), key=lambda p: p.x0):
        if not columns or part.x0 >= reach + CELL_GAP * part.size:
            columns.append([])
            reach = part.x1
        columns[-1].append(part)
        reach = max(reach, part.x1)
    return [
        cells[0].x0
        for cells in columns[1:]
        if any(map(is_figure, cells)) or len(cells) >= max(2, FEW_CELLS * len(full))
        if _crossings(cells[0].x0, rows) < len(cells)
    ]


def _crossings(x: float, rows: Sequence[Sequence[Stretch]]) -> int:
    return sum(part.x0 < x - 1 and part.x1 > x + 1 for row in rows for part in row)


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
    few = min(len(row), len(above)) <= max(1, (len(bounds) + 1) // 2)
    in_first = bisect_right(bounds, above[0].x0 + 1) == bisect_right(bounds, row[0].x0 + 1)
    return few and (len(row) == 1 or in_first) and row[0].pieces[0].text[0].islower()
