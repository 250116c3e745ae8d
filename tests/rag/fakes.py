"""A seeded embedder with the true interface: words hashed into 32 numbers. No meaning, no model."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from llama_index.core.embeddings import BaseEmbedding

from ingest.document import build_document
from ingest.load import load
from ingest.split import split
from rag.models.embedder import Embedder, EmbedderIdentity
from rag.store.passage_vectors import Parts, PassageParts, make_all_parts
from rag.types import Document, Passage, Source

IDENTITY = EmbedderIdentity("hashed words", "0" * 64, "float32")


class HashedWords(BaseEmbedding):
    """Texts that share words are near each other."""

    def _get_text_embedding(self, text: str) -> list[float]:
        vector = [1e-3] * 32
        for word in text.lower().split():
            vector[hashlib.sha256(word.encode()).digest()[0] % 32] += 1.0
        norm = math.sqrt(sum(x * x for x in vector))
        return [x / norm for x in vector]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


def hashed_words() -> Embedder:
    return Embedder(HashedWords(), IDENTITY)


def make_parts(
    document: Document,
    passages: Sequence[Passage],
    embedder: Embedder,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    known: Mapping[str, PassageParts] | None = None,
) -> Parts:
    """The parts of one document."""
    (parts,) = make_all_parts([(document, passages)], lambda: embedder, progress, known=known)
    return parts


def made_document(
    folder: Path, text: str, document_id: str = "made"
) -> tuple[Document, tuple[Passage, ...], Parts]:
    """A document with its passages and their parts, as `Store.replace` takes them."""
    path = folder / f"{document_id}.txt"
    path.write_text(text, "utf-8")
    document = build_document(path.name, load(path), Source(document_id))
    passages = split(document)
    return document, passages, make_parts(document, passages, hashed_words())
