"""Evidence to an outcome: whether it answers, which sentences show that, or why it doesn't."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rag.answerability.evidence import Weighed
from rag.answerability.explanations import ANSWER, notes, outcome
from rag.answerability.sentence_selection import MAX_CONTEXT, chosen, distinct
from rag.types import Evidence, Status


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the evidence amounts to.

    ``evidence`` answers when ``status`` is ``answered``, else it is what came
    closest. ``score`` is the probability that the documents answer; ``missing``
    lists words of the question that no passage holds; ``notes`` are for the reader.
    ``context`` is the best evidence and more of it, for a language model to write from.
    """

    status: Status
    evidence: tuple[Evidence, ...]
    reason: str = ""
    score: float = 0.0
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    context: tuple[Evidence, ...] = ()


def decide(weighed: Weighed | None, *, opinion: float = 0.0) -> Judgement:
    """Choose up to four runs of sentences that answer, or say why none does.

    ``opinion`` is somebody else's, in log-odds that the documents answer.
    """
    if weighed is None:
        return Judgement("refused", (), "The search found no passage at all.")
    probability = shifted(weighed.probability, opinion)
    status, why = outcome(weighed.measured, probability)
    answered = status == "answered"
    return Judgement(
        status,
        reason=why,
        score=probability,
        missing=weighed.measured.missing,
        notes=notes(weighed.measured) if answered else (),
        evidence=chosen(weighed, answered=answered),
        context=distinct(weighed, MAX_CONTEXT),
    )


def could_turn(judged: Judgement, log_odds: float) -> bool:
    """Say whether an opinion of so many log-odds could make an answer of it, or unmake it."""
    if judged.status == "answered":
        return shifted(judged.score, -log_odds) < ANSWER
    return judged.status == "unsure" and judged.score < ANSWER <= shifted(judged.score, log_odds)


def shifted(probability: float, log_odds: float) -> float:
    """Give a probability moved by log-odds; one that isn't moved stays bit for bit."""
    if not log_odds or not 0 < probability < 1:
        return probability
    odds = math.log(probability / (1 - probability)) + log_odds
    return 1 / (1 + math.exp(-odds))
