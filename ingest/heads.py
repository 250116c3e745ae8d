"""The rows at a table's head that say what stands in its columns."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import zip_longest

MAX_HEADS = 3
MIN_ROWS = 2
"""Below the heads: a row of figures under a row of words may be chance."""
MOST = 0.6
"""Share of the rows below that hold a figure under one of the heads."""
AMOUNT = re.compile(r"[^\w\s]{0,2}\d[\d.,  ]*\s?(?:%|\w{0,3})[^\w\s]{0,2}")
YEAR = re.compile(r"\W{0,2}(?:1[5-9]|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?\W{0,2}\d?")
BETWEEN_CELLS = re.compile(r"\s?\|\s?")


def count_heads(rows: Sequence[str], *, told: int = 0) -> int:
    """Give how many of a table's first rows are its heads, told by the figures below them.

    Or ``told`` by the file itself, where rows are left below them.

    ``rows`` are its rows, cells parted by a bar. A head has two cells or more, none of
    them an amount; a caption may stand above them; most rows below have an amount. A table
    of words alone has no head that could be told so.
    """
    if told <= MAX_HEADS and any(_cells(row) > 1 for row in rows[:told]):
        return max(told if told < len(rows) else 0, count_heads(rows))
    amounts = [_amounts(row) for row in rows]
    count = int(len(rows) > 1 and _cells(rows[0]) == 1)
    while count < min(MAX_HEADS, len(rows)) and not amounts[count] and _cells(rows[count]) > 1:
        count += 1
    below = amounts[count:]
    if count == 1 == _cells(rows[0]):
        return 0
    return count if len(below) >= MIN_ROWS and sum(map(bool, below)) >= MOST * len(below) else 0


def tables_in(
    rows: Sequence[tuple[int, str]], told: Container[int] = ()
) -> Iterator[list[tuple[int, str]]]:
    """Part numbered rows that follow each other into tables.

    Behind other rows one begins at heads that the file says are such: their numbers are ``told``.
    Another table begins at a row without an amount where the number of columns changes, and
    behind rows of amounts at a row of one cell (its caption) before one without an amount.
    """
    table: list[tuple[int, str]] = []
    for (number, row), after in zip_longest(rows, rows[1:]):
        wide = _columns(row)
        begins = wide > 2 and after is not None and _columns(after[1]) == wide
        before = _columns(table[-1][1]) if table else 1
        captioned = after is not None and _cells(row) == 1 < _cells(after[1])
        captioned = captioned and not _amounts(after[1]) and any(_amounts(r) for _, r in table)
        headed = bool(table) and number in told and table[-1][0] not in told
        changed = before > 1 and begins and wide != before and not _amounts(row)
        if headed or changed or captioned:
            yield table
            table = []
        table.append((number, row))
    if table:
        yield table


def _columns(row: str) -> int:
    return len(BETWEEN_CELLS.split(row))


def _cells(row: str) -> int:
    return sum(bool(cell) for cell in BETWEEN_CELLS.split(row))


def _amounts(row: str) -> int:
    cells = [cell.strip() for cell in BETWEEN_CELLS.split(row)]
    figures = [cell for cell in cells[1:] if AMOUNT.fullmatch(cell)]
    return 0 if all(YEAR.fullmatch(cell) for cell in figures) else len(figures)
