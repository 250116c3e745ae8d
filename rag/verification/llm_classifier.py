"""A language model that says whether a text entails a statement, asked window by window.

How likely each of three words is as its reply is taken from the probabilities of its first token,
where the server gives them; else the word that it says counts as certain. Anything else that it
says is no opinion.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from time import monotonic

from rag.errors import ModelDown
from rag.llm.client import Piece, Served, countdown
from rag.llm.prompts import VERDICTS, verdict_prompt
from rag.verification.nli_verifier import Chances

PIECE = 4
"""Characters that a word piece of a language model has, roughly."""
LIMIT = 800
"""Word pieces of a statement and a window of evidence."""
LONGEST = 40
"""Characters of a reply that are read for its one word."""
PAUSE_S = 60.0
"""A model that failed isn't asked again for so long: a draft has many statements to wait for."""
REMEMBERED = 2000
"""Pairs whose opinions are kept: passages are checked together, and then one by one."""


class LanguageModelClassifier:
    """What `Entailment` asks, by a language model."""

    limit = LIMIT

    def __init__(self, model: Served, seconds: float) -> None:
        """``seconds`` is how long it has for one statement, all windows together."""
        self._model, self._seconds = model, seconds
        self._kept: OrderedDict[tuple[str, str], Chances | None] = OrderedDict()
        self._down_until, self._problem = 0.0, ""

    def pieces(self, text: str) -> int:
        """Count the word pieces of a text, roughly."""
        return len(text) // PIECE + 1

    def classify(self, pairs: Sequence[tuple[str, str]]) -> list[Chances | None]:
        """Judge pairs of evidence and statement. Raises `ModelDown`; see `Classifier`."""
        left = countdown(self._seconds)
        return [self._judged(pair, left()) for pair in pairs]

    def _judged(self, pair: tuple[str, str], seconds: float) -> Chances | None:
        if pair not in self._kept:
            prompt = verdict_prompt(pair[1], pair[0])
            if prompt and monotonic() < self._down_until:
                raise ModelDown(self._problem)
            try:
                found = opinion_of(self._model.pieces(prompt, seconds)) if prompt else None
            except ModelDown as error:
                self._down_until, self._problem = monotonic() + PAUSE_S, str(error)
                raise
            self._kept[pair] = found
            if len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)
        return self._kept[pair]


def opinion_of(reply: Iterable[Piece]) -> Chances | None:
    """Read a reply: the chances of its first token, else its one word; None if it's neither."""
    text = ""
    for piece in reply:
        for token, likely in piece.likely:
            if token.strip():
                return _chances(likely)
        text += piece.text
        if len(text) > LONGEST:
            return None
    said = text.strip(" \n\t.*\"'`").upper()
    return _chances({said: 1.0}) if said in VERDICTS else None


def _chances(likely: Mapping[str, float]) -> Chances | None:
    """Add up how likely each verdict is: the tokens that it begins with; None where none does."""
    shares = dict.fromkeys(VERDICTS, 0.0)
    for token, chance in likely.items():
        begun = token.strip().upper()
        for verdict in VERDICTS:
            if begun and verdict.startswith(begun):
                shares[verdict] += chance
    if not any(shares.values()):
        return None
    return Chances(min(1.0, shares["ENTAILED"]), min(1.0, shares["REFUTED"]))
