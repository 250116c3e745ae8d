"""A table's cell that a question asks for: the row by its label, the column by its head."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rag.answerability.answer_candidates import find_fillers
from rag.answerability.measure_asked import FIGURES
from rag.answerability.table_cells import counts_all, holds_date, holds_figure, is_figure
from rag.answerability.table_words import TableWords, table_words
from rag.answerability.tables import Table, cells_of, repeated, table_at, tables_beside
from rag.question.question import Question
from rag.question.question_type import Slot, Sort
from rag.text.stopwords import WORD
from rag.types import Block, Document, Hit, Span
from rag.types.document import BETWEEN_CELLS

ASKING: frozenset[Sort] = frozenset(
    ("count", "money", "percent", "measure", "date", "duration", "which", "what", "name", "open")
)
"""Sorts of question that a cell may answer; "why", "who said" and the like it doesn't."""
TOLD_BY_FORM: frozenset[Sort] = FIGURES | {"date", "duration"}
"""Those whose fillers are figures."""
TABLES = 6
"""Hits whose tables are looked at, the best."""
MAX_LABEL = 120
"""Characters of a cell that are read as a row's label."""
LABEL = 0.7
"""Share of a row's label, by weight, that the question must have."""
ENOUGH, ALL = 0.7, 0.95
"""Share of the question, by weight, that label, heads, caption and title must have; the second
for a table's row of totals, which is of nothing but what stands over the table."""
NAMED, LONG = 0.4, 3
"""The same for a row whose label has so many words, all of them asked for."""
MAX_CELLS = 8
"""Rows that suit equally well, as those of one label, or of two tables with the same labels."""

_Rank = tuple[float, float, float, float]
"""How much of the question is told, how much of it by the row's label and how exactly, how well
the line fits that the row stands under, and how much the whole row has."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A row that a question names, and the cell in it that is asked for, None if no head tells.

    ``row`` and ``cell`` are ranges of the document's text, ``cell`` without a character where
    nothing stands in it; ``cover`` (0 to 1) is how much of the question label, heads, caption
    and title have, ``among`` the number of rows that suit equally well.
    """

    document: Document
    passage_id: str
    row: Span
    cell: Span | None
    cover: float
    among: int = 1

    @property
    def is_empty(self) -> bool:
        """Say whether nothing stands in the cell."""
        return self.cell is not None and self.cell.start == self.cell.end


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that the question names: its cells, their texts, and which is the label, in stems.

    ``whole``: the question doesn't name it, it's the table's row of totals.
    """

    document: Document
    block: Block
    cells: tuple[Span, ...]
    texts: tuple[str, ...]
    label: int
    stems: frozenset[str]
    whole: bool = False


def find_cells(question: Question, hits: Sequence[Hit]) -> tuple[Cell, ...]:
    """Find the rows of the hits' tables that a question names, those that cover it best."""
    if question.slot.sort not in ASKING:
        return ()
    words = table_words(question)
    return _best(question, hits, words, table_at) or _best(question, hits, words, tables_beside)


def cell_asked(question: Question, document: Document, row: Span) -> Span | None:
    """Give the cell of a row in whose column, by its head, stands the figure or date asked for."""
    words = table_words(question)
    for table in table_at(document, row.start) if words.figure or words.dated else ():
        block = next((one for one in table.rows if one.start == row.start), None)
        own = _labelled(block, document, table, words) if block else None
        if block and own is None and words.dated:
            own = _unlabelled(block, document, table)
        if own is None or len(own.cells) != len(table.over):
            continue
        at = _column(table.over, _beside(own, table, words), own.stems, words)
        if at is not None and own.texts[at] and words.stems(table.over[at]) & words.wanted.keys():
            return own.cells[at]
    return None


def dates_in(document: Document, row: Span) -> int:
    """Count the cells of a row in which a date stands."""
    return sum(map(holds_date, document.text[row.start : row.end].split(BETWEEN_CELLS)))


