"""The same search as a retriever of LlamaIndex."""

from __future__ import annotations

from typing import Any

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from rag.models.embedder import Embedder
from rag.question.question import question_of
from rag.retrieve.hybrid import retrieve
from rag.store.store import Store
from rag.types import Passage, Query, Scope


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
        question = question_of(query, self._store, self._embedder)
        hits = retrieve(question, self._store, self._embedder, self._k)
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
