"""Which of the sentences that were found are shown: the best, each saying something new."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answerability.evidence import RankedSentence, Weighed
from rag.english.word_lists import words
from rag.question.question_type import DEFINITE
from rag.types import Evidence, Span

MAX_STATEMENTS = 4
MAX_NEAREST = 3
MAX_CONTEXT = 8
NEXT_DEFINITE, NEXT_OPEN = 0.9, 0.85
"""Further statements must score this share of the first one's score: a question for one thing
has one answer, an open one has several."""
SAME_WORDS = 0.6
"""Two sentences that share this part of their stems say the same."""
ANAPHORS = frozenset(words("sentence_selection", "anaphors"))


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
        if not any(_same(stems, other) for other in known):
            taken.append(sentence)
            known.append(stems)
    return _merged([_widened(sentence) for sentence in taken])


def _same(a: frozenset[str], b: frozenset[str]) -> bool:
    return len(a & b) >= SAME_WORDS * max(1, min(len(a), len(b)))


def _widened(sentence: RankedSentence) -> Evidence:
    """Take the sentence before along when this one leans on it ("This", "They")."""
    document, span = sentence.document, sentence.found.span
    start = span.start
    block = document.block_at(span.start)
    words = sentence.found.text.split()
    if block and words and words[0].strip(",").lower() in ANAPHORS:
        before = [s for s in document.sentences_in(block.start, block.end) if s.end <= start]
        start = before[-1].start if before else start
    return Evidence.of(document, Span(start, span.end), sentence.score, sentence.passage_id)


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
