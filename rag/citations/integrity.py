"""Every citation and statement gets a verdict before anything is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.errors import Tampered
from rag.store.store import Store
from rag.types import Check, Citation, Passage, Statement
from rag.verification.loading import Verifier


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
    verifier: Verifier,
) -> Statement:
    """Give the statement with its verdict and the reason.

    "verbatim" when every citation holds and the statement is one of their quotes. Else
    the verifier compares it with the quotes. Only what is verbatim or supported may be
    shown as fact.
    """
    own = [citation for citation in citations if citation.key in statement.citations]
    check = check_cited(statement.text, own, store, collection, verifier)
    return replace(statement, verdict=check.verdict, reason=check.reason)


def check_cited(
    text: str,
    citations: Sequence[Citation],
    store: Store,
    collection: str,
    verifier: Verifier,
) -> Check:
    """Give the verdict on a text that leans on citations, all of which must hold. See `verify`."""
    if not citations:
        return Check("not verified", "it cites nothing")
    for citation in citations:
        problem = problem_with(citation, store, collection)
        if problem:
            return Check("not verified", problem)
    if text in {citation.quote for citation in citations}:
        one = citations[0]
        where = f"characters {one.start}-{one.end} of {one.file}"
        return Check("verbatim", f"word for word in {where}", 1.0)
    passages = [
        Passage(
            one.document_id,
            one.content_hash,
            one.start,
            one.end,
            one.quote,
            paragraph=one.paragraph,
            heading_path=one.heading_path,
        )
        for one in citations
    ]
    return verifier.check(text, passages)
