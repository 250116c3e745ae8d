"""The rows of a table that hold the most or the least of a column: "which state has the lowest"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.answerability.measure_asked import counts_whole
from rag.answerability.table_cells import amount_of, counts_all, is_day, is_figure
from rag.answerability.table_words import TableWords, table_words, without_counts
from rag.answerability.tables import Table, cells_of, repeated, tables_of
from rag.english.vocabulary import AUXILIARIES, PERCENT_NOUNS
from rag.question.document_names import PLACEHOLDER
from rag.question.superlative import Superlative, read_superlative
from rag.requests.best_evidence import question_for
from rag.requests.document_fact import DESCRIBED
from rag.requests.draft import Draft, DraftPart
from rag.requests.request import Request
from rag.text.content_words import words_of
from rag.types import Block, Document, Evidence, Span

FEWEST = 3
"""Figures of a column among which one may be the highest."""
READ = 0.6
"""Share of a table's rows that must have a figure in the column."""
SUM = 0.98
"""A figure that comes to this share of the sum of all others is their sum."""
TABLES = 3
"""Tables that are shown, where several suit equally well."""
MOST = 10
"""Rows that are shown of one."""
_NO_THING = PERCENT_NOUNS | {"average", "mean", "median", "change", "increase", "difference"}
"""What the label of a row that is computed from others has."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A figure of a column, with its row and the cell that is its label."""

    row: Block
    label: Span
    text: str
    cell: Span
    amount: float
    unit: str


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that a question asks of: its table, its head, its figures, how much they suit."""

    document: Document
    table: Table
    head: str
    values: tuple[_Value, ...]
    rows: int
    rank: tuple[float, float]


def extreme(request: Request) -> Draft | None:
    """Give the rows with the highest or lowest figures; None if no table's column is surely meant.

    All words of the question must stand over the table, and the thing that is asked for over the
    rows' labels.
    """
    wish = read_superlative(request.text)
    if wish is None or not request.text.strip():
        return None
    rest = read_superlative(_undescribed(request)) if request.naming.documents else None
    question = question_for((rest or wish).rest, request)
    words, thing = without_counts(table_words(question)), _thing(request.text)
    if words.wanted.keys() <= words.stems(thing) or question.slot.sort in (
        "reason",
        "manner",
        "yes-no",
    ):
        return None
    found = [
        column
        for document in (
            request.documents() if request.naming.documents else request.likely_with("table")
        )
        for table in tables_of(document)
        for column in _columns(document, table, thing, words)
    ]
    best = max((one.rank for one in found), default=None)
    parts = [_part(one, wish, bool(thing)) for one in found if one.rank == best][:TABLES]
    return Draft("list", tuple(parts)) if parts else None


def _undescribed(request: Request) -> str:
    """Give a text without its documents' names, and what is said of one before its name.

    "The biggest grant in the Lanport report", where that document does speak of Lanport.
    """
    marked = request.naming.marked
    told = DESCRIBED.search(marked)
    texts = [document.text.lower() for document in request.documents()]
    said = words_of(told.group().lower())[1:] if told else []
    if told and len(texts) == 1 and all(word in texts[0] for word in said):
        marked = marked.replace(told.group(), " ")
    return " ".join(marked.replace(PLACEHOLDER, " ").split())


def _columns(document: Document, table: Table, thing: str, words: TableWords) -> Iterator[_Column]:
    """Give the column of a table that a question asks of, if that is sure."""
    wide = repeated(table.over)
    over = [words.stems(head) for head in table.over[:wide]]
    own = table.name or document.source.title
    name = words.stems(f"{own} {table.under}")
    if not name.union(*over) >= words.wanted.keys() or not words.under(table.under):
        return  # soon told, of most tables
    label = _label(over, words.stems(thing), _first_label(document, table))
    if label is None:
        return
    columns = {at: _values(document, table, label, at) for at in range(wide) if at != label}
    said = name.union(over[label], *(over[at] for at, read in columns.items() if not read))
    held = {
        at: (over[at] - over[label]) & words.wanted.keys() for at, read in columns.items() if read
    }
    at = _surest(held, table.over)
    if at is None or not said | over[at] >= words.wanted.keys():
        return
    values, rows = columns[at], len({value.row.start for value in columns[at]})
    kept = _things(values)
    if len(kept) >= max(FEWEST, READ * len(table.rows) * (len(values) // max(rows, 1))):
        rank = (words.weight(held[at]), words.share(name | over[at]))
        yield _Column(document, table, table.over[at], kept, len(values), rank)


def _first_label(document: Document, table: Table) -> int:
    """Give the first column, or where that has the days of what is told, the first of words."""
    for row in table.rows[:1]:
        cells = cells_of(document.text, row, len(table.over))
        texts = [document.text[one.start : one.end] for one in cells]
        if is_day(texts[0]):
            return next((at for at, one in enumerate(texts) if one and not is_figure(one)), 0)
    return 0


def _label(over: Sequence[frozenset[str]], thing: frozenset[str], first: int) -> int | None:
    """Give the column of the rows' labels: the one called as the thing that is asked for.

    ``first``, where no thing is asked for ("the highest rate"), or nothing stands over it.
    """
    if not over or not thing:
        return first if over else None
    called = next((at for at, stems in enumerate(over) if thing & stems), None)
    return 0 if called is None and not over[0] else called


def _thing(text: str) -> str:
    """Give what a question asks for by "which" or "what", "" where it asks for the figure."""
    if re.match(r"\W*when\b", text, re.IGNORECASE):
        return "year date"
    match = _WHICH.search(text)
    return match["thing"] if match and match["thing"].lower() not in AUXILIARIES else ""


_WHICH = re.compile(r"\b(?:which|what) (?:[\w-]+ of )?(?P<thing>[\w-]+)", re.IGNORECASE)


def _surest(held: Mapping[int, frozenset[str]], heads: Sequence[str]) -> int | None:
    """Give the column whose head has all words of the question that any has; else that of totals.

    Of several the one with the shortest head.
    """
    if not any(held.values()) and len(held) > 1:
        held = {at: stems for at, stems in held.items() if counts_all(heads[at])}
    every = frozenset[str]().union(*held.values())
    best = [at for at, stems in held.items() if stems == every]
    best = [at for at in best if len(heads[at]) == min(len(heads[one]) for one in best)]
    return best[0] if len(best) == 1 else None


def _values(document: Document, table: Table, label: int, at: int) -> tuple[_Value, ...]:
    """Read the figures of a column; none where their units differ."""
    wide, found = repeated(table.over), []
    for row in table.rows:
        cells = cells_of(document.text, row, len(table.over))
        texts = [document.text[one.start : one.end] for one in cells]
        for start in range(0, len(table.over), wide):
            if len(cells) > len(table.over) or not texts[start + label]:
                continue
            if read := amount_of(texts[start + at]):
                one, cell = cells[start + label], cells[start + at]
                found.append(_Value(row, one, texts[start + label], cell, *read))
    units = {one.unit for one in found if one.unit}
    return tuple(found) if len(units) < 2 else ()


def _things(values: Sequence[_Value]) -> tuple[_Value, ...]:
    """Leave out the rows of totals, shares and averages, and labels of another kind than most."""
    figures = Counter(is_figure(one.text) for one in values).most_common(1)[0][0]
    total = sum(one.amount for one in values)
    return tuple(
        one
        for one in values
        if is_figure(one.text) == figures
        and not counts_whole(one.text)
        and not any(word.lower() in _NO_THING for word in words_of(one.text))
        and not (len(values) > FEWEST and one.amount >= SUM * (total - one.amount) > 0)
    )


def _part(column: _Column, wish: Superlative, thing: bool) -> DraftPart:
    document, table = column.document, column.table
    values = sorted(column.values, key=lambda one: -one.amount if wish.highest else one.amount)
    last = values[min(wish.count, len(values)) - 1].amount
    beyond = [one for one in values if (one.amount >= last if wish.highest else one.amount <= last)]
    rows = {one.row.start: one for one in reversed(beyond[:MOST])}
    heads = [Evidence.of(document, Span(one.start, one.end)) for one in _clear(table)]
    shown = [_evidence(document, one, thing) for one in [*rows.values()][::-1]]
    which = "highest" if wish.highest else "lowest"
    said = [f"“{one.text}”" for one in beyond[:MOST]]
    of = f"under “{column.head}”" if column.head else "in this column"
    others = f" and {len(beyond) - MOST} more" if len(beyond) > MOST else ""
    note = f"The {which} of the {len(values)} figures read {of}: {', '.join(said)}{others}."
    if left := column.rows - len(values):
        note += f" Left out: {left} of totals, shares or averages."
    title = ": ".join(filter(None, (document.source.title, table.name)))
    return DraftPart(title, (*heads, *shown), note, document.id)


def _clear(table: Table) -> Sequence[Block]:
    return table.heads if any(table.over) else ()


def _evidence(document: Document, value: _Value, thing: bool) -> Evidence:
    marked = value.label if thing else value.cell
    answer = Span(marked.start - value.row.start, marked.end - value.row.start)
    return Evidence.of(document, Span(value.row.start, value.row.end), 1.0, "", answer)
