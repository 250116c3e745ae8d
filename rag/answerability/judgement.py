"""Evidence to an outcome: whether it answers, which sentences show that, or why it doesn't."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rag.answerability.calibration import Calibration
from rag.answerability.evidence import Weighed
from rag.answerability.explanations import ANSWER, notes, outcome, reason
from rag.answerability.neighbours import merged, widened
from rag.answerability.premises import borne_out
from rag.answerability.ranked_sentence import RankedSentence
from rag.answerability.similarity import about
from rag.question.question_type import DEFINITE
from rag.types import Evidence, Status

MAX_STATEMENTS = 4
MAX_NEAREST = 3
MAX_CONTEXT = 8
NEXT_DEFINITE, NEXT_OPEN = 0.9, 0.85
"""Further statements must score this share of the first one's score: a question for one thing
has one answer, an open one has several."""
AS_WELL = 0.7
"""Nor may they take up less than this share of what the first one does of the question, or fill
the slot less well: a sentence near in meaning that does neither says something else."""
TAKEN_UP = 0.35
"""What part of the question they take up at least. With both, 15 of 26 further statements to open
questions of the development cases hold evidence, of 21 in 58 before; of those to definite ones 5
of 7, of 7 in 15."""
SAME_WORDS = 0.6
"""Two sentences that share this part of their stems say the same."""


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
    measured = weighed.measured
    status = outcome(measured, probability)
    evidence = chosen(weighed, answered=status == "answered")
    if status == "answered":
        evidence = borne_out(measured, evidence, probability)
        status = "answered" if evidence else "unsure"
        evidence = evidence or chosen(weighed, answered=False)
    answered = status == "answered"
    shown = [item.text for item in evidence]
    return Judgement(
        status,
        reason="" if answered else reason(measured, status, shown),
        score=probability,
        missing=measured.missing,
        notes=(*notes(measured, shown), *_left_out(weighed)) if answered else (),
        evidence=evidence,
        context=distinct(weighed, MAX_CONTEXT),
    )


def _left_out(weighed: Weighed) -> tuple[str, ...]:
    """Say of how many rows that a question names some are shown."""
    if weighed.labelled <= weighed.rows or not weighed.rows:
        return ()
    return (f"{weighed.labelled} rows fit the question; the first {weighed.rows} are shown.",)


def could_turn(judged: Judgement, log_odds: float) -> bool:
    """Say whether an opinion of so many log-odds could make an answer of it, or unmake it."""
    if judged.status == "answered":
        return shifted(judged.score, -log_odds) < ANSWER
    return judged.status == "unsure" and judged.score < ANSWER <= shifted(judged.score, log_odds)


def shifted(probability: float, log_odds: float) -> float:
    """Give a probability moved by log-odds; one that isn't moved stays bit for bit."""
    return Calibration(offset=log_odds).apply(probability) if log_odds else probability


def chosen(weighed: Weighed, *, answered: bool) -> tuple[Evidence, ...]:
    """Take the sentences that answer, else those that come closest."""
    if weighed.rows > 1:
        rows = weighed.sentences[: weighed.rows]
        return merged([widened(one, weighed.measured.slot) for one in rows])
    if not answered:
        return distinct(weighed, MAX_NEAREST)
    definite = weighed.measured.slot.sort in DEFINITE
    first = weighed.sentences[0]
    floor = (NEXT_DEFINITE if definite else NEXT_OPEN) * first.score
    weighed = _of_its_names(weighed) if definite else weighed
    kept = tuple(one for one in weighed.sentences if one is first or _as_well(one, first))
    return distinct(replace(weighed, sentences=kept), MAX_STATEMENTS, floor)


def _as_well(one: RankedSentence, first: RankedSentence) -> bool:
    """Say whether a sentence takes up as much of the question as the first, or fills its slot."""
    if one.told is None or first.told is None:
        return True
    if one.fills is not None and first.fills:
        return one.told >= TAKEN_UP and one.fills >= AS_WELL * first.fills
    return one.told >= max(TAKEN_UP, AS_WELL * first.told)


def _of_its_names(weighed: Weighed) -> Weighed:
    """Leave out the sentences of documents without any of the question's names.

    Where the best one's document has one: the date of another meeting in the same year is none of
    this one's.
    """
    names = weighed.measured.slot.names
    documents = {one.document.id: one.document for one in weighed.sentences}
    has = {
        key: any(name in one.text or name in about(one) for name in names)
        for key, one in documents.items()
    }
    if not has[weighed.sentences[0].document.id]:
        return weighed
    kept = tuple(one for one in weighed.sentences if has[one.document.id])
    return replace(weighed, sentences=kept)


def distinct(weighed: Weighed, limit: int, floor: float = float("-inf")) -> tuple[Evidence, ...]:
    """Take the best sentences, each saying something that those before it don't."""
    taken: list[RankedSentence] = []
    known: list[frozenset[str]] = []
    for sentence in weighed.sentences:
        if len(taken) == limit or sentence.score < floor:
            break
        stems = frozenset(weighed.terms.stems(sentence.found.text))
        if not any(
            len(stems & other) >= SAME_WORDS * max(1, min(len(stems), len(other)))
            for other in known
        ):
            taken.append(sentence)
            known.append(stems)
    slot = weighed.measured.slot
    return merged([widened(sentence, slot) for sentence in taken])
