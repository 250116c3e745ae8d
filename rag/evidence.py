"""Hits to evidence: their sentences, measured against the question and put in order.

`rag.slot` reads what the question asks for, `rag.features` measures how well each
sentence gives it, `rag.answerable` turns that into a probability. `rag.judgement` decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answerable import Setting, load_models
from rag.coverage import Terms
from rag.features import Measured, measure
from rag.question import Question
from rag.reading import Embed, Reader, read
from rag.speakers import named_documents, speakers_of
from rag.types import Document, Hit, RetrievedSentence, Source

SPEAKER, NAMED = 0.1, 0.05
"""What a sentence gains when it's by the speaker, or of the document, that the question names."""


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

    ``sentences`` come from best to worst; ``probability`` isn't calibrated yet.
    """

    measured: Measured
    sentences: tuple[RankedSentence, ...]
    probability: float
    terms: Terms


def weigh(
    question: Question, hits: Sequence[Hit], sources: Iterable[Source], embed: Embed
) -> Weighed | None:
    """Measure how well the sentences of some hits answer; None where there are none.

    ``sources`` are those of all documents of the collection. ``embed`` gives the vectors of
    words and names.
    """
    passages = _passages(hits)
    if not passages:
        return None
    sentences = [sentence for passage in passages for sentence in passage]
    candidates = read(
        [[sentence.found.text for sentence in passage] for passage in passages],
        [sentence.found.similarity for sentence in sentences],
        [about(passage[0].document) for passage in passages],
    )
    terms = question.terms
    measured = measure(question.slot, candidates, Reader(embed, terms.stem, terms.rarity))
    setting: Setting = "given" if question.query.scope.ranges else "search"
    return Weighed(
        measured,
        _ordered(question, sentences, measured.scores, sources),
        load_models()[setting].probability(measured.values),
        terms,
    )


def _passages(hits: Sequence[Hit]) -> list[list[RankedSentence]]:
    """Give the sentences of each passage, without those that an earlier one holds too."""
    passages = []
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        document = hit.document
        if document is None:
            continue  # replaced or removed since it was found
        passage = [
            RankedSentence(document, hit.passage.id, found)
            for found in hit.sentences
            if (document.id, found.span.start) not in seen
        ]
        seen.update((document.id, sentence.found.span.start) for sentence in passage)
        if passage:
            passages.append(passage)
    return passages


def about(document: Document) -> str:
    """Give what a document is called and who wrote it: a question may name it by that."""
    csl = document.source.csl
    authors = csl.get("author")
    names = [
        str(value)
        for author in (authors if isinstance(authors, Sequence) else ())
        if isinstance(author, Mapping)
        for value in author.values()
    ]
    words = " ".join([document.source.title, *names, str(csl.get("publisher", "")), document.file])
    return words.replace("-", " ").replace(".", " ")


def _ordered(
    question: Question,
    sentences: Sequence[RankedSentence],
    scores: Sequence[float],
    sources: Iterable[Source],
) -> tuple[RankedSentence, ...]:
    """Put the sentences from best to worst; the speaker asked for first."""
    named = named_documents(question.query.question, sources)
    ordered = []
    for sentence, score in zip(sentences, scores, strict=True):
        if question.speakers & speakers_of(sentence.found.text):
            score += SPEAKER
        if sentence.document.id in named:
            score += NAMED
        ordered.append(replace(sentence, score=score))
    return tuple(sorted(ordered, key=lambda sentence: -sentence.score))
