"""A document as it was read: the whole canonical text, block by block, and where pages begin."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.load.registry import read_bytes
from ingest.reader import Reader
from rag.errors import LoadError
from rag.library import Library
from rag.types import Block, Document, Page
from ui.display import page_text

CHANGED = "The file has changed since it was read; `sanad ingest` reads it again."
NOT_INDEXED = "The file isn't in the index; it was read just now."


@dataclass(frozen=True, slots=True)
class Piece:
    """A block's text, or the part of it that stands on one page.

    ``text`` has the list marker or number in front that `Block` leaves out.
    """

    block: Block
    text: str
    continued: bool = False


def find_document(given: str, library: Library) -> tuple[Document, str] | None:
    """Give a document of the index by its id, name or path, or a file read now; None if neither.

    With it comes what there is to say of it. Raises `LoadError` when a file can't be read, or
    isn't there.
    """
    path, corpus = Path(given).expanduser(), library.settings.corpus.expanduser()
    for entry in library.store.entries():
        named = given in (entry.id, entry.file)
        own = corpus / entry.file
        if named or (path.exists() and path.resolve() == own.resolve()):
            document = library.store.document(entry.id)
            if document is not None:
                return document, CHANGED if _changed(own, entry.raw_hash) else ""
    if not path.is_file():
        if "@" in given:  # an address then
            return None
        raise LoadError(
            f"there is no file {given}, and no document is called so; see `sanad sources`"
        )
    try:
        with Reader() as reader:
            return reader.read(path, path.name), NOT_INDEXED
    except LoadError as error:
        raise LoadError(f"{path}: {error}") from error


def _changed(path: Path, digest: str) -> bool:
    return path.is_file() and hashlib.sha256(read_bytes(path)).hexdigest() != digest


def pieces(document: Document) -> Iterator[Page | Piece]:
    """Give the text in order, with each page before what stands on it."""
    pages = list(document.source_map.pages)[::-1]
    at = 0
    for block in document.blocks:
        continued = False
        while pages and pages[-1].start < block.end:
            page = pages.pop()
            if text := document.text[at : max(page.start, at)].strip():
                yield Piece(block, text, continued)
                continued = True
            at = max(page.start, at)
            yield page
        if text := document.text[at : block.end].strip():
            yield Piece(block, text, continued)
        at = block.end
    yield from reversed(pages)


def kind_text(piece: Piece) -> str:
    """Say what a block is: "heading 2", "paragraph 3", "footnote"."""
    block = piece.block
    level = f" {block.level}" if block.level and block.kind in ("heading", "item") else ""
    number = f" {block.paragraph}" if block.paragraph and block.kind != "footnote" else ""
    return f"{block.kind}{level}{number}{', continued' if piece.continued else ''}"


def page_mark(page: Page, file: str) -> str:
    """Name a page, and say where nothing of it could be read."""
    how = {"unread": ", unread", "blank": ", without text"}.get(page.reading, "")
    return page_text(page, file) + how


def document_json(document: Document, note: str) -> dict[str, object]:
    """Give a whole document as JSON values; the ranges are characters of ``text``."""
    return {
        "schema": 1,
        "document_id": document.id or None,
        "file": document.file,
        "note": note or None,
        "pages": list(map(asdict, document.source_map.pages)),
        "blocks": list(map(asdict, document.blocks)),
        "findings": list(map(asdict, document.findings)),
        "text": document.text,
    }
