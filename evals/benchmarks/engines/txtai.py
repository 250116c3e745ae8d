"""txtai's first example as an engine: `Embeddings` gives numbers of texts, which are in a list.

With ``content=True`` it keeps the texts itself, in SQLite, by one cursor: threads can't share that.
It imports nothing of ours, so that a Python with txtai and without Sanad can run it.
"""

from __future__ import annotations

from collections.abc import Sequence

from txtai import Embeddings

from evals.benchmarks.engines.worker import K, work

PIECES = 256
"""Word pieces of a passage at most, as sentence-transformers has it for this model."""


class Txtai:
    """Vectors in Faiss, in memory."""

    def __init__(self, *, model: str, dtype: str) -> None:
        """Load the model."""
        self._index = Embeddings(path=model, gpu=False, maxlength=PIECES, vectors={"dtype": dtype})

    def index(self, documents: Sequence[Sequence[str]]) -> None:
        """Embed all passages."""
        self._texts = [text for passages in documents for text in passages]
        self._index.index(self._texts)

    def ask(self, question: str) -> Sequence[str]:
        """Give the nearest passages."""
        return [self._texts[number] for number, _ in self._index.search(question, K)]


if __name__ == "__main__":
    work(Txtai)
