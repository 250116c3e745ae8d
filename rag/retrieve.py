"""Query to hits: nearest by meaning and best by words, fused by rank."""

from __future__ import annotations

from typing import Any

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from rag.lexicon import short_forms, spell_out
from rag.models import Embedder
from rag.questions import without_question_words
from rag.store import Store
from rag.types import Hit, Passage, Query, Scope

RANK_CONSTANT = 60
"""Of reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009."""
DEPTH = 50
"""Passages that each of the two searches puts into the fusion."""


def retrieve(query: Query, store: Store, embedder: Embedder, k: int = 10) -> tuple[Hit, ...]:
    """Give the ``k`` passages that suit a query best, the best first.

    Both searches rank; a passage's score is the sum over them of
    ``1 / (RANK_CONSTANT + rank)``, so that their unlike scales don't matter.
    """
    if query.scope.ranges:
        return _given(query, store)
    depth = max(k, DEPTH)
    lexicon = store.lexicon(query.scope.collection)
    question = spell_out(query.question, lexicon)
    words = " ".join((question, *short_forms(query.question, lexicon)))
    nearest = store.nearest(embedder.embed_question(question), depth, query.scope)
    matching = store.matching(without_question_words(words), depth, query.scope)
    passages: dict[str, Passage] = {}
    scores: dict[str, float] = {}
    for ranking in (nearest, matching):
        for rank, (passage, _) in enumerate(ranking, start=1):
            passages[passage.id] = passage
            scores[passage.id] = scores.get(passage.id, 0.0) + 1 / (RANK_CONSTANT + rank)
    similarity = {passage.id: score for passage, score in nearest}
    bm25 = {passage.id: score for passage, score in matching}
    best = sorted(scores, key=lambda id_: (-scores[id_], id_))[:k]
    return tuple(
        Hit(passages[id_], scores[id_], similarity.get(id_), bm25.get(id_)) for id_ in best
    )


def _given(query: Query, store: Store) -> tuple[Hit, ...]:
    """Take the ranges that the query is limited to as the passages, without a search."""
    hits = []
    for document_id, start, end in query.scope.ranges:
        document = store.document(document_id, query.scope.collection)
        if document is not None and 0 <= start < end <= len(document.text):
            hits.append(Hit(document.passage(start, end), 1.0))
    return tuple(hits)


class SanadRetriever(BaseRetriever):
    """The same search for a LlamaIndex program.

    Each node holds a passage's text, the passage's id, and as metadata the
    document, the character range and the page: enough to cite it exactly.
    """

    def __init__(
        self, store: Store, embedder: Embedder, *, k: int = 10, scope: Scope | None = None
    ) -> None:
        """Search ``store`` for ``k`` passages a question, within ``scope``."""
        self._store = store
        self._embedder = embedder
        self._k = k
        self._scope = scope or Scope()
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        query = Query(query_bundle.query_str, self._scope)
        hits = retrieve(query, self._store, self._embedder, self._k)
        return [NodeWithScore(node=_node(hit.passage), score=hit.score) for hit in hits]


def _node(passage: Passage) -> TextNode:
    page = passage.pages[0] if passage.pages else None
    metadata: dict[str, Any] = {
        "document_id": passage.document_id,
        "content_hash": passage.content_hash,
        "page": page.number if page else None,
        "page_label": page.label if page else None,
        "page_inferred": page.inferred if page else None,
        "paragraph": passage.paragraph,
        "headings": list(passage.heading_path),
    }
    return TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=metadata,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        excluded_embed_metadata_keys=list(metadata),
        excluded_llm_metadata_keys=list(metadata),
    )
