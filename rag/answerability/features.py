"""Question and sentences to features: the topic, and something that could fill the slot.

Every feature speaks for an answer when it's high. One that doesn't apply to a
question (it asks for nothing of a definite sort, or names no figure) is NaN.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rag.answerability.answer_candidates import Filler, clauses, find_fillers
from rag.answerability.similarity import (
    IN_NEIGHBOUR,
    Candidate,
    Table,
    best,
    compare,
    share,
)
from rag.answerability.table_cells import under_heads
from rag.answerability.word_similarity import Array, Reader
from rag.english.vocabulary import FUNCTION_WORDS
from rag.grammar.word_relations import OPPOSITES
from rag.question.question_type import DEFINITE, MARKED, Slot
from rag.text.content_words import words_of
from rag.text.tokens import stem

IN_SENTENCE = 0.85
"""Credit for a word outside the filler's clause, in its sentence."""
TOPIC_FOUND = 0.45
"""A cosine above this says that the topic is there; more of it says little about the answer."""
OPPOSITE_SHARE = 0.4
"""A sentence must hold this share of the question for an opposite in it to mean anything."""
FILLER_RANK = 0.3
"""What a filler adds to a sentence's place in the ranking."""
BELONGS = 0.4
"""A sentence with which less of the question's names stands speaks of somebody else: nothing in
it fills the slot."""
FEATURES = (
    "cosine", "topic", "names", "numbers", "least", "filled", "fit", "gap", "near", "marked",
    "opposite", "loose", "cover", "reworded", "unshared", "whole",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fit:
    """The best filler in a sentence.

    ``score`` says how well it suits the noun asked for and how much of the question is found
    near it, ``least`` how near the worst met of the question's weighty words is. Both 0 to 1.
    """

    candidate: int
    filler: Filler | None = None
    least: float = 0.0
    score: float = 0.0

    @property
    def strict(self) -> float:
        """The score, lowered where a weighty word of the question is met nowhere near."""
        return self.score * (0.4 + 0.6 * self.least)


@dataclass(frozen=True, slots=True)
class Measured:
    """Features by name, the sentences' scores, and what a reason is made of.

    ``scores`` say how well each candidate seems to answer, in the candidates' order,
    ``sentences`` are their texts, and ``likeliest`` is the text of the best; ``belongs`` what
    part of the question's names stands with each; ``told`` what part of all its words;
    ``fits`` is everything in them that fills the slot.
    ``missing`` are weighty words that no passage holds, not even one near in meaning;
    ``absent`` is their share of all the question's words, by weight; ``nowhere`` those of them
    that stand nowhere in the collection. ``empty`` are the candidates, by position, that only
    repeat words of the question. ``opposite`` is a word of the question and its opposite
    in the text.
    """

    slot: Slot
    values: dict[str, float]
    scores: tuple[float, ...]
    belongs: tuple[float, ...]
    likeliest: str
    fits: tuple[Fit, ...]
    missing: tuple[str, ...]
    absent: float
    opposite: tuple[str, str] | None
    nowhere: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    empty: tuple[int, ...] = ()
    told: tuple[float, ...] = ()

    def fills(self, candidate: int) -> float:
        """Say how well the best that a candidate has fills the slot."""
        return max((fit.strict for fit in self.fits if fit.candidate == candidate), default=0.0)


def measure(slot: Slot, candidates: Sequence[Candidate], reader: Reader) -> Measured:
    """Measure how well sentences, at least one, answer a question."""
    fillers = [
        under_heads(slot, find_fillers(slot, one.text), one.text, one.heads) for one in candidates
    ]
    ranges = [clauses(candidate.text) for candidate in candidates]
    table = compare(slot, candidates, fillers, reader)
    cosine = np.array([c.cosine for c in candidates], np.float32)
    shares = table.shares
    both = ((np.clip(cosine, 0, 1) + shares) / 2).astype(np.float32)
    every = [
        _fits_in(slot, i, candidates[i], found, ranges[i], table)
        if table.belongs[i] >= BELONGS
        else []
        for i, found in enumerate(fillers)
    ]
    fits = [max(found, key=lambda fit: fit.score, default=Fit(i)) for i, found in enumerate(every)]
    opposite = _opposite(slot, candidates, shares, both, reader)
    values = _values(slot, table, cosine, shares, both, fits)
    values["whole"] = max((c.whole for c in candidates if c.whole is not None), default=math.nan)
    values["opposite"] = 0.0 if opposite is None else -1.0
    scores = np.array([fit.score for fit in fits])
    pairs = zip(table.words, table.weights, strict=True)
    gone = [weight for word, weight in pairs if word in table.missing]
    wants_filler = slot.sort in DEFINITE or slot.sort == "which"
    told = (np.clip(cosine, 0, 1) + table.told) / 2
    rank = told + FILLER_RANK * scores * wants_filler
    return Measured(
        slot=slot,
        values={name: values[name] for name in FEATURES},
        scores=tuple(rank.tolist()),
        belongs=tuple(table.belongs.tolist()),
        likeliest=candidates[int(np.argmax(rank))].text,
        fits=tuple(
            fit
            for candidate, best, found in zip(candidates, fits, every, strict=True)
            for fit in ([best] if candidate.heads else found)  # a row's cells don't contradict it
        ),
        missing=table.missing,
        absent=float(sum(gone)) / max(float(table.weights.sum()), 1e-9),
        opposite=opposite,
        sentences=tuple(candidate.text for candidate in candidates),
        empty=_empty(slot, candidates, reader),
        told=tuple(table.told.tolist()),
    )


def _tells(word: str) -> bool:
    return word.lower() not in FUNCTION_WORDS


def _empty(slot: Slot, candidates: Sequence[Candidate], reader: Reader) -> tuple[int, ...]:
    """Give the candidates that only repeat words of the question: they tell nothing new.

    Of a question for "yes" or "no" such a sentence may be the answer.
    """
    if slot.sort == "yes-no":
        return ()
    asked = {reader.stem(word) for word in words_of(slot.question)}
    return tuple(
        at
        for at, candidate in enumerate(candidates)
        if all(reader.stem(word) in asked for word in words_of(candidate.text) if _tells(word))
    )


def _values(
    slot: Slot, table: Table, cosine: Array, shares: Array, both: Array, fits: Sequence[Fit]
) -> dict[str, float]:
    closest = int(np.argmax(both))
    weighty = _heavy(table.weights)
    values = {
        "cosine": float(cosine.max()),
        "topic": min(TOPIC_FOUND, float(cosine.max())),
        "names": _found(table, slot.names, closest),
        "numbers": _found(table, slot.numbers, closest),
        "least": float(table.context[weighty].min(axis=0).max()) if weighty.any() else math.nan,
        "loose": float(slot.sort not in DEFINITE and slot.sort not in MARKED),
        "cover": float(shares.max()),
        "reworded": table.reworded,
        "unshared": 1 - float(table.passages[closest]),
    }
    values |= dict.fromkeys(("filled", "fit", "gap", "near", "marked"), math.nan)
    top = max(fits, key=lambda fit: fit.score)
    covered = float(shares.max())
    if slot.sort in DEFINITE:
        strict = max(fit.strict for fit in fits)
        values["filled"] = min(1.0, strict / max(0.2, covered))
        values["fit"] = max(fit.score * (0.2 + float(both[fit.candidate])) for fit in fits)
        values["gap"] = top.score - covered
        values["near"] = top.least
    elif slot.sort in MARKED:
        values["marked"] = min(1.0, top.score / max(0.2, covered))
    return values


def _found(table: Table, wanted: Sequence[str], sentence: int) -> float:
    """Average what a sentence's context has of some of the words; NaN if there are none."""
    rows = [i for i, word in enumerate(table.words) if word in wanted]
    return float(table.context[rows, sentence].mean()) if rows else math.nan


def _heavy(weights: Array) -> NDArray[np.bool_]:
    """Say which words weigh at least half as much as the weightiest."""
    return np.asarray(weights >= 0.5 * weights.max(initial=0.0), np.bool_)


def _fits_in(
    slot: Slot,
    index: int,
    candidate: Candidate,
    fillers: Sequence[Filler],
    ranges: Sequence[tuple[int, int]],
    table: Table,
) -> list[Fit]:
    """Say of each filler in one sentence how well it's attached to the question's words."""
    rows = [i for i, w in enumerate(table.words) if not (w in slot.head and slot.sort in _TAKEN)]
    weights = table.weights[rows]
    weighty = _heavy(weights)
    elsewhere = np.minimum(table.context[:, index], IN_NEIGHBOUR)
    fits = []
    for filler, head in zip(fillers, table.heads[index], strict=True):
        credit = _credit(filler, candidate, ranges, beside=slot.sort == "role")
        located = np.maximum(best(table.near[index] * credit), elsewhere)[rows]
        attached = float(share(weights, located[:, None])[0]) if rows else 0.5
        score = filler.weight * attached * head
        least = float(located[weighty].min()) if weighty.any() else 1.0
        if score > 0:
            fits.append(Fit(index, filler, least, score))
    return fits


_TAKEN = frozenset(("count", "which", "name", "place", "role", "person", "money", "law"))
"""Sorts whose head is met by the filler itself, not by words near it."""


def _credit(
    filler: Filler,
    candidate: Candidate,
    ranges: Sequence[tuple[int, int]],
    *,
    beside: bool,
) -> Array:
    """Credit each word of a sentence by how near it stands to the filler, the filler itself none.

    ``beside`` is for what must stand right next to the word asked for, as an
    office beside its holder's name.
    """
    spots = np.array(candidate.spots, dtype=np.int64)
    distance = np.argsort(np.argsort(np.abs(spots - (filler.start + filler.end) / 2)))
    step, least = (0.1, 0.3) if beside else (0.02, 0.6)
    credit = np.clip(1.0 - step * np.maximum(0, distance - 4), least, 1.0)
    start, end = next((a, b) for a, b in ranges if a <= filler.start < b)
    credit = credit * np.where((spots >= start) & (spots < end), 1.0, IN_SENTENCE)
    if not filler.nouns:
        credit = np.where((spots >= filler.start) & (spots < filler.end), 0.0, credit)
    return credit.astype(np.float32)


def _opposite(
    slot: Slot, candidates: Sequence[Candidate], shares: Array, both: Array, reader: Reader
) -> tuple[str, str] | None:
    """Find a word of the question whose opposite stands in one of the two closest sentences.

    None where the sentence holds the question's word too, or the question the opposite.
    Names are left out: the "Peace" of an institute is no opposite of violence.
    """
    asked = {reader.stem(word): word for word in slot.words if word.islower()}
    for index in np.argsort(-both, kind="stable")[:2].tolist():
        if shares[index] < OPPOSITE_SHARE:
            continue
        held = {reader.stem(word): word for word in candidates[index].words if word.islower()}
        for a, b in _stems_of_opposites():
            if a in asked and b in held and a not in held and b not in asked:
                return asked[a], held[b]
    return None


@cache
def _stems_of_opposites() -> tuple[tuple[str, str], ...]:
    return tuple((stem(a), stem(b)) for pair in OPPOSITES for a, b in (pair, pair[::-1]))
