"""Documents of a test's own text, and what the rows of a table say of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.document import build_document
from ingest.load.raw import Reading
from ingest.load.registry import load_markdown
from rag.tables.row import Row, Table
from rag.types import Document, Source


def document_of(text: str, name: str = "made") -> Document:
    """A document of a Markdown text."""
    return build_document(f"{name}.md", load_markdown(text.encode(), Reading()), Source(name))


def told(document: Document, row: Row, column: str) -> str:
    """The words that fill a row's column."""
    cut = (document.text[one.span.start : one.span.end] for one in row.marked(column))
    return " … ".join(cut)


def lines(table: Table, text: str, *columns: str) -> list[tuple[str, ...]]:
    """What the rows of a text say in some columns."""
    document = document_of(text)
    return [tuple(told(document, row, one) for one in columns) for row in table.rows(document)]


def verbatim(document: Document, rows: Iterable[Row]) -> None:
    """Hold rows to what they promise: in order, within the document, each mark within its row."""
    last = 0
    for row in rows:
        assert row.document_id == document.id
        assert last <= row.span.start < row.span.end <= len(document.text)
        last = row.span.start
        for mark in row.marks:
            said = document.text[mark.span.start : mark.span.end]
            assert said
            assert said == said.strip()
            if mark.where == "here":
                assert row.span.start <= mark.span.start < mark.span.end <= row.span.end


def cells(document: Document, row: Row, columns: Sequence[str]) -> tuple[str, ...]:
    """Give the words that fill a row's columns, several parted by a bar."""
    return tuple(
        " | ".join(document.text[one.span.start : one.span.end] for one in row.marked(column))
        for column in columns
    )
