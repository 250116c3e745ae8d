"""The line from question to answer, in one screen."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence

from rag.alone import held_back
from rag.evidence import Weighed
from rag.extracting import completed, extracted, unanswered
from rag.judgement import Judgement, could_turn, decide
from rag.library import Library
from rag.llm import countdown
from rag.opinion import NO_TRUST, Trust, opinion
from rag.query import checked_query
from rag.question import Question
from rag.steps import asked, evidence_of, search, still_current
from rag.trust import read_trust
from rag.types import Answer, Done, Event, Hit, Query, Replied, Retrieved, Searched
from rag.understand import understand
from rag.writing import with_draft, write

ATTEMPTS = 5
"""Of a search while documents are replaced."""


def ask(query: Query, library: Library) -> Answer:
    """Answer a query from the library's documents, or say why not. See `ask_events`."""
    for event in ask_events(query, library):
        if isinstance(event, Done):
            return event.answer
    raise AssertionError("ask_events ended without an answer")


def ask_events(query: Query, library: Library) -> Iterator[Event]:
    """Answer a query step by step: what was searched, each checked statement, the whole answer.

    With a language model it writes the statements; where it fails, or nothing it wrote
    holds, they are the documents' own words. Nothing is yielded that `rag.integrity` hasn't
    passed. When a document is replaced while it's being read, the search is done again.
    Raises `QueryError` for an empty or overlong question or an unknown document in its
    scope, `StoreEmpty` and `IdentityMismatch` when the store can't be asked.
    """
    query = checked_query(query, library)
    store = library.store
    understood = understand(query, store, library.settings.embedder)
    if understood.unreadable:
        yield Done(Answer(query, "refused", reason=understood.unreadable))
        return

    question = asked(understood.query, library)
    hits, searched = yield from _searched(question, library)
    found = evidence_of(question, hits, library)
    judged = decide(found, library.calibration)
    model = library.llm
    trust = read_trust(store, model) if model is not None else NO_TRUST
    left = countdown(library.settings.llm_timeout)
    judged = yield from _reconsidered(judged, found, question.query, hits, library, trust, left)
    blank = Answer(
        query,
        "refused",
        reason=judged.reason,
        missing=judged.missing,
        searched=searched,
        score=judged.score,
        notes=(*understood.notes, *store.broken()),
    )
    answers = judged.status == "answered"
    if model is not None and (answers or not library.settings.refuse):
        # One that can't tell what answers from what doesn't isn't left to choose.
        evidence = judged.context if trust.most or not judged.evidence else judged.evidence
        strict = library.settings.strict or not answers
        written = yield from write(
            understood.query, evidence, library, model, left(), strict=strict
        )
        blank = with_draft(blank, written, model.name, judged.notes, quoted=answers)
        if blank.status == "answered" and answers and not trust.most:
            blank = yield from completed(blank, judged.evidence, library)
    if blank.status == "answered":
        yield Done(blank)
    elif answers:
        yield from extracted(query, blank, judged, library)
    else:
        yield Done(unanswered(query, blank, judged, library))


def _searched(
    question: Question, library: Library
) -> Generator[Retrieved, None, tuple[Sequence[Hit], Searched]]:
    """Search until no document that was found is replaced meanwhile."""
    scope, attempts = question.query.scope, 0
    while True:
        hits = search(question, library)
        searched = library.store.searched(scope)
        yield Retrieved(searched, hits)
        attempts += 1
        current = still_current(hits, library, scope.collection)
        if attempts == ATTEMPTS or len(current) == len(hits):
            return current, searched


def _reconsidered(
    judged: Judgement,
    found: Weighed | None,
    query: Query,
    hits: Sequence[Hit],
    library: Library,
    trust: Trust,
    left: Callable[[], float],
) -> Generator[Replied, None, Judgement]:
    """Judge again with a model's opinion where it could turn the outcome, and without a topic."""
    log_odds, model = 0.0, library.llm
    if model is not None and could_turn(judged, trust.most):
        log_odds = yield from opinion(query.question, judged.context, model, trust, left())
        if log_odds:
            judged = decide(found, library.calibration, opinion=log_odds)
    return held_back(judged, query, hits, library, opinion=log_odds)
