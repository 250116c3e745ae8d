"""Hits to evidence: their sentences, measured against the question and put in order.

`features` measures how well each sentence gives what the question asks for, `classifier`
turns that into a probability, and `judgement` decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answerability.absence import ascertained
from rag.answerability.calibration import Calibration, Setting, load_models
from rag.answerability.cell_lookup import Cell, find_cells
from rag.answerability.decisions import decision_asked, stated_first
from rag.answerability.features import Measured, measure
from rag.answerability.ranked_sentence import RankedSentence
from rag.answerability.similarity import about, read
from rag.answerability.table_cells import is_silent
from rag.answerability.word_similarity import Embed, Reader
from rag.grammar.quote_role import is_scrap, plain_role
from rag.grammar.speakers import speakers_of
from rag.question.question import Question
from rag.store.bm25_index import Terms
from rag.types import Document, Hit, QuoteRole, RetrievedSentence, Span

READ = 8
"""Passages, the best of them, whose sentences are looked at."""
SPEAKER, NAMED = 0.1, 0.05
"""What a sentence gains when it's by the speaker, or of the document, that the question names."""
PLACED = 1.0
"""The same where it stands at the very place that the question names: more than words can."""
BESIDE = -0.2
SAYING_LITTLE: frozenset[QuoteRole] = frozenset(
    ("question", "reference", "contents", "caption", "heading")
)
"""What such a sentence loses: it names a topic, or a source, and says nothing of it."""
UNSTATED = 0.4
"""How likely an answer is at most where a decision is asked for, and no sentence states one."""
SILENT = 0.3
"""How likely an answer is at most where the best row is empty in the column that is asked for."""
FOUND = 0.95
"""How likely an answer is where a question asks what stands at a place, and one is there."""

NAMED_CELL, NAMED_ROW = 0.9, 0.6
"""The same where a question names a table's row and column, or the row alone."""


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
    measured = ascertained(
        measure(question.slot, candidates, reader), hits, reader.weight, terms.occurs
    )
    setting: Setting = "given" if question.query.scope.ranges else "search"
    probability = load_models()[setting].probability(measured.values)
    scored = [
        replace(sentence, score=score + sentence.score)
        for sentence, score in zip(sentences, measured.scores, strict=True)
    ]
    asked = decision_asked(question.slot)
    ordered = sorted(scored, key=lambda sentence: -sentence.score)
    probability = calibration.apply(probability)
    if asked:
        ordered, stated = stated_first(ordered, asked)
        probability = probability if stated else min(probability, UNSTATED)
    place = question.place
    if place and place.whole and place.heads(ordered[0].found.text):
        measured = replace(measured, missing=(), nowhere=(), absent=0.0, opposite=None)
        probability = max(probability, FOUND)
    best = ordered[0]
    heads = heads_over(best.document, best.found.span)
    if is_silent(question.slot, best.found.text, heads):
        probability = min(probability, SILENT)
    elif cells := find_cells(question, hits):
        ordered = _with_cells(cells, ordered)
        measured = replace(measured, missing=(), nowhere=(), absent=0.0, opposite=None)
        probability = _with_cell(probability, cells)
    return Weighed(measured, tuple(ordered), probability, terms)


def _with_cell(probability: float, cells: Sequence[Cell]) -> float:
    if all(one.is_empty for one in cells):
        return min(probability, SILENT)
    return max(probability, *(NAMED_CELL if one.cell else NAMED_ROW for one in cells))


def _with_cells(cells: Sequence[Cell], ordered: Sequence[RankedSentence]) -> list[RankedSentence]:
    """Put the rows that the question names before all other sentences."""
    best = ordered[0].score
    rows = [
        RankedSentence(
            one.document,
            one.passage_id,
            RetrievedSentence(one.row, one.document.text[one.row.start : one.row.end], 0.0),
            best + PLACED * one.cover,
        )
        for one in cells
    ]
    known = {(row.document.id, row.found.span) for row in rows}
    rest = [one for one in ordered if (one.document.id, one.found.span) not in known]
    return [*rows, *rest]


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
            if (document.id, found.span.start) not in seen and _says_something(document, found)
        ]
        seen.update((document.id, sentence.found.span.start) for sentence in passage)
        if passage:
            passages.append(passage)
    return passages


def _says_something(document: Document, sentence: RetrievedSentence) -> bool:
    """Say whether a sentence is more than a rule, a blank, a bullet or a lone number."""
    block = document.block_at(sentence.span.start)
    return not is_scrap(sentence.text, row=block is not None and block.kind == "table")


def _bonus(question: Question, document: Document, sentence: RetrievedSentence) -> float:
    """Give what a sentence gains for its speaker and its document."""
    speaker = SPEAKER if question.speakers & speakers_of(sentence.text) else 0.0
    place = question.place
    placed = PLACED if place and place.whole and place.heads(sentence.text) else 0.0
    beside = BESIDE if plain_role(document, sentence.span) in SAYING_LITTLE else 0.0
    return beside + speaker + placed + (NAMED if document.id in question.named else 0.0)
