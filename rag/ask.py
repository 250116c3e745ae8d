"""The line from question to answer, in one screen."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator
from dataclasses import replace

from rag.answerability.judgement import could_turn, decide
from rag.answering.abstractive import with_draft, write
from rag.answering.extractive import completed, extracted, unanswered, without_statements
from rag.answering.judge_reliability import read_trust
from rag.answering.steps import checked_query, held_back, unless_replaced
from rag.errors import SanadError
from rag.library import Library
from rag.llm.client import countdown
from rag.llm.judge import NO_TRUST, opinion
from rag.question.question import Understood, understand
from rag.requests.behind_the_last import is_place, with_what_follows
from rag.requests.draft import at_most, told
from rag.requests.kinds import draft_of, readings
from rag.requests.named_documents import left_outside, weighed_where_named
from rag.requests.named_part import weighed_in_part
from rag.requests.other_languages import foreign_documents, in_its_language, with_other_languages
from rag.requests.request import Request
from rag.requests.several import several_of
from rag.requests.unread_question import of_unread
from rag.types import Answer, Done, Event, Query, Scope

_ANY = "What is said about the cost of the plan, and who decides on it?"


def ask(query: Query, library: Library) -> Answer:
    """Answer a query from the library's documents, or say why not. See `ask_events`."""
    *_, done = ask_events(query, library)
    assert isinstance(done, Done)
    return done.answer


def ask_events(query: Query, library: Library) -> Iterator[Event]:
    """Answer a query step by step: what was searched, each checked statement, the whole answer.

    With a language model it writes the statements; where it fails, or nothing it wrote
    holds, they are the documents' own words. Nothing is yielded that
    `rag.citations.integrity` hasn't passed. An answer in the documents' own words is made again
    when the index is written to meanwhile, one by a model only where nothing is left to quote.
    Raises `QueryError` for an empty or overlong question or an unknown document in its
    scope, `StoreEmpty` and `IdentityMismatch` when the store can't be asked.
    """
    query = checked_query(query, library)
    quoted = library.llm is None
    yield from unless_replaced(lambda: _events(query, library), library.store, whole=quoted)


def make_ready(library: Library) -> None:
    """Ask something, so that the first real question finds loaded what all of them need.

    No language model is asked. An index that can't be asked yet is let be: the question tells.
    """
    with contextlib.suppress(SanadError):
        entries = library.store.entries()
        for documents in ((), tuple(entry.id for entry in entries[:1])):
            ask(Query(_ANY, Scope(documents=documents)), library.quoting())
    # What stays anyway isn't searched for garbage again: that stops all questions for half a
    # second, and the longer the more documents there are.
    gc.collect()
    gc.freeze()


def _events(query: Query, library: Library) -> Iterator[Event]:
    """Answer a query that can be asked, by the kind of request that it is."""
    lexicon = library.store.lexicon(query.scope.collection)
    understood = understand(query, lexicon, library.settings.embedder)
    if understood.unreadable:
        yield from of_unread(query, understood.unreadable, library)
        return

    asked = understood.asked
    requests = readings(asked, understood.read, library)
    outside = left_outside(query, asked.in_full, library)
    if made := several_of(requests) or draft_of(requests):
        draft, read = made
        mended = understood.notes if read.text != asked.in_full else ()
        yield from told(at_most(draft, understood.most), query, library, (*mended, *outside))
        return
    if understood.nothing:
        yield Done(Answer(query, "refused", reason=understood.nothing))
        return
    searched = understood.query.in_full  # in another language not as it was typed
    same = next((one for one in requests if one.text == searched), None)
    request = same or Request(query, searched, library)
    understood = replace(understood, notes=(*understood.notes, *outside))
    yield from _answered(query, understood, request, library)


def _answered(
    query: Query, understood: Understood, request: Request, library: Library
) -> Iterator[Event]:
    """Answer a plain question, read from ``request``."""
    model, asking = library.llm, understood.query
    first = tuple(one for one in query.first if not is_place(one))
    if understood.language:
        others = foreign_documents(request)
        first = tuple(one for one in others if others[one] == understood.language)
    looked = yield from weighed_where_named(asking, request, first)
    looked = yield from weighed_in_part(asking, request, looked)
    found = looked.found
    judged, log_odds = decide(found), 0.0
    trust = read_trust(library.store, model) if model is not None else NO_TRUST
    left = countdown(library.settings.llm_timeout)
    if model is not None and could_turn(judged, trust.most):
        log_odds = yield from opinion(asking.question, judged.context, model, trust, left())
        judged = decide(found, opinion=log_odds)
    judged = held_back(judged, understood.alone, looked.hits, library, opinion=log_odds)
    judged = (
        in_its_language(judged, understood.language, request)
        if understood.language
        else with_other_languages(judged, request)
    )
    judged = with_what_follows(judged, request)
    looked = looked.of(judged.evidence, library.store.searched(query.scope))
    notes = (*understood.notes, *looked.notes, *library.store.broken())
    blank = without_statements(query, judged, looked.through, notes)
    answers = judged.status == "answered"
    if model is not None and (answers or not library.settings.refuse):
        # One that can't tell what answers from what doesn't isn't left to choose.
        evidence = judged.context if trust.most or not judged.evidence else judged.evidence
        strict = library.settings.strict or not answers
        written = yield from write(asking, evidence, library, model, left(), strict=strict)
        blank = with_draft(blank, written, model.name, judged.notes, quoted=answers)
        if blank.status == "answered" and answers and not trust.most:
            blank = yield from completed(blank, judged.evidence, library)
    if blank.status == "answered":
        yield Done(blank)
    elif answers:
        yield from extracted(query, blank, judged, library)
    else:
        yield Done(unanswered(query, blank, judged, library))
