"""Which rows are wanted: words that must stand in a column, or anywhere in a row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.errors import QueryError
from rag.tables.kinds import FACTS
from rag.tables.lines import Line
from rag.tables.row import Table

_CONDITION = re.compile(r"\s*([\w -]+?)\s*(!?=)(.*)", re.DOTALL)
LONGEST = 300
"""Characters of a condition."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Words of a column; of none, of any of them or of the row's own words.

    Where it is ``unlike``, rows that have them are left out. No words mean that it's empty.
    """

    words: str
    column: str = ""
    unlike: bool = False

    def __str__(self) -> str:
        """Say it in words."""
        where = self.column or "anywhere"
        if not self.words:
            return f"{where} {'something' if self.unlike else 'nothing'}"
        return f"{where} {'without' if self.unlike else 'with'} “{self.words}”"


def condition(text: str, table: Table) -> Condition:
    """Read ``actor=ministry``, ``actor!=ministry``, ``actor=`` (nobody), or words of any column.

    What names no column names a fact. Raises `QueryError` for a column that the table hasn't.
    """
    if len(text) > LONGEST:
        raise QueryError(f"there are {len(text):,} characters in a condition; {LONGEST} is most")
    found = _CONDITION.fullmatch(text)
    if not found:
        return Condition(text.strip())
    name, sign, words = found.groups()
    return Condition(words.strip(), column_name(name, table), unlike=sign == "!=")


def column_name(name: str, table: Table) -> str:
    """Give a column by its name or title. Raises `QueryError` where the table hasn't got it."""
    wanted = name.strip().casefold()
    for column in table.columns:
        if wanted in (column.name.casefold(), column.title.casefold()):
            return column.name
    facts = FACTS.get(table.name, {})
    if wanted in {"document", *facts, *(column.sorted_by for column in table.columns)} - {""}:
        return wanted
    known = ", ".join([*(column.name for column in table.columns), *facts, "document"])
    raise QueryError(f"the table {table.name} has no column {name!r}; it has {known}")


def fitting(line: Line, conditions: Sequence[Condition], table: Table) -> bool:
    """Say whether a row is as all conditions want it."""
    return all(_holds(one, line, table) != one.unlike for one in conditions)


def _holds(one: Condition, line: Line, table: Table) -> bool:
    if not one.column:
        return _has(one.words, (line.words, *line.cells))
    said = said_in(line, one.column, table)
    if not one.words:
        return not said
    marked = any(column.marked and column.name == one.column for column in table.columns)
    if marked or one.column == "document":
        return _has(one.words, (said,))
    return _is(_folded(one.words), _folded(said))


def said_in(line: Line, name: str, table: Table) -> str:
    """Give what stands in a column of a row, or what a fact says of it."""
    if name == "document":
        return line.document.source.title
    for column, cell in zip(table.columns, line.cells, strict=True):
        if column.name == name:
            return cell
    return line.row.facts.get(name, "")


def _has(words: str, texts: Iterable[str]) -> bool:
    """Say whether each word begins a word of some texts."""
    text = _folded(" \n ".join(texts))
    wanted = _folded(words).split()
    return all(
        re.search(rf"(?<!\w){re.escape(one)}" if one[0].isalnum() else re.escape(one), text)
        for one in wanted
    )


def _is(wanted: str, fact: str) -> bool:
    """Compare a fact: "must" isn't "must not", but "2014" has all that is of 2014-05."""
    return fact == wanted or (fact.startswith(wanted) and fact[len(wanted)] in "-/")


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
