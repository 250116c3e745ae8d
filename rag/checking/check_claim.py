"""One sentence against the whole corpus: a verdict, and the passages for and against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.answering.steps import MAX_QUESTION, asked, checked_query, search
from rag.citations.from_evidence import cited
from rag.errors import QueryError
from rag.library import Library
from rag.text.quote_matching import exact
from rag.text.sentences import Sentence, sentences_of
from rag.types import Check, Citation, Hit, Passage, Place, Query, Searched
from rag.verification.closeness import Closest, candidates, closest, compared

ON_TOPIC = 0.6
"""A passage speaks against a statement only if it's about it nearly as much as the best one."""

LIKE_THE_WHOLE = 2
"""Sentences that are looked at for their likeness as a whole, besides those that share words."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement with its verdict, and sentences that bear it out or speak against it.

    The verdict goes by all passages together; what speaks against it does so by
    itself, and may be of another document than what bears it out. ``closest`` is the
    sentence that it most likely rests on, where nothing else was found.
    """

    statement: str
    check: Check
    supporting: tuple[Citation, ...]
    opposing: tuple[Citation, ...]
    nearest: tuple[Citation, ...]
    searched: Searched
    closest: Closest | None = None


def check_claim(query: Query, library: Library) -> Checked:
    """Look a statement up and check it; ``query.question`` is the statement.

    Raises `QueryError` for an empty or overlong one, `StoreEmpty` and
    `IdentityMismatch` when the store can't be asked.
    """
    if len(query.question) > MAX_QUESTION:
        raise QueryError(
            f"the statement has {len(query.question):,} characters; check at most "
            f"{MAX_QUESTION:,} at a time"
        )
    if not query.question.strip():
        raise QueryError("the statement is empty; type one")
    return compare(checked_query(query, library), library)


def compare(query: Query, library: Library) -> Checked:
    """Check the statement of a query that can be asked, see `rag.ask.checked_query`."""
    statement = query.question
    hits = search(asked(query, library), library)
    searched = library.store.searched(query.scope)
    passages = [hit.passage for hit in hits]
    passages = [*_holding(statement, query, library, passages), *passages]
    check = library.verifier.check(statement, passages)
    singly = [(passage, library.verifier.check(statement, [passage])) for passage in passages]
    supporting = [c for _, c in singly if c.verdict in ("verbatim", "supported")]
    best = max((c.score for _, c in singly), default=0.0)
    # The sentence that all passages together are decided by is about it, however low it scores:
    # what differs lowers the score.
    decisive = frozenset(check.places if check.verdict == "contradicted" else ())
    opposing = [
        c for _, c in singly
        if c.verdict == "contradicted"
        and (c.score >= ON_TOPIC * best or not decisive.isdisjoint(c.places))
    ]  # fmt: skip
    found = None
    if check.verdict == "not verified" and not supporting:
        near = [*candidates(statement, sentences_of(passages)), *_alike(hits)]
        found = closest(statement, near, check.score, library.embedder)
        check = check if opposing else compared(check, found)
    rests_on = (found.sentence.place,) if found else check.places[:3]
    return Checked(
        statement,
        check,
        cited(_places(supporting), query, library.store),
        cited(_places(opposing), query, library.store),
        () if supporting or opposing else cited(rests_on, query, library.store),
        searched,
        found,
    )


def _alike(hits: Sequence[Hit]) -> list[Sentence]:
    """Give the sentences of what was found that are most like the statement as a whole."""
    read = [(one, hit.passage.document_id) for hit in hits for one in hit.sentences]
    best = sorted(read, key=lambda pair: pair[0].similarity, reverse=True)[:LIKE_THE_WHOLE]
    return [Sentence(one.text, 0, Place(name, one.span.start, one.span.end)) for one, name in best]


def _holding(
    statement: str, query: Query, library: Library, passages: Sequence[Passage]
) -> list[Passage]:
    """Find a statement that runs over several passages, in the documents that were found."""
    if any(exact(statement, passage.text) for passage in passages):
        return []
    for name in dict.fromkeys(passage.document_id for passage in passages):
        document = library.store.document(name, query.scope.collection)
        spans = exact(statement, document.text) if document else ()
        if document and spans:
            first = document.block_at(spans[0].start)
            start = min(spans[0].start, first.start if first else spans[0].start)
            return [document.passage(start, spans[-1].end)]
    return []


def _places(checks: Iterable[Check]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(place for check in checks for place in check.places))
