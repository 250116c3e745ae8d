"""Whether a sentence says much the same as its source, in other words.

The words of the two are compared by what the embedding model makes of them where they stand, so
that "paid" meets "were compensated". A logistic regression says how likely such a sentence is
borne out; `evals.training.fit_compare` fits it and sets the threshold. It has no say where
something definite differs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np

from rag.errors import ModelError
from rag.models.encoding import Encoded, Vector
from rag.models.logistic_regression import Model, model_of
from rag.text.alignment import Pair
from rag.text.quantities import Figure
from rag.text.sentences import Sentence, sentences_of
from rag.text.tokens import Token, tokens
from rag.types import Check, Passage, Span
from rag.verification.contradiction.quantities import counts, not_held
from rag.verification.contradiction.rules import differences
from rag.verification.rule_verifier import DOUBTFUL
from rag.verification.withholding_rules import brought_in, denied_alone, opposite, qualm

FILE = Path(__file__).with_name("compare.json")
FEATURES = ("covered", "weakest", "cosine", "score", "clear")
"""All between 0 and 1, and the higher the better."""
CANDIDATES = 2
"""Sentences, those with most of the statement's words, that are read by the model."""
SMALL_WORD = 0.3
"""Weight of a function word beside a telling one's 1."""
SAME = 0.6
"""Cosine of two words in their sentences from which they're marked as saying the same."""
AGAINST = (denied_alone, opposite, brought_in)
"""Of the rules that withhold a sentence, those that hold back more false rewordings than true:
another word of a kind (29 true and 20 false ones of the tuning halves) isn't among them."""
MUCH_THE_SAME = "it says much the same in other words; read the two and compare"


