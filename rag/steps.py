"""The steps from a question to a judgement, over an opened library."""

from __future__ import annotations

from collections.abc import Sequence

from rag.evidence import Weighed, weigh
from rag.judgement import Judgement, decide
from rag.library import Library
from rag.question import Question, question_of
from rag.rerank import DEPTH as RERANKED
from rag.retrieve import retrieve, with_sentences
from rag.types import Hit, Query

DEPTH = 10
"""Passages that are retrieved for an answer."""
READ = 8
"""Passages, the best of them, whose sentences are looked at."""


def asked(query: Query, library: Library) -> Question:
    """Read the question of a query, once for all steps."""
    return question_of(query, library.store, library.embedder)


def search(question: Question, library: Library, k: int = DEPTH) -> tuple[Hit, ...]:
    """Give the ``k`` passages that suit a question best; a reranker, if any, looks again."""
    reranker = None if question.query.scope.ranges else library.reranker
    if reranker is None:
        return retrieve(question, library.store, library.embedder, k)
    hits = retrieve(question, library.store, library.embedder, max(k, RERANKED))
    return reranker.rerank(question.query.question, hits, k)


def still_current(hits: Sequence[Hit], library: Library, collection: str) -> tuple[Hit, ...]:
    """Leave out the hits whose document isn't any more the one that was searched."""
    now = {
        hit.passage.document_id: library.document(hit.passage.document_id, collection)
        for hit in hits
    }
    return tuple(
        hit
        for hit in hits
        if (document := now[hit.passage.document_id]) is not None
        and document.content_hash == hit.passage.content_hash
    )


def evidence_of(question: Question, hits: Sequence[Hit], library: Library) -> Weighed | None:
    """Measure how well the sentences of the best hits answer; None where there are none."""
    entries = library.store.entries(question.query.scope.collection)
    sources = [entry.source for entry in entries]
    return weigh(question, hits[:READ], sources, library.embed_words)


def judge(
    query: Query, hits: Sequence[Hit], library: Library, *, opinion: float = 0.0
) -> Judgement:
    """Judge hits by another question than the one that they were found for.

    ``opinion`` is somebody else's, in log-odds that the documents answer.
    """
    question = asked(query, library)
    compared = with_sentences(hits, question, library.store, library.embedder)
    return decide(evidence_of(question, compared, library), library.calibration, opinion=opinion)
