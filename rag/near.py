"""A quotation beside a text that has nearly its words: where, and which words differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz import fuzz

from rag.quotation import PIECE, Folded, exact, fold, room_for
from rag.types import Span

LIKELY = 50.0
"""Of 100: how alike letters must be for words to be compared at all."""
MARGINS = (0, 20, 60)
"""Characters around the likeliest place, which may be cut too short; the best one is taken."""
SMALL = 3
"""Letters of a word that says little."""
_WORD = re.compile(r"\d(?:[\d.,:/]*\d)?|\w+(?:[-'’\u2010\u2011]\w+)*|[%$£€]")


@dataclass(frozen=True, slots=True)
class Near:
    """Where a quotation nearly stands: a range for each stretch between ellipses.

    ``differences`` pairs ranges of the quotation with ranges of the text; either may be
    empty. ``likeness`` is the share of its words that are there, 0 to 1.
    """

    spans: tuple[Span, ...]
    differences: tuple[tuple[Span, Span], ...]
    likeness: float


def occurrences(quote: str, text: str, most: int = 20) -> tuple[tuple[Span, ...], ...]:
    """Give every place where a quotation stands word for word, as `rag.quotation.exact` does."""
    found: list[tuple[Span, ...]] = []
    start = 0
    while len(found) < most and (spans := exact(quote, text[start:])):
        found.append(tuple(Span(s.start + start, s.end + start) for s in spans))
        start = found[-1][0].end
    return tuple(found)


def nearest(quote: str, text: str) -> Near | None:
    """Give the place of a text that is most like a quotation, None where nothing is like it.

    The longest stretch is looked for first, the others around it.
    """
    stretches = [span for span in _stretches(quote) if _words(quote, span.start, span.end)]
    if not stretches:
        return None
    longest = max(stretches, key=lambda span: span.end - span.start)
    places: dict[Span, _Place | None] = {longest: _place(quote, longest, text, 0, len(text))}
    anchor = places[longest]
    if anchor is None:
        return None
    at = stretches.index(longest)
    low, high = anchor.found.start, anchor.found.end
    for span in reversed(stretches[:at]):
        room = _room(quote, span.end) + span.end - span.start
        places[span] = place = _place(quote, span, text, max(0, low - room), low)
        low = place.found.start if place else low
    for span in stretches[at + 1 :]:
        room = _room(quote, stretches[stretches.index(span) - 1].end) + span.end - span.start
        places[span] = place = _place(quote, span, text, high, min(len(text), high + room))
        high = place.found.end if place else high
    return _together(quote, stretches, places, anchor)


@dataclass(frozen=True, slots=True)
class _Place:
    found: Span
    differences: tuple[tuple[Span, Span], ...]
    kept: float
    apart: float
    """Weight of what differs: lower is likelier."""


def _together(
    quote: str, stretches: Sequence[Span], places: dict[Span, _Place | None], anchor: _Place
) -> Near:
    spans, differences, kept, total = [], [], 0.0, 0.0
    for span in stretches:
        place = places[span]
        total += sum(_weight(w.group()) for w in _words(quote, span.start, span.end))
        if place is None:
            differences.append((span, Span(anchor.found.end, anchor.found.end)))
            continue
        spans.append(place.found)
        differences += place.differences
        kept += place.kept
    return Near(tuple(spans), tuple(differences), kept / total if total else 0.0)


def _stretches(quote: str) -> Iterator[Span]:
    """Give what stands between ellipses and brackets."""
    at = 0
    for match in PIECE.finditer(quote):
        yield Span(at, match.start())
        at = match.end()
    yield Span(at, len(quote))


def _room(quote: str, at: int) -> int:
    """Give the room of the ellipsis or bracket that begins at a place, some spaces with it."""
    match = PIECE.match(quote, at)
    return (room_for(match.group()) if match else 0) + 4


def _place(quote: str, span: Span, text: str, start: int, end: int) -> _Place | None:
    """Find one stretch between two places of a text."""
    whole, wanted = _folded(text[start:end]), fold(quote[span.start : span.end]).text.lower()
    if not whole.text or not wanted:
        return None
    lower = whole.text.lower()
    if len(lower) != len(whole.text):  # a letter whose small form is two: lengths must agree
        lower = whole.text
    if len(wanted) >= len(lower):
        return _aligned(quote, span, text, Span(start, end))
    best = fuzz.partial_ratio_alignment(wanted, lower, score_cutoff=LIKELY)
    if best is None or best.dest_start >= best.dest_end:
        return None
    around = whole.span(best.dest_start, best.dest_end)
    found = []
    for margin in MARGINS:
        region = Span(
            start + max(0, around.start - margin), start + min(end - start, around.end + margin)
        )
        if (
            place := _aligned(quote, span, text, _whole_words(text, region, start, end))
        ) is not None:
            found.append(place)
    return max(found, key=lambda place: (-place.apart, place.kept), default=None)


def _whole_words(text: str, region: Span, start: int, end: int) -> Span:
    low, high = region.start, region.end
    while low > start and text[low - 1].isalnum() and text[low].isalnum():
        low -= 1
    while high < end and text[high].isalnum() and text[high - 1].isalnum():
        high += 1
    return Span(low, high)


@lru_cache(maxsize=512)
def _folded(text: str) -> Folded:
    return fold(text)


def _aligned(quote: str, span: Span, text: str, region: Span) -> _Place | None:
    ours = _words(quote, span.start, span.end)
    theirs = _words(text, region.start, region.end)
    our_keys, their_keys = [_key(w.group()) for w in ours], [_key(w.group()) for w in theirs]
    if ours[0].start() and quote[ours[0].start() - 1] == "]":  # "[t]he": the word may be cut
        our_keys[0] = next((key for key in their_keys if _cut(key, our_keys[0])), our_keys[0])
    matcher = SequenceMatcher(None, our_keys, their_keys, autojunk=False)
    codes = [list(code[1:]) for code in matcher.get_opcodes()]
    tags: list[str] = [code[0] for code in matcher.get_opcodes()]
    if "equal" not in tags:
        return None
    _trim(codes, tags)
    kept = sum(
        _weight(w.group())
        for tag, (a, b, _, _) in zip(tags, codes, strict=True)
        for w in ours[a:b]
        if tag == "equal"
    )
    found = Span(theirs[codes[0][2]].start(), theirs[max(codes[-1][3] - 1, codes[0][2])].end())
    differences = tuple(
        (_range(ours, a, b, span.end), _range(theirs, c, d, found.end))
        for tag, (a, b, c, d) in zip(tags, codes, strict=True)
        if tag != "equal"
    )
    apart = sum(
        max(
            sum(_weight(w.group()) for w in ours[a:b]), sum(_weight(w.group()) for w in theirs[c:d])
        )
        for tag, (a, b, c, d) in zip(tags, codes, strict=True)
        if tag != "equal"
    )
    return _Place(found, differences, kept, apart)


def _cut(whole: str, rest: str) -> bool:
    return whole.endswith(rest) and len(whole) <= len(rest) + 2


def _trim(codes: list[list[int]], tags: list[str]) -> None:
    """Leave out the text's words before and behind the quotation.

    An end without a match keeps as many of them as the quotation has there.
    """
    for first in (True, False):
        at = 0 if first else -1
        while tags[at] == "insert":
            del codes[at], tags[at]
        a, b, c, d = codes[at]
        if tags[at] == "replace" and d - c > b - a:
            codes[at] = [a, b, d - (b - a), d] if first else [a, b, c, c + (b - a)]


def _range(words: Sequence[re.Match[str]], start: int, end: int, last: int) -> Span:
    """Give the characters of some words; of none, the place where they would stand."""
    if start < end:
        return Span(words[start].start(), words[end - 1].end())
    at = words[start].start() if start < len(words) else last
    return Span(at, at)


def _words(text: str, start: int, end: int) -> list[re.Match[str]]:
    return list(_WORD.finditer(text, start, end))


@lru_cache(maxsize=16384)
def _key(word: str) -> str:
    return fold(word).text.replace("-", "").casefold()


def _weight(word: str) -> float:
    return 0.5 if len(word) <= SMALL and word.isalpha() else 1.0
