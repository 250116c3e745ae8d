"""How much of a question's words a text holds, each weighted by how rare it is in the corpus."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rag.questions import content_words
from rag.stopwords import LIGHT_WORDS
from rag.store import Store
from rag.types import Query

LIGHT_WEIGHT = 0.35
"""A word like "people" or "think" says this much less about the topic than its rarity would."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The question's content words: as written, stemmed, weighted; ``absent`` are in no passage."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    weights: tuple[float, ...]
    absent: tuple[bool, ...]

    def share(self, found: Sequence[float]) -> float:
        """Weigh what was found of each word (0 to 1); 0 for a question without content words."""
        total = sum(self.weights)
        weighed = sum(weight * part for weight, part in zip(self.weights, found, strict=True))
        return weighed / total if total else 0.0

    def coverage(self, stems: Collection[str]) -> float:
        """Give the weighted share of the words that are among ``stems``, 0 to 1."""
        return self.share([float(stem in stems) for stem in self.stems])


def words_wanted(query: Query, store: Store) -> Wanted:
    """Take a question apart into the words that a passage should hold.

    A word's weight is its rarity among the passages, see `idf`; less for light words.
    """
    words = content_words(query.question)
    stems = tuple((store.words.terms(word) or (word.lower(),))[0] for word in words)
    counts, total = store.words.frequencies(query.scope.collection, stems)
    weights = tuple(
        idf(count, total) * (LIGHT_WEIGHT if word.lower() in LIGHT_WORDS else 1)
        for word, count in zip(words, counts, strict=True)
    )
    return Wanted(words, stems, weights, tuple(count == 0 for count in counts))


def idf(count: int, total: int) -> float:
    """Give the inverse document frequency of a word in ``count`` of ``total`` passages.

    In BM25's form, kept positive as Lucene does (Robertson and Zaragoza, "The
    Probabilistic Relevance Framework", 2009, section 3.4).
    """
    return math.log(1 + max(0.0, total - count + 0.5) / (count + 0.5))
