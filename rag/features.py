"""Question and sentences to features: the topic, and something that could fill the slot.

Every feature speaks for an answer when it's high. One that doesn't apply to a
question (it asks for nothing of a definite sort, or names no figure) is NaN.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.english import GENERIC_NOUNS, LIGHT_WORDS
from rag.fillers import Filler, clauses, find_fillers
from rag.opposites import OPPOSITES
from rag.reading import Array, Candidate, Reader, abbreviated
from rag.slot import DEFINITE, MARKED, Slot

IN_SENTENCE, IN_NEIGHBOUR, IN_PASSAGE = 0.85, 0.6, 0.4
"""Credit for a word outside the filler's clause: in its sentence, the one before, the rest."""
TOPIC_FOUND = 0.45
"""A cosine above this says that the topic is there; more of it says little about the answer."""
OPPOSITE_SHARE = 0.4
"""A sentence must hold this share of the question for an opposite in it to mean anything."""
FILLER_RANK = 0.3
"""What a filler adds to a sentence's place in the ranking."""
FEATURES = (
    "cosine",
    "topic",
    "names",
    "numbers",
    "least",
    "filled",
    "fit",
    "gap",
    "near",
    "marked",
    "opposite",
    "loose",
)


@dataclass(frozen=True, slots=True)
class Fit:
    """The best filler in a sentence.

    ``attached`` is the share of the question's words found near it, ``head`` how
    well it suits the noun asked for, ``least`` how near the worst met of the
    question's weighty words is, ``score`` all of them together. All 0 to 1.
    """

    candidate: int
    filler: Filler | None = None
    attached: float = 0.0
    head: float = 0.0
    least: float = 0.0
    score: float = 0.0

    @property
    def strict(self) -> float:
        """The score, lowered where a weighty word of the question is met nowhere near."""
        return self.score * (0.4 + 0.6 * self.least)