class Encoder(Protocol):
    """What is used of an embedding model."""

    def encode_question(self, question: str) -> Encoded:
        """Give a text's vector and those of its word pieces."""
        ...

    def encode_batches(self, texts: Sequence[str]) -> Iterator[dict[int, Encoded]]:
        """Give the same of several texts, by their numbers."""
        ...


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The regression; from where on a sentence says much the same, and is about the same."""

    model: Model
    same: float
    about: float


@dataclass(frozen=True, slots=True)
class Closest:
    """The sentence that a statement most likely rests on, and how likely it bears it out.

    ``matches`` pairs characters of the statement with those of the document that say the same;
    ``clear`` says that nothing was found that differs, ``if_clear`` is the chance if it were so.
    """

    sentence: Sentence
    chance: float
    if_clear: float
    clear: bool
    matches: tuple[tuple[Span, Span], ...] = ()


@cache
def load_thresholds(path: Path = FILE) -> Thresholds:
    """Read the regression. Raises `ModelError` when the file isn't one of ours."""
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        return Thresholds(model_of(row["model"]), float(row["same"]), float(row["about"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{path} isn't a model of likeness ({error}); install Sanad again"
        ) from error


class Comparing:
    """A verifier that says "compare" where the one that it wraps can't say anything."""

    def __init__(self, verifier: _Verifier, encoder: Encoder) -> None:
        """Wrap a verifier; it keeps its name."""
        self.name = verifier.name
        self._verifier, self._encoder = verifier, encoder

    def check(self, statement: str, passages: Sequence[Passage]) -> Check:
        """Give the verdict; see `rag.verification.loading.Verifier`."""
        check = self._verifier.check(statement, passages)
        if check.verdict != "not verified":
            return check
        near = candidates(statement, sentences_of(passages))
        return compared(check, closest(statement, near, check.score, self._encoder))


class _Verifier(Protocol):
    name: str

    def check(self, statement: str, passages: Sequence[Passage]) -> Check: ...


def compared(check: Check, found: Closest | None) -> Check:
    """Make "compare" of "not verified" where the closest sentence says much the same."""
    same = found and found.clear and found.chance >= load_thresholds().same
    if check.verdict != "not verified" or not found or not same:
        return check
    return replace(
        check, verdict="compare", reason=MUCH_THE_SAME, places=(found.sentence.place,), unfound=()
    )


def candidates(statement: str, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Give the sentences that have most of a statement's words, the best first."""
    said = {token.stem: token.weight for token in tokens(statement) if token.content}

    def shared(sentence: Sentence) -> float:
        stems = {token.stem for token in tokens(sentence.text)}
        return sum(weight for stem, weight in said.items() if stem in stems)

    return sorted(sentences, key=shared, reverse=True)[:CANDIDATES]


def closest(
    statement: str, sentences: Sequence[Sentence], score: float, encoder: Encoder
) -> Closest | None:
    """Give that one of some sentences that a statement most likely rests on.

    ``score`` is how well the verifier says that it's borne out. None without sentences, and
    where the model gives no vectors of words.
    """
    near = _nearest(statement, sentences, encoder)
    if near is None:
        return None
    own, theirs, sentence = near
    clear = is_clear(statement, sentence.text, [one.text for one in sentences])
    values, model = _measured(own, theirs, score, clear=clear), load_thresholds().model
    chances = model.probability(values), model.probability(values | {"clear": 1.0})
    return Closest(sentence, *chances, clear, _matches(own, theirs, sentence))


def features_of(
    statement: str, sentences: Sequence[Sentence], score: float, encoder: Encoder
) -> dict[str, float] | None:
    """Measure how much of a statement the closest of some sentences says, to fit on.

    By name:

    - ``covered``: how near the nearest word of the sentence is to each of its words, on average;
    - ``weakest``: the same of its telling word that is farthest from all of them;
    - ``cosine``: of the two sentences' vectors;
    - ``score``: the verifier's;
    - ``clear``: 0 where something speaks against it, see `is_clear`.
    """
    near = _nearest(statement, sentences, encoder)
    if near is None:
        return None
    own, theirs, sentence = near
    clear = is_clear(statement, sentence.text, [one.text for one in sentences])
    return _measured(own, theirs, score, clear=clear)


def _nearest(
    statement: str, sentences: Sequence[Sentence], encoder: Encoder
) -> tuple[_Words, _Words, Sentence] | None:
    """Give the words of a statement, and those of the sentence that covers them best."""
    if not sentences or not any(token.content for token in tokens(statement)):
        return None
    own = _words(statement, encoder.encode_question(statement))
    encoded: dict[int, Encoded] = {}
    for batch in encoder.encode_batches([sentence.text for sentence in sentences]):
        encoded |= batch
    read = [(_words(one.text, encoded[n]), one) for n, one in enumerate(sentences)]
    if own is None:
        return None
    found = [(own, theirs, one) for theirs, one in read if theirs is not None]
    return max(found, key=lambda one: _covered(one[0], one[1])[1], default=None)


def is_clear(statement: str, sentence: str, near: Sequence[str]) -> bool:
    """Say whether nothing was found that speaks against a statement's being a rewording.

    ``near`` are all sentences that may bear it out, ``sentence`` among them: what any of them
    contradicts isn't to be compared with another.
    """
    text = " ".join(near)
    lacking = not_held(statement, text)
    return (
        all(isinstance(one, Figure) and not counts(one, statement) for one in lacking)
        and qualm(statement, [sentence], rules=AGAINST) is None
        and not any(
            one.sure >= DOUBTFUL
            for other in near
            for one in differences(Pair(statement, other), (), text)
        )
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text and their unit vectors in it, a row a word, and the text's own."""

    words: tuple[Token, ...]
    vectors: Vector
    whole: Vector


def _words(text: str, encoded: Encoded) -> _Words | None:
    words, rows = [], []
    for token in tokens(text):
        starts, ends = encoded.spans[:, 0], encoded.spans[:, 1]
        of_it = encoded.pieces[(starts < token.end) & (ends > token.start)]
        if len(of_it) and (length := float(np.linalg.norm(mean := of_it.mean(axis=0)))):
            words.append(token)
            rows.append(mean / length)
    if not rows:
        return None
    return _Words(tuple(words), np.stack(rows).astype(np.float32), encoded.vector)


def _covered(own: _Words, theirs: _Words) -> tuple[Vector, float]:
    """Give how near each word of a statement is to the nearest of a sentence, and on average."""
    nearest = (own.vectors @ theirs.vectors.T).max(axis=1)
    weights = np.array([token.weight or SMALL_WORD for token in own.words])
    return nearest, float(nearest @ weights / weights.sum())


def _measured(own: _Words, theirs: _Words, score: float, *, clear: bool) -> dict[str, float]:
    nearest, covered = _covered(own, theirs)
    telling = [near for near, t in zip(nearest, own.words, strict=True) if t.weight == 1.0]
    return {
        "covered": covered,
        "weakest": float(min(telling, default=nearest.min())),
        "cosine": float(own.whole @ theirs.whole),
        "score": score,
        "clear": float(clear),
    }


def _matches(own: _Words, theirs: _Words, sentence: Sentence) -> tuple[tuple[Span, Span], ...]:
    """Pair telling words with the nearest ones of the sentence, where they're near enough."""
    near = own.vectors @ theirs.vectors.T
    found = []
    for row, token in zip(near, own.words, strict=True):
        best = int(row.argmax())
        other = theirs.words[best]
        figure = token.word[0].isdigit() or other.word[0].isdigit()
        near_enough = row[best] >= SAME and not figure
        if token.content and other.content and (near_enough or token.stem == other.stem):
            start = sentence.place.start
            there = Span(start + other.start, start + other.end)
            found.append((Span(token.start, token.end), there))
    return tuple(found)
