"""What more than one interface answers, as JSON values."""

from __future__ import annotations

from rag.answering.steps import checked_query
from rag.citations.permalink import open_address
from rag.citations.styles import cite as citation_text
from rag.citations.styles import warnings_of
from rag.errors import CiteError, QueryError
from rag.library import Library
from rag.retrieve.llama_index import SanadRetriever
from rag.types import Document, Query
from ui.api.bodies import Cite
from ui.schema import citation_json

Json = dict[str, object]
PART = 20_000
"""Characters of a document that are read at a time."""


def documents_json(library: Library) -> Json:
    """List the documents with what is known of them."""
    rows = [
        {
            "id": entry.id,
            "file": entry.file,
            "title": entry.source.title,
            "csl": dict(entry.source.csl),
            "pages": entry.pages,
            "passages": entry.passages,
            "content_hash": entry.content_hash,
            "caution": entry.source.caution or None,
        }
        for entry in library.store.entries()
    ]
    return {"schema": 1, "documents": rows}


def document_of(name: str, library: Library) -> Document:
    """Give a document by its id or file. Raises `QueryError` where there is none."""
    ids = (entry.id for entry in library.store.entries() if name in (entry.id, entry.file))
    found = library.store.document(next(ids, ""))
    if found is None:
        raise QueryError(f"there is no document {name!r}; the list of documents has their ids")
    return found


def part_json(document: Document, start: int) -> Json:
    """Give a part of a document's text; ``next`` is where the one after it begins."""
    end = min(start + PART, len(document.text))
    return {
        "document_id": document.id,
        "title": document.source.title,
        "text": document.text[start:end],
        "start": start,
        "next": end if end < len(document.text) else None,
    }


def passages_json(query: Query, library: Library) -> Json:
    """Search for the passages that suit a question best, the best first."""
    query = checked_query(query, library)
    retriever = SanadRetriever(library.store, library.embedder, scope=query.scope)
    rows = [
        {
            "passage_id": found.node.node_id,
            "score": round(found.score or 0.0, 6),
            "text": found.node.get_content(),
            **found.node.metadata,
        }
        for found in retriever.retrieve(query.question)
    ]
    return {"schema": 1, "question": query.question, "passages": rows}


def cited_json(asked: Cite, library: Library) -> Json:
    """Cite the words at an address. Raises `CiteError` where they are gone."""
    style = asked.style or "chicago"
    opened = open_address(asked.address, library)
    citation, resolved = opened.citation, opened.resolved
    if citation is None:
        raise CiteError(f"{resolved.reason} Nothing is cited")
    text = citation_text(
        citation, style, asked.form, asked.format, quoted=asked.quoted, sic=asked.sic
    )
    told = [resolved.reason] if resolved.reason else []
    return {
        "schema": 1,
        "text": text.rstrip("\n"),
        "cautions": [*told, *warnings_of(citation)],
        "citation": citation_json(citation),
    }
