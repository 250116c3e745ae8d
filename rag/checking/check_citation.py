"""The document and the page that a citation names, against those where the words stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rag.checking.find_quote import Located
from rag.checking.in_text_citations import Named, Reference, Works
from rag.citations.from_evidence import cited
from rag.library import Library
from rag.types import Citation, Document, Query, Scope


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents that a draft is checked against, and what its citations may call them."""

    library: Library
    scope: Scope
    works: Works
    titles: Mapping[str, str]

    def document(self, name: str) -> Document | None:
        """Read a document."""
        return self.library.store.document(name, self.scope.collection)

    def called(self, documents: Iterable[str]) -> str:
        """Give the titles of the first three of some documents, as a reason names them."""
        names = sorted(set(documents))[:3]
        return " or ".join(f"“{self.titles.get(name, name)}”" for name in names)

    def cited(self, found: Sequence[Located]) -> tuple[Citation, ...]:
        """Give the citations of the first five places where words stand."""
        places = tuple(dict.fromkeys(one.place for one in found))
        return cited(places[:5], Query("", self.scope), self.library.store)


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """The pages to cite, as a reader would write them, and why."""

    pages: str
    reason: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whether words stand where their citations say: the places that do.

    ``elsewhere`` names the documents that have the words and those that were cited, where no
    place is in one cited. ``page`` is the right page where another one is named.
    """

    there: tuple[Located, ...]
    elsewhere: tuple[str, str] | None = None
    page: Pinpoint | None = None


def attribution(
    found: Sequence[Located], cited_by: Sequence[Reference], corpus: Corpus
) -> Attribution:
    """Compare the places of some words with the citations beside them."""
    named = frozenset().union(*(one.documents for one in cited_by))
    there = tuple(one for one in found if one.document_id in named)
    if named and found and not there:
        own = corpus.called(one.document_id for one in found)
        return Attribution((), (own, corpus.called(named)))
    return Attribution(there, page=_wrong_page(there, cited_by, corpus))


def _wrong_page(
    found: Sequence[Located], cited_by: Sequence[Reference], corpus: Corpus
) -> Pinpoint | None:
    """Give the right page of words where their citation names another one.

    None where one of their places is on a page cited, where no page is cited, or where
    the document has no pages.
    """
    works = [work for one in cited_by for work in one.works]
    labels: list[str] = []
    inferred = False
    for one in found:
        document = corpus.document(one.document_id)
        own = [w for w in works if one.document_id in w.documents and w.pages]
        if document is None or not own:
            return None
        pages = _labels(document, one)
        if not pages or any(_on(pages, work) for work in own):
            return None
        page = document.page_at(one.spans[0].start)
        inferred = inferred or (page is not None and page.inferred)
        labels += [label for label in pages[:1] if label not in labels]
    if not labels:
        return None
    right = " or ".join(f"p. {label}" for label in labels[:4])
    sure = " (page worked out from the layout)" if inferred else ""
    said = ", ".join(dict.fromkeys(_pages_text(work) for work in works if work.pages))
    return Pinpoint(right, f"stands on {right}{sure}, not on {said}")


def _labels(document: Document, one: Located) -> list[str]:
    """Give the pages on which words stand, as a reader would cite them."""
    pages = [page for span in one.spans for page in document.passage(span.start, span.end).pages]
    return list(dict.fromkeys(page.label or str(page.number) for page in pages))


def _on(pages: Sequence[str], work: Named) -> bool:
    """Say whether one of some pages is among those that a citation names."""
    for first, last in work.pages:
        for page in pages:
            if page.lower() in (first.lower(), last.lower()):
                return True
            if page.isdigit() and first.isdigit() and last.isdigit():
                # "pp. 123-25" ends on page 125.
                end = first[: max(0, len(first) - len(last))] + last
                if int(first) <= int(page) <= int(end):
                    return True
    return False


def _pages_text(work: Named) -> str:
    pages = [first if first == last else f"{first}–{last}" for first, last in work.pages]
    return ("p. " if len(pages) == 1 and "–" not in pages[0] else "pp. ") + ", ".join(pages)
