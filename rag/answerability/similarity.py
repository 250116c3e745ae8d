"""Sentences to candidates, and how close their words are to a question's."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rag.answerability.answer_candidates import Filler
from rag.answerability.surroundings import FOUND, belonging, pointed_back
from rag.english.vocabulary import (
    FUNCTION_WORDS,
    GENERIC_NOUNS,
    LIGHT_WORDS,
    ORDINALS,
    ORGANISATIONS,
    PERSONS,
    PLACES,
    THINGS,
    TYPE_NOUNS,
)
from rag.question.question_type import Slot
from rag.text.content_words import words_and_places, words_of
from rag.types import Document

Array = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Array]
"""Texts to unit vectors, one a row; it remembers those that it made."""

KINDS = {"person": PERSONS, "place": PLACES, "organisation": ORGANISATIONS, "thing": THINGS}
KIND_SCALE, NOUN_SCALE = 0.05, 0.08
"""Cosines that far apart make a name e times likelier to be of one kind than of another."""
SAME_KIND = 0.6
"""Nouns nearer than this name the same kind ("city", "town")."""
LIGHT_WEIGHT = 0.35
IN_NEIGHBOUR, IN_PASSAGE = 0.6, 0.4
"""Credit for a word in the sentence before, and in the rest of the passage."""
NEAR_FLOOR = 0.35
"""Cosine of two words' embeddings from which they begin to count as near in meaning."""
NAME_NEAR = 0.75
"""A name is met by another form of itself ("Pakistani"), not by another name of its kind."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence as read: its content words, where each starts, and how near the question is."""

    text: str
    passage: int
    order: int
    words: tuple[str, ...]
    spots: tuple[int, ...]
    cosine: float
    about: tuple[str, ...] = ()
    heads: str = ""
    often: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Compares words by their embeddings, their stems and their rarity in the corpus."""

    embed: Embed
    stems: Callable[[str], Sequence[str]]
    idf: Callable[[str], float]
    _references: dict[str, Array] = field(default_factory=dict, init=False)

    def stem(self, word: str) -> str:
        """Give the stem of a word, or the word itself in lower case where it has none."""
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
        vector = self.embed([_bare(name)])[0]
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

    def closeness(self, asked: Sequence[str], found: Sequence[str]) -> Array:
        """Give how close each asked word is to each found one, 0 to 1 (asked x found)."""
        if not asked or not found:
            return np.zeros((len(asked), len(found)), np.float32)
        a = self.embed([w.lower() for w in asked])
        b = self.embed([w.lower() for w in found])
        cosine = a @ b.T
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


def _bare(name: str) -> str:
    return name.rstrip(".’'")


def about(document: Document) -> str:
    """Give what a document is called and who wrote it: a question may name it by that."""
    source = document.source
    names = [str(value) for author in source.authors for value in author.values()]
    words = " ".join([source.title, *names, str(source.csl.get("publisher", "")), document.file])
    return words.replace("-", " ").replace(".", " ")


def read(
    sentences: Sequence[Sequence[str]],
    cosines: Sequence[float],
    about: Sequence[str] = (),
    heads: Sequence[str] = (),
    often: Sequence[frozenset[str]] = (),
) -> list[Candidate]:
    """Take passages of sentences apart into candidates; ``cosines`` run through all of them.

    ``about`` says for each passage what its document is (title, author): a question may name
    it, and the sentences needn't. ``heads`` is what a table says over the passage's rows: words
    of each of them, behind its own. ``often`` are the question's names that its document has
    often; left out where it isn't to be told whom a passage is about.
    """
    found: list[Candidate] = []
    for number, passage in enumerate(sentences):
        title = words_and_places(about[number])[0] if about else ()
        under = heads[number] if heads else ""
        over, said = words_and_places(under)[0], often[number] if often else None
        for order, text in enumerate(passage):
            words, spots = words_and_places(text)
            spots = (*spots, *(len(text) for _ in over))
            words = (*words, *over)
            at = (spots, cosines[len(found)], title, under, said)
            found.append(Candidate(text, number, order, words, *at))
    return found


@dataclass(frozen=True, slots=True)
class Table:
    """How close the question's words (rows) are to each sentence's words and to sentences.

    ``near`` has for each sentence how close its words are, ``context`` (words x sentences) the
    best of those, of the sentence before and of the passage, ``shares`` (sentences) what part of
    the question's words that is, by weight. ``told`` is that with full credit for what the
    document is about and what a sentence points back to: what all sentences of a text share
    doesn't tell which answers. ``belongs`` is what part of the question's names and years the
    passage or its title has. ``heads`` say how well each filler suits what is asked for.
    ``missing`` are weighty words that no passage holds, not even one near in meaning.
    """

    words: tuple[str, ...]
    weights: Array
    near: tuple[Array, ...]
    context: Array
    shares: Array
    told: Array
    belongs: Array
    heads: tuple[tuple[float, ...], ...]
    missing: tuple[str, ...]


def compare(
    slot: Slot,
    candidates: Sequence[Candidate],
    fillers: Sequence[Sequence[Filler]],
    reader: Reader,
) -> Table:
    """Compare a question's words with those of sentences, and with the fillers in each."""
    _prepare(slot, candidates, fillers, reader)
    words = slot.words
    vocabulary = list(dict.fromkeys(w for c in candidates for w in (*c.words, *c.about)))
    closeness = reader.closeness(words, vocabulary)
    for i, word in enumerate(words):
        closeness[i, abbreviated(word, slot, vocabulary)] = 1.0
    column = {word: j for j, word in enumerate(vocabulary)}
    near = tuple(closeness[:, [column[w] for w in c.words]] for c in candidates)
    in_sentence = np.stack([best(n) for n in near], axis=1)
    titles = [best(closeness[:, [column[w] for w in c.about]]) for c in candidates]
    titled = np.stack(titles, axis=1)
    in_passage = np.maximum(_in_passage(in_sentence, candidates), titled)
    before = np.zeros_like(in_sentence)
    for i, candidate in enumerate(candidates):
        if candidate.order:
            before[:, i] = in_sentence[:, i - 1]
    context = np.maximum.reduce([in_sentence, IN_NEIGHBOUR * before, IN_PASSAGE * in_passage])
    weights = np.array([reader.weight(word) for word in words], np.float32)
    back = pointed_back(in_sentence, [(one.order, one.text) for one in candidates])
    told = np.maximum.reduce([context, titled, back])
    heads = tuple(tuple(_head(slot, one, reader) for one in found) for found in fillers)
    missing = tuple(
        word
        for word, row in zip(words, in_passage, strict=True)
        if row.max() < FOUND and word.lower() not in LIGHT_WORDS
    )
    shares, telling = share(weights, context), share(weights, told)
    belongs = belonging(slot, [one.often for one in candidates], weights, in_passage)
    return Table(words, weights, near, context, shares, telling, belongs, heads, missing)


