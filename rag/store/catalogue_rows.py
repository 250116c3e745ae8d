"""A document as a row of the catalogue: what is written down of it, and how it's read back."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from pydantic import TypeAdapter

from rag.errors import Tampered
from rag.types import (
    Block,
    Document,
    Finding,
    Properties,
    Source,
    SourceMap,
    Span,
    hash_text,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document's row without its text: enough to tell whether it has changed.

    ``pages`` counts the physical pages, ``unread`` those of them that are images
    nobody could read. ``words_hash`` is `hash_words` of the text.
    """

    collection: str
    id: str
    file: str
    raw_hash: str
    content_hash: str
    generation: str
    passages: int
    pages: int
    unread: int
    words_hash: str
    properties: Properties
    notes: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Text:
    """The canonical text of a document, which has the hash that it was stored with."""

    file: str
    content_hash: str
    text: str


@dataclass(frozen=True, slots=True)
class _Layout:
    source_map: SourceMap
    blocks: tuple[Block, ...]
    sentences: tuple[Span, ...]
    findings: tuple[Finding, ...]


_LAYOUT = TypeAdapter(_Layout)
_SOURCE = TypeAdapter(Source)
_PROPERTIES = TypeAdapter(Properties)
_NOTES = TypeAdapter(tuple[str, ...])
_LAYOUT_MARKS = dict.fromkeys(map(ord, "•●▪■◦‣\u2043∙·\uf0b7\uf0a7|\u200b\u2060\ufeff\u00ad"))
_JSON: dict[str, TypeAdapter[Any]] = {"source": _SOURCE, "properties": _PROPERTIES, "notes": _NOTES}
OF_ENTRIES = tuple(field.name for field in fields(Entry))
"""Columns that are read for an `Entry`."""
NUMBERS = ("passages", "pages", "unread", "revision")
"""Columns that hold numbers; the others hold text."""


def hash_words(text: str) -> str:
    """Give the SHA-256 of what a text says, without white space, bullets and table bars.

    The same text in another format has the same, however it is laid out.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return hash_text("".join(folded.translate(_LAYOUT_MARKS).split()))


def source_column(source: Source) -> str:
    """Write down what is known about a document as a publication."""
    return _SOURCE.dump_json(source).decode()


def row_of(
    document: Document, generation: str, passages: int, revision: int
) -> dict[str, str | int]:
    """Give the columns of a document."""
    pages = document.source_map.pages
    layout = _Layout(document.source_map, document.blocks, document.sentences, document.findings)
    return {
        "collection": document.collection,
        "id": document.id,
        "file": document.file,
        "raw_hash": document.raw_hash,
        "content_hash": document.content_hash,
        "text": document.text,
        "layout": _LAYOUT.dump_json(layout).decode(),
        "source": source_column(document.source),
        "generation": generation,
        "passages": passages,
        "pages": len({page.number for page in pages}),
        "unread": len({page.number for page in pages if page.reading == "unread"}),
        "words_hash": hash_words(document.text),
        "properties": _PROPERTIES.dump_json(document.properties).decode(),
        "notes": _NOTES.dump_json(document.notes).decode(),
        "revision": revision,
    }


def entry_of(row: Mapping[Any, Any]) -> Entry:
    """Read an entry back from the columns of a row."""
    values = {name: row[name] for name in OF_ENTRIES}
    values |= {name: kind.validate_json(values[name]) for name, kind in _JSON.items()}
    return Entry(**values)


def text_of(document_id: str, file: str, content_hash: str, text: str) -> Text | Tampered:
    """Give a document's text; what is to be told where it no longer has its hash."""
    if hash_text(text) != content_hash:
        return Tampered(
            f"the stored text of {document_id} has been changed since it was ingested; "
            "run `sanad ingest --rebuild`"
        )
    return Text(file, content_hash, text)


def document_of(row: Mapping[Any, Any], kept_in: str) -> Document:
    """Read a document back. Raises `Tampered` when its text no longer has its hash."""
    text = text_of(row["id"], row["file"], row["content_hash"], row["text"])
    if isinstance(text, Tampered):
        raise text
    layout = _LAYOUT.validate_json(row["layout"])
    return Document(
        id=row["id"],
        file=row["file"],
        text=row["text"],
        raw_hash=row["raw_hash"],
        source=_SOURCE.validate_json(row["source"]),
        source_map=layout.source_map,
        blocks=layout.blocks,
        sentences=layout.sentences,
        notes=_NOTES.validate_json(row["notes"]),
        properties=_PROPERTIES.validate_json(row["properties"]),
        findings=layout.findings,
        collection=row["collection"],
        content_hash=row["content_hash"],
        kept_in=kept_in,
    )
