"""The tables around a place of a document: their rows, and what stands over them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import zip_longest

from rag.types import Block, Document, Span
from rag.types.document import BETWEEN_CELLS

MAX_ROWS = 400
"""Rows of one table, around the place, that are looked at."""
ABOVE_ROWS = " / "
"""Parts the rows of a table's heads."""
LINES, LINE = 8, 60
"""Blocks over a table that are read as belonging to its caption: headings, and other lines of so
many characters at most. What says more, in sentences, is no caption."""
BESIDE = 12
"""Blocks between a table and the next one, at most, that is looked at, too."""


@dataclass(frozen=True, slots=True)
class Table:
    """What stands over a table's rows: its caption, of which ``lines``, and each column's head."""

    caption: str
    lines: tuple[str, ...]
    over: tuple[str, ...]
    rows: tuple[Block, ...]


def tables_beside(document: Document, position: int) -> tuple[Table, ...]:
    """Give the tables before and behind the one at a place, those that have heads."""
    found: list[Table] = []
    for table in table_at(document, position):
        first, last = (
            bisect_left(document.blocks, row.start, key=lambda block: block.start)
            for row in (table.rows[0], table.rows[-1])
        )
        before = document.blocks[max(0, first - BESIDE) : first][::-1]
        behind = document.blocks[last + 1 : last + 1 + BESIDE]
        for blocks in (before, behind):
            row = next((one for one in blocks if _has_heads(one)), None)
            found += table_at(document, row.start) if row else ()
    return tuple(found)


def table_at(document: Document, position: int) -> tuple[Table, ...]:
    """Give the table at a place, at most `MAX_ROWS` of it; none if it has no heads."""
    blocks = document.blocks
    at = max(0, bisect_right(blocks, position, key=lambda block: block.start) - 1)
    path = blocks[at].heading_path
    if not path or BETWEEN_CELLS not in path[-1]:
        return ()
    low = high = at
    while low > max(0, at - MAX_ROWS // 2) and _is_row(blocks[low - 1], path):
        low -= 1
    while high + 1 < min(len(blocks), at + MAX_ROWS // 2) and _is_row(blocks[high + 1], path):
        high += 1
    rows = tuple(block for block in blocks[low : high + 1] if _is_row(block, path))
    lines = [line for line in path[-1].split(ABOVE_ROWS) if BETWEEN_CELLS in line]
    heads = [[cell.strip() for cell in line.split("|")] for line in lines]
    over = tuple(" ".join(column) for column in zip_longest(*heads, fillvalue=""))
    above = tuple(_lines_over(document, low))
    caption = " ".join((document.source.title, *path, *above))
    return (Table(caption, above, over, rows),) if rows else ()


def _has_heads(block: Block) -> bool:
    """Say whether a block is a row under heads: of another table."""
    return block.kind == "table" and BETWEEN_CELLS in "".join(block.heading_path[-1:])


def _is_row(block: Block, path: tuple[str, ...]) -> bool:
    return block.kind == "table" and block.level == 0 and block.heading_path == path


def _lines_over(document: Document, first: int) -> list[str]:
    """Give the lines between a table's heading and its first row, and a heading over that.

    A caption that runs over two lines has its end there ("… by Kind of Business:", "1999").
    ``first`` is the number of the row's block.
    """
    lines: list[str] = []
    headed = False
    for block in document.blocks[max(0, first - LINES) : first][::-1]:
        if (headed and block.kind != "heading") or _has_heads(block):
            break
        headed = headed or block.kind == "heading"
        if block.kind == "heading" or block.end - block.start <= LINE:
            lines.append(document.text[block.start : block.end])
    return lines


def cells_of(text: str, block: Block, columns: int) -> list[Span]:
    """Give the cells of a row, less the white space around each; the last may be left out."""
    found, start = [], block.start
    for cell in text[block.start : block.end].split("|"):
        stripped = cell.strip()
        first = start + len(cell) - len(cell.lstrip()) if stripped else start
        found.append(Span(first, first + len(stripped)))
        start += len(cell) + 1
    return found + [Span(block.end, block.end)] * (columns - len(found))
