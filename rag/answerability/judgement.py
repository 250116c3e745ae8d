"""Evidence to an outcome: whether it answers, which sentences show that, or why it doesn't."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answerability.calibration import Calibration
from rag.answerability.evidence import RankedSentence, Weighed
from rag.answerability.explanations import ANSWER, notes, outcome
from rag.english.word_lists import words
from rag.question.question_type import DEFINITE
from rag.types import Document, Evidence, Span, Status

MAX_STATEMENTS = 4
MAX_NEAREST = 3
MAX_CONTEXT = 8
NEXT_DEFINITE, NEXT_OPEN = 0.9, 0.85
"""Further statements must score this share of the first one's score: a question for one thing
has one answer, an open one has several."""
SAME_WORDS = 0.6
"""Two sentences that share this part of their stems say the same."""
LEADS_IN = ":\u2013\u2014"
MAX_LIST = 800
"""Characters of a list that come along with the words that lead it in."""
ANAPHORS = frozenset(words("judgement", "anaphors"))


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
    return Calibration(offset=log_odds).apply(probability) if log_odds else probability


def chosen(weighed: Weighed, *, answered: bool) -> tuple[Evidence, ...]:
    """Take the sentences that answer, else those that come closest."""
    if not answered:
        return distinct(weighed, MAX_NEAREST)
    share = NEXT_DEFINITE if weighed.measured.slot.sort in DEFINITE else NEXT_OPEN
    return distinct(weighed, MAX_STATEMENTS, share * weighed.sentences[0].score)


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
    return _merged([_widened(sentence) for sentence in taken])


def _widened(sentence: RankedSentence) -> Evidence:
    """Take the sentence before along when this one leans on it ("This", "They")."""
    document, span = sentence.document, sentence.found.span
    start = span.start
    block = document.block_at(span.start)
    words = sentence.found.text.split()
    if block and words and words[0].strip(",").lower() in ANAPHORS:
        before = [s for s in document.sentences_in(block.start, block.end) if s.end <= start]
        start = before[-1].start if before else start
    end = end_of_list(document, span.end)
    return Evidence.of(document, Span(start, end), sentence.score, sentence.passage_id)


def end_of_list(document: Document, end: int) -> int:
    """Give the end of the items that a sentence ending in a colon or dash leads in, else its own.

    A law's definition is one sentence over several paragraphs: its first line says nothing alone.
    """
    if document.text[end - 1] not in LEADS_IN:
        return end
    at = bisect_right(document.blocks, end - 1, key=lambda block: block.start) - 1
    leading = document.blocks[at]
    depth = leading.level if leading.kind == "item" else 0
    limit = end + MAX_LIST
    for block in document.blocks[at + 1 :]:
        if block.kind != "item" or block.level <= depth or block.end > limit:
            break
        end = block.end
    return end


def _merged(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Leave out evidence that lies within an earlier one."""
    kept: list[Evidence] = []
    for item in evidence:
        span = Span(item.start, item.end)
        if not any(
            item.document_id == k.document_id and span.overlaps(Span(k.start, k.end)) for k in kept
        ):
            kept.append(item)
    return tuple(kept)
