"""The cells of a table's rows, told from its canonical text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.types import Block, Span

_BETWEEN = re.compile(r"(?:(?<= )|(?<!.))\|(?= |$)", re.DOTALL)
"""What parts two cells: an empty one in front or behind leaves it at the row's edge."""


def cells_of(text: str, start: int, end: int) -> list[Span]:
    """Give the cells of a row that stands there, empty ones too."""
    row = text[start:end]
    edges = [(-1, 0), *(match.span() for match in _BETWEEN.finditer(row)), (len(row), -1)]
    spans = []
    for (_, low), (high, _) in pairwise(edges):
        cell = row[low:high]
        before = start + low + len(cell) - len(cell.lstrip())
        spans.append(Span(before, max(before, start + low + len(cell.rstrip()))))
    return spans


def is_grid(rows: Sequence[Sequence[Span]]) -> bool:
    """Say whether rows are a table's: lines of one cell each are none."""
    return any(len(row) > 1 for row in rows)


def is_head(block: Block) -> bool:
    """Say whether a row stands over the others."""
    return block.level > 0
