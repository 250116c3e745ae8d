"""Texts to vectors: one model behind one lock, fed in batches of like length."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, cast

import numpy as np

from rag.models.encoding import (
    Encoded,
    Vector,
    encoded,
    forward,
    read_batches,
    transformer_of,
)
from rag.models.together import Together

if TYPE_CHECKING:
    from llama_index.core.embeddings import BaseEmbedding

    from rag.models.encoding import Model

BATCH = 256
"""Texts of a batch, where a model's word pieces aren't known; the model may cut it up further."""
MAX_QUESTIONS = 64
"""Questions whose vectors are kept: one answer asks for them several times."""
MAX_REMEMBERED = 20_000
"""Sentences whose embeddings are kept: 30 MB with 384 numbers each."""


@dataclass(frozen=True, slots=True)
class EmbedderIdentity:
    """Which model made a vector: its name, the hash of its weights, its number format."""

    name: str
    weights: str
    dtype: str


class Embedder:
    """A sentence-transformers model, or any of LlamaIndex's, behind one lock."""

    def __init__(
        self,
        model: Model,
        identity: EmbedderIdentity,
        *,
        remember: int = MAX_REMEMBERED,
        lock: threading.Lock | None = None,
    ) -> None:
        """Wrap a model; ``identity`` is recorded in every index that it builds.

        Those that wrap the same model share its ``lock``.
        """
        self.model = model
        self.identity = identity
        self._remember_at_most = remember
        self._lock = lock or threading.Lock()
        self._sentences: OrderedDict[str, Vector] = OrderedDict()
        self._encoded = lru_cache(MAX_QUESTIONS)(self._encode_question)
        self._together = Together(self._encode_all)
        self._transformer = transformer_of(model)
        self._other = cast("BaseEmbedding", model)  # where that is None

    def apart(self) -> Embedder:
        """Give another over the same model, which remembers texts of its own."""
        return Embedder(self.model, self.identity, remember=self._remember_at_most, lock=self._lock)

    def encode_question(self, question: str) -> Encoded:
        """Give a question's vector and those of its word pieces. The last ones are remembered."""
        return self._encoded(question)

    def _encode_question(self, question: str) -> Encoded:
        if self._transformer is not None:
            return self._together.get(question)
        with self._lock:
            vector = self._other.get_query_embedding(question)
        return _whole(np.asarray(vector, np.float32))

    def _encode_all(self, texts: Sequence[str]) -> list[Encoded]:
        found: dict[int, Encoded] = {}
        for batch in self.encode_batches(texts):
            found |= batch
        return [found[i] for i in range(len(texts))]

    def encode_batches(self, texts: Sequence[str]) -> Iterator[dict[int, Encoded]]:
        """Encode texts and give what came of each by its number, a batch at a time."""
        for numbers, _, each in self._run(texts):
            yield dict(zip(numbers, each(), strict=True))

    def embed_question(self, question: str) -> list[float]:
        """Give the embedding of a question, made anew each time."""
        vector: list[float] = self._encode_question(question).vector.tolist()
        return vector

    def vectors(
        self, texts: Sequence[str], progress: Callable[[int], None] = lambda _done: None
    ) -> list[Vector]:
        """Give the vector of each text, of length 1, in the order of the texts."""
        found: dict[int, Vector] = {}
        for numbers, vectors, _ in self._run(texts):
            found |= zip(numbers, vectors, strict=True)
            progress(len(found))
        return [found[i] for i in range(len(texts))]

    def _run(
        self, texts: Sequence[str]
    ) -> Iterator[tuple[list[int], list[Vector], Callable[[], Iterable[Encoded]]]]:
        """Give which texts are in each batch, their vectors, and what makes the rest of them."""
        model = self._transformer
        if model is None:
            by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
            for first in range(0, len(texts), BATCH):
                batch = by_length[first : first + BATCH]
                with self._lock:
                    rows = self._other.get_text_embedding_batch([texts[i] for i in batch])
                whole = list(np.asarray(rows, np.float32))
                yield batch, whole, partial(map, _whole, whole)
            return
        for read in read_batches(model, texts):
            with self._lock:
                pieces, vectors = forward(model, read)
            yield read.numbers, list(vectors), partial(encoded, read, pieces, vectors)

    def embed_sentences(self, sentences: Sequence[str]) -> Vector:
        """Give the embeddings of sentences as rows (sentences x dimensions).

        The last ones are remembered: questions on one topic meet the same
        sentences again.
        """
        new = self.unknown(sentences)
        with self._lock:
            known = {text: self._sentences.get(text) for text in sentences}
        known |= dict(zip(new, self.vectors(new), strict=True))
        return np.stack([self._remember(text, known[text]) for text in sentences])

    def unknown(self, sentences: Sequence[str]) -> list[str]:
        """Give those texts whose vectors aren't remembered."""
        with self._lock:
            return [text for text in dict.fromkeys(sentences) if text not in self._sentences]

    def remember(self, vectors: Mapping[str, Vector]) -> None:
        """Take vectors that were made before, by the same model."""
        for text, vector in vectors.items():
            self._remember(text, vector)

    def _remember(self, text: str, row: Vector | None) -> Vector:
        if row is None:  # forgotten by another thread in between
            row = self.vectors([text])[0]
        with self._lock:
            self._sentences[text] = row
            self._sentences.move_to_end(text)
            while len(self._sentences) > self._remember_at_most:
                self._sentences.popitem(last=False)
        return row


def _whole(vector: Vector) -> Encoded:
    """Give what is known of a text whose word pieces aren't."""
    return Encoded(vector, np.zeros((0, len(vector)), np.float32), np.zeros((0, 2), np.int32))
