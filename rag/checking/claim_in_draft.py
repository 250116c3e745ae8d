"""A claim of a draft: borne out, contradicted, to be compared with a passage, or on its own.

What the draft cites is searched first, then the other documents. Nothing is said of words that
a passage lacks but of dates, figures and names: a rewording has other words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.checking.check_citation import Corpus, Surroundings, attribution
from rag.checking.check_claim import Checked, compare
from rag.checking.claim_detection import statement_of
from rag.checking.find_quote import Located
from rag.checking.findings import Reported
from rag.checking.in_text_citations import Reference
from rag.store.bm25_index import Terms
from rag.text.quantities import days, figures
from rag.text.tokens import tokens
from rag.types import Query, Scope, Span
from rag.verification.closeness import Closest, load_thresholds
from rag.verification.contradiction.quantities import counts

LONGEST = 2_000
"""Characters: a longer claim isn't checked."""
FEWEST_SAME = 2
"""Telling words that a passage must share with a claim, in any form, to be about the same."""
OUTSIDE = "the work cited isn’t among the documents, so it can’t be checked"
NOTHING = "no passage of the documents was found that is about this"
CLOSEST = "no passage says it in nearly these words; the closest one is shown"
SAME = "this passage says much the same in other words"
RESTS_ON = "this passage comes closest"


def check_claim_in_draft(
    part: int, span: Span, around: Surroundings, corpus: Corpus
) -> Reported | None:
    """Check one sentence of a draft that makes a claim; None for one that is too long."""
    statement = " ".join(statement_of(around.draft, span, around.cited, corpus.works).split())
    if not statement or len(statement) > LONGEST:
        return None
    cited_by = [one for one in around.cited if span.start <= one.span.start <= span.end]
    named = frozenset().union(*(one.documents for one in cited_by))
    outside = not named and any(not work.bare for one in cited_by for work in one.works)
    text = around.draft.text[span.start : span.end]
    said = tuple(dict.fromkeys(one.text for one in cited_by))
    blank = Reported("nothing found", span, part, text, "", references=said, outside=outside)
    checked = _looked_up(statement, named, corpus)
    if outside and not _is_supported(checked):
        return replace(blank, reason=OUTSIDE, soft=True)
    if _is_supported(checked):
        return _supported(blank, checked, cited_by, corpus)
    speaker_alone = all(
        one.kind == "speaker" and one.said is None for one in checked.check.differences
    )
    if checked.check.verdict == "contradicted" and checked.opposing and not speaker_alone:
        reason = checked.check.reason
        return replace(blank, sort="contradicted", reason=reason, opposing=checked.opposing)
    # A draft may report in its own voice what it cites: nothing is blamed for that.
    return _compared(blank, checked, corpus)


def _looked_up(statement: str, named: frozenset[str], corpus: Corpus) -> Checked:
    """Look a claim up in what it cites; where that says nothing sure, in all documents."""
    own = named & frozenset(corpus.scope.documents) if corpus.scope.documents else named
    first = None
    if own:
        scope = Scope(corpus.scope.collection, tuple(sorted(own)))
        first = compare(Query(statement, scope), corpus.library)
        if _is_supported(first) or first.check.verdict in ("contradicted", "compare"):
            return first
    everywhere = compare(Query(statement, corpus.scope), corpus.library)
    if first is None or _is_supported(everywhere):
        return everywhere
    if first.closest and _is_about(first.closest, statement, cited=True):
        return first
    return everywhere


def _is_supported(checked: Checked) -> bool:
    return checked.check.verdict in ("verbatim", "supported") or bool(checked.supporting)


def _is_about(found: Closest, statement: str, *, cited: bool) -> bool:
    """Say whether a claim's closest sentence is about what it's about.

    Where the draft says that it rests on that document, what differs doesn't count against it.
    """
    shared = {said.start for said, _ in found.matches}
    telling = [t for t in tokens(statement) if t.weight == 1.0 and t.start in shared]
    chance = found.if_clear if cited else found.chance
    return chance >= load_thresholds().about and len(telling) >= FEWEST_SAME


def _supported(
    blank: Reported, checked: Checked, cited_by: Sequence[Reference], corpus: Corpus
) -> Reported:
    """Say of a claim that is borne out whether it is by what the draft cites."""
    reason = "the source says it in nearly the same words"
    if checked.check.verdict == "verbatim":
        reason = "word for word in the source: put it in quotation marks"
    if blank.outside:
        reason = "the work cited isn’t among the documents; this one says it, too"
    finding = replace(
        blank, sort="supported", citations=checked.supporting, opposing=checked.opposing,
        reason=reason,
    )  # fmt: skip
    found = [Located(c.document_id, (Span(c.start, c.end),)) for c in finding.citations]
    stands = attribution(found, cited_by, corpus)
    if stands.elsewhere:
        own, named = stands.elsewhere
        return replace(finding, reason=f"{reason}; but that is {own}, not {named}")
    if stands.page is None:
        return finding
    return replace(
        finding, corrected=stands.page.pages, reason=f"{reason}; it {stands.page.reason}"
    )


def _compared(blank: Reported, checked: Checked, corpus: Corpus) -> Reported:
    """Put a claim beside the passage that it most likely rests on, if there is one."""
    found, same = checked.closest, checked.check.verdict == "compare"
    nearest = checked.nearest[:1] or checked.opposing[:1]
    if not nearest:
        return replace(blank, reason=NOTHING)
    if found is None and checked.check.verdict != "contradicted":
        # The model gives no vectors of words.
        return replace(blank, reason=CLOSEST, nearest=nearest)
    named = bool(blank.references)
    if found is not None and not (same or _is_about(found, checked.statement, cited=named)):
        return replace(blank, reason=NOTHING)
    reason = SAME if same else RESTS_ON
    passage = found.sentence.text if found else " ".join(one.quote for one in nearest)
    if lacking := list(_lacking(checked.statement, passage, corpus))[:3]:
        reason += f" (it doesn’t have {', '.join(lacking)})"
    finding = replace(blank, sort="compare", reason=reason, nearest=nearest)
    if found is None:
        return finding
    at = nearest[0].start
    pairs = (
        (said, Span(there.start - at, there.end - at))
        for words, there in found.matches
        if (said := _in_draft(blank, checked.statement, words)) and at <= there.start
    )
    return replace(finding, matches=tuple(pairs))


def _lacking(statement: str, passage: str, corpus: Corpus) -> Iterator[str]:
    """Give dates and figures that a passage lacks, and names that all documents lack."""
    dated, counted = days(passage), {figure.value for figure in figures(passage)}
    for day in days(statement):
        if not any(day.fits(one) for one in dated):
            yield f"“{statement[day.start : day.end]}”"
    for figure in figures(statement):
        said = statement[figure.start : figure.end].strip()
        if figure.value not in counted and counts(figure, statement):
            yield f"“{said}”"
    terms = Terms(corpus.library.store.words, corpus.scope.collection)
    for token in tokens(statement):
        name = token.capital and not token.first and token.content and token.word.isalpha()
        if name and not terms.occurs(token.text):
            yield f"“{token.text}”"


def _in_draft(finding: Reported, statement: str, words: Span) -> Span | None:
    """Find a word of a statement in the draft, where citations stand between its words."""
    before = statement[: words.start]
    word = statement[words.start : words.end]
    nth = before.count(word)
    at = -1
    for _ in range(nth + 1):
        following = finding.text.find(word, at + 1)
        if following < 0:
            break
        at = following
    start = finding.span.start + at
    return Span(start, start + len(word)) if at >= 0 else None