def _best(
    question: Question,
    hits: Sequence[Hit],
    words: TableWords,
    tables: Callable[[Document, int], tuple[Table, ...]],
) -> tuple[Cell, ...]:
    """Find the rows of the tables at the hits, or of those beside them, that cover most."""
    found: list[tuple[_Rank, list[Cell]]] = []
    seen: set[tuple[str, int]] = set()
    for hit in hits[:TABLES]:
        document = hit.document
        if document is None or BETWEEN_CELLS not in hit.passage.text:
            continue
        for table in tables(document, hit.passage.start):
            new = [row for row in table.rows if (document.id, row.start) not in seen]
            seen.update((document.id, row.start) for row in new)
            may = [row for row in new if _may_fill(question.slot, row, document, table)]
            rows = list(filter(None, (_labelled(row, document, table, words) for row in may)))
            both = _side_by_side(rows, question.query.question, words)
            for some in [both] if both else [[one] for one in rows]:
                found += _cells_in(some, hit.passage.id, table, words)
    best = max((rank for rank, _ in found), default=None)
    equal = [cell for rank, cells in found if rank == best for cell in cells]
    return tuple(replace(one, among=len(equal)) for one in equal[:MAX_CELLS])


def _may_fill(slot: Slot, row: Block, document: Document, table: Table) -> bool:
    """Say whether a row may have what is asked for: no heads, and where there are none, the sort.

    What has no heads may be no table: a list of names in two columns has no date.
    """
    if any(table.over):
        return tuple(_texts(row, document, table)) != table.over
    text = document.text[row.start : row.end]
    return slot.sort not in TOLD_BY_FORM or bool(find_fillers(slot, text))


def _texts(row: Block, document: Document, table: Table) -> list[str]:
    cells = cells_of(document.text, row, len(table.over))
    return [document.text[one.start : one.end] for one in cells]


def _labelled(row: Block, document: Document, table: Table, words: TableWords) -> _Row | None:
    """Read a row by the label that the question names; None where it names none."""
    cells = cells_of(document.text, row, len(table.over))
    texts = tuple(document.text[one.start : one.end] for one in cells)
    if len(table.over) > 2 and sum(map(bool, texts)) < 2:
        return None  # a line between the rows, over those behind it
    label = _label(texts, words)
    whole = label is None and _is_of_all(texts[0], table, words)
    if label is None and not whole:
        return None
    return _Row(
        document, row, tuple(cells), texts, label or 0, words.label(texts[label or 0]), whole
    )


def _unlabelled(row: Block, document: Document, table: Table) -> _Row:
    """Read a row that was found by what it says: no cell of it is the label."""
    cells = cells_of(document.text, row, len(table.over))
    texts = tuple(document.text[one.start : one.end] for one in cells)
    return _Row(document, row, tuple(cells), texts, -1, frozenset())


def _is_of_all(label: str, table: Table, words: TableWords) -> bool:
    """Say whether a row is of all that the table is of: "Total", "Retail trade, total"."""
    caption = words.stems(table.caption)
    others = [word for word in WORD.findall(label[:MAX_LABEL]) if not counts_all(word)]
    return len(others) < len(WORD.findall(label)) and words.stems(" ".join(others)) <= caption


def _side_by_side(rows: Sequence[_Row], asked: str, words: TableWords) -> list[_Row]:
    """Give the rows of one table that a question names one beside the other ("A vs B").

    None where it names one only, or what it names is the label of several.
    """
    kept: list[_Row] = []
    named_rows = [row for row in rows if not row.whole]
    for row in sorted(named_rows, key=lambda one: -words.exactly(one.stems)):
        named = row.stems & words.wanted.keys()
        if any(row.stems == one.stems for one in kept):
            return []
        if not any(named & one.stems for one in kept):
            kept.append(row)
    spans = sorted(_said_at(row.stems, asked, words) for row in kept)
    apart = all(_BESIDE.search(asked[one[1] : two[0]]) for one, two in pairwise(spans))
    return kept if len(kept) > 1 and apart else []


_BESIDE = re.compile(r"\b(?:and|or|vs|versus|than|compared)\b|[,;/&]", re.IGNORECASE)


