"""Sentences of a draft that need a source, and those that are the author's own.

By rules over English words. Where they say nothing, a sentence is taken for a claim.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from rag.checking.draft_text import Draft, Quoted
from rag.checking.in_text_citations import Reference, Works
from rag.english.word_lists import words
from rag.text.sentences import split
from rag.text.tokens import tokens
from rag.types import Span

FEWEST = 3
"""Telling words without which a sentence claims nothing that could be looked up."""
MOSTLY = 0.5
"""Share of a sentence's letters in quotation marks from which on it's the quotation that counts."""

_THIS_TEXT = words("claim_detection", "this_text")
_OWN = (
    r"\b(?:I|[Ww]e|[Mm]y|[Oo]urs?|[Mm]yself|[Oo]urselves|[Mm]e)\b(?!\.)",
    (
        rf"\b(?i:this|the present|the following|the next|the last|the previous|the final|each|"
        rf"the first|the second|the third|the fourth) (?:{'|'.join(_THIS_TEXT)})s?\b"
    ),
    rf"^(?i:the|these) (?:{'|'.join(_THIS_TEXT)})s?\b(?! of)",
    r"\b(?i:section|chapter|part|appendix|annex) \d",
    r"\b(?i:in what follows|as noted (?:above|earlier|below)|see (?:above|below)|the rest of)\b",
    (
        r"\b(?i:arguably|perhaps|hopefully|seems to (?:be )?me|one might|one could|it seems|"
        r"it is tempting|to be sure|admittedly|it is worth|worth (?:noting|asking|considering)|"
        r"let us|to (?:my|our) mind|in this author|the author(?:'s|’s)? (?:of this|own|view)|"
        r"the question(?:s)? (?:is|are|then|that|remains?|here)|suppose that|in other words|"
        r"all of this|none of this|more on (?:this|that)|what remains)\b"
    ),
    r"^(?i:consider|imagine|note|recall|suppose|compare|take|turn|turning) ",
)
_TO_WHOM = re.compile(
    r"^(?:According to|As (?:noted|reported|argued|stated) (?:by|in)|For|In) ([^,]{2,70}),\s+"
)
_SAYS = re.compile(
    r"^([^,;:“”\"]{2,70}?)\s+(?:also |further |rightly )?(?:argues?|notes?|reports?|says?|writes?|"
    r"observes?|states?|claims?|finds?|records?|holds?|argued|noted|reported|said|wrote|observed|"
    r"stated|found|recorded|adds?|added|stresses|stressed|points out|pointed out)\s+that\s+"
)
_REPORT = re.compile(r"(?i)\bthe (?:report|brief|paper|authors?|document|study)\b")


def claims(
    draft: Draft, quoted: Sequence[Quoted], cited: Sequence[Reference]
) -> Iterator[tuple[int, Span]]:
    """Give the sentences of a draft's paragraphs that need a source: part and range."""
    by_part: dict[int, list[Span]] = {}
    for one in quoted:
        by_part.setdefault(one.part, []).append(one.span)
    starts = [r.span.start for r in cited]
    for index, part in enumerate(draft.parts):
        if part.kind != "paragraph":
            continue
        inside = by_part.get(index, [])
        first, last = bisect_left(starts, part.start), bisect_left(starts, part.end)
        around = [r.span for r in cited[first:last]]
        for span in _sentences(draft.part_text(part), part.start, inside, around):
            own = _plain(draft, span, [*around, *inside])
            telling = sum(token.content for token in tokens(own)) >= FEWEST
            wanted = telling and needs_source(_plain(draft, span, around))
            if wanted and not _all_quoted(span, inside):
                yield index, span


def needs_source(sentence: str) -> bool:
    """Say whether a sentence claims something about the matter that a document could bear out."""
    sentence = sentence.strip()
    if sentence.rstrip("\"”’')").endswith(("?", ":")):
        return False
    if sum(token.content for token in tokens(sentence)) < FEWEST:
        return False
    return not any(re.search(pattern, sentence) for pattern in _OWN)


def statement_of(draft: Draft, span: Span, cited: Sequence[Reference], works: Works) -> str:
    """Give what a sentence claims: without its citations, and without "Doe argues that"."""
    text = _plain(draft, span, [r.span for r in cited])
    for pattern in (_TO_WHOM, _SAYS):
        match = pattern.match(text)
        if match and (works.speaks(match[1]) or _REPORT.search(match[1])):
            text = text[match.end() :]
            text = text[:1].upper() + text[1:]
    return text


def _plain(draft: Draft, span: Span, around: Sequence[Span]) -> str:
    kept, at = [], span.start
    for one in sorted(around, key=lambda one: one.start):
        if one.overlaps(span) and one.start >= at:
            kept.append(draft.text[at : one.start])
            at = one.end
    kept.append(draft.text[at : span.end] if at < span.end else "")
    text = " ".join("".join(kept).split())
    return re.sub(r"\s+([.,;:!?])", r"\1", text)


def _sentences(text: str, offset: int, quoted: Sequence[Span], cited: Sequence[Span]) -> list[Span]:
    """Give the sentences: none ends within a quotation, and a citation goes with the one before."""
    found: list[Span] = []
    for one in split(text):
        span = Span(offset + one.start, offset + one.end)
        if found and (
            any(q.start <= found[-1].end < q.end for q in quoted)
            or any(c.start <= span.start and span.end <= c.end + 2 for c in cited)
        ):
            span = Span(found.pop().start, span.end)
        found.append(span)
    return found


def _all_quoted(span: Span, quoted: Sequence[Span]) -> bool:
    inside = sum(
        min(q.end, span.end) - max(q.start, span.start) for q in quoted if q.overlaps(span)
    )
    return inside >= MOSTLY * (span.end - span.start)
