"""How much of a question's words a text holds, each weighted by how rare it is in the corpus."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rag.questions import content_words
from rag.stopwords import LIGHT_WORDS
from rag.words import Words

LIGHT_WEIGHT = 0.35
"""A word like "people" or "think" says this much less about the topic than its rarity would."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The question's content words: as written, stemmed, weighted."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    weights: tuple[float, ...]

    def share(self, found: Sequence[float]) -> float:
        """Weigh what was found of each word (0 to 1); 0 for a question without content words."""
        total = sum(self.weights)
        weighed = sum(weight * part for weight, part in zip(self.weights, found, strict=True))
        return weighed / total if total else 0.0

    def coverage(self, stems: Collection[str]) -> float:
        """Give the weighted share of the words that are among ``stems``, 0 to 1."""
        return self.share([float(stem in stems) for stem in self.stems])


class Terms:
    """The words of one collection's index: their stems, and how rare each is among passages."""

    def __init__(self, words: Words, collection: str) -> None:
        """Name the index; each stem is looked up once."""
        self._words, self._collection = words, collection
        self._known: dict[str, float] = {}

    def stems(self, text: str) -> tuple[str, ...]:
        """Give the distinct stems of a text in order; function words have none."""
        return self._words.terms(text)

    def stem(self, word: str) -> str:
        """Give the stem of a word, or the word itself in lower case where it has none."""
        return (self.stems(word) or (word.lower(),))[0]

    def rarity(self, stem: str) -> float:
        """Give the inverse document frequency of a stem, see `idf`."""
        if stem not in self._known:
            (count,), total = self._words.frequencies(self._collection, (stem,))
            self._known[stem] = idf(count, total)
        return self._known[stem]


def words_wanted(question: str, terms: Terms) -> Wanted:
    """Take a question apart into the words that a passage should hold.

    A word's weight is its rarity among the passages; less for light words.
    """
    words = content_words(question)
    stems = tuple(map(terms.stem, words))
    weights = tuple(
        terms.rarity(stem) * (LIGHT_WEIGHT if word.lower() in LIGHT_WORDS else 1)
        for word, stem in zip(words, stems, strict=True)
    )
    return Wanted(words, stems, weights)


def idf(count: int, total: int) -> float:
    """Give the inverse document frequency of a word in ``count`` of ``total`` passages.

    In BM25's form, kept positive as Lucene does (Robertson and Zaragoza, "The
    Probabilistic Relevance Framework", 2009, section 3.4).
    """
    return math.log(1 + max(0.0, total - count + 0.5) / (count + 0.5))
