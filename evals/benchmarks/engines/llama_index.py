"""LlamaIndex's starter as an engine: a `VectorStoreIndex` in memory, each passage a node."""

from __future__ import annotations

from collections.abc import Sequence

from llama_index.core import VectorStoreIndex
from llama_index.core.schema import TextNode

from evals.benchmarks.engines.worker import K, work
from rag.models.loading import load_llama_index
from rag.settings import load_settings


class LlamaIndex:
    """Vectors and texts in memory; a question is compared with all of them."""

    def __init__(self, *, dtype: str) -> None:
        """Load the model."""
        self._model = load_llama_index(load_settings(dtype=dtype))

    def index(self, documents: Sequence[Sequence[str]]) -> None:
        """Embed all passages."""
        nodes = [TextNode(text=text) for passages in documents for text in passages]
        index = VectorStoreIndex(nodes=nodes, embed_model=self._model)
        self._retriever = index.as_retriever(similarity_top_k=K)

    def ask(self, question: str) -> Sequence[str]:
        """Give the nearest passages."""
        return [hit.node.get_content() for hit in self._retriever.retrieve(question)]


if __name__ == "__main__":
    work(LlamaIndex)
