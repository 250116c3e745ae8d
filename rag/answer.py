"""Evidence to statements. Extractive: each statement is a quote of its source."""

from __future__ import annotations

from collections.abc import Sequence

from rag.address import around
from rag.standing import cautions
from rag.store import Store
from rag.types import Citation, Evidence, Query, Statement


def extract(
    evidence: Sequence[Evidence], query: Query, store: Store
) -> tuple[tuple[Statement, Citation], ...]:
    """Turn each piece of evidence into a statement in the source's own words, with its citation.

    Attribution stays, since nothing is taken out of a sentence. The verdict is
    "not verified" until `rag.integrity` has looked.
    """
    pairs = []
    for number, item in enumerate(evidence, start=1):
        citation = cite(item, str(number), query, store)
        if citation is not None:
            pairs.append((Statement(item.text, (citation.key,), "not verified"), citation))
    return tuple(pairs)


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
        page=document.page_at(evidence.start),
        paragraph=block.paragraph if block else None,
        heading_path=block.heading_path if block else (),
        footnote=block is not None and block.kind == "footnote",
        boxes=document.source_map.boxes(evidence.start, evidence.end),
        cautions=cautions(
            document.source,
            (entry.source for entry in store.entries(query.scope.collection)),
            query.as_of,
        ),
        before=before,
        after=after,
    )
