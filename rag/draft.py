"""A draft against the documents: each quotation and each claim gets a finding.

Whatever is found is a result. Nothing of the draft is kept or sent anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rag.check import check_claim, cited
from rag.claims import claims, statement_of
from rag.find import Located, locate
from rag.library import Library
from rag.manuscript import Draft, Quoted, quotations
from rag.referring import Named, Reference, Works, references
from rag.types import Citation, Document, Query, Scope, Searched, Span

Sort = Literal[
    "verbatim",
    "altered",
    "misattributed",
    "not found",
    "supported",
    "contradicted",
    "nothing found",
]
"""The first four of quotations, the last three of claims."""

PROBLEMS: frozenset[Sort] = frozenset(("altered", "misattributed", "not found", "contradicted"))
ALTERED = 0.7
"""Share of a quotation's words that a place must have for it to be that place, altered."""
CLOSEST = 0.5
SCARE = 4
"""Words: shorter ones that aren't found quote nobody."""
WHOLE = Scope()
MOST_PARTS, MOST_FINDINGS = 20_000, 3_000


@dataclass(frozen=True, slots=True)
class Reported:
    """What was found about a quotation or a claim of a draft.

    ``span`` are its characters in the draft's text. ``citations`` are where its words
    stand, or what bears it out, ``opposing`` what speaks against it, ``nearest`` what
    comes closest where nothing else was found. ``differences`` pairs ranges of the
    draft with the words of the source. ``corrected`` is the page that a citation should
    name. ``soft`` marks what is worth a look but no fault.
    """

    sort: Sort
    span: Span
    part: int
    text: str
    reason: str
    citations: tuple[Citation, ...] = ()
    opposing: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    differences: tuple[tuple[Span, str], ...] = ()
    references: tuple[str, ...] = ()
    corrected: str | None = None
    soft: bool = False

    @property
    def is_problem(self) -> bool:
        """Whether the draft should be changed: quotation, claim or the page cited."""
        return not self.soft and (self.sort in PROBLEMS or self.corrected is not None)

    @property
    def is_quotation(self) -> bool:
        """Whether it's about a quotation, not a claim."""
        return self.sort in ("verbatim", "altered", "misattributed", "not found")


