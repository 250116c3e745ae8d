"""What a collection's word index knows of a word: its stems, and how rare they are."""

from __future__ import annotations

import math

from rag.store.bm25_index import Words


class Terms:
    """The words of one collection's index, each stem looked up once."""

    def __init__(self, words: Words, collection: str) -> None:
        """Name the index and the collection."""
        self._words, self._collection = words, collection
        self._known: dict[str, float] = {}

    def stems(self, text: str) -> tuple[str, ...]:
        """Give the distinct stems of a text in order; function words have none."""
        return self._words.terms(text)

    def rarity(self, stem: str) -> float:
        """Give the inverse document frequency of a stem, see `idf`."""
        if stem not in self._known:
            (count,), total = self._words.frequencies(self._collection, (stem,))
            self._known[stem] = idf(count, total)
        return self._known[stem]


def idf(count: int, total: int) -> float:
    """Give the inverse document frequency of a word in ``count`` of ``total`` passages.

    In BM25's form, kept positive as Lucene does (Robertson and Zaragoza, "The
    Probabilistic Relevance Framework", 2009, section 3.4).
    """
    return math.log(1 + max(0.0, total - count + 0.5) / (count + 0.5))
