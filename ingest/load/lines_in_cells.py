"""Lines in the cells of one row that are rows of their own, as their maker lined them up."""

from __future__ import annotations

import re
from collections.abc import Sequence

FIGURE = re.compile(r"\W*\d[\d\W]*[^\W\d]?\W*")
MAX_LINE = 60
"""Characters. A longer line of a cell runs over several on the page."""


def are_rows(cells: Sequence[Sequence[str]]) -> bool:
    """Say whether the lines of a row's cells are rows: all have as many, one only figures."""
    if len(cells) < 2 or len({len(lines) for lines in cells}) > 1 or len(cells[0]) < 2:
        return False
    short = all(len(line) <= MAX_LINE for lines in cells for line in lines)
    return short and any(map(_are_figures, cells))


def _are_figures(lines: Sequence[str]) -> bool:
    filled = [line for line in lines if line]
    figures = sum(FIGURE.fullmatch(line) is not None for line in filled)
    return figures > 1 and figures >= len(filled) - 1  # a sign of the currency may stand above
