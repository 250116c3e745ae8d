"""The rows of tables that a question names, among the sentences that were found."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from rag.answerability.cell_lookup import Cell, cell_asked, dates_in
from rag.answerability.measure_asked import notes_around, of_another_measure
from rag.answerability.ranked_sentence import RankedSentence
from rag.answerability.tables import table_at
from rag.question.question import Question
from rag.question.question_type import Slot
from rag.question.superlative import read_superlative, superlatives
from rag.types import Document, RetrievedSentence, Span
from rag.types.document import BETWEEN_CELLS

PLACED = 1.0
"""What a row gains that the question names, and what stands at the very place that it names: more
than words can."""
SILENT = 0.3
"""How likely an answer is at most where the best row is empty in the column that is asked for."""
SHOWN = 4
"""Sentences, the best, that an answer may have."""
NAMED_CELL, NAMED_ROW = 0.9, 0.6
"""How likely an answer is where a question names a table's row and column, or the row alone."""
GOES_ON = 6
"""Rows at most that go on with a row: they begin with an empty cell."""


def measures_another(slot: Slot, rows: Sequence[RankedSentence]) -> bool:
    """Say whether the best sentences are a table's rows that measure something else."""
    document, row = rows[0].document, rows[0].found
    heads = heads_over(document, row.span)
    if not heads or BETWEEN_CELLS not in row.text:
        return False
    texts = "\n".join(one.found.text for one in rows)
    notes = notes_around(document, row.span.start)
    for table in table_at(document, row.span.start):
        under = table.under if any(one.start == row.span.start for one in table.rows) else ""
        heads = "\n".join((*table.lines, under, heads))
    return of_another_measure(slot, texts, heads, document.source.title, notes)


def is_any_row(slot: Slot, ordered: Sequence[RankedSentence]) -> bool:
    """Say whether rows of a table stand for the highest or lowest that is asked for.

    A row, or what stands over it, may say so itself: "Maximum fee".
    """
    if not read_superlative(slot.question) or superlatives(ordered[0].found.text):
        return False
    rows = [one for one in ordered[:SHOWN] if BETWEEN_CELLS in one.found.text]
    return any(not superlatives(heads_over(one.document, one.found.span)) for one in rows)


def with_cell(probability: float, cells: Sequence[Cell]) -> float:
    """Give how likely an answer is where rows are named: less where their cells are empty."""
    if all(one.is_empty for one in cells):
        return min(probability, SILENT)
    return max(probability, *(NAMED_CELL if one.cell else NAMED_ROW for one in cells))


def with_cells(cells: Sequence[Cell], ordered: Sequence[RankedSentence]) -> list[RankedSentence]:
    """Put the rows that the question names before all other sentences."""
    best = ordered[0].score
    rows = [
        RankedSentence(
            one.document,
            one.passage_id,
            _sentence(one),
            best + PLACED * one.cover,
            _within(one),
        )
        for one in cells
    ]
    known = {(one.document.id, one.row) for one in cells}
    rest = [one for one in ordered if (one.document.id, one.found.span) not in known]
    return [*rows, *rest]


def with_its_cell(row: RankedSentence, question: Question) -> RankedSentence:
    """Mark the cell that a row answers with, where its label and the head of the column tell.

    Of several dates none is marked where no head tells which: each is of something else.
    """
    dated = question.slot.sort == "date"
    if BETWEEN_CELLS not in row.found.text or (row.answer is not None and not dated):
        return row
    start = row.found.span.start
    cell = cell_asked(question, row.document, row.found.span)
    if cell:
        return replace(row, answer=Span(cell.start - start, cell.end - start))
    return replace(row, answer=None) if dates_in(row.document, row.found.span) > 1 else row


def _within(cell: Cell) -> Span | None:
    """Give where in its row the cell stands, if it's known and not empty."""
    if cell.cell is None or cell.is_empty:
        return None
    return Span(cell.cell.start - cell.row.start, cell.cell.end - cell.row.start)


def heads_over(document: Document, span: Span) -> str:
    """Give what a table says over a row of it: its caption and the heads of its columns."""
    passage = document.passage(span.start, span.end)
    return passage.text_with_heads.removesuffix(passage.text)


def _sentence(cell: Cell) -> RetrievedSentence:
    """Give a row as a sentence; where its cell isn't sure, with the rows that go on with it."""
    document, end = cell.document, cell.row.end
    at = bisect_left(document.blocks, end, key=lambda block: block.start)
    for block in document.blocks[at : at + GOES_ON] if cell.cell is None else ():
        if block.kind != "table" or document.text[block.start] != "|":
            break
        end = block.end
    return RetrievedSentence(Span(cell.row.start, end), document.text[cell.row.start : end], 0.0)
