"""The tables around a place of a document: their rows, and what stands over them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

from rag.answerability.table_cells import counts
from rag.grammar.contents_runs import contents_blocks
from rag.types import Block, Document, Span
from rag.types.document import BETWEEN_CELLS
from rag.types.known import Known

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
    """What stands over a table's rows: its caption, of which ``lines``, and each column's head.

    ``name`` is the caption without the document's title and the heads. ``under`` is the line
    within the table that the rows stand under ("NUMBER"), if any. ``heads`` are the rows of heads
    that the reader of the file didn't tell from the others.
    """

    caption: str
    lines: tuple[str, ...]
    over: tuple[str, ...]
    rows: tuple[Block, ...]
    under: str = ""
    heads: tuple[Block, ...] = ()
    name: str = ""


def tables_beside(document: Document, position: int) -> tuple[Table, ...]:
    """Give the tables before and behind the one at a place."""
    found: list[Table] = []
    for run in _run_at(document, position):
        first, last = (
            bisect_left(document.blocks, row.start, key=lambda block: block.start)
            for row in (run[0], run[-1])
        )
        before = document.blocks[max(0, first - BESIDE) : first][::-1]
        behind = document.blocks[last + 1 : last + 1 + BESIDE]
        for blocks in (before, behind):
            row = next((one for one in blocks if _is_headed(one)), None)
            found += table_at(document, row.start) if row else ()
    return tuple(found)


def table_at(document: Document, position: int) -> tuple[Table, ...]:
    """Give the table at a place, at most `MAX_ROWS` of it, parted where lines stand in it."""
    return tuple(one for run in _run_at(document, position) for one in _tables(document, run))


def tables_of(document: Document) -> Iterator[Table]:
    """Give all tables of a document; those of the same heads, on several pages, are one."""
    listed = contents_blocks(Known(document))
    rows = [one for one in document.blocks if one.kind == "table" and one.start not in listed]
    headed: dict[tuple[str, ...], list[Block]] = {}
    for row in rows:
        if _is_headed(row) and row.level == 0:
            headed.setdefault(row.heading_path, []).append(row)
    for run in headed.values():
        yield from _tables(document, run)
    for (_, is_row), blocks in groupby(
        document.blocks, lambda block: (block.heading_path, block.kind == "table")
    ):
        run = [block for block in blocks if block.start not in listed]
        if run and is_row and not _is_headed(run[0]):
            yield from _tables(document, run)


def _run_at(document: Document, position: int) -> list[list[Block]]:
    """Give the rows that follow each other at a place under the same headings; none for others."""
    blocks = document.blocks
    at = max(0, bisect_right(blocks, position, key=lambda block: block.start) - 1)
    if not blocks:
        return []
    path, listed = blocks[at].heading_path, contents_blocks(Known(document))
    headed = bool(path) and BETWEEN_CELLS in path[-1]

    def is_row(block: Block) -> bool:
        of_table = block.kind == "table" and block.heading_path == path and block.level == 0
        return of_table and block.start not in listed

    if not headed and not is_row(blocks[at]):
        return []
    low = high = at
    while low > max(0, at - MAX_ROWS // 2) and is_row(blocks[low - 1]):
        low -= 1
    while high + 1 < min(len(blocks), at + MAX_ROWS // 2) and is_row(blocks[high + 1]):
        high += 1
    rows = [block for block in blocks[low : high + 1] if is_row(block)]
    return [rows] if rows else []


def _tables(document: Document, run: Sequence[Block]) -> Iterator[Table]:
    """Part rows under the same headings where a line stands between them."""
    path = run[0].heading_path
    first = bisect_left(document.blocks, run[0].start, key=lambda block: block.start)
    above = tuple(_lines_over(document, first))
    caption = " ".join((document.source.title, *path, *above))
    lines, captions = _heads_in(document, first, "".join(path[-1:]))
    name = " ".join(dict.fromkeys((*path[:-1], *captions, *above)))
    table = Table(caption, above, _columns([line.split("|") for line in lines]), (), name=name)
    narrow = bool(lines) and len(table.over) < 3  # a row may lack its second cell
    for under, rows in [("", run)] if narrow else _under_lines(document, run):
        if not lines:
            table, rows = _with_heads(table, rows, document)
        if rows:
            over = " ".join(filter(None, (caption, under, *(() if lines else table.over))))
            yield replace(table, caption=over, rows=tuple(rows), under=under)


def _heads_in(document: Document, first: int, over: str) -> tuple[list[str], list[str]]:
    """Part what stands over a table into the rows of its heads, and the lines of its caption.

    A head may have in it what parts them ("State / Territory"), so they are read from the rows
    themselves, where those stand before ``first``.
    """
    lines: list[str] = []
    for block in document.blocks[max(0, first - LINES) : first][::-1]:
        text = document.text[block.start : block.end]
        if block.kind != "table" or not block.level or BETWEEN_CELLS not in text:
            break
        lines.insert(0, text)
    caption = over.removesuffix(ABOVE_ROWS.join(lines))
    parts = [part for part in caption.split(ABOVE_ROWS) if part]
    if not lines or caption == over:
        lines = [part for part in parts if BETWEEN_CELLS in part]
    return lines, [part for part in parts if BETWEEN_CELLS not in part]


def _under_lines(document: Document, run: Sequence[Block]) -> Iterator[tuple[str, Sequence[Block]]]:
    """Give the rows behind each line that stands within a table; what says more is none."""
    under = ""
    parts = groupby(run, lambda row: "|" in document.text[row.start : row.end])
    for is_rows, blocks in parts:
        if is_rows:
            yield under, [*blocks]
            continue
        texts = (document.text[block.start : block.end] for block in blocks)
        under = " ".join(text for text in texts if len(text) <= LINE) or under


def _with_heads(
    table: Table, rows: Sequence[Block], document: Document
) -> tuple[Table, Sequence[Block]]:
    """Give a table with the heads that its first rows are, else those before, and the other rows.

    Where all is words, the first row may be the heads or not: it's both.
    """
    cells = [document.text[row.start : row.end].split("|") for row in rows]
    wide = max(map(len, cells))
    amounts = [any(map(counts, row[1:])) for row in cells]
    count = next((n for n, row in enumerate(cells) if not _is_head(row, amounts[n])), len(cells))
    if count and any(amounts):
        over = _columns(cells[:count]) if len(_columns(cells[:count])) == wide else ("",) * wide
        return replace(table, over=over, heads=tuple(rows[:count])), rows[count:]
    if count:
        over = _columns(cells[:1]) if len(cells[0]) == wide else ("",) * wide
        return replace(table, over=over, heads=(), rows=()), rows
    return replace(table, over=table.over if len(table.over) == wide else ("",) * wide), rows


def _is_head(cells: Sequence[str], has_amount: bool) -> bool:
    short = all(len(cell.strip()) <= LINE for cell in cells)
    return short and (not has_amount or not cells[0].strip())


def _columns(heads: Sequence[Sequence[str]]) -> tuple[str, ...]:
    stripped = [[cell.strip() for cell in line] for line in heads]
    return tuple(" ".join(column) for column in zip_longest(*stripped, fillvalue=""))


def _is_headed(block: Block) -> bool:
    """Say whether a block is a row under heads: of another table."""
    return block.kind == "table" and BETWEEN_CELLS in "".join(block.heading_path[-1:])


def _lines_over(document: Document, first: int) -> list[str]:
    """Give the lines between a table's heading and its first row, and a heading over that.

    A caption that runs over two lines has its end there ("… by Kind of Business:", "1999").
    ``first`` is the number of the row's block.
    """
    lines: list[str] = []
    headed = False
    for block in document.blocks[max(0, first - LINES) : first][::-1]:
        if (headed and block.kind != "heading") or _is_headed(block):
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


def repeated(over: Sequence[str]) -> int:
    """Give the number of columns after which the heads begin again; all of them if they don't."""
    count = len(over)
    halves = (wide for wide in range(2, count // 2 + 1) if count % wide == 0 and any(over))
    return next((wide for wide in halves if [*over[wide:]] == [*over[:-wide]]), max(count, 1))
