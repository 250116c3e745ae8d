"""Rows of marked words: what every table of documents is made of.

A row holds no words of its own. It names a stretch of a document and the stretches that fill its
columns, so that what is shown, sorted and exported is cut from the document itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rag.types import Document, Span

Where = Literal["here", "heading", "before", "list"]
"""Where words stand that fill a column: in the row's own stretch, in a heading above it, in the
sentence before it, or in the words that open the list that it's an item of."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    ``marked`` says that it's filled with words of the document (`Mark`); else with what is
    concluded about the row (`Row.facts`), in our words. ``sorted_by`` names the fact that its
    cells are sorted by, where their words don't sort as read (dates, amounts).
    """

    name: str
    title: str
    marked: bool = True
    sorted_by: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of the document that fill a column."""

    column: str
    span: Span
    where: Where = "here"


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence, list item or line of a table, and what is marked in it.

    ``facts`` say what its words come to: how strong they are, a date as ISO 8601 has it, an amount
    as a plain number. Columns that aren't ``marked`` show them; others are only sorted, grouped
    and filtered by.
    """

    document_id: str
    span: Span
    marks: tuple[Mark, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)

    def marked(self, column: str) -> tuple[Mark, ...]:
        """Give what fills a column, in the order of its making."""
        return tuple(mark for mark in self.marks if mark.column == column)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows, of one document or several, that belong side by side, and what is to be said of them.

    ``label`` is what they share; ``remark`` what differs between them, or "".
    """

    label: str
    rows: tuple[Row, ...]
    remark: str = ""


Found = Sequence[tuple[Document, Sequence[Row]]]
"""Documents, each with its rows in the order of its text."""


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of table: its columns, how a document's rows are found, and what is compared.

    ``rows`` gives a document's rows in the order of its text, as they are found, and never raises
    for what a document says. ``compare`` gives the groups to be shown beside the rows, over all
    documents; None where there is nothing to compare.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Document], Iterator[Row]]
    compare: Callable[[Found], Iterator[Group]] | None = None
