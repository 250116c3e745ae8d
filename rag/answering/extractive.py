"""An answer in the documents' own words, or what came closest to one."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from itertools import product

from rag.answerability.judgement import Judgement
from rag.answering.unread import unread_notes
from rag.citations.from_evidence import checked_citations, extract
from rag.citations.integrity import verify
from rag.library import Library
from rag.types import (
    Answer,
    Checked,
    Citation,
    Done,
    Event,
    Evidence,
    Query,
    Searched,
    Statement,
    Verdict,
)

SHOWN: frozenset[Verdict] = frozenset(("verbatim", "supported"))
"""What may be shown as fact."""


def without_statements(
    query: Query, judged: Judgement, searched: Searched, notes: tuple[str, ...]
) -> Answer:
    """Give the answer before anything is said: refused, for the reason that was judged."""
    return Answer(
        query,
        "refused",
        reason=judged.reason,
        missing=judged.missing,
        searched=searched,
        score=judged.score,
        notes=notes,
    )


def extracted(query: Query, blank: Answer, judged: Judgement, library: Library) -> Iterator[Event]:
    """Yield the sentences that answer as each passes its check, then the answer.

    ``blank`` is the answer so far, without any statement.
    """
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


def completed(
    answer: Answer, evidence: Sequence[Evidence], library: Library
) -> Generator[Checked, None, Answer]:
    """Quote the best piece of evidence behind a model's statements, where they leave it out.

    For a model that wasn't seen to tell what answers: what answers best is never lost.
    """
    best = evidence[:1]
    for item, one in product(best, answer.citations):
        if one.document_id == item.document_id and one.start < item.end and item.start < one.end:
            return answer
    statements, citations = list(answer.statements), list(answer.citations)
    for statement, made in extract(best, answer.query, library.store):
        citation = replace(made, key=str(len(citations) + 1))
        own = replace(statement, citations=(citation.key,))
        collection = answer.query.scope.collection
        checked = verify(own, (citation,), library.store, collection, library.verifier)
        if checked.verdict in SHOWN:
            statements.append(checked)
            citations.append(citation)
            yield Checked(checked, (citation,))
    return replace(answer, statements=tuple(statements), citations=tuple(citations))


def unanswered(query: Query, blank: Answer, judged: Judgement, library: Library) -> Answer:
    """Say that there's no answer, with what came closest."""
    good = checked_citations(judged.evidence, query, library.store)
    notes = (*blank.notes, *judged.notes, *unread_notes(query, library))
    return replace(blank, status=judged.status if good else "refused", nearest=good, notes=notes)
