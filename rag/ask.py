"""The line from question to answer, in one screen."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from rag.answer import cite, extract
from rag.errors import QueryError
from rag.evidence import Judgement, could_turn, judge
from rag.library import Library
from rag.llm import LanguageModel
from rag.opinion import opinion, read_trust
from rag.store import Store
from rag.types import (
    Answer,
    Checked,
    Citation,
    Done,
    Event,
    Hit,
    Query,
    Retrieved,
    Statement,
    Verdict,
)
from rag.understand import understand
from rag.verify import problem_with, verify
from rag.writing import write

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

    With a language model it writes the statements; where it fails, or nothing it wrote
    holds, they are the documents' own words.
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
    model = library.llm
    if model is not None:
        opinion = yield from _opinion(understood.query, judged, library, model)
        judged = judge(understood.query, hits[:READ], library, opinion=opinion)
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
        blank = yield from _written(understood.query, blank, judged, library, model)
        if blank.status == "answered":
            yield Done(blank)
            return
    yield from (
        _extracted(query, blank, judged, library)
        if answers
        else [Done(_unanswered(query, blank, judged, library))]
    )


def _opinion(
    query: Query, judged: Judgement, library: Library, model: LanguageModel
) -> Generator[Event, None, float]:
    """Ask the model whether the evidence answers, where that could change the outcome."""
    trust = read_trust(library.store, model)
    if not could_turn(judged, trust.most):
        return 0.0
    return (
        yield from opinion(
            query.question, judged.context, model, trust, library.settings.llm_timeout
        )
    )


def _written(
    query: Query, blank: Answer, judged: Judgement, library: Library, model: LanguageModel
) -> Generator[Event, None, Answer]:
    """Have the model write the answer; give it, or a blank one that says what came of it."""
    # One that can't tell what answers from what doesn't isn't left to choose.
    trusted = read_trust(library.store, model).most > 0
    evidence = judged.context if trusted or not judged.evidence else judged.evidence
    draft = yield from write(query, evidence, library, model)
    notes = list(blank.notes)
    if draft.problem and draft.statements:
        notes.append(f"The language model broke off: {draft.problem}.")
    elif draft.problem:
        notes.append(f"The documents' own words, without the language model: {draft.problem}.")
    elif not draft.statements:
        notes.append("The language model wrote nothing that holds: the documents' own words.")
    unknown = blank.unknown_keys + draft.unknown_keys
    blank = replace(blank, withheld=draft.withheld, unknown_keys=unknown, notes=tuple(notes))
    if not draft.statements:
        return blank
    return replace(
        blank,
        status="answered",
        reason="",
        statements=draft.statements,
        citations=draft.citations,
        notes=(*notes, *judged.notes),
        model=model.name,
    )


def _unanswered(query: Query, blank: Answer, judged: Judgement, library: Library) -> Answer:
    """Say that there's no answer, with what came closest."""
    store, collection = library.store, query.scope.collection
    near = (cite(item, str(n), query, store) for n, item in enumerate(judged.evidence, 1))
    good = tuple(c for c in near if c and problem_with(c, store, collection) is None)
    return replace(blank, status=judged.status if good else "refused", nearest=good)


def _extracted(query: Query, blank: Answer, judged: Judgement, library: Library) -> Iterator[Event]:
    """Answer in the documents' own words."""
    shown: list[Statement] = []
    citations: list[Citation] = []
    withheld = list(blank.withheld)
    for statement, citation in extract(judged.evidence, query, library.store):
        checked = verify(
            statement, (citation,), library.store, query.scope.collection, library.verifier
        )
        if checked.verdict not in SHOWN:
            withheld.append(replace(checked, citations=()))
            continue
        shown.append(checked)
        citations.append(citation)
        yield Checked(checked, (citation,))
    answer = replace(blank, withheld=tuple(withheld))
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
