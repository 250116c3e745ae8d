"""The steps from a query to a judgement, over an opened library."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace

from rag.answerability.evidence import Weighed, weigh
from rag.answerability.judgement import MAX_NEAREST, Judgement, decide
from rag.english.vocabulary import GENERAL_WORDS
from rag.errors import QueryError
from rag.library import Library
from rag.models.reranker import DEPTH as RERANKED
from rag.question.question import Question, content_words, question_of
from rag.retrieve.hybrid import retrieve, with_sentences
from rag.store.chosen_documents import resolved
from rag.store.store import Store
from rag.text.mentions import Mentions
from rag.text.stopwords import QUESTION_WORDS
from rag.types import Checked, Done, Event, Hit, Query, Retrieved, Searched

MAX_QUESTION = 2000
"""Characters. Longer texts aren't questions, and the embedder would cut them in silence."""
DEPTH = 10
"""Passages that are retrieved for an answer."""
SURROGATE = re.compile("[\ud800-\udfff]")
"""What Python makes of bytes on a command line that aren't UTF-8; no model reads it."""
ATTEMPTS = 5
"""Of a search while documents are replaced."""
ENOUGH = 2
"""Words of its own of a question, from which on what answers it has one of them."""
ALONE = 0.39
"""Probability, for the question without its topic, below which the topic alone was answered. Set
on the develop half of the follow-ups, which lose one of their right answers by it, and on
follow-ups that the documents don't answer, of which it holds back about half."""


def checked_query(query: Query, library: Library) -> Query:
    """Give the query, its white space folded, once it's clear that it can be asked.

    Raises `QueryError`, `StoreEmpty` or `IdentityMismatch`.
    """
    query = replace(
        query, question=" ".join(query.question.split()), topic=" ".join(query.topic.split())
    )
    if not query.question:
        raise QueryError("the question is empty; type one")
    if SURROGATE.search(query.in_full):
        raise QueryError(
            "the question isn't valid UTF-8; set the terminal to UTF-8 and type it again"
        )
    if len(query.in_full) > MAX_QUESTION:
        raise QueryError(
            f"the question has {len(query.in_full):,} characters; ask in at most {MAX_QUESTION:,}"
        )
    library.check(query.scope.collection)
    entries = library.store.entries(query.scope.collection)
    return replace(query, scope=resolved(query.scope, entries))


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


def weighed(
    question: Question, library: Library
) -> Generator[Retrieved, None, tuple[Weighed | None, Sequence[Hit], Searched]]:
    """Search and measure until no document that was found is replaced meanwhile.

    After the last attempt it stays: the check of each citation finds what was replaced.
    """
    store, scope, attempts = library.store, question.query.scope, 0
    while True:
        hits = search(question, library)
        through = store.searched(scope)
        yield Retrieved(through, hits)
        found = weigh(question, hits, library.embed_words, library.calibration)
        attempts += 1
        if attempts == ATTEMPTS or all(_current(hit, store, scope.collection) for hit in hits):
            return found, hits, through


def unless_replaced(
    attempt: Callable[[], Iterator[Event]], store: Store, *, whole: bool
) -> Iterator[Event]:
    """Answer once more where documents came, went or were replaced meanwhile.

    A ``whole`` answer is all of one revision of the index: no statement of it is given before the
    last. Another, for which a model writes for seconds, is made again only if it's a refusal.
    """
    for number in range(ATTEMPTS):
        before = store.revision
        held: list[Event] = []
        for event in attempt():
            if isinstance(event, Done):
                again = whole or event.answer.status == "refused"
                if again and store.revision != before and number < ATTEMPTS - 1:
                    break
                yield from held
            if whole and isinstance(event, Checked):
                held.append(event)
            else:
                yield event
        else:
            return


def _current(hit: Hit, store: Store, collection: str) -> bool:
    """Say whether a hit's document is still the one that was searched."""
    document = store.document(hit.passage.document_id, collection)
    return document is not None and document.content_hash == hit.passage.content_hash


def _has_of_it(judged: Judgement, question: Question) -> bool:
    """Say whether the evidence has a word of a question's own, where it has some words of its own.

    One alone may well be told in others, unless it's asked whether that is so: "who pays for it?",
    but not "does it work?".
    """
    own = [word for word in content_words(question.query.question) if word.lower() not in _LIGHT]
    there = Mentions([one.text for one in judged.evidence])
    enough = len(own) >= ENOUGH or question.slot.sort == "yes-no"
    return not enough or any(map(there.has, own))


_OF_THOSE = re.compile(
    r"\b(?:which|any|none|all|each|both|one) of (?:those|these|them)\b", re.IGNORECASE
)
_ONE_BY_ONE = (
    "It’s asked of what the last answer lists, one by one: a search can’t tell that. Compare it "
    "with what comes closest."
)
_JOINED = (
    "What was found speaks of “{topic}”, to which the question was joined, but may not answer it."
)
_LIGHT = GENERAL_WORDS | QUESTION_WORDS


def held_back(
    judged: Judgement,
    alone: Query,
    hits: Sequence[Hit],
    library: Library,
    *,
    opinion: float,
) -> Judgement:
    """Give a judgement that is unsure where only the joined topic was answered.

    "Who objected, as to the Water Act?" finds whatever is said of the Water Act, and its own few
    words hardly count beside that. So the hits must have something of what was asked without
    the topic, too. ``alone`` is the query with its topic apart. One without a topic, and one
    without an answer, stay as they were judged. ``opinion`` is as for `decide`.
    """
    if not alone.topic or judged.status != "answered":
        return judged
    question = asked(alone, library)
    compared = with_sentences(hits, question, library.store, library.embedder)
    found = weigh(question, compared, library.embed_words, library.calibration)
    again = decide(found, opinion=opinion)
    one_by_one = _OF_THOSE.search(alone.question) is not None
    if again.score >= ALONE and _has_of_it(judged, question) and not one_by_one:
        return judged
    return replace(
        judged,
        status="unsure",
        reason=_ONE_BY_ONE if one_by_one else _JOINED.format(topic=alone.topic),
        score=again.score,
        evidence=judged.evidence[:MAX_NEAREST],
        notes=(),
    )
