"""The line from question to answer, in one screen."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace

from rag.alone import held_back
from rag.errors import QueryError
from rag.evidence import Judgement, could_turn, judge
from rag.extracting import completed, extracted, unanswered
from rag.library import Library
from rag.llm import countdown
from rag.opinion import NO_TRUST, Trust, opinion, read_trust
from rag.store import Store
from rag.types import Answer, Done, Event, Hit, Query, Replied, Retrieved
from rag.understand import Understood, understand
from rag.writing import with_draft, write

MAX_QUESTION = 2000
"""Characters. Longer texts aren't questions, and the embedder would cut them in silence."""
ATTEMPTS = 5
DEPTH = 10
"""Passages that are retrieved."""
READ = 8
"""Passages, the best of them, whose sentences are looked at."""


def ask(query: Query, library: Library) -> Answer:
    """Answer a query from the library's documents, or say why not. See `ask_events`."""
    for event in ask_events(query, library):
        if isinstance(event, Done):
            return event.answer
    raise AssertionError("ask_events ended without an answer")


def ask_events(query: Query, library: Library) -> Iterator[Event]:
    """Answer a query step by step: what was searched, each checked statement, the whole answer.

    With a language model it writes the statements; where it fails, or nothing it wrote
    holds, they are the documents' own words. Nothing is yielded that `rag.verify` hasn't
    passed. When a document is replaced while it's being read, the search is done again.
    Raises `QueryError` for an empty or overlong question or an unknown document in its
    scope, `StoreEmpty` and `IdentityMismatch` when the store can't be asked.
    """
    query = checked_query(query, library)
    store, collection = library.store, query.scope.collection
    understood = understand(query, library)
    if understood.unreadable:
        yield Done(Answer(query, "refused", reason=understood.unreadable))
        return

    attempts = 0
    while True:
        hits = library.search(understood.query, DEPTH)
        searched = store.searched(query.scope)
        yield Retrieved(searched, hits)
        judged = judge(understood.query, hits[:READ], library)
        attempts += 1
        if attempts == ATTEMPTS or _current(hits, store, collection):
            break
    model = library.llm
    trust = read_trust(store, model) if model is not None else NO_TRUST
    left = countdown(library.settings.llm_timeout)
    judged = yield from _reconsidered(judged, understood, hits[:READ], library, trust, left)
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


def _reconsidered(
    judged: Judgement,
    understood: Understood,
    hits: Sequence[Hit],
    library: Library,
    trust: Trust,
    left: Callable[[], float],
) -> Generator[Replied, None, Judgement]:
    """Judge again with a model's opinion where it could turn the outcome, and without a topic."""
    log_odds, model, query = 0.0, library.llm, understood.query
    if model is not None and could_turn(judged, trust.most):
        log_odds = yield from opinion(query.question, judged.context, model, trust, left())
        if log_odds:
            judged = judge(query, hits, library, opinion=log_odds)
    return held_back(judged, understood.alone, hits, library, opinion=log_odds)


def _current(hits: Sequence[Hit], store: Store, collection: str) -> bool:
    """Say whether every hit's document is still the one that was searched."""
    for hit in hits:
        document = store.document(hit.passage.document_id, collection)
        if document is None or document.content_hash != hit.passage.content_hash:
            return False
    return True


def checked_query(query: Query, library: Library) -> Query:
    """Give the query, its white space folded, once it's clear that it can be asked.

    Raises `QueryError`, `StoreEmpty` or `IdentityMismatch`.
    """
    query = replace(
        query, question=" ".join(query.question.split()), topic=" ".join(query.topic.split())
    )
    if not query.question:
        raise QueryError("the question is empty; type one")
    if len(query.in_full) > MAX_QUESTION:
        raise QueryError(
            f"the question has {len(query.in_full):,} characters; ask in at most {MAX_QUESTION:,}"
        )
    library.check(query.scope.collection)
    entries = library.store.entries(query.scope.collection)
    known = {name for entry in entries for name in (entry.id, entry.file)}
    for name in query.scope.documents:
        if name not in known:
            raise QueryError(f"there is no document {name!r}; `sanad sources` lists them")
    return query
