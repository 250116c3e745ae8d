"""A draft against the documents: each quotation and each claim gets a finding.

Whatever is found is a result. Nothing of the draft is kept or sent anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from rag.answering.steps import checked_query
from rag.checking.check_citation import Corpus, Surroundings
from rag.checking.check_quotation import check_quotation
from rag.checking.claim_detection import claims
from rag.checking.claim_in_draft import check_claim_in_draft
from rag.checking.draft_text import Draft, quotations
from rag.checking.findings import Reported, Review
from rag.checking.in_text_citations import Reference, Works, references
from rag.library import Library
from rag.store.chosen_documents import asked_of_text, by_name
from rag.types import Query, Scope, Span

WHOLE = Scope()
MOST_PARTS, MOST_FINDINGS = 20_000, 3_000


def check_draft(
    draft: Draft,
    library: Library,
    scope: Scope = WHOLE,
    *,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> Review:
    """Check each quotation and claim of a draft. ``tell`` is told how many of how many are done.

    Raises `QueryError` for a scope with unknown documents, `StoreEmpty` and `IdentityMismatch`
    when the store can't be asked.
    """
    scope = checked_query(Query("a draft", scope), library).scope
    notes = []
    if len(draft.parts) > MOST_PARTS:
        draft = replace(draft, parts=draft.parts[:MOST_PARTS])
        notes.append(f"only the first {MOST_PARTS:,} paragraphs were checked")
    entries = library.store.entries(scope.collection)
    if some := asked_of_text(scope):
        notes.append(f"compared with {some} alone")
    scope, sources = by_name(scope, entries), [entry.source for entry in entries]
    corpus = Corpus(library, scope, Works(sources), {one.id: one.title for one in sources})
    cited = references(draft, corpus.works)
    # A title in brackets or a quotation within a citation is none of the draft's quotations.
    found = quotations(draft)[:MOST_FINDINGS]
    around = Surroundings(
        draft, tuple(q for q in found if not _within(q.span, cited, draft)), cited
    )
    work: list[Callable[[], Reported | None]] = [
        partial(check_quotation, index, around, corpus) for index in range(len(around.quoted))
    ]
    for part, span in claims(draft, around.quoted, cited):
        work.append(partial(check_claim_in_draft, part, span, around, corpus))
    if len(work) > MOST_FINDINGS:
        notes.append(f"only the first {MOST_FINDINGS:,} quotations and claims were checked")
    findings = []
    for done, check in enumerate(work[:MOST_FINDINGS], 1):
        if finding := check():
            findings.append(finding)
        tell(done, len(work))
    findings.sort(key=lambda one: (one.span.start, -one.span.end))
    shown = tuple(one for one in findings if not _inner(one, findings))
    return Review(draft, shown, library.store.searched(scope), tuple(notes))


def _within(span: Span, cited: Sequence[Reference], draft: Draft) -> bool:
    """Say whether a quotation lies within a citation in brackets."""
    return any(
        one.span.start <= span.start
        and span.end <= one.span.end
        and draft.text[one.span.start : one.span.start + 1] in "(["
        for one in cited
        if one.span.end > one.span.start
    )


def _inner(one: Reported, others: Sequence[Reported]) -> bool:
    """Say whether a quotation lies within another one."""
    return one.is_quotation and any(
        other.is_quotation
        and other is not one
        and other.span.start <= one.span.start
        and one.span.end <= other.span.end
        for other in others
    )
