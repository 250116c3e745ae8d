"""How close words are to each other, and names to kinds of things, by a model's vectors."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rag.english.vocabulary import (
    FUNCTION_WORDS,
    LIGHT_WORDS,
    ORDINALS,
    ORGANISATIONS,
    PERSONS,
    PLACES,
    THINGS,
    TYPE_NOUNS,
)
from rag.text.content_words import words_of
from rag.text.figure_words import same_figure
from rag.text.related_words import base, phrases_in, related_to

Array = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Array]
"""Texts to unit vectors, one a row; it remembers those that it made."""

KINDS = {"person": PERSONS, "place": PLACES, "organisation": ORGANISATIONS, "thing": THINGS}
KIND_SCALE, NOUN_SCALE = 0.05, 0.08
"""Cosines that far apart make a name e times likelier to be of one kind than of another."""
SAME_KIND = 0.6
"""Nouns nearer than this name the same kind ("city", "town")."""
LIGHT_WEIGHT = 0.35
NEAR_FLOOR = 0.35
"""Cosine of two words' embeddings from which they begin to count as near in meaning."""
NAME_NEAR = 0.75
"""A name is met by another form of itself ("Pakistani"), not by another name of its kind."""
RELATED = 0.8
"""How close a word is to one that says nearly the same: a synonym, a kind of it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Compares words by their embeddings, their stems and their rarity in the corpus."""

    embed: Embed
    stems: Callable[[str], Sequence[str]]
    idf: Callable[[str], float]
    _references: dict[str, Array] = field(default_factory=dict, init=False)

    def stem(self, word: str) -> str:
        """Give the stem of a word, or the word itself in lower case where it has none.

        A figure has none: its stem is the figure, however it is written.
        """
        if (figure := same_figure(word.lower()))[0].isdigit():
            return figure
        return (self.stems(word) or (word.lower(),))[0]

    def weight(self, word: str) -> float:
        """Weigh a word of the question by its rarity; light words less."""
        light = LIGHT_WEIGHT if word.lower() in LIGHT_WORDS else 1.0
        return light * self.idf(self.stem(word))

    def rarity(self, name: str) -> float:
        """Give 1 for a name that's rare in the corpus, down to 0.4 for one that's everywhere."""
        words = [w for w in words_of(name) if w.lower() not in FUNCTION_WORDS] or [name]
        rarest = max(self.idf(self.stem(w)) for w in words)
        return 0.4 + 0.6 * min(1.0, rarest / (0.7 * self.idf("\0")))

    def kind(self, name: str, kind: str) -> float:
        """Say how surely a name names a person, a place or whatever noun ``kind`` is (0 to 1).

        For the three, it is compared with well-known names; else the noun with
        nouns for other kinds: "Punjab" is nearer to "province" than to "city".
        """
        if kind == "agent":  # who did it: somebody, or an organisation
            return max(self.kind(name, "person"), self.kind(name, "organisation"))
        vector = self.embed([bare_name(name)])[0]
        if kind in KINDS:
            near = {
                k: float(np.sort(self._known(k, known) @ vector)[-3:].mean())
                for k, known in KINDS.items()
            }
            total = sum(math.exp((v - near[kind]) / KIND_SCALE) for v in near.values())
            return 1 / total
        own = self.embed([kind])[0]
        others = self._known("", TYPE_NOUNS)
        others = others[others @ own < SAME_KIND]
        ahead = float(own @ vector) - float((others @ vector).max())
        return min(1.0, math.exp(ahead / NOUN_SCALE))

    def _known(self, key: str, texts: Sequence[str]) -> Array:
        if key not in self._references:
            self._references[key] = self.embed(texts)
        return self._references[key]

    def cosines(self, asked: Sequence[str], found: Sequence[str]) -> Array:
        """Give the cosine of each asked word with each found one (asked x found)."""
        if not asked or not found:
            return np.zeros((len(asked), len(found)), np.float32)
        a = self.embed([w.lower() for w in asked])
        b = self.embed([w.lower() for w in found])
        return np.asarray(a @ b.T, np.float32)

    def closeness(
        self, asked: Sequence[str], found: Sequence[str], cosine: Array | None = None
    ) -> Array:
        """Give how close each asked word is to each found one, 0 to 1 (asked x found).

        ``cosine`` is what `cosines` gives for them, if it's known.
        """
        if cosine is None:
            cosine = self.cosines(asked, found)
        if not cosine.size:
            return cosine
        near = np.clip((cosine - NEAR_FLOOR) / (1 - NEAR_FLOOR), 0, 1)
        for i, word in enumerate(asked):
            if word[0].isdigit() or word.lower() in ORDINALS:
                near[i] = 0
            elif word[0].isupper():
                near[i] = np.where(cosine[i] >= NAME_NEAR, near[i], 0)
        digits = np.array([w[0].isdigit() for w in found])
        near[:, digits] = 0
        stems = np.array([self.stem(w) for w in found])
        for i, word in enumerate(asked):
            near[i, stems == self.stem(word)] = 1.0
        return np.asarray(near, np.float32)


def with_related(
    near: Array, asked: Sequence[str], found: Sequence[str], question: str = ""
) -> Array:
    """Raise to `RELATED` how close words are that say nearly the same (asked x found).

    A name has no such words; a word that stands in a phrase of the question has those of the
    phrase, too: "run" in "run out" those that "expire" is of.
    """
    phrases = [phrase for phrase, _ in phrases_in(question)]
    raised = near.copy()
    for i, word in enumerate(asked):
        if not word[0].islower() or word in ORDINALS:
            continue
        said = (word, *(phrase for phrase in phrases if base(word) in phrase.split()))
        others = frozenset().union(*map(related_to, said))
        same = [j for j, other in enumerate(found) if base(other) in others] if others else []
        raised[i, same] = np.maximum(raised[i, same], RELATED)
    return raised


def bare_name(name: str) -> str:
    """Give a name without the full stop or apostrophe that ends it, in small letters.

    So words are kept (see `compared_words`), and the bundled model reads nothing else.
    """
    return name.rstrip(".’'").lower()
