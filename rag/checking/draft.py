"""A draft against the documents: each quotation and each claim gets a finding.

Whatever is found is a result. Nothing of the draft is kept or sent anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from rag.answering.steps import checked_query
from rag.checking.check_citation import Corpus, Surroundings, attribution
from rag.checking.check_claim import compare
from rag.checking.check_quotation import check_quotation
from rag.checking.claim_detection import claims, statement_of
from rag.checking.draft_text import Draft, quotations
from rag.checking.find_quote import Located
from rag.checking.findings import Reported, Review
from rag.checking.in_text_citations import Reference, Works, references
from rag.library import Library
from rag.types import Query, Scope, Span

WHOLE = Scope()
MOST_PARTS, MOST_FINDINGS = 20_000, 3_000
LONGEST_CLAIM = 2_000
"""Characters: a longer one isn't checked."""


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
    checked_query(Query("a draft", scope), library)
    notes = []
    if len(draft.parts) > MOST_PARTS:
        draft = replace(draft, parts=draft.parts[:MOST_PARTS])
        notes.append(f"only the first {MOST_PARTS:,} paragraphs were checked")
    sources = [entry.source for entry in library.store.entries(scope.collection)]
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
        work.append(partial(_check_claim, part, span, around, corpus))
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


def _check_claim(part: int, span: Span, around: Surroundings, corpus: Corpus) -> Reported | None:
    """Check one sentence that makes a claim."""
    statement = statement_of(around.draft, span, around.cited, corpus.works)
    if not statement or len(statement) > LONGEST_CLAIM:
        return None
    checked = compare(Query(" ".join(statement.split()), corpus.scope), corpus.library)
    verdict = checked.check.verdict
    cited_by = [one for one in around.cited if span.start <= one.span.start <= span.end]
    blank = Reported(
        "nothing found", span, part, around.draft.text[span.start : span.end],
        checked.check.reason, checked.supporting, nearest=checked.nearest,
        references=tuple(dict.fromkeys(one.text for one in cited_by)),
    )  # fmt: skip
    if verdict in ("verbatim", "supported") or checked.supporting:
        reason = "the source says it in nearly the same words"
        if verdict == "verbatim":
            reason = "word for word in the source: put it in quotation marks"
        blank = replace(blank, sort="supported", opposing=checked.opposing, reason=reason)
        return _where_it_stands(blank, cited_by, corpus)
    if verdict != "contradicted":
        return blank
    if all(one.kind == "speaker" and one.said is None for one in checked.check.differences):
        # A draft may report in its own voice what it cites: say so, and blame nothing.
        return replace(blank, nearest=checked.opposing, soft=True)
    return replace(blank, sort="contradicted", opposing=checked.opposing)


def _where_it_stands(finding: Reported, cited_by: Sequence[Reference], corpus: Corpus) -> Reported:
    """Say of a claim that is borne out whether it is by what the draft cites."""
    found = [Located(c.document_id, (Span(c.start, c.end),)) for c in finding.citations]
    stands = attribution(found, cited_by, corpus)
    if stands.elsewhere:
        own, named = stands.elsewhere
        return replace(finding, reason=f"{finding.reason}; but that is {own}, not {named}")
    if stands.page is None:
        return finding
    reason = f"{finding.reason}; it {stands.page.reason}"
    return replace(finding, corrected=stands.page.pages, reason=reason)
