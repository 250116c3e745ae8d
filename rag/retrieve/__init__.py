"""From a question to the passages that suit it best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.retrieve.llama_index import SanadRetriever

__all__ = ["SanadRetriever"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - what any module may hold
    """Import LlamaIndex only for those who ask for its retriever: it takes a second."""
    if name == "SanadRetriever":
        from rag.retrieve.llama_index import SanadRetriever

        return SanadRetriever
    raise AttributeError(name)
