"""A quotation with ellipses and brackets beside its source: what each drops and puts in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.text.quote_matching import PIECE, fold
from rag.text.sentences import split
from rag.text.tokens import Token, tokens
from rag.types import Span

AROUND = 2_000
"""Characters on either side of a quotation in which the line's beginning and end are looked for."""
_BULLET = re.compile(r"\s*[\u2022\u25aa\u25e6\u00b7\u2023*-]\s+")
_REMARK = re.compile(r"sic|[!?]|.*\b(?:emphasis|italics)\b.*", re.IGNORECASE)
"""What stands in brackets for the reader alone."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a quotation isn't its source.

    ``mark`` is its ellipsis or bracket, ``dropped`` what the document has there; ``put_in`` is
    what a bracket says, as a range of the quotation, None for an ellipsis. ``before`` and
    ``after`` are the stretches on either side, None at an end.
    """

    mark: Span
    dropped: Span
    put_in: Span | None
    before: Span | None
    after: Span | None


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """A sentence of which a quotation has some words.

    ``kept`` and ``dropped`` say so of each of its tokens: what the quotation has, and what one of
    its gaps stands for. Beyond the quotation's ends neither holds.
    """

    start: int
    text: str
    words: tuple[Token, ...]
    kept: tuple[bool, ...]
    dropped: tuple[bool, ...]

    def said(self, first: int, last: int) -> str:
        """Give the words from one token to another."""
        return self.text[self.words[first].start : self.words[last].end]

    def span(self, first: int, last: int) -> Span:
        """Give their place in the document."""
        return Span(self.start + self.words[first].start, self.start + self.words[last].end)

    def runs(self) -> Iterator[range]:
        """Give the stretches of dropped words, as ranges of tokens."""
        at = 0
        while at < len(self.words):
            end = at
            while end < len(self.words) and self.dropped[end]:
                end += 1
            if end > at:
                yield range(at, end)
            at = end + 1


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that turns a quotation's sense.

    ``said`` are characters of the quotation, its ellipsis or bracket, ``found`` those of the
    document that were dropped or replaced, none where something was only put in.
    """

    said: Span
    found: Span
    reason: str


def gaps_of(words: str, text: str, spans: Sequence[Span]) -> tuple[Gap, ...]:
    """Give the ellipses and brackets of a quotation that stands in a text at some spans.

    None where the marks are the source's own, or can't be told from each other.
    """
    marks = list(PIECE.finditer(words))
    if not marks:
        return ()
    ends = [0, *(end for mark in marks for end in mark.span()), len(words)]
    stretches = [Span(*pair) for pair in zip(ends[::2], ends[1::2], strict=True)]
    filled = [one for one in stretches if fold(words[one.start : one.end]).text.strip(" ")]
    if len(filled) != len(spans):
        filled = [one for one in stretches if re.search(r"\w", words[one.start : one.end])]
    if len(filled) != len(spans):
        return ()
    places = [None, *zip(filled, spans, strict=True), None]
    sentences = _around(text, spans)
    found = []
    for before, after in pairwise(places):
        low = before[0].end if before else 0
        high = after[0].start if after else len(words)
        inside = [mark for mark in marks if low <= mark.start() and mark.end() <= high]
        if not inside:
            continue
        start = before[1].end if before else min(sentences[0].start, spans[0].start)
        end = after[1].start if after else max(sentences[-1].end, spans[-1].end)
        found.append(
            Gap(
                Span(inside[0].start(), inside[-1].end()),
                Span(start, max(start, end)),
                _put_in(inside),
                before[0] if before else None,
                after[0] if after else None,
            )
        )
    return tuple(gap for gap in found if not _own_mark(words, text, gap))


def _own_mark(words: str, text: str, gap: Gap) -> bool:
    """Say whether the source has the ellipsis or the bracket itself."""
    mark = fold(words[gap.mark.start : gap.mark.end]).text
    return fold(text[gap.dropped.start : gap.dropped.end]).text.strip(" ") == mark.strip(" ")


def _put_in(inside: Sequence[re.Match[str]]) -> Span | None:
    """Give what the brackets of a gap put in, remarks to the reader left out."""
    said = [
        Span(mark.start() + 1, mark.end() - 1)
        for mark in inside
        if mark.group().startswith("[") and mark.group().strip("[]. …")
        and not _REMARK.fullmatch(mark.group().strip("[] "))
    ]  # fmt: skip
    return Span(said[0].start, said[-1].end) if said else None


def _around(text: str, spans: Sequence[Span]) -> list[Span]:
    """Give the sentences that a quotation touches or lies between."""
    # Whole lines: half of a pair of quote marks would keep sentences together.
    low = text.rfind("\n", max(0, spans[0].start - AROUND), spans[0].start) + 1
    low = low or max(0, spans[0].start - AROUND)
    # A list's bullet at the head would keep the sentences of its item together.
    bullet = _BULLET.match(text, low, spans[0].start)
    low = bullet.end() if bullet else low
    high = text.find("\n", spans[-1].end, spans[-1].end + AROUND)
    high = high if high >= 0 else min(len(text), spans[-1].end + AROUND)
    found = [Span(low + one.start, low + one.end) for one in split(text[low:high])]
    within = [one for one in found if one.start < spans[-1].end and spans[0].start < one.end]
    return within or [Span(spans[0].start, spans[-1].end)]


def sentences_of(text: str, spans: Sequence[Span], gaps: Sequence[Gap]) -> list[SourceSentence]:
    """Give the sentences of which a quotation has words, in order."""
    found = []
    for one in _around(text, spans):
        sentence = text[one.start : one.end]
        words = tokens(sentence)
        places = [Span(one.start + t.start, one.start + t.end) for t in words]
        kept = tuple(any(p.overlaps(span) for span in spans) for p in places)
        if any(kept):
            gone = tuple(
                not k and any(p.overlaps(gap.dropped) for gap in gaps)
                for p, k in zip(places, kept, strict=True)
            )
            found.append(SourceSentence(one.start, sentence, words, kept, gone))
    return found
