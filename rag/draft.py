"""A draft against the documents: each quotation and each claim gets a finding.

Whatever is found is a result. Nothing of the draft is kept or sent anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.adjacent import Surroundings, citations_of
from rag.answer import cited
from rag.check import check_claim
from rag.claims import claims, statement_of
from rag.find import Located, locate
from rag.library import Library
from rag.manuscript import Draft, Quoted, quotations
from rag.pinpoint import wrong_page
from rag.referring import Reference, Works, references
from rag.review import Reported, Review
from rag.types import Citation, Query, Scope, Span

ALTERED = 0.7
"""Share of a quotation's words that a place must have for it to be that place, altered."""
CLOSEST = 0.5
SCARE = 4
"""Words: shorter ones that aren't found quote nobody."""
WHOLE = Scope()
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

    Raises `StoreEmpty` and `IdentityMismatch` when the store can't be asked.
    """
    library.check(scope.collection)
    notes = []
    if len(draft.parts) > MOST_PARTS:
        draft = replace(draft, parts=draft.parts[:MOST_PARTS])
        notes.append(f"only the first {MOST_PARTS:,} paragraphs were checked")
    entries = library.store.entries(scope.collection)
    works = Works(entry.source for entry in entries)
    quoted, cited_in = quotations(draft)[:MOST_FINDINGS], references(draft, works)
    # A title in brackets or a quotation within a citation is none of the draft's quotations.
    quoted = tuple(q for q in quoted if not _within(q.span, cited_in, draft))
    sentences = list(claims(draft, quoted, cited_in))
    if len(quoted) + len(sentences) > MOST_FINDINGS:
        notes.append(f"only the first {MOST_FINDINGS:,} quotations and claims were checked")
    work: list[Callable[[], Reported | None]] = []
    desk = _Desk(draft, library, scope, works, quoted, cited_in)
    work += [lambda n=n: desk.quotation(n) for n in range(len(quoted))]  # type: ignore[misc]
    work += [lambda s=s: desk.claim(*s) for s in sentences]  # type: ignore[misc]
    findings = []
    for done, one in enumerate(work[:MOST_FINDINGS], 1):
        if (found := one()) is not None:
            findings.append(found)
        tell(done, len(work))
    findings.sort(key=lambda one: (one.span.start, -one.span.end))
    shown = tuple(one for one in findings if not _inner(one, findings))
    return Review(draft, shown, library.store.searched(scope), tuple(notes))


def _inner(one: Reported, others: Sequence[Reported]) -> bool:
    """Say whether a quotation lies within another one."""
    return one.is_quotation and any(
        other.is_quotation
        and other is not one
        and other.span.start <= one.span.start
        and one.span.end <= other.span.end
        for other in others
    )


def _within(span: Span, cited_in: Sequence[Reference], draft: Draft) -> bool:
    return any(
        one.span.start <= span.start
        and span.end <= one.span.end
        and draft.text[one.span.start : one.span.start + 1] in "(["
        for one in cited_in
        if one.span.end > one.span.start
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is at hand while a draft is checked."""

    draft: Draft
    library: Library
    scope: Scope
    works: Works
    quoted: tuple[Quoted, ...]
    cited_in: tuple[Reference, ...]

    # --- quotations ---------------------------------------------------------------------------

    def quotation(self, index: int) -> Reported | None:
        """Check one quotation; None where it quotes nobody."""
        quoted = self.quoted[index]
        near_it = citations_of(index, Surroundings(self.draft, self.quoted, self.cited_in))
        spans = [
            self._body(replace(quoted, span=Span(quoted.span.start, end)))
            for end in (quoted.span.end, *quoted.others)
        ]
        places = [(span, self._located(span)) for span in spans]
        # Of several ends that a single quotation may have, the one that makes most sense.
        span, found = max(places, key=lambda pair: self._sense(*pair))
        if span.start >= span.end:
            return None
        words = self._count(span)
        alike = [one for one in found if _word_for_word(one)]
        if words < SCARE and (not alike or words < SCARE - 1):
            return None
        blank = Reported(
            "not found", span, quoted.part, self.draft.text[span.start : span.end], "",
            references=tuple(dict.fromkeys(one.text for one in near_it)),
        )  # fmt: skip
        if alike:
            return self._attributed(blank, alike, near_it)
        close = [one for one in found if one.likeness >= ALTERED]
        if close:
            return self._altered(blank, close, near_it)
        return self._missing(blank, found, near_it, quoted)

    def _sense(self, span: Span, found: Sequence[Located]) -> tuple[float, int]:
        best = max((one.likeness + one.exact for one in found), default=0.0)
        if best < ALTERED:
            return 0.0, 0
        return (best if self._count(span) >= SCARE else best / 4), span.end - span.start

    def _count(self, span: Span) -> int:
        return len(re.findall(r"\w+", self.draft.text[span.start : span.end]))

    def _body(self, quoted: Quoted) -> Span:
        """Give the words of a quotation: without a citation at its end, and its last stop."""
        start, end = quoted.span.start, quoted.span.end
        text = self.draft.text
        if quoted.marks == "block":
            for one in reversed(self.cited_in):
                inside = start < one.span.start < one.span.end <= end
                if inside and not text[one.span.end : end].strip(" .\n\t"):
                    end = one.span.start
            body = text[start:end]
            dash = _BY.search(body.rstrip(" ."))
            if dash and self.works.named(dash.group()):
                end = start + dash.start()
        while start < end and (text[start].isspace() or text[start] in "“\"‘'"):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:!?”\"’'"):
            end -= 1
        return Span(start, end)

    def _located(self, span: Span) -> list[Located]:
        words = self.draft.text[span.start : span.end]
        if not words.strip() or len(words) > LONGEST_CHECKED:
            return []
        return list(locate(words, self.library.store, self.scope))

    def _attributed(
        self, blank: Reported, found: list[Located], near_it: Sequence[Reference]
    ) -> Reported:
        """Say of words that stand somewhere whether they stand where the draft says."""
        named = frozenset().union(*(one.documents for one in near_it))
        there = [one for one in found if one.document_id in named]
        finding = replace(
            blank, sort="verbatim", citations=self._cited(there or found), reason=_how(found[0])
        )
        if named and not there:
            titles = self._titles(named)
            own = self._titles(one.document_id for one in found)
            return replace(
                finding,
                sort="misattributed",
                reason=f"the words are from {own}, not from {titles}",
            )
        if not named:
            outside = any(not w.documents and not w.bare for one in near_it for w in one.works)
            if outside:
                own = self._titles(one.document_id for one in found)
                reason = f"the work cited isn’t among the documents; the words stand in {own}"
                return replace(finding, reason=reason)
            return finding
        page = wrong_page(there, near_it, self.library, self.scope)
        if page is None:
            return finding
        return replace(finding, sort="misattributed", corrected=page.pages, reason=page.reason)

    def _altered(
        self, blank: Reported, close: list[Located], near_it: Sequence[Reference]
    ) -> Reported:
        named = frozenset().union(*(one.documents for one in near_it))
        best = max(close, key=lambda one: (one.document_id in named, one.likeness))
        document = self.library.document(best.document_id, self.scope.collection)
        text = document.text if document else ""
        differences = tuple(
            (
                Span(blank.span.start + said.start, blank.span.start + said.end),
                text[there.start : there.end],
            )
            for said, there in best.differences
        )
        pairs = [
            _apart(self.draft.text[said.start : said.end], there) for said, there in differences
        ]
        reason = "; ".join(pairs[:5])
        if named and best.document_id not in named:
            own = self._titles([best.document_id])
            reason += f"; and it’s from {own}, not from {self._titles(named)}"
        finding = replace(
            blank,
            sort="altered",
            reason=reason,
            citations=self._cited([best]),
            differences=differences,
        )
        page = wrong_page([best], near_it, self.library, self.scope)
        if page is None:
            return finding
        return replace(finding, corrected=page.pages, reason=f"{reason}; {page.reason}")

    def _missing(
        self,
        blank: Reported,
        found: Sequence[Located],
        near_it: Sequence[Reference],
        quoted: Quoted,
    ) -> Reported:
        near = [one for one in found if one.likeness >= CLOSEST][:1]
        works = [work for one in near_it for work in one.works]
        outside = bool(works) and not any(work.documents for work in works)
        reason = "no document has these words, not even nearly"
        if near:
            reason = "no document has these words; the closest ones are shown"
        if outside:
            reason = "the work cited isn’t among the documents, so it can’t be checked"
        elif self.draft.parts[quoted.part].kind == "note" and _is_title(blank.text):
            outside, reason = True, "no document has these words; it may be a title"
        return replace(blank, reason=reason, nearest=self._cited(near), soft=outside)

    # --- claims -------------------------------------------------------------------------------

    def claim(self, part: int, span: Span) -> Reported | None:
        """Check one sentence that makes a claim."""
        statement = statement_of(self.draft, span, self.cited_in, self.works)
        if not statement or len(statement) > LONGEST_CLAIM:
            return None
        checked = check_claim(Query(statement, self.scope), self.library)
        near_it = [one for one in self.cited_in if span.start <= one.span.start <= span.end]
        blank = Reported(
            "nothing found", span, part, self.draft.text[span.start : span.end],
            checked.check.reason, checked.supporting, checked.opposing, checked.nearest,
            references=tuple(dict.fromkeys(one.text for one in near_it)),
        )  # fmt: skip
        if checked.check.verdict == "verbatim":
            reason = "word for word in the source: put it in quotation marks"
            return self._claim_page(replace(blank, sort="supported", reason=reason), near_it)
        if checked.supporting or checked.check.verdict == "supported":
            reason = "the source says it in nearly the same words"
            return self._claim_page(replace(blank, sort="supported", reason=reason), near_it)
        if checked.check.verdict == "contradicted":
            if all(one.kind == "speaker" and one.said is None for one in checked.check.differences):
                # A draft may report in its own voice what it cites: say so, and blame nothing.
                return replace(blank, opposing=(), nearest=checked.opposing, soft=True)
            return replace(blank, sort="contradicted")
        return replace(blank, opposing=())

    def _claim_page(self, finding: Reported, near_it: Sequence[Reference]) -> Reported:
        found = [Located(c.document_id, (Span(c.start, c.end),)) for c in finding.citations]
        named = frozenset().union(*(one.documents for one in near_it))
        there = [one for one in found if one.document_id in named]
        if named and found and not there:
            own = self._titles(one.document_id for one in found)
            reason = f"{finding.reason}; but that is {own}, not {self._titles(named)}"
            return replace(finding, reason=reason)
        page = wrong_page(there, near_it, self.library, self.scope)
        if page is None:
            return finding
        reason = f"{finding.reason}; it {page.reason}"
        return replace(finding, corrected=page.pages, reason=reason)

    # --- what is shown ------------------------------------------------------------------------

    def _cited(self, found: Sequence[Located]) -> tuple[Citation, ...]:
        query = Query("", self.scope)
        places = tuple(dict.fromkeys(one.place for one in found))
        return cited(places[:5], query, self.library.store)

    def _titles(self, documents: Iterator[str] | Sequence[str] | frozenset[str]) -> str:
        titles = {
            entry.id: entry.source.title
            for entry in self.library.store.entries(self.scope.collection)
        }
        return " or ".join(f"“{titles.get(name, name)}”" for name in sorted(set(documents))[:3])


_BY = re.compile(r"\s[\u2014\u2013-]{1,2}\s?[A-Z][^.\n]{2,80}$")
LONGEST_CHECKED = 6_000
LONGEST_CLAIM = 2_000


def _word_for_word(one: Located) -> bool:
    """Say whether all words are there, whatever the capitals and commas."""
    return one.exact or (not one.differences and one.likeness >= 1.0)


def _how(one: Located) -> str:
    if one.exact:
        return "word for word"
    return "word for word, but for capitals or punctuation"


def _apart(said: str, there: str) -> str:
    said, there = " ".join(said.split()), " ".join(there.split())
    if not there:
        return f"“{said}” isn’t in the source"
    if not said:
        return f"it leaves out “{there}”"
    return f"it says “{said}”, the source “{there}”"


def _is_title(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return bool(words) and sum(word[0].isupper() for word in words) >= 0.8 * len(words)
