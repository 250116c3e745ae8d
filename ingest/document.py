"""A raw file to a document: canonical text, the way back, blocks, sentences."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ingest.clean import clean
from ingest.heading_series import with_series
from ingest.load import Raw
from ingest.split import sentences
from ingest.title_page.read import with_title_page
from rag.types import DEFAULT_COLLECTION, TITLE_PAGE, Document, Properties, Source

WEB = (".html", ".htm", ".xhtml", ".mhtml", ".mht")


def build_document(
    file: str, raw: Raw, source: Source, collection: str = DEFAULT_COLLECTION
) -> Document:
    """Make a document of a raw file: canonical text, way back, blocks, sentences."""
    cleaned = clean(replace(raw, blocks=with_series(raw.blocks)))
    document = Document(
        id=source.id,
        file=file,
        text=cleaned.text,
        raw_hash=raw.raw_hash,
        source=source,
        source_map=cleaned.source_map,
        blocks=cleaned.blocks,
        notes=raw.notes,
        collection=collection,
        properties=_without_file_name(raw.properties, file),
        findings=raw.findings,
    )
    document = _with_title(with_title_page(document, web=Path(file).suffix.lower() in WEB))
    return replace(document, sentences=sentences(document.text, document.blocks))


def _without_file_name(said: Properties, file: str) -> Properties:
    """Drop a title that is but the file's own name."""
    if _letters(str(said.csl.get("title", ""))) != _letters(Path(file).stem):
        return said
    return replace(said, csl={k: v for k, v in said.csl.items() if k != "title"})


def _with_title(document: Document) -> Document:
    """Take the first heading for the title where nothing else is known.

    Of a text without pages it is the title page.
    """
    if not document.blocks:
        return document
    said, first = document.properties, document.blocks[0]
    heading = document.text[first.start : first.end]
    title, pages = said.csl.get("title", heading), document.source_map.pages
    read = "title" not in said.csl or (said.origins.get("title") == TITLE_PAGE and not pages)
    if (first.kind, first.level) != ("heading", 1) or title != heading or not read:
        return document
    csl, origins = {**said.csl, "title": heading}, {**said.origins, "title": "first heading"}
    return replace(document, properties=replace(said, csl=csl, origins=origins))


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
