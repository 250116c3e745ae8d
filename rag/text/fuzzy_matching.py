"""A quotation beside a text that has nearly its words: where, and which words differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz import fuzz

from rag.text.quote_matching import PIECE, Folded, fold, room_for
from rag.types import Span

LIKELY = 50.0
"""Of 100: how alike letters must be for words to be compared at all."""
MARGINS = (0, 20, 60)
"""Characters around the likeliest place, which may be cut too short; the best one is taken."""
SMALL = 3
"""Letters of a word that says little."""
# A word with its hyphens is one: it's shown as one where it differs.
_WORD = re.compile(r"\d(?:[\d.,:/]*\d)?|\w+(?:[-'’\u2010\u2011]\w+)*|[%$£€]")
_Code = tuple[str, int, int, int, int]
"""What is to be done, from and to which of our words, from and to which of theirs."""
_Words = Sequence[re.Match[str]]


@dataclass(frozen=True, slots=True)
class _Held:
    """A text to be remembered by what it is, not by its words.

    An equal text of another index is another one: how soon it's folded would tell of it.
    """

    text: str

    def __hash__(self) -> int:
        return id(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.text is other.text


@lru_cache(maxsize=128)
def _folded(held: _Held, start: int, end: int) -> Folded:
    return fold(held.text[start:end])


@dataclass(frozen=True, slots=True)
class Near:
    """Where a quotation nearly stands: a range for each stretch between ellipses.

    ``differences`` pairs ranges of the quotation with ranges of the text; either may be
    empty. ``likeness`` is the share of its words that are there, 0 to 1.
    """

    spans: tuple[Span, ...]
    differences: tuple[tuple[Span, Span], ...]
    likeness: float


def nearest(quote: str, text: str, within: Span | None = None) -> Near | None:
    """Give the place of a text that is most like a quotation, None where nothing is like it.

    The longest stretch is looked for first, the others around it, all of them ``within`` a
    part of the text, if one is given.
    """
    within = within or Span(0, len(text))
    stretches = [span for span in _stretches(quote) if _words(quote, span)]
    if not stretches:
        return None
    longest = max(stretches, key=lambda span: span.end - span.start)
    anchor = _place(quote, longest, text, within)
    if anchor is None:
        return None
    at = stretches.index(longest)
    places: list[_Place | None] = [anchor]
    low, high = anchor.found.start, anchor.found.end
    for span in reversed(stretches[:at]):
        room = _room(quote, span.end) + span.end - span.start
        places.insert(
            0, place := _place(quote, span, text, Span(max(within.start, low - room), low))
        )
        low = place.found.start if place else low
    for last, span in zip(stretches[at:], stretches[at + 1 :], strict=False):
        room = _room(quote, last.end) + span.end - span.start
        places.append(place := _place(quote, span, text, Span(high, min(within.end, high + room))))
        high = place.found.end if place else high
    missing = Span(anchor.found.end, anchor.found.end)
    differences: list[tuple[Span, Span]] = []
    for span, place in zip(stretches, places, strict=True):
        differences += place.differences if place else [(span, missing)]
    there = [place for place in places if place]
    total = sum(_weights(_words(quote, span)) for span in stretches)
    likeness = sum(place.kept for place in there) / total if total else 0.0
    return Near(tuple(place.found for place in there), tuple(differences), likeness)


@dataclass(frozen=True, slots=True)
class _Place:
    found: Span
    differences: tuple[tuple[Span, Span], ...]
    kept: float
    apart: float
    """Weight of what differs: lower is likelier."""


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


def _place(quote: str, span: Span, text: str, within: Span) -> _Place | None:
    """Find one stretch between two places of a text."""
    whole = _folded(_Held(text), within.start, within.end)
    wanted = fold(quote[span.start : span.end]).text.lower()
    if not whole.text or not wanted:
        return None
    lower = whole.text.lower()
    if len(lower) != len(whole.text):  # a letter whose small form is two: lengths must agree
        lower = whole.text
    if len(wanted) >= len(lower):
        return _aligned(quote, span, text, within)
    best = fuzz.partial_ratio_alignment(wanted, lower, score_cutoff=LIKELY)
    if best is None or best.dest_start >= best.dest_end:
        return None
    around = whole.span(best.dest_start, best.dest_end)
    regions = (
        Span(
            within.start + max(0, around.start - margin),
            min(within.end, within.start + around.end + margin),
        )
        for margin in MARGINS
    )
    places = (_aligned(quote, span, text, _whole_words(text, one, within)) for one in regions)
    return max(filter(None, places), key=lambda one: (-one.apart, one.kept), default=None)


def _whole_words(text: str, region: Span, within: Span) -> Span:
    low, high = region.start, region.end
    while low > within.start and text[low - 1].isalnum() and text[low].isalnum():
        low -= 1
    while high < within.end and text[high].isalnum() and text[high - 1].isalnum():
        high += 1
    return Span(low, high)


def _aligned(quote: str, span: Span, text: str, region: Span) -> _Place | None:
    ours, theirs = _words(quote, span), _words(text, region)
    our_keys, their_keys = [_key(w.group()) for w in ours], [_key(w.group()) for w in theirs]
    if ours[0].start() and quote[ours[0].start() - 1] == "]":  # "[t]he": the word may be cut
        rest = our_keys[0]
        whole = (key for key in their_keys if key.endswith(rest) and len(key) <= len(rest) + 2)
        our_keys[0] = next(whole, rest)
    edits = SequenceMatcher(None, our_keys, their_keys, autojunk=False).get_opcodes()
    if not any(code[0] == "equal" for code in edits):
        return None
    codes = _trimmed(edits)
    first, last = codes[0][3], codes[-1][4]
    found = Span(theirs[first].start(), theirs[max(last - 1, first)].end())
    differing = [(ours[a:b], theirs[c:d], a, c) for tag, a, b, c, d in codes if tag != "equal"]
    return _Place(
        found,
        tuple(
            (_range(said, ours[a:], span.end), _range(there, theirs[c:], found.end))
            for said, there, a, c in differing
        ),
        sum(_weights(ours[a:b]) for tag, a, b, _, _ in codes if tag == "equal"),
        sum(max(_weights(said), _weights(there)) for said, there, _, _ in differing),
    )


def _trimmed(codes: Sequence[_Code]) -> list[_Code]:
    """Leave out the text's words before and behind the quotation.

    An end without a match keeps as many of them as the quotation has there.
    """
    left = list(codes)
    for at in (0, -1):
        while left[at][0] == "insert":
            del left[at]
        tag, a, b, c, d = left[at]
        if tag == "replace" and d - c > b - a:
            left[at] = (tag, a, b, d - (b - a), d) if at == 0 else (tag, a, b, c, c + (b - a))
    return left


def _range(words: _Words, rest: _Words, last: int) -> Span:
    """Give the characters of some words; of none, the place where they would stand."""
    if words:
        return Span(words[0].start(), words[-1].end())
    at = rest[0].start() if rest else last
    return Span(at, at)


def _words(text: str, span: Span) -> list[re.Match[str]]:
    return list(_WORD.finditer(text, span.start, span.end))


@lru_cache(maxsize=16384)
def _key(word: str) -> str:
    return fold(word).text.replace("-", "").casefold()


def _weights(words: _Words) -> float:
    """Add up how much words say: short ones half as much."""
    return sum(0.5 if len(w.group()) <= SMALL and w.group().isalpha() else 1.0 for w in words)
