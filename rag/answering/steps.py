"""The steps from a question to a judgement, over an opened library."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from rag.answerability.evidence import weigh
from rag.answerability.judgement import Judgement, decide
from rag.library import Library
from rag.models.reranker import DEPTH as RERANKED
from rag.question.question import Question, question_of
from rag.retrieve.hybrid import retrieve, with_sentences
from rag.types import Hit, Query, Retrieved, Searched

DEPTH = 10
"""Passages that are retrieved for an answer."""
ATTEMPTS = 5
"""Of a search while documents are replaced."""


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


def searched(
    question: Question, library: Library
) -> Generator[Retrieved, None, tuple[Sequence[Hit], Searched]]:
    """Search until no document that was found is replaced meanwhile.

    What was replaced after the last attempt is left out.
    """
    store, scope, attempts = library.store, question.query.scope, 0
    while True:
        hits = search(question, library)
        through = store.searched(scope)
        yield Retrieved(through, hits)
        attempts += 1
        current = []
        for hit in hits:
            document = store.document(hit.passage.document_id, scope.collection)
            if document is not None and document.content_hash == hit.passage.content_hash:
                current.append(hit)
        if attempts == ATTEMPTS or len(current) == len(hits):
            return current, through


def judge(
    query: Query, hits: Sequence[Hit], library: Library, *, opinion: float = 0.0
) -> Judgement:
    """Judge hits by another question than the one that they were found for.

    ``opinion`` is somebody else's, in log-odds that the documents answer.
    """
    question = asked(query, library)
    compared = with_sentences(hits, question, library.store, library.embedder)
    return decide(
        weigh(question, compared, library.embed_words, library.calibration), opinion=opinion
    )
