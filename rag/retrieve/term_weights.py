"""How much of a question's words a text holds, each weighted by how rare it is in the corpus."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from rag.question.question import content_words
from rag.store.bm25_index import Terms
from rag.text.stopwords import LIGHT_WORDS

LIGHT_WEIGHT = 0.35
"""A word like "people" or "think" says this much less about the topic than its rarity would."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The question's content words, stemmed, and what each weighs."""

    words: tuple[tuple[str, float], ...]

    def coverage(self, stems: Collection[str]) -> float:
        """Give the weighted share of the words that are among ``stems``, 0 to 1.

        It's 0 for a question without content words.
        """
        total = sum(weight for _, weight in self.words)
        found = sum(weight for stem, weight in self.words if stem in stems)
        return found / total if total else 0.0


def words_wanted(question: str, terms: Terms) -> Wanted:
    """Take a question apart into the words that a passage should hold.

    A word's weight is its rarity among the passages; less for light words.
    """
    found = []
    for word in content_words(question):
        stem = (terms.stems(word) or (word.lower(),))[0]
        light = LIGHT_WEIGHT if word.lower() in LIGHT_WORDS else 1
        found.append((stem, terms.rarity(stem) * light))
    return Wanted(tuple(found))