def _said_at(stems: frozenset[str], asked: str, words: TableWords) -> tuple[int, int]:
    """Give where in a question the words of a label stand, from the first to the last."""
    found = [one.span() for one in WORD.finditer(asked) if words.stems(one.group()) & stems]
    return min(start for start, _ in found), max(end for _, end in found)


def _cells_in(
    rows: Sequence[_Row], passage_id: str, table: Table, words: TableWords
) -> list[tuple[_Rank, list[Cell]]]:
    """Give the cells of rows that a question names, with their rank, if they tell enough of it."""
    labels = frozenset[str]().union(*(row.stems for row in rows))
    caption = words.stems(table.caption)
    figures = {stem for stem in words.wanted if stem[0].isdigit()}
    found: list[tuple[_Rank, Cell]] = []
    for row in rows:
        of_row = words.stems(" ".join(text for text in row.texts if not is_figure(text)))
        told = (labels | of_row | caption) & words.wanted.keys()
        cover = words.weight(told) / max(words.weight(words.wanted), 1e-9)
        least = ALL if row.whole else NAMED if _is_named(row, words) else ENOUGH
        if cover < least or not figures <= told or not words.under(table.under):
            continue
        shifted = len(row.cells) > len(table.over)  # which head is over which can't be told
        column = None if shifted else _column(table.over, _beside(row, table, words), labels, words)
        cell = None if column is None else row.cells[column]
        span = Span(row.block.start, row.block.end)
        rank = (
            cover,
            words.exactly(row.stems),
            words.under(table.under),
            words.weight(of_row - caption),
        )
        found.append((rank, Cell(row.document, passage_id, span, cell, cover)))
    return [(max(rank for rank, _ in found), [cell for _, cell in found])] if found else []


def _is_named(row: _Row, words: TableWords) -> bool:
    """Say whether a question has all of a row's label, which no other label is by chance."""
    return len(row.stems) >= LONG and row.stems <= words.wanted.keys()


def _beside(row: _Row, table: Table, words: TableWords) -> list[int]:
    """Give the columns that may hold what is asked of a label: figures or dates, where one is.

    Where the heads say the same over again, the row has two labels, each with columns of its own.
    """
    wide, every = repeated(table.over), range(len(row.cells))
    own = max(row.label, 0) // wide * wide
    others = [at for at in every if at != row.label and own <= at < own + wide]
    if words.dated and any(holds_date(row.texts[at]) for at in others):
        return [at for at in others if not row.texts[at] or holds_date(row.texts[at])]
    if not words.figure or len(others) == 1:
        return others
    return [at for at in others if not row.texts[at] or holds_figure(row.texts[at])]


def _label(texts: Sequence[str], words: TableWords) -> int | None:
    """Give the cell of words that the question names best, if it names one; a year comes first."""
    best, most = None, 0.0
    for at, text in enumerate(texts):
        said = text[:MAX_LABEL]
        if at and not any(map(str.isalpha, said)):
            continue
        stems = words.label(said)
        weight = words.weight(stems)
        if weight > most and words.share(stems) >= LABEL:
            best, most = at, weight
    return best


def _column(
    over: Sequence[str], columns: Sequence[int], of_label: frozenset[str], words: TableWords
) -> int | None:
    """Give the column whose head has most of the question that the label hasn't, if one has.

    Of heads that have as much, the one with the fewest other words. The one cell beside a
    label needs no head. Where a figure is asked for, and no head has a word of the question,
    it's the column of totals, if there is one.
    """
    if len(columns) == 1:
        return columns[0]
    scores = {}
    for at in columns:
        stems = words.stems(over[at]) if at < len(over) else frozenset()
        if at < len(over) and words.counts_other(over[at]):
            continue
        held = words.weight(stems - of_label)
        if held > 0:
            scores[at] = (held, -len(stems))
    best = [at for at, score in scores.items() if score == max(scores.values())]
    if not scores and (words.figure or words.total):
        best = [at for at in columns if at < len(over) and counts_all(over[at])]
    return best[0] if len(best) == 1 else None
