"""A table of chosen documents: filtered, sorted, counted, and what is to be compared in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from rag.errors import QueryError
from rag.library import Library
from rag.tables.conditions import Condition, column_name, condition, fitting, said_in
from rag.tables.lines import Line, Read, Skipped, Step, cited, steps
from rag.tables.row import Row, Table
from rag.types import Citation, Document, Scope

_LEAD = re.compile(r"\W*(?:(?:the|an?)\b\W*)?", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?")
MOST_CONDITIONS = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows of which documents, and in which order.

    ``sort`` is a column's name, with "-" before it where the last comes first; "" is the order of
    the documents and their texts.
    """

    scope: Scope = field(default_factory=Scope)
    where: tuple[Condition, ...] = ()
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A row that may be shown, with its citation."""

    line: Line
    citation: Citation


@dataclass(frozen=True, slots=True)
class Compared:
    """Rows that belong side by side, and what is to be said of them."""

    label: str
    remark: str
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Listing:
    """A table as it was listed: its rows, all that were chosen, and what became of documents."""

    table: Table
    lines: list[Line] = field(default_factory=list)
    read: list[Read] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    where: tuple[Condition, ...] = ()

    def cited(self, library: Library, start: int = 0, most: int | None = None) -> Iterator[Cited]:
        """Cite some of the rows, those left out whose words aren't there any more."""
        end = len(self.lines) if most is None else min(start + most, len(self.lines))
        # Document by document, since of many not all are held in memory.
        in_turn = sorted(range(start, end), key=lambda at: self.lines[at].document.id)
        found = {at: cited(self.lines[at], library, str(at + 1)) for at in in_turn}
        for at in range(start, end):
            if citation := found[at]:
                yield Cited(self.lines[at], citation)


def choice_of(table: Table, scope: Scope, where: Sequence[str] = (), sort: str = "") -> Choice:
    """Read a choice from what was typed. Raises `QueryError` for a column that isn't there."""
    if len(where) > MOST_CONDITIONS:
        raise QueryError(f"there are {len(where)} conditions; {MOST_CONDITIONS} is the most")
    named = column_name(sort.lstrip("-"), table) if sort else ""
    sign = "-" if sort.startswith("-") else ""
    wanted = tuple(condition(one, table) for one in where if one.strip())
    return Choice(scope, wanted, f"{sign}{named}")


def listed(table: Table, choice: Choice, library: Library) -> Iterator[Step]:
    """Give the rows that are chosen as they are found, or, where they're sorted, at the end."""
    waiting: list[Line] = []
    for step in steps(table, choice.scope, library):
        if not isinstance(step, Line):
            yield step
        elif fitting(step, choice.where, table):
            if choice.sort:
                waiting.append(step)
            else:
                yield step
    yield from in_order(waiting, choice.sort, table)


def gathered(table: Table, found: Iterable[Step], where: tuple[Condition, ...] = ()) -> Listing:
    """Gather what was listed; ``where`` says by what it was chosen."""
    made = Listing(table, where=where)
    for step in found:
        match step:
            case Line():
                made.lines.append(step)
            case Read():
                made.read.append(step)
            case Skipped():
                made.skipped.append(step)
    return made


def in_order(lines: Sequence[Line], sort: str, table: Table) -> list[Line]:
    """Sort rows by a column, those last that have nothing in it; else as they are."""
    name = sort.lstrip("-")
    by = next((one.sorted_by for one in table.columns if one.name == name), "") or name
    said = [(said_in(line, by, table) or said_in(line, name, table), line) for line in lines]
    full = [one for one in said if one[0]]
    numbers = all(_number(text) is not None for text, _ in full)
    full.sort(
        key=lambda one: (_number(one[0]) or 0.0, "") if numbers else (0.0, _alphabetic(one[0])),
        reverse=sort.startswith("-"),
    )
    return [line for _, line in full] + [line for text, line in said if not text]


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _alphabetic(text: str) -> str:
    """Give what a text is sorted by: without "the" and marks before it."""
    return text[_LEAD.match(text).end() :].casefold() or text  # type: ignore[union-attr]


def compared(table: Table, lines: Sequence[Line]) -> Iterator[Compared]:
    """Give what is to be shown side by side of some rows."""
    if table.compare is None:
        return
    by_row = {_key(line.row): line for line in lines}
    in_text = sorted(lines, key=lambda one: (one.document.id, one.row.span.start))
    found: list[tuple[Document, list[Row]]] = []
    for _, some in groupby(in_text, key=lambda one: one.document.id):
        of_one = list(some)
        found.append((of_one[0].document, [one.row for one in of_one]))
    for group in table.compare(found):
        known = tuple(by_row[key] for row in group.rows if (key := _key(row)) in by_row)
        if known:
            yield Compared(group.label, group.remark, known)


def _key(row: Row) -> tuple[object, ...]:
    return row.document_id, row.span, row.marks