def _prepare(
    slot: Slot,
    candidates: Sequence[Candidate],
    fillers: Sequence[Sequence[Filler]],
    reader: Reader,
) -> None:
    """Have everything embedded that is compared below, in one go: one by one is slow."""
    found = [filler for some in fillers for filler in some]
    words = [*slot.words, *(word for c in candidates for word in (*c.words, *c.about))]
    words += [noun for filler in found for noun in filler.nouns]
    names = [_bare(filler.text) for filler in found if filler.kind]
    if texts := list(dict.fromkeys([*map(str.lower, words), *names])):
        reader.embed(texts)


def best(near: Array) -> Array:
    """Give for each row its highest value, 0 where there are no columns."""
    return near.max(axis=1) if near.shape[1] else np.zeros(near.shape[0], np.float32)


def _in_passage(in_sentence: Array, candidates: Sequence[Candidate]) -> Array:
    found = np.zeros_like(in_sentence)
    passages = np.array([c.passage for c in candidates])
    for passage in np.unique(passages):
        found[:, passages == passage] = best(in_sentence[:, passages == passage])[:, None]
    return found


def share(weights: Array, found: Array) -> Array:
    """Weigh what was found of each word, a column a sentence."""
    total = float(weights.sum())
    return weights @ found / total if total else np.zeros(found.shape[1], np.float32)


def _head(slot: Slot, filler: Filler, reader: Reader) -> float:
    """Say how well a filler suits the noun asked for: what a figure counts, what a name names."""
    if filler.kind:
        return reader.kind(filler.text, filler.kind) * reader.rarity(filler.text)
    if slot.sort not in ("count", "measure") or (slot.sort == "measure" and not slot.head):
        return 1.0
    if not slot.head:
        return 0.6
    if not filler.nouns:
        return 0.2
    least = 0.6 if slot.head[-1] in GENERIC_NOUNS else 0.3 if slot.sort == "measure" else 0.0
    return max(least, float(reader.closeness(slot.head, filler.nouns)[-1].max()))


def abbreviated(word: str, slot: Slot, vocabulary: Sequence[str]) -> list[int]:
    """Find abbreviations that a name of the question is part of, or that it nearly is itself."""
    capitals = [(j, w) for j, w in enumerate(vocabulary) if len(w) > 2 and w.isupper()]
    if len(word) > 2 and word.isupper():
        return [j for j, w in capitals if abs(len(w) - len(word)) <= 1 and _within(w, word)]
    if word not in slot.names:
        return []
    initials = "".join(n[0] for n in slot.names)
    return [j for j, w in capitals if w in initials and word[0] in w]


def _within(initials: str, acronym: str) -> bool:
    letters = iter(acronym)
    return initials[0] == acronym[0] and all(letter in letters for letter in initials)
