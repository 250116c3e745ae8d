"""How much of a question's words a text holds, each weighted by how rare it is in the corpus."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rag.question.question import content_words
from rag.store.term_statistics import Terms
from rag.text.stopwords import LIGHT_WORDS

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


def words_wanted(question: str, terms: Terms) -> Wanted:
    """Take a question apart into the words that a passage should hold.

    A word's weight is its rarity among the passages; less for light words.
    """
    words = content_words(question)
    stems = tuple((terms.stems(word) or (word.lower(),))[0] for word in words)
    weights = tuple(
        terms.rarity(stem) * (LIGHT_WEIGHT if word.lower() in LIGHT_WORDS else 1)
        for word, stem in zip(words, stems, strict=True)
    )
    return Wanted(words, stems, weights)
