"""A raw file to a document: canonical text, the way back, blocks, sentences."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

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
        properties=_with_title(raw, file),
        findings=raw.findings,
    )
    return replace(document, sentences=sentences(document.text, document.blocks))


def _with_title(raw: Raw, file: str) -> Properties:
    """Take the first heading for the title where the file names none but its own name."""
    said, first = raw.properties, raw.blocks[0]
    if _letters(str(said.csl.get("title", ""))) == _letters(Path(file).stem):
        said = replace(said, csl={k: v for k, v in said.csl.items() if k != "title"})
    if "title" in said.csl or (first.kind, first.level) != ("heading", 1):
        return said
    title = " ".join(line.text for line in first.lines)
    return replace(
        said,
        csl={**said.csl, "title": title},
        origins={**said.origins, "title": "first heading"},
    )


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
