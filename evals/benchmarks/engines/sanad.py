"""Sanad as an engine: its search alone, or whole answers, checked and cited."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evals.benchmarks.engines.worker import K, work
from evals.benchmarks.growth_store import BATCH
from evals.benchmarks.growth_texts import document_of
from rag.answering.steps import asked, search
from rag.ask import ask
from rag.library import Library
from rag.settings import load_settings
from rag.store.index_identity import index_identity
from rag.store.passage_vectors import make_all_parts
from rag.store.word_vector_cache import learn_words
from rag.types import Query


class Sanad:
    """An index in a folder, written as an ingest writes it."""

    def __init__(self, *, store: str, dtype: str, answers: bool) -> None:
        """Open the index and load the model."""
        self._library = Library(load_settings(store=Path(store), dtype=dtype)).quoting()
        self._embedder = self._library.embedder
        self._answers = answers

    def index(self, documents: Sequence[Sequence[str]]) -> None:
        """Write all that search and checks need, some documents a version."""
        store, embedder = self._library.store, self._embedder
        with store.writing():
            store.set_identity(index_identity(embedder.identity))
            for at in range(0, len(documents), BATCH):
                texts = enumerate(documents[at : at + BATCH], start=at)
                some = [document_of(number, passages) for number, passages in texts]
                learn_words([one.text for one in some], store.word_vectors, embedder)
                pairs = [
                    (one, [one.passage(block.start, block.end) for block in one.blocks])
                    for one in some
                ]
                parts = make_all_parts(pairs, lambda: embedder)
                store.replace([(*pair, its) for pair, its in zip(pairs, parts, strict=True)])

    def ask(self, question: str) -> Sequence[str]:
        """Give passages, or the statements of an answer."""
        query = Query(question)
        if self._answers:
            return [one.text for one in ask(query, self._library).statements]
        hits = search(asked(query, self._library), self._library, K)
        return [hit.passage.text for hit in hits]


if __name__ == "__main__":
    work(Sanad)
