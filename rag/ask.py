"""The line from question to answer, in one screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.answer import cite, extract
from rag.errors import QueryError
from rag.evidence import judge
from rag.library import Library
from rag.store import Store
from rag.types import Answer, Checked, Done, Event, Hit, Query, Retrieved, Verdict
from rag.understand import understand
from rag.verify import problem_with, verify

MAX_QUESTION = 2000
"""Characters. Longer texts aren't questions, and the embedder would cut them in silence."""
ATTEMPTS = 5
DEPTH = 10
"""Passages that are retrieved."""
READ = 8
"""Passages, the best of them, whose sentences are looked at."""
SHOWN: frozenset[Verdict] = frozenset(("verbatim", "supported"))
"""What may be shown as fact."""


def ask(query: Query, library: Library) -> Answer:
    """Answer a query from the library's documents, or say why not. See `ask_events`."""
    for event in ask_events(query, library):
        if isinstance(event, Done):
            return event.answer
    raise AssertionError("ask_events ended without an answer")


def ask_events(query: Query, library: Library) -> Iterator[Event]:
    """Answer a query step by step: what was searched, each checked statement, the whole answer.

    Nothing is yielded that `rag.verify` hasn't passed. When a document is replaced
    while it's being read, the search is done again. Raises `QueryError` for an
    empty or overlong question or an unknown document in its scope, `StoreEmpty`
    and `IdentityMismatch` when the store can't be asked.
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
    blank = Answer(
        query,
        "refused",
        reason=judged.reason,
        missing=judged.missing,
        searched=searched,
        score=judged.score,
        notes=(*understood.notes, *store.broken()),
    )
    if judged.status != "answered":
        near = (cite(item, str(n), query, store) for n, item in enumerate(judged.evidence, 1))
        good = tuple(c for c in near if c and problem_with(c, store, collection) is None)
        yield Done(replace(blank, status=judged.status if good else "refused", nearest=good))
        return

    shown, citations, withheld = [], [], 0
    for statement, citation in extract(judged.evidence, query, store):
        checked = verify(statement, (citation,), store, collection, library.verifier)
        if checked.verdict not in SHOWN:
            withheld += 1
            continue
        shown.append(checked)
        citations.append(citation)
        yield Checked(checked, (citation,))
    answer = replace(blank, withheld=withheld)
    if shown:
        answer = replace(
            answer,
            notes=(*answer.notes, *judged.notes),
            status="answered",
            statements=tuple(shown),
            citations=tuple(citations),
        )
    else:
        answer = replace(answer, reason="Every sentence that seemed to answer failed its check.")
    yield Done(answer)


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
    query = replace(query, question=" ".join(query.question.split()))
    if not query.question:
        raise QueryError("the question is empty; type one")
    if len(query.question) > MAX_QUESTION:
        raise QueryError(
            f"the question has {len(query.question):,} characters; ask in at most {MAX_QUESTION:,}"
        )
    library.check(query.scope.collection)
    entries = library.store.entries(query.scope.collection)
    known = {name for entry in entries for name in (entry.id, entry.file)}
    for name in query.scope.documents:
        if name not in known:
            raise QueryError(f"there is no document {name!r}; `sanad sources` lists them")
    return query