@dataclass(frozen=True, slots=True)
class Review:
    """All findings about a draft in its order, and what was searched.

    ``notes`` say what wasn't checked.
    """

    draft: Draft
    findings: tuple[Reported, ...]
    searched: Searched
    notes: tuple[str, ...] = ()

    @property
    def problems(self) -> int:
        """How many findings ask for a change."""
        return sum(one.is_problem for one in self.findings)


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
    quoted, cited_in = quotations(draft), references(draft, works)
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
        near_it = self._references(index)
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
        return self._on_page(finding, there, near_it, "misattributed")

    def _on_page(
        self,
        finding: Reported,
        found: Sequence[Located],
        near_it: Sequence[Reference],
        sort: Sort,
    ) -> Reported:
        """Compare the pages cited with those on which the words stand."""
        works = [work for one in near_it for work in one.works]
        labels: list[str] = []
        asked = False
        for one in found:
            document = self.library.document(one.document_id, self.scope.collection)
            own = [w for w in works if one.document_id in w.documents and w.pages]
            if document is None or not own:
                return finding
            pages = _labels(document, one)
            if not pages:
                return finding
            if any(_on(pages, work) for work in own):
                return finding
            asked = True
            labels += [p for p in pages[:1] if p not in labels]
        if not asked:
            return finding
        right = " or ".join(f"p. {label}" for label in labels[:4])
        inferred = any(c.page is not None and c.page.inferred for c in finding.citations)
        sure = " (page worked out from the layout)" if inferred else ""
        said = ", ".join(_pages_text(w) for w in works if w.pages)
        return replace(
            finding,
            sort=sort,
            corrected=right,
            reason=f"stands on {right}{sure}, not on {said}",
        )

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
        paged = self._on_page(finding, [best], near_it, "altered")
        if paged.corrected:
            paged = replace(paged, reason=f"{reason}; {paged.reason}")
        return paged

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

    # --- citations ----------------------------------------------------------------------------

    def _references(self, index: int) -> tuple[Reference, ...]:
        """Give the citations that a quotation leans on."""
        quoted = self.quoted[index]
        part = self.draft.parts[quoted.part]
        own = [one for one in self.cited_in if part.start <= one.span.start <= part.end]
        if part.kind == "note":
            return tuple(one for one in own if one.span == Span(part.start, part.end))
        if quoted.marks == "block":
            return self._of_block(quoted, own)
        following = [q for q in self.quoted[index + 1 :] if q.part == quoted.part]
        limit = following[0].span.start if following else part.end
        after = self._after(quoted.span.end, limit, own)
        if after:
            return after
        earlier = [q for q in self.quoted[:index] if q.part == quoted.part]
        start = earlier[-1].span.end if earlier else part.start
        before = [
            one
            for one in own
            if start <= one.span.start
            and one.span.end <= quoted.span.start
            and not self._closed(one)
            and not _ends_sentence(self.draft.text[one.span.end : quoted.span.start])
        ]
        if before:
            return (before[-1],)
        # “This” and “that” (Doe 2015, p. 4): the citation behind both is for both.
        if following and not _ends_sentence(self.draft.text[quoted.span.end + 1 : limit]):
            return self._references(index + 1) if len(following) < 50 else ()
        return ()

    def _closed(self, one: Reference) -> bool:
        """Say whether a citation stands behind the end of a sentence, and so belongs to it."""
        before = self.draft.text[max(0, one.span.start - 6) : one.span.start]
        return before.rstrip(" \n”\"’')").endswith((".", "!", "?"))

    def _after(self, end: int, limit: int, own: Sequence[Reference]) -> tuple[Reference, ...]:
        found: list[Reference] = []
        at = end
        for one in own:
            if not end <= one.span.start <= limit:
                continue
            between = self.draft.text[at : one.span.start]
            if _ends_sentence(between) and between.strip(" .,;:!?”\"’'\n"):
                break
            if found and between.strip(" .,;:!?”\"’'\n"):
                break
            found.append(one)
            at = one.span.end
        return tuple(found)

    def _of_block(self, quoted: Quoted, own: Sequence[Reference]) -> tuple[Reference, ...]:
        if own:
            return (own[-1],)
        parts = self.draft.parts
        text = self.draft.text
        following = parts[quoted.part + 1] if quoted.part + 1 < len(parts) else None
        for one in self.cited_in:
            if following is None or following.kind != "paragraph":
                break
            inside = following.start <= one.span.start < following.end
            if inside and not text[following.start : one.span.start].strip():
                return (one,)
        before = parts[quoted.part - 1] if quoted.part else None
        if before and before.kind == "paragraph" and text[: before.end].rstrip().endswith(":"):
            led = [
                one
                for one in self.cited_in
                if before.start <= one.span.start < before.end
                and not _ends_sentence(text[one.span.end : before.end])
            ]
            return tuple(led[-1:])
        return ()

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
        paged = self._on_page(finding, there, near_it, "supported")
        if paged.corrected:
            return replace(paged, reason=f"{finding.reason}; it {paged.reason}")
        return paged

    # --- what is shown ------------------------------------------------------------------------

    def _cited(self, found: Sequence[Located]) -> tuple[Citation, ...]:
        query = Query("", self.scope)
        places = tuple(dict.fromkeys(one.place for one in found))
        return cited(places[:5], query, self.library)

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


def _labels(document: Document, one: Located) -> list[str]:
    """Give the pages on which words stand, as a reader would cite them."""
    pages = [page for span in one.spans for page in document.passage(span.start, span.end).pages]
    return list(dict.fromkeys(page.label or str(page.number) for page in pages))


def _on(pages: Sequence[str], work: Named) -> bool:
    """Say whether one of some pages is among those that a citation names."""
    for first, last in work.pages:
        for page in pages:
            if page.lower() in (first.lower(), last.lower()):
                return True
            if page.isdigit() and first.isdigit() and last.isdigit():
                # "pp. 123-25" ends on page 125.
                end = first[: max(0, len(first) - len(last))] + last
                if int(first) <= int(page) <= int(end):
                    return True
    return False


def _pages_text(work: Named) -> str:
    pages = [first if first == last else f"{first}–{last}" for first, last in work.pages]
    return ("p. " if len(pages) == 1 and "–" not in pages[0] else "pp. ") + ", ".join(pages)


_ABBREVIATED = re.compile(r"\b(?:pp?|ed|eds|cf|e\.g|i\.e|al|vol|no|Dr|Mr|Ms|St)\.\s")


def _ends_sentence(text: str) -> bool:
    """Say whether a sentence ends in a stretch of text, and another begins."""
    return re.search(r"[.!?][\"”’')\]]*\s+[\"“‘'(]*[A-Z]", _ABBREVIATED.sub(" ", text)) is not None


def _is_title(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return bool(words) and sum(word[0].isupper() for word in words) >= 0.8 * len(words)