@dataclass(frozen=True, slots=True)
class Opposite:
    """A word of the question, its opposite in the text, and the sentence that holds it."""

    asked: str
    found: str
    candidate: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Features by name, the sentences from best to worst, and what a reason is made of.

    ``scores`` say how well each candidate seems to answer, in the candidates' order,
    and ``ranking`` has them from best to worst; ``fits`` is everything in them that
    fills the slot.
    ``missing`` are weighty words that no passage holds, not even one near in meaning;
    ``absent`` is their share of all the question's words, by weight.
    """

    slot: Slot
    values: dict[str, float]
    scores: tuple[float, ...]
    ranking: tuple[int, ...]
    fits: tuple[Fit, ...]
    candidates: tuple[Candidate, ...]
    fit: Fit
    missing: tuple[str, ...]
    absent: float
    opposite: Opposite | None


@dataclass(frozen=True, slots=True)
class _Table:
    """How close the question's words (rows) are to each sentence's words and to sentences."""

    words: tuple[str, ...]
    weights: Array
    near: tuple[Array, ...]
    in_sentence: Array
    in_passage: Array
    context: Array

    def share(self, found: Array) -> Array:
        """Weigh what was found of each word, a column a sentence."""
        return _share(self.weights, found)

    def found(self, wanted: Sequence[str], column: int) -> float:
        """Average what is found of some of the words; NaN if there are none."""
        rows = [i for i, word in enumerate(self.words) if word in wanted]
        return float(self.context[rows, column].mean()) if rows else math.nan


def measure(slot: Slot, candidates: Sequence[Candidate], reader: Reader) -> Measured:
    """Measure how well sentences answer a question. Raises `ValueError` without sentences."""
    if not candidates:
        raise ValueError(
            "there are no sentences to measure; a search that finds none needs no slot"
        )
    fillers = [find_fillers(slot, candidate.text) for candidate in candidates]
    _prepare(slot, candidates, fillers, reader)
    table = _table(slot, candidates, reader)
    cosine = np.array([c.cosine for c in candidates], np.float32)
    share = table.share(table.context)
    both = ((np.clip(cosine, 0, 1) + share) / 2).astype(np.float32)
    every = [
        _fits_in(slot, i, candidates[i], found, table, reader) for i, found in enumerate(fillers)
    ]
    fits = [max(found, key=lambda fit: fit.score, default=Fit(i)) for i, found in enumerate(every)]
    opposite = _opposite(slot, candidates, share, both, reader.stem)
    values = _values(slot, table, cosine, share, both, fits)
    values["opposite"] = 0.0 if opposite is None else -1.0
    scores = np.array([fit.score for fit in fits])
    wants_filler = slot.sort in DEFINITE or slot.sort == "which"
    rank = both + FILLER_RANK * scores * wants_filler
    ranking = np.argsort(-rank, kind="stable")
    return Measured(
        slot=slot,
        values={name: values[name] for name in FEATURES},
        scores=tuple(rank.tolist()),
        ranking=tuple(ranking.tolist()),
        fits=tuple(fit for found in every for fit in found),
        candidates=tuple(candidates),
        fit=max(fits, key=lambda fit: fit.score),
        missing=_missing(table),
        absent=_absent(table),
        opposite=opposite,
    )


def _prepare(
    slot: Slot,
    candidates: Sequence[Candidate],
    fillers: Sequence[Sequence[Filler]],
    reader: Reader,
) -> None:
    """Have everything embedded that is compared below, in one go."""
    found = [filler for some in fillers for filler in some]
    words = [*slot.words, *(word for c in candidates for word in (*c.words, *c.about))]
    words += [noun for filler in found for noun in filler.nouns]
    names = [filler.text for filler in found if filler.kind]
    reader.prepare(words, names)
    reader.learn(names)


def _table(slot: Slot, candidates: Sequence[Candidate], reader: Reader) -> _Table:
    words = slot.words
    vocabulary = list(dict.fromkeys(w for c in candidates for w in (*c.words, *c.about)))
    closeness = reader.closeness(words, vocabulary)
    for i, word in enumerate(words):
        closeness[i, abbreviated(word, slot, vocabulary)] = 1.0
    column = {word: j for j, word in enumerate(vocabulary)}
    near = tuple(closeness[:, [column[w] for w in c.words]] for c in candidates)
    in_sentence = np.stack([_best(n) for n in near], axis=1)
    titles = [_best(closeness[:, [column[w] for w in c.about]]) for c in candidates]
    in_passage = np.maximum(_in_passage(in_sentence, candidates), np.stack(titles, axis=1))
    before = np.zeros_like(in_sentence)
    for i, candidate in enumerate(candidates):
        if candidate.order:
            before[:, i] = in_sentence[:, i - 1]
    context = np.maximum.reduce([in_sentence, IN_NEIGHBOUR * before, IN_PASSAGE * in_passage])
    weights = np.array([reader.weight(word) for word in words], np.float32)
    return _Table(words, weights, near, in_sentence, in_passage, context)


def _best(near: Array) -> Array:
    """Give for each row its highest value, 0 where there are no columns."""
    return near.max(axis=1) if near.shape[1] else np.zeros(near.shape[0], np.float32)


def _in_passage(in_sentence: Array, candidates: Sequence[Candidate]) -> Array:
    found = np.zeros_like(in_sentence)
    passages = np.array([c.passage for c in candidates])
    for passage in np.unique(passages):
        found[:, passages == passage] = _best(in_sentence[:, passages == passage])[:, None]
    return found


def _share(weights: Array, found: Array) -> Array:
    total = float(weights.sum())
    return weights @ found / total if total else np.zeros(found.shape[1], np.float32)


def _values(
    slot: Slot, table: _Table, cosine: Array, share: Array, both: Array, fits: Sequence[Fit]
) -> dict[str, float]:
    best = int(np.argmax(both))
    heavy = _heavy(table.weights)
    values = {
        "cosine": float(cosine.max()),
        "topic": min(TOPIC_FOUND, float(cosine.max())),
        "names": table.found(slot.names, best),
        "numbers": table.found(slot.numbers, best),
        "least": float(table.context[heavy].min(axis=0).max()) if heavy.any() else math.nan,
        "loose": float(slot.sort not in DEFINITE and slot.sort not in MARKED),
    }
    values |= dict.fromkeys(("filled", "fit", "gap", "near", "marked"), math.nan)
    top = max(fits, key=lambda fit: fit.score)
    covered = float(share.max())
    if slot.sort in DEFINITE:
        strict = max(fit.strict for fit in fits)
        values["filled"] = min(1.0, strict / max(0.2, covered))
        values["fit"] = max(fit.score * (0.2 + float(both[fit.candidate])) for fit in fits)
        values["gap"] = top.score - covered
        values["near"] = top.least
    elif slot.sort in MARKED:
        values["marked"] = min(1.0, top.score / max(0.2, covered))
    return values


def _heavy(weights: Array) -> NDArray[np.bool_]:
    """Say which words weigh at least half as much as the weightiest."""
    return np.asarray(weights >= 0.5 * weights.max(initial=0.0), np.bool_)


def _missing(table: _Table) -> tuple[str, ...]:
    return tuple(
        word
        for word, row in zip(table.words, table.in_passage, strict=True)
        if row.max() < 0.5 and word.lower() not in LIGHT_WORDS
    )


def _absent(table: _Table) -> float:
    missing = _missing(table)
    gone = sum(w for word, w in zip(table.words, table.weights, strict=True) if word in missing)
    return float(gone) / max(float(table.weights.sum()), 1e-9)


def _fits_in(
    slot: Slot,
    index: int,
    candidate: Candidate,
    fillers: Sequence[Filler],
    table: _Table,
    reader: Reader,
) -> list[Fit]:
    """Say of each filler in one sentence how well it's attached to the question's words."""
    ranges = clauses(candidate.text)
    rows = [i for i, w in enumerate(table.words) if not (w in slot.head and slot.sort in _TAKEN)]
    weights = table.weights[rows]
    heavy = _heavy(weights)
    elsewhere = np.minimum(table.context[:, index], IN_NEIGHBOUR)
    fits = []
    for filler in fillers:
        credit = _credit(filler, candidate, ranges, beside=slot.sort == "role")
        located = np.maximum(_best(table.near[index] * credit), elsewhere)[rows]
        attached = float(_share(weights, located[:, None])[0]) if rows else 0.5
        head = _head(slot, filler, reader)
        score = filler.weight * attached * head
        least = float(located[heavy].min()) if heavy.any() else 1.0
        if score > 0:
            fits.append(Fit(index, filler, attached, head, least, score))
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


def _opposite(
    slot: Slot,
    candidates: Sequence[Candidate],
    share: Array,
    both: Array,
    stem: Callable[[str], str],
) -> Opposite | None:
    """Find a word of the question whose opposite stands in one of the two closest sentences.

    None where the sentence holds the question's word too, or the question the opposite.
    Names are left out: the "Peace" of an institute is no opposite of violence.
    """
    asked = {stem(word): word for word in slot.words if word.islower()}
    pairs = [(stem(a), stem(b)) for pair in OPPOSITES for a, b in (pair, pair[::-1])]
    for index in np.argsort(-both, kind="stable")[:2].tolist():
        if share[index] < OPPOSITE_SHARE:
            continue
        held = {stem(word): word for word in candidates[index].words if word.islower()}
        for a, b in pairs:
            if a in asked and b in held and a not in held and b not in asked:
                return Opposite(asked[a], held[b], index)
    return None
