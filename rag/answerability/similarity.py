"""Sentences to candidates, and how close their words are to a question's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rag.answerability.answer_candidates import Filler
from rag.answerability.surroundings import FOUND, belonging, pointed_back
from rag.answerability.word_similarity import Array, Reader, bare_name, with_related
from rag.english.vocabulary import GENERAL_WORDS, GENERIC_NOUNS
from rag.question.question_type import Slot
from rag.text.content_words import words_and_places
from rag.text.quantities import ordinal
from rag.text.related_words import phrases_in
from rag.types import Document

IN_NEIGHBOUR, IN_PASSAGE = 0.6, 0.4
"""Credit for a word in the sentence before, and in the rest of the passage."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence as read: its content words, where each starts, and how near the question is.

    ``whole`` is how near its passage is, None where that isn't known.
    """

    text: str
    passage: int
    order: int
    words: tuple[str, ...]
    spots: tuple[int, ...]
    cosine: float
    about: tuple[str, ...] = ()
    heads: str = ""
    often: frozenset[str] | None = None
    whole: float | None = None


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
    whole: Sequence[float | None] = (),
) -> list[Candidate]:
    """Take passages of sentences apart into candidates; ``cosines`` run through all of them.

    ``about`` says for each passage what its document is (title, author): a question may name
    it, and the sentences needn't. ``heads`` is what a table says over the passage's rows: words
    of each of them, behind its own. ``often`` are the question's names that its document has
    often; left out where it isn't to be told whom a passage is about. ``whole`` has a cosine for
    each passage.
    """
    found: list[Candidate] = []
    for number, passage in enumerate(sentences):
        title = words_and_places(about[number])[0] if about else ()
        under = heads[number] if heads else ""
        over, said = words_and_places(under)[0], often[number] if often else None
        for order, text in enumerate(passage):
            words, spots = words_and_places(text)
            for phrase, start in phrases_in(text):
                words, spots = (*words, phrase), (*spots, start)
            spots = (*spots, *(len(text) for _ in over))
            words = (*words, *over)
            at = (spots, cosines[len(found)], title, under, said)
            near = whole[number] if whole else None
            found.append(Candidate(text, number, order, words, *at, near))
    return found


@dataclass(frozen=True, slots=True)
class Table:
    """How close the question's words (rows) are to each sentence's words and to sentences.

    ``context`` (words x sentences) has for each sentence how close the closest is of its words, of
    the sentence before and of the passage; ``shares`` (sentences) is what part of the question's
    words that makes, by weight. ``near``, how close each sentence's words are, and ``told`` count
    what says nearly the same, too (see `with_related`); the probability is better off without.
    ``told`` has full credit for what the document is about and what a sentence points back to: what
    all sentences of a text share doesn't tell which answers.
    ``belongs`` is what part of the question's names and years the passage or its title has.
    ``heads`` say how well each filler suits what is asked for.
    ``missing`` are weighty words that no passage holds, not even one near in meaning.
    ``passages`` (sentences) is the share of the question's words that stand in each one's
    passage. ``reworded`` says how far the question's strangest word is from the nearest word of
    the passage of the closest sentence, 0 where all of them stand there as they are.
    """

    words: tuple[str, ...]
    weights: Array
    near: tuple[Array, ...]
    context: Array
    shares: Array
    told: Array
    belongs: Array
    passages: Array
    heads: tuple[tuple[float, ...], ...]
    missing: tuple[str, ...]
    reworded: float


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
    cosine = reader.cosines(words, vocabulary)
    closeness = reader.closeness(words, vocabulary, cosine)
    for i, word in enumerate(words):
        closeness[i, abbreviated(word, slot, vocabulary)] = 1.0
        closeness[i, same_ordinal(word, vocabulary)] = 1.0
    column = {word: j for j, word in enumerate(vocabulary)}
    context, within, _ = _met(closeness, candidates, column)
    closeness = with_related(closeness, words, vocabulary, slot.question)
    related, _, titled = _met(closeness, candidates, column)
    near = tuple(closeness[:, [column[w] for w in c.words]] for c in candidates)
    in_sentence = np.stack([best(n) for n in near], axis=1)
    in_passage = np.maximum(_in_passage(in_sentence, candidates), titled)
    weights = np.array([reader.weight(word) for word in words], np.float32)
    back = pointed_back(in_sentence, [(one.order, one.text) for one in candidates])
    told = np.maximum.reduce([related, titled, back])
    heads = tuple(tuple(_head(slot, one, reader) for one in found) for found in fillers)
    missing = tuple(
        word
        for word, row in zip(words, in_passage, strict=True)
        if row.max() < FOUND and word.lower() not in GENERAL_WORDS
    )
    closest = max(candidates, key=lambda c: c.cosine).passage
    own = [column[w] for c in candidates if c.passage == closest for w in c.words]
    reworded = 1 - float(best(cosine[:, own]).min(initial=1.0))
    return Table(
        words=words,
        weights=weights,
        near=near,
        context=context,
        shares=share(weights, context),
        told=share(weights, told),
        belongs=belonging(slot, [one.often for one in candidates], weights, in_passage),
        passages=share(weights, within),
        heads=heads,
        missing=missing,
        reworded=reworded,
    )


def _met(
    closeness: Array, candidates: Sequence[Candidate], column: Mapping[str, int]
) -> tuple[Array, Array, Array]:
    """Give how well each word is met for each sentence (words x sentences).

    In its context, in its passage, and in what its document is about.
    """
    in_sentence = np.stack(
        [best(closeness[:, [column[w] for w in c.words]]) for c in candidates], axis=1
    )
    titled = np.stack(
        [best(closeness[:, [column[w] for w in c.about]]) for c in candidates], axis=1
    )
    within = _in_passage(in_sentence, candidates)
    before = np.zeros_like(in_sentence)
    for i, candidate in enumerate(candidates):
        if candidate.order:
            before[:, i] = in_sentence[:, i - 1]
    in_passage = np.maximum(within, titled)
    context = np.maximum.reduce([in_sentence, IN_NEIGHBOUR * before, IN_PASSAGE * in_passage])
    return context, within, titled


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
    names = [bare_name(filler.text) for filler in found if filler.kind]
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


def same_ordinal(word: str, vocabulary: Sequence[str]) -> list[int]:
    """Find the other writings of an ordinal: "10th", "tenth"."""
    value = ordinal(word)
    return [j for j, other in enumerate(vocabulary) if value and ordinal(other) == value]


def _within(initials: str, acronym: str) -> bool:
    letters = iter(acronym)
    return initials[0] == acronym[0] and all(letter in letters for letter in initials)
