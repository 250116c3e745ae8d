"""Documents made of a text, for tests of tables."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import build_document
from ingest.load.raw import Reading
from ingest.load.registry import load_markdown
from rag.tables.row import Row
from rag.types import Document, Source


def document_of(text: str, name: str = "minutes") -> Document:
    """Give a document made of Markdown."""
    return build_document(f"{name}.md", load_markdown(text.encode(), Reading()), Source(name))


def cells(document: Document, row: Row, columns: Sequence[str]) -> tuple[str, ...]:
    """Give the words that fill a row's columns, several parted by a bar."""
    return tuple(
        " | ".join(document.text[one.span.start : one.span.end] for one in row.marked(column))
        for column in columns
    )
