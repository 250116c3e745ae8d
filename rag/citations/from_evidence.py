"""Evidence to statements. Extractive: each statement is a quote of its source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.citations.integrity import problem_with
from rag.citations.quote_address import around
from rag.citations.superseded import cautions
from rag.grammar.quote_role import role_of
from rag.store.store import Store
from rag.types import Citation, Evidence, Place, Query, Span, Statement


def extract(
    evidence: Sequence[Evidence], query: Query, store: Store
) -> tuple[tuple[Statement, Citation], ...]:
    """Turn each piece of evidence into a statement in the source's own words, with its citation.

    Attribution stays, since nothing is taken out of a sentence. The verdict is
    "not verified" until `rag.citations.integrity` has looked.
    """
    made = (
        (item.answer, cite(item, str(number), query, store))
        for number, item in enumerate(evidence, start=1)
    )
    return tuple(
        (Statement(one.quote, (one.key,), "not verified", answer=answer), one)
        for answer, one in made
        if one
    )


def cited(places: Iterable[Place], query: Query, store: Store) -> tuple[Citation, ...]:
    """Turn places into citations, those left out whose document was replaced since."""
    evidence: list[Evidence] = []
    for place in places:
        document = store.document(place.document_id, query.scope.collection)
        if document is not None and place.end <= len(document.text):
            evidence.append(Evidence.of(document, Span(place.start, place.end)))
    return checked_citations(evidence, query, store)


def checked_citations(
    evidence: Iterable[Evidence], query: Query, store: Store
) -> tuple[Citation, ...]:
    """Cite evidence that agrees with its document's text when that is read again."""
    found: list[Citation] = []
    for item in evidence:
        citation = cite(item, str(1 + len(found)), query, store)
        if citation and problem_with(citation, store, query.scope.collection) is None:
            found.append(citation)
    return tuple(found)


def cite(evidence: Evidence, key: str, query: Query, store: Store) -> Citation | None:
    """Make the citation of a piece of evidence; None if its document has left the store."""
    document = store.document(evidence.document_id, query.scope.collection)
    if document is None:
        return None
    block = document.block_at(evidence.start)
    before, after = around(document.text, evidence.start, evidence.end)
    return Citation(
        key=key,
        document_id=document.id,
        file=document.file,
        content_hash=evidence.content_hash,
        passage_id=evidence.passage_id,
        start=evidence.start,
        end=evidence.end,
        quote=evidence.text,
        title=document.source.title,
        source=document.source,
        page=document.told_page_at(evidence.start),
        paragraph=block.paragraph if block else None,
        heading_path=block.heading_path if block else (),
        footnote=block is not None and block.kind == "footnote",
        role=role_of(document, Span(evidence.start, evidence.end)),
        boxes=document.source_map.boxes(evidence.start, evidence.end),
        cautions=cautions(
            document.source,
            (entry.source for entry in store.entries(query.scope.collection)),
            query.as_of,
        ),
        before=before,
        after=after,
    )
