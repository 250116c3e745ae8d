"""Which citations of a draft words lean on, and whether these name where the words stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rag.checking.draft_text import Draft, Quoted
from rag.checking.find_quote import Located
from rag.checking.in_text_citations import Named, Reference, Works
from rag.citations.from_evidence import cited
from rag.library import Library
from rag.types import Citation, Document, Query, Scope, Span

MOST_SHARING = 50
"""Quotations of one sentence that may share the citation behind the last of them."""
_STOPS = " .,;:!?”\"’'\n"
_ABBREVIATED = re.compile(r"\b(?:pp?|ed|eds|cf|e\.g|i\.e|al|vol|no|Dr|Mr|Ms|St)\.\s")


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
class Surroundings:
    """A draft with its quotations and citations, both in the order of the text."""

    draft: Draft
    quoted: tuple[Quoted, ...]
    cited: tuple[Reference, ...]


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


def citations_of(index: int, around: Surroundings) -> tuple[Reference, ...]:
    """Give the citations of one quotation.

    Those behind it in its sentence, else the one before it; for a note, the note's own.
    """
    draft, quoted = around.draft, around.quoted[index]
    part = draft.parts[quoted.part]
    own = [one for one in around.cited if part.start <= one.span.start <= part.end]
    if part.kind == "note":
        return tuple(one for one in own if one.span == Span(part.start, part.end))
    if quoted.block:
        return _of_block(quoted, own, around)
    following = [q for q in around.quoted[index + 1 :] if q.part == quoted.part]
    limit = following[0].span.start if following else part.end
    after = _after(quoted.span.end, limit, own, draft.text)
    if after:
        return after
    earlier = [q for q in around.quoted[:index] if q.part == quoted.part]
    start = earlier[-1].span.end if earlier else part.start
    before = [
        one
        for one in own
        if start <= one.span.start
        and one.span.end <= quoted.span.start
        and not _closed(one, draft.text)
        and not _ends_sentence(draft.text[one.span.end : quoted.span.start])
    ]
    if before:
        return (before[-1],)
    # “This” and “that” (Doe 2015, p. 4): the citation behind both is for both.
    shared = following and not _ends_sentence(draft.text[quoted.span.end + 1 : limit])
    return citations_of(index + 1, around) if shared and len(following) < MOST_SHARING else ()


def _closed(one: Reference, text: str) -> bool:
    """Say whether a citation stands behind the end of a sentence, and so belongs to it."""
    before = text[max(0, one.span.start - 6) : one.span.start]
    return before.rstrip(" \n”\"’')").endswith((".", "!", "?"))


def _after(end: int, limit: int, own: Sequence[Reference], text: str) -> tuple[Reference, ...]:
    found: list[Reference] = []
    at = end
    for one in own:
        if not end <= one.span.start <= limit:
            continue
        between = text[at : one.span.start]
        if _ends_sentence(between) or (found and between.strip(_STOPS)):
            break
        found.append(one)
        at = one.span.end
    return tuple(found)


def _of_block(
    quoted: Quoted, own: Sequence[Reference], around: Surroundings
) -> tuple[Reference, ...]:
    """Look within a block quotation, at the head of what follows, in the words leading up to it."""
    if own:
        return (own[-1],)
    parts, text = around.draft.parts, around.draft.text
    following = parts[quoted.part + 1] if quoted.part + 1 < len(parts) else None
    if following and following.kind == "paragraph":
        for one in around.cited:
            inside = following.start <= one.span.start < following.end
            if inside and not text[following.start : one.span.start].strip():
                return (one,)
    before = parts[quoted.part - 1] if quoted.part else None
    if before and before.kind == "paragraph" and text[: before.end].rstrip().endswith(":"):
        led = [
            one
            for one in around.cited
            if before.start <= one.span.start < before.end
            and not _ends_sentence(text[one.span.end : before.end])
        ]
        return tuple(led[-1:])
    return ()


def _ends_sentence(text: str) -> bool:
    """Say whether a sentence ends in a stretch of text, and another begins."""
    return re.search(r"[.!?][\"”’')\]]*\s+[\"“‘'(]*[A-Z]", _ABBREVIATED.sub(" ", text)) is not None


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
