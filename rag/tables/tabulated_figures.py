"""Figures in a document's tables: each under its column's head, beside its row's label."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from rag.answerability.table_cells import amount_of, counts, holds_date
from rag.answerability.tables import Table, cells_of, repeated, tables_of
from rag.tables.row import Mark, Row
from rag.text.amounts import amounts
from rag.types import Block, Document, Span

LONGEST = 60
"""Characters of a label or a head; what is longer is a sentence."""
ABOVE = 8
"""Blocks before a table in which its row of heads stands."""

_BRACKETED = re.compile(r"\s?\(([^()]{1,20})\)$")


def cells(document: Document) -> list[Row]:
    """Give the figures in tables that have both a label and a head, in the order of the text.

    ``of`` is marked twice: the label, and the head that stands over the figure's column.
    """
    found = [
        row
        for table in tables_of(document)
        if (heads := _heads(document, table))
        for block in table.rows
        for row in _row(document, block, heads)
    ]
    return sorted(found, key=lambda row: (row.span.start, row.marks[0].span.start))


def _heads(document: Document, table: Table) -> Sequence[Span]:
    """Give where the heads over a table's columns stand; none where that isn't sure.

    They are one row of words, as wide as the table.
    """
    if not table.rows or len(table.over) < 2:
        return ()
    first = bisect_left(document.blocks, table.rows[0].start, key=lambda block: block.start)
    for block in document.blocks[max(0, first - ABOVE) : first][::-1]:
        found = cells_of(document.text, block, 0)
        said = tuple(document.text[one.start : one.end] for one in found)
        if said == table.over and _are_heads(said[1:]):
            return found
    return ()


def _are_heads(said: Sequence[str]) -> bool:
    """Say whether cells are heads: no figures, or several years."""
    years = sum(one.isdigit() for one in said)
    short = all(0 < len(one) <= LONGEST for one in said)
    return short and years != 1 and not any(map(counts, said))


def _row(document: Document, block: Block, heads: Sequence[Span]) -> Iterator[Row]:
    found = cells_of(document.text, block, 0)
    if len(found) != len(heads):
        return
    wide = repeated([document.text[head.start : head.end] for head in heads])
    for at, (head, cell) in enumerate(zip(heads, found, strict=True)):
        label = found[at - at % wide]
        text, named = (document.text[one.start : one.end] for one in (cell, label))
        if at % wide == 0 or amount_of(text) is None or not _names(named):
            continue
        value, measure, unit = _read(text)
        marks = [Mark("number", cell), Mark("of", label), Mark("of", head, "heading")]
        if unit != (0, 0):
            marks.append(Mark("unit", Span(cell.start + unit[0], cell.start + unit[1])))
        elif over := _unit_over(document.text[head.start : head.end]):
            span, measure = over
            place = Span(head.start + span.start, head.start + span.end)
            marks.append(Mark("unit", place, "heading"))
        facts = {"value": plain(value), "measure": measure, "in": "table"}
        yield Row(document.id, Span(block.start, block.end), tuple(marks), facts)


def _names(label: str) -> bool:
    """Say whether a cell names something: no figure, no date, no sentence."""
    return 0 < len(label) <= LONGEST and not (counts(label) or holds_date(label))


def _read(cell: str) -> tuple[float, str, tuple[int, int]]:
    """Give the value of a cell that is a figure, with its unit."""
    value, _ = amount_of(cell) or (0.0, "")
    found = amounts(cell)
    return (value, found[0].measure, found[0].unit) if len(found) == 1 else (value, "", (0, 0))


def _unit_over(head: str) -> tuple[Span, str] | None:
    """Give the unit that a column's head ends with, in brackets: "Draught (m)", "Fee (£)"."""
    match = _BRACKETED.search(head)
    if match is None:
        return None
    said = match[1]
    for before, behind in (("", "1"), ("1", ""), ("1 ", "")):
        found = amounts(f"{before}{said}{behind}")
        whole = (len(before), len(before) + len(said))
        if len(found) == 1 and found[0].unit == whole and found[0].measure:
            return Span(*match.span(1)), found[0].measure
    return None


def plain(value: float) -> str:
    """Write a value as a plain number: "2500", "0.5"."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
