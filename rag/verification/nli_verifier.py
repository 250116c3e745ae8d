"""A verifier of the user's own: a model that tells entailment from contradiction.

It's asked only where the rules say neither, and its word counts only as far as it was measured
(`rag.verification.trust`). Such models read some hundred word pieces and cut the rest in silence.
So the evidence is given window by window, and a statement that doesn't fit isn't asked about.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from rag.errors import ModelDown
from rag.text.sentences import Sentence, sentences_of
from rag.text.tokens import tokens
from rag.types import Check, Difference, Passage, Place
from rag.verification.rule_verifier import Bundled
from rag.verification.trust import Trust

SPECIAL = 4
"""Word pieces that a model adds to a pair, at most."""
LEAST = 32
"""Word pieces of evidence that must fit beside the statement."""
WINDOWS = 3
"""Windows of evidence that are read, those with most of the statement's words. Of many, one
entails or contradicts anything, by accident."""
UNMEASURED = "the verifier {} has no say until `sanad calibrate --verifier` has measured it"


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely a text entails a statement, and how likely it contradicts it; 0 to 1 each."""

    entailment: float
    contradiction: float


class Classifier(Protocol):
    """What is used of a model for natural language inference."""

    limit: int

    def pieces(self, text: str) -> int:
        """Count the word pieces of a text, those that the model adds left out."""
        ...

    def classify(self, pairs: Sequence[tuple[str, str]]) -> Sequence[Chances | None]:
        """Judge pairs of evidence and statement, none of them longer than ``limit``.

        None for a pair of which nothing can be told. Raises `ModelDown` when it fails.
        """
        ...


@dataclass(frozen=True, slots=True)
class Opinion:
    """The highest chances that a window entails or contradicts a statement, and those windows."""

    entailment: float
    contradiction: float
    entailing: tuple[Place, ...]
    contradicting: tuple[Place, ...]


class Entailment:
    """A model behind one lock, for what the rules leave open."""

    def __init__(
        self,
        model: Classifier,
        name: str,
        trust: Callable[[], Trust | None],
        key: str = "",
        lock: threading.Lock | None = None,
    ) -> None:
        """Wrap a model; ``name`` is what reports call it, ``key`` what it's measured as.

        ``trust`` gives what was measured of it, None where nothing was. Those that wrap the same
        model share its ``lock``.
        """
        self.name, self.key = name, key
        self._model, self._trust = model, trust
        self._rules = Bundled()
        self._lock = lock or threading.Lock()

    @property
    def trust(self) -> Trust | None:
        """How far it counts; None where it wasn't measured."""
        return self._trust()

    def check(self, statement: str, passages: Sequence[Passage]) -> Check:
        """Give the verdict; see `rag.verification.loading.Verifier`.

        What the rules are sure of stays. A doubt of theirs keeps the model from "supported".
        """
        check = self._rules.check(statement, passages)
        if check.verdict != "not verified" or not passages:
            return check
        trust = self.trust
        if trust is None:
            return _noted(check, UNMEASURED.format(self.name))
        if not trust.any:
            return check
        try:
            found = self.opinion(statement, passages)
        except ModelDown as error:
            return _noted(check, f"without the verifier: {error}")
        if found is None:
            return _noted(check, f"the verifier {self.name} could make nothing of it")
        return _counted(check, found, trust, self.name)

    def opinion(self, statement: str, passages: Sequence[Passage]) -> Opinion | None:
        """Ask the model, measured or not; None where it can't read the statement or say anything.

        Raises `ModelDown`.
        """
        windows = self._windows(statement, sentences_of(passages))
        if not windows:
            return None
        with self._lock:
            said = self._model.classify(
                [(" ".join(s.text for s in window), statement) for window in windows]
            )
        read = [(one, w) for one, w in zip(said, windows, strict=True) if one is not None]
        if not read:
            return None
        best, entailing = max(read, key=lambda one: one[0].entailment)
        worst, contradicting = max(read, key=lambda one: one[0].contradiction)
        return Opinion(
            best.entailment,
            worst.contradiction,
            tuple(sentence.place for sentence in entailing),
            tuple(sentence.place for sentence in contradicting),
        )

    def _windows(self, statement: str, sentences: Sequence[Sentence]) -> list[list[Sentence]]:
        """Put sentences of a passage together as long as they fit beside the statement.

        Gives those that have most of its words; none where no room is left beside it.
        """
        room = self._model.limit - SPECIAL - self._model.pieces(statement)
        if room < LEAST:
            return []
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
        said = {token.stem: token.weight for token in tokens(statement) if token.content}

        def shared(window: Sequence[Sentence]) -> float:
            stems = {token.stem for sentence in window for token in tokens(sentence.text)}
            return sum(weight for stem, weight in said.items() if stem in stems)

        return sorted(windows, key=shared, reverse=True)[:WINDOWS]

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


def _counted(check: Check, found: Opinion, trust: Trust, name: str) -> Check:
    """Give a check with the model's opinion, where that counts and the two don't quarrel."""
    supported = trust.supported is not None and found.entailment >= trust.supported
    against = trust.contradicted is not None and found.contradiction >= trust.contradicted
    if supported and not against and not check.doubt:
        reason = f"the model {name} says that the source entails it"
        return Check("supported", reason, max(check.score, found.entailment), found.entailing)
    if against and found.contradiction > found.entailment:
        reason = f"the model {name} says that the source contradicts it"
        places = found.contradicting
        difference = Difference("meaning", reason, found=places[0])
        return Check("contradicted", reason, check.score, places, (difference,))
    return check


def _noted(check: Check, note: str) -> Check:
    return replace(check, reason=f"{check.reason}; {note}")
