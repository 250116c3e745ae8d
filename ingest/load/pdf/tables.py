"""Tables on a PDF page: by their rules, or by words that stand below each other."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from ingest.load.pdf.chars import WORD_GAP, Box
from ingest.load.pdf.grids import TOUCH, Grid, lines_that_are_rows, make_grid, middle, rows_of
from ingest.load.pdf.sides import MIN_ROWS, MOST_OF_BOTH, is_figure
from ingest.load.pdf.stretches import Stretch

CELL_GAP = 0.5
"""In ems, between two columns of a table."""
LEADING = 1.4
"""In ems. Lines of one cell are no farther apart."""
WIDE_HEAD = 0.4
"""Share of a table's width: what is wider stands over the table, not over a column."""
MAX_HEADS = 10
"""Lines above a table's first rule that may be its heads."""
YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?")
FEW_CELLS = 0.3
"""Share of a table's rows that must have words in a column, if none of them has a figure."""
SET_APART = 0.25
"""Share of the gaps between lines that must be wider than those inside of a cell."""


def heads_above(
    parts: Sequence[Stretch], cells: Sequence[Stretch], across: Sequence[Box]
) -> list[Stretch]:
    """Give the stretches right above a table's cells that stand below its uppermost rule."""
    x0, x1 = min(part.x0 for part in cells), max(part.x1 for part in cells)
    top = min(part.y0 for part in cells)
    size = max(part.size for part in cells)
    heads: list[Stretch] = []
    for rule in reversed(_rules_over(x0, x1, across)):
        if not top - MAX_HEADS * size < rule < top + TOUCH:
            continue
        under = [part for part in parts if rule - TOUCH < part.y0 and part.y1 < top + size]
        if any(part.x1 - part.x0 > WIDE_HEAD * (x1 - x0) for part in under):
            break
        heads = under
    return heads


def _rules_over(x0: float, x1: float, across: Sequence[Box]) -> list[float]:
    """Give the heights of the rules that go over most of a table."""
    return sorted(
        y
        for start, y, end, _ in across
        if min(end, x1) - max(start, x0) >= MOST_OF_BOTH * (x1 - x0)
    )


def make_table(
    cells: Sequence[Stretch], across: Sequence[Box]
) -> tuple[list[Stretch], Grid | None, list[Stretch]]:
    """Make a table of stretches; give what stands above it, the table, and what stands below."""
    rows = rows_of(cells)
    full = [index for index, row in enumerate(rows) if len(row) > 1]
    full = full[_in_a_sentence(rows[full[0]]) :] if full else full
    if len(full) < MIN_ROWS:
        return [], None, []
    first, last = full[0], full[-1]
    head = _rows_above_rule(rows[first : last + 1], across)
    body = rows[first + head : last + 1]
    bounds = _columns([row for row in body if len(row) > 1], body)
    while last > first + head and any(_crossed(part, bounds) > 1 for part in rows[last]):
        last -= 1  # notes below the table
    while last + 1 < len(rows) and _goes_on(rows[last], rows[last + 1], bounds, body, across):
        last += 1
    table = [_heads(rows[first : first + head], bounds)] if head else []
    for index in range(first + head, last + 1):
        row = rows[index]
        if index == first + head or not _goes_on(rows[index - 1], row, bounds, body, across):
            table.append([[] for _ in range(len(bounds) + 1)])
        for part in row:
            table[-1][bisect_right(bounds, part.x0 + 1)].append(part)
    lead = [part for row in rows[:first] for part in row]
    rest = [part for row in rows[last + 1 :] for part in row]
    return lead, make_grid(line for row in table for line in lines_that_are_rows(row)), rest


def _rows_above_rule(rows: Sequence[Sequence[Stretch]], across: Sequence[Box]) -> int:
    """Give how many of a table's first lines are its heads: those above its first rule."""
    x0, x1 = min(row[0].x0 for row in rows), max(part.x1 for row in rows for part in row)
    first, last = rows[0][0].base, rows[-1][0].base
    rules = [y for y in _rules_over(x0, x1, across) if first < y < last]
    count = sum(row[0].base <= rules[0] for row in rows) if rules else 0
    fits = count <= MAX_HEADS and len(rows) - count >= MIN_ROWS
    return count if fits and not any(map(_is_amount, itertools.chain(*rows[:count]))) else 0


def _is_amount(part: Stretch) -> bool:
    """Say whether a cell is a figure that no head is: not a year, nor a unit like (1,000)."""
    return is_figure(part) and not YEAR.fullmatch(part.text) and "(" not in part.text


def _heads(rows: Sequence[Sequence[Stretch]], bounds: Sequence[float]) -> list[list[Stretch]]:
    """Put the lines above a table's first rule into one row, by their columns."""
    cells: list[list[Stretch]] = [[] for _ in range(len(bounds) + 1)]
    for row in rows:
        for part in row:
            cells[bisect_right(bounds, middle(part))].append(part)
    return cells


def _in_a_sentence(row: Sequence[Stretch]) -> int:
    """Say whether (1 or 0) a table's first row is the end of a sentence above it, set wide."""
    return int(row[0].text[0].islower() and not any(is_figure(part) for part in row))


def _columns(full: Sequence[Sequence[Stretch]], rows: Sequence[Sequence[Stretch]]) -> list[float]:
    """Give the left edges of the second column and those after it.

    ``full`` are the rows of several cells. Where lines go over an edge more often than
    cells begin there, it's a wide gap between two words of one column.
    """
    count = Counter(len(row) for row in full).most_common(1)[0][0]
    columns: list[list[Stretch]] = []
    reach = 0.0
    for part in sorted((p for row in full if len(row) >= count for p in row), key=lambda p: p.x0):
        gap = WORD_GAP if columns and is_figure(part) and is_figure(columns[-1][-1]) else CELL_GAP
        if not columns or part.x0 >= reach + gap * part.size:
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


def _crossed(part: Stretch, bounds: Sequence[float]) -> int:
    return bisect_right(bounds, part.x1 - 1) - bisect_right(bounds, part.x0 + 1)


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
    if ruled or b - a > LEADING * size or _figures_below_figures(above, row):
        return False
    if any(_crossed(part, bounds) > 1 for part in row):
        return False
    pitches = [y[0].base - x[0].base for x, y in itertools.pairwise(rows)]
    wider = sum(pitch > 1.15 * (b - a) for pitch in pitches)
    if wider >= 2 and wider >= SET_APART * len(pitches):
        return True
    few = min(len(row), len(above)) <= max(1, (len(bounds) + 1) // 2)
    in_first = bisect_right(bounds, above[0].x0 + 1) == bisect_right(bounds, row[0].x0 + 1)
    return few and (len(row) == 1 or in_first) and row[0].pieces[0].text[0].islower()


def _figures_below_figures(above: Sequence[Stretch], row: Sequence[Stretch]) -> bool:
    """Say whether a figure stands below another: words go on in the next line, figures don't."""
    return any(
        is_figure(part) and is_figure(other) and part.x0 < other.x1 and other.x0 < part.x1
        for part in row
        for other in above
        if not other.text.endswith(",")
    )
