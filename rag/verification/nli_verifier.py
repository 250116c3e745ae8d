"""A verifier of the user's own: a cross-encoder that tells entailment from contradiction.

Such models read some hundred word pieces and cut the rest in silence. So the
evidence is given window by window, and a statement that doesn't fit is an error.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from rag.errors import StatementTooLong
from rag.text.sentences import Sentence, sentences_of
from rag.types import Check, Difference, Passage
from rag.verification.rule_verifier import Bundled

ENTAILED = CONTRADICTED = 0.95
"""Probability from which on the model's word is taken: for certainty, not for balance."""
SPECIAL = 4
"""Word pieces that a model adds to a pair, at most."""
LEAST = 32
"""Word pieces of evidence that must fit beside the statement."""


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely a text entails a statement, and how likely it contradicts it; 0 to 1 each."""

    entailment: float
    contradiction: float


class Classifier(Protocol):
    """What is used of a cross-encoder for natural language inference."""

    limit: int

    def pieces(self, text: str) -> int:
        """Count the word pieces of a text, those that the model adds left out."""
        ...

    def classify(self, pairs: Sequence[tuple[str, str]]) -> Sequence[Chances]:
        """Judge pairs of evidence and statement, none of them longer than ``limit``."""
        ...


class Entailment:
    """Any cross-encoder behind one lock; word for word and definite differences come first."""

    def __init__(self, model: Classifier, name: str) -> None:
        """Wrap a model; ``name`` is what reports call it."""
        self.name = name
        self._model = model
        self._rules = Bundled()
        self._lock = threading.Lock()

    def check(self, statement: str, passages: Sequence[Passage]) -> Check:
        """Give the verdict; see `rag.verification.loading.Verifier`.

        The score is the highest probability of entailment by any window. Raises
        `StatementTooLong`.
        """
        by_rule = self._rules.check(statement, passages)
        if by_rule.verdict == "verbatim":
            return by_rule
        windows = self._windows(statement, sentences_of(passages))
        if not windows:
            return replace(by_rule, score=0.0)
        with self._lock:
            chances = self._model.classify(
                [(" ".join(s.text for s in window), statement) for window in windows]
            )
        best = max(range(len(windows)), key=lambda n: chances[n].entailment)
        worst = max(range(len(windows)), key=lambda n: chances[n].contradiction)
        score = chances[best].entailment
        places, against = (tuple(s.place for s in windows[n]) for n in (best, worst))
        if by_rule.verdict == "contradicted":
            return replace(by_rule, score=score)
        if score >= ENTAILED:
            reason = f"the model {self.name} says that the source entails it"
            return Check("supported", reason, score, places)
        if chances[worst].contradiction >= CONTRADICTED:
            reason = f"the model {self.name} says that the source contradicts it"
            difference = Difference("meaning", reason, found=against[0])
            return Check("contradicted", reason, score, against, (difference,))
        reason = f"the model {self.name} isn't sure; read the source and compare"
        return Check("not verified", reason, score, places, (), by_rule.unfound, by_rule.doubt)

    def _windows(self, statement: str, sentences: Sequence[Sentence]) -> list[list[Sentence]]:
        """Put sentences of a passage together as long as they fit beside the statement."""
        room = self._model.limit - SPECIAL - self._model.pieces(statement)
        if room < LEAST:
            raise StatementTooLong(
                f"the statement is too long for the verifier {self.name} ({len(statement):,} "
                "characters); check it sentence by sentence"
            )
        windows: list[list[Sentence]] = []
        left = 0
        for sentence in [part for one in sentences for part in self._fitting(one, room)]:
            pieces = self._model.pieces(sentence.text)
            same = windows and windows[-1][-1].passage == sentence.passage
            if not same or pieces > left:
                windows.append([])
                left = room
            windows[-1].append(sentence)
            left -= pieces
        return windows

    def _fitting(self, sentence: Sentence, room: int) -> list[Sentence]:
        """Cut a sentence of the evidence that is too long by itself, in halves at a space."""
        if self._model.pieces(sentence.text) <= room or len(sentence.text) < 2:
            return [sentence]
        cut = sentence.text.rfind(" ", 0, len(sentence.text) // 2 + 1)
        cut = cut if cut > 0 else len(sentence.text) // 2
        text, place = sentence.text, sentence.place
        first = replace(sentence, text=text[:cut], place=replace(place, end=place.start + cut))
        rest = replace(sentence, text=text[cut:], place=replace(place, start=place.start + cut))
        return [*self._fitting(first, room), *self._fitting(rest, room)]
