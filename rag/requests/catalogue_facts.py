"""What the catalogue knows of a document as a publication, with where each thing came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rag.citations.publication import OWN_WORD, authors_text, date_text, origin_text
from rag.citations.superseded import cautions
from rag.requests.request import Request
from rag.store.catalogue_rows import Entry
from rag.types import DocumentFact

Known = tuple[str, str]
"""A value, "" where it isn't known, and its origin."""
FILE = "the file"


def fact(entry: Entry, name: str, request: Request) -> DocumentFact:
    """Give one fact of a document; ``name`` is one of `FACTS`."""
    value, origin = FACTS[name](entry, request)
    return DocumentFact(entry.id, entry.source.title, name, value, origin if value else "")


def _of_csl(name: str) -> Callable[[Entry, Request], Known]:
    def read(entry: Entry, _request: Request) -> Known:
        return str(entry.source.csl.get(name) or ""), origin_text(entry.source, name)

    return read


def _author(entry: Entry, _request: Request) -> Known:
    known = entry.source.authors
    return authors_text(entry.source) if known else "", origin_text(entry.source, "author")


def _date(entry: Entry, _request: Request) -> Known:
    csl = entry.source.csl
    name = "issued" if csl.get("issued") else "event-date"
    return date_text(entry.source) if csl.get(name) else "", origin_text(entry.source, name)


def _pages(entry: Entry, request: Request) -> Known:
    document = request.document(entry.id) if entry.pages else None
    if document is None:
        return "", ""
    if any(page.inferred for page in document.source_map.pages):
        return "", ""  # concluded from the layout: good enough for a citation, no fact
    return f"{entry.pages:,}", FILE


def _words(entry: Entry, request: Request) -> Known:
    document = request.document(entry.id)
    return (f"{len(document.text.split()):,}", FILE) if document else ("", "")


def _publisher(entry: Entry, _request: Request) -> Known:
    csl = entry.source.csl
    named = [str(csl[name]) for name in ("publisher", "publisher-place") if csl.get(name)]
    return ", ".join(named), origin_text(entry.source, "publisher")


def _published_in(entry: Entry, request: Request) -> Known:
    names = ("container-title", "URL", "publisher-place", "publisher")
    known = next((name for name in names if entry.source.csl.get(name)), "")
    return _of_csl(known)(entry, request) if known else ("", "")


def _rights(entry: Entry, request: Request) -> Known:
    rights = entry.source.rights
    return (rights, OWN_WORD) if rights else _of_csl("license")(entry, request)


def _file(entry: Entry, _request: Request) -> Known:
    return entry.file, FILE


def _caution(entry: Entry, _request: Request) -> Known:
    return entry.source.caution or "", OWN_WORD


def _validity(entry: Entry, request: Request) -> Known:
    """Say what supersedes a document, until when it's valid, and what it supersedes itself."""
    sources = [one.source for one in request.entries]
    titles = {source.id: source.title for source in sources}
    own = 1 if entry.source.caution else 0
    told = list(cautions(entry.source, sources, request.query.as_of))[own:]
    told += [f"Supersedes “{titles.get(one, one)}”." for one in entry.source.supersedes]
    return " ".join(told), OWN_WORD


FACTS: Mapping[str, Callable[[Entry, Request], Known]] = {
    "author": _author,
    "date": _date,
    "pages": _pages,
    "words": _words,
    "publisher": _publisher,
    "title": _of_csl("title"),
    "published in": _published_in,
    "rights": _rights,
    "language": _of_csl("language"),
    "file": _file,
    "caution": _caution,
    "validity": _validity,
    "number": _of_csl("number"),
    "web address": _of_csl("URL"),
}
"""What may be asked, by the noun that it's shown under."""
