"""Tables whose cells are ruled, and what any table is made of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.load.pdf.chars import Box
from ingest.load.pdf.stretches import SAME_BASE, Stretch

TOUCH = 3.0
"""Points between the ends of two rules that meet."""
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


def make_grid(rows: Iterable[Sequence[Sequence[Stretch]]]) -> Grid:
    """Make a table of rows of cells, each of which is a list of stretches."""
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
        inside = [p for p in left if xs[0] < middle(p) < xs[-1] and ys[0] < _y(p) < ys[-1]]
        cells = _cells(inside, xs, ys, columns)
        if sum(len([cell for cell in row if cell]) > 1 for row in cells) < 2:
            continue
        taken = {id(part) for part in inside}
        left = [part for part in left if id(part) not in taken]
        grids.append(make_grid(line for row in cells for line in lines_that_are_rows(row)))
    return grids, left


def middle(part: Stretch) -> float:
    """Give how far from the left a stretch has its middle, in points."""
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


def lines_that_are_rows(row: list[list[Stretch]]) -> list[list[list[Stretch]]]:
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
