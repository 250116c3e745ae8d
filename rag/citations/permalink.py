"""Addresses opened: the words of one as a citation of the document as it is now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote as percent

from rag.citations.from_evidence import cite
from rag.citations.integrity import problem_with
from rag.citations.markdown_note import page_link
from rag.citations.quote_address import AROUND, Resolved, parse_address, resolve
from rag.errors import CiteError
from rag.library import Library
from rag.types import DEFAULT_COLLECTION, Citation, Document, Evidence, Query, Scope, Span


@dataclass(frozen=True, slots=True)
class Opened:
    """What an address leads to. ``citation`` is None where its words are gone or unknown.

    ``nearest`` is the place most like words that are gone, if any.
    """

    resolved: Resolved
    citation: Citation | None = None
    nearest: Citation | None = None


def open_address(text: str, library: Library, collection: str = DEFAULT_COLLECTION) -> Opened:
    """Find the words of an address, or of a passage's id, where they are now.

    Raises `CiteError` for what is no address, `Tampered` where the stored text was changed.
    """
    address = parse_address(text)
    document = library.store.document(address.document_id, collection)
    resolved = resolve(address, document)
    return Opened(
        resolved,
        _citation(document, resolved.span, library, collection),
        _citation(document, resolved.nearest, library, collection),
    )


def _citation(
    document: Document | None, span: Span | None, library: Library, collection: str
) -> Citation | None:
    if document is None or span is None:
        return None
    query = Query("", Scope(collection))
    citation = cite(Evidence.of(document, span), "1", query, library.store)
    problem = citation and problem_with(citation, library.store, collection)
    if problem:
        raise CiteError(f"{problem}; try again")
    return citation


def text_fragment(citation: Citation) -> str | None:
    """Give a link that opens the document's web page at the quote, if it has a web address.

    Long quotes are named by their first and last words, as text fragments allow.
    """
    url = str(citation.source.csl.get("URL") or "")
    if not re.fullmatch(r"https?://[^\s<>\"]+", url, re.IGNORECASE):
        return None
    words = citation.quote.split()
    quoted = [" ".join(words)]
    if len(words) > 2 * AROUND:
        quoted = [" ".join(words[:AROUND]), " ".join(words[-AROUND:])]
    parts = [f"{_fragment(citation.before)}-"] if citation.before else []
    parts += [_fragment(one) for one in quoted]
    parts += [f"-{_fragment(citation.after)}"] if citation.after else []
    return f"{url.partition('#')[0]}#:~:text={','.join(parts)}"


def link_to(citation: Citation, page: str = "") -> str | None:
    """Give a link that opens the words: on the document's web page, else on Sanad's own.

    ``page`` is the address of Sanad's, without which there is no other.
    """
    if found := text_fragment(citation):
        return found
    return page_link(citation, page) if page else None


def _fragment(words: str) -> str:
    return percent(words, safe="", errors="replace").replace("-", "%2D")
