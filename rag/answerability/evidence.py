"""Hits to evidence: their sentences, measured against the question and put in order.

`features` measures how well each sentence gives what the question asks for, `classifier`
turns that into a probability, and `judgement` decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answerability.calibration import Calibration, Setting, load_models
from rag.answerability.features import Measured, measure
from rag.answerability.similarity import about, read
from rag.answerability.table_cells import is_silent
from rag.answerability.word_similarity import Embed, Reader
from rag.grammar.speakers import speakers_of
from rag.question.question import Question
from rag.store.bm25_index import Terms
from rag.types import Document, Hit, RetrievedSentence, Span

READ = 8
"""Passages, the best of them, whose sentences are looked at."""
SPEAKER, NAMED = 0.1, 0.05
"""What a sentence gains when it's by the speaker, or of the document, that the question names."""
PLACED = 1.0
"""The same where it stands at the very place that the question names: more than words can."""
SILENT = 0.3
"""How likely an answer is at most where the best row is empty in the column that is asked for."""
FOUND = 0.95
"""How likely an answer is where a question asks what stands at a place, and one is there."""


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence that was found, in which passage of which document, and how well it answers."""

    document: Document
    passage_id: str
    found: RetrievedSentence
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was measured of the sentences that were found, and how likely they are to answer.

    ``sentences`` come from best to worst; ``terms`` knows their stems.
    """

    measured: Measured
    sentences: tuple[RankedSentence, ...]
    probability: float
    terms: Terms


def weigh(
    question: Question, hits: Sequence[Hit], embed: Embed, calibration: Calibration
) -> Weighed | None:
    """Measure how well the sentences of the best hits answer; None where there are none.

    ``embed`` gives the vectors of words and names.
    """
    passages = _passages(question, hits[:READ])
    if not passages:
        return None
    sentences = [sentence for passage in passages for sentence in passage]
    similarity_of = {hit.passage.id: hit.similarity for hit in hits}
    terms = question.terms
    reader = Reader(embed, terms.stems, terms.rarity)
    candidates = read(
        [[sentence.found.text for sentence in passage] for passage in passages],
        [sentence.found.similarity for sentence in sentences],
        [about(passage[0].document) for passage in passages],
        [heads_over(passage[0].document, passage[0].found.span) for passage in passages],
        [similarity_of[passage[0].passage_id] for passage in passages],
    )
    measured = measure(question.slot, candidates, reader)
    setting: Setting = "given" if question.query.scope.ranges else "search"
    probability = load_models()[setting].probability(measured.values)
    scored = [
        replace(sentence, score=score + sentence.score)
        for sentence, score in zip(sentences, measured.scores, strict=True)
    ]
    ordered = sorted(scored, key=lambda sentence: -sentence.score)
    probability = calibration.apply(probability)
    place = question.place
    if place and place.whole and place.heads(ordered[0].found.text):
        measured = replace(measured, missing=(), absent=0.0, opposite=None)
        probability = max(probability, FOUND)
    best = ordered[0]
    heads = heads_over(best.document, best.found.span)
    if is_silent(question.slot, best.found.text, heads):
        probability = min(probability, SILENT)
    return Weighed(measured, tuple(ordered), probability, terms)


def heads_over(document: Document, span: Span) -> str:
    """Give what a table says over a row of it: its caption and the heads of its columns."""
    passage = document.passage(span.start, span.end)
    return passage.text_with_heads.removesuffix(passage.text)


def _passages(question: Question, hits: Sequence[Hit]) -> list[list[RankedSentence]]:
    """Give the sentences of each passage, without those that an earlier one holds too.

    Their scores are what they gain beforehand.
    """
    passages = []
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        document = hit.document
        if document is None:
            continue  # replaced or removed since it was found
        passage = [
            RankedSentence(document, hit.passage.id, found, _bonus(question, document, found))
            for found in hit.sentences
            if (document.id, found.span.start) not in seen
        ]
        seen.update((document.id, sentence.found.span.start) for sentence in passage)
        if passage:
            passages.append(passage)
    return passages


def _bonus(question: Question, document: Document, sentence: RetrievedSentence) -> float:
    """Give what a sentence gains for its speaker and its document."""
    speaker = SPEAKER if question.speakers & speakers_of(sentence.text) else 0.0
    place = question.place
    placed = PLACED if place and place.whole and place.heads(sentence.text) else 0.0
    return speaker + placed + (NAMED if document.id in question.named else 0.0)
