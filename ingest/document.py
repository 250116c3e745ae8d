"""A raw file to a document: canonical text, the way back, blocks, sentences."""

from __future__ import annotations

from dataclasses import replace

from ingest.clean import clean
from ingest.load import Raw
from ingest.split import sentences
from rag.types import DEFAULT_COLLECTION, Document, Properties, Source


def build_document(
    file: str, raw: Raw, source: Source, collection: str = DEFAULT_COLLECTION
) -> Document:
    """Make a document of a raw file: canonical text, way back, blocks, sentences."""
    cleaned = clean(raw)
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
        properties=_with_title(raw),
        findings=raw.findings,
    )
    return replace(document, sentences=sentences(document.text, document.blocks))


def _with_title(raw: Raw) -> Properties:
    """Take the first heading for the title where the file names none."""
    said, first = raw.properties, raw.blocks[0]
    if "title" in said.csl or (first.kind, first.level) != ("heading", 1):
        return said
    title = " ".join(line.text for line in first.lines)
    return replace(
        said,
        csl={**said.csl, "title": title},
        origins={**said.origins, "title": "first heading"},
    )
