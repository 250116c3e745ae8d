"""Every citation and statement gets a verdict before anything is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from rag.errors import Tampered
from rag.store import Store
from rag.types import Check, Citation, Passage, Statement


class Verifier(Protocol):
    """Whatever can say whether passages support a statement."""

    name: str

    def check(self, statement: str, passages: Sequence[Passage]) -> Check:
        """Give the verdict on a statement that leans on passages, and what it rests on.

        Places are characters of the passages' documents. Raises `StatementTooLong` for
        one that it can't read whole: it's never cut.
        """
        ...


def problem_with(citation: Citation, store: Store, collection: str) -> str | None:
    """Slice the canonical text again and say what is wrong with a citation, None if nothing.

    The text is read by document and range, never taken from the passage that the
    citation came from, and has been checked against its own hash.
    """
    try:
        document = store.document(citation.document_id, collection)
    except Tampered as error:
        return str(error)
    if document is None:
        return f"{citation.file} is no longer in the index"
    if document.content_hash != citation.content_hash:
        return f"{citation.file} has changed since the passage was found"
    if not 0 <= citation.start < citation.end <= len(document.text):
        return f"{citation.file} has no characters {citation.start}-{citation.end}"
    if document.text[citation.start : citation.end] != citation.quote:
        return f"the quote isn't what {citation.file} says at {citation.start}-{citation.end}"
    return None


def verify(
    statement: Statement,
    citations: Sequence[Citation],
    store: Store,
    collection: str,
    verifier: Verifier | None = None,
) -> Statement:
    """Give the statement with its verdict and the reason.

    "verbatim" when every citation holds and the statement is one of their quotes. Else
    the verifier compares it with the quotes; without one it's "not verified". Only what
    is verbatim or supported may be shown as fact.
    """
    own = [citation for citation in citations if citation.key in statement.citations]
    if not own:
        return replace(statement, verdict="not verified", reason="it cites nothing")
    for citation in own:
        problem = problem_with(citation, store, collection)
        if problem:
            return replace(statement, verdict="not verified", reason=problem)
    if statement.text in {citation.quote for citation in own}:
        where = f"characters {own[0].start}-{own[0].end} of {own[0].file}"
        return replace(statement, verdict="verbatim", reason=f"word for word in {where}")
    if verifier is None:
        return replace(statement, verdict="not verified", reason="it isn't a quote of its source")
    check = verifier.check(statement.text, [_passage(citation) for citation in own])
    return replace(statement, verdict=check.verdict, reason=check.reason)


def _passage(citation: Citation) -> Passage:
    return Passage(
        citation.document_id,
        citation.content_hash,
        citation.start,
        citation.end,
        citation.quote,
        paragraph=citation.paragraph,
        heading_path=citation.heading_path,
    )
