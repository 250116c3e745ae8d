"""The numbers by which a text names parts: "s. 12(3)", "Part II, chapter 4", "articles 5 to 7"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.english.vocabulary import FUNCTION_WORDS
from rag.english.word_lists import words
from rag.requests.heading_labels import SHORT_NOUNS, Label, plain_number, whole_noun
from rag.text.tokens import root
from rag.types import Span

PART_NOUNS = frozenset(words("requests", "part_nouns"))
MOST = 12
"""Parts that are named at once ("articles 3 to 14")."""
_NUMBERS = {
    word: str(number)
    for names in (words("quantities", "units")[1:], words("quantities", "ordinal_words"))
    for number, word in enumerate(names, 1)
}
_DIGITS = r"\d{1,4}[a-z]?(?:\.\d{1,3}){0,4}"
_NUMBER = rf"§?{_DIGITS}|[ivx]{{1,6}}|[a-z](?:\.\d{{1,2}})?|" + "|".join(
    words("quantities", "units")[1:]
)
_END = r"(?![\w.]*\w)"
_PLACE = re.compile(
    r"(?P<code>\b\d{1,3} (?:C\.?F\.?R|U\.?S\.?C)\.?,? (?:part |sec(?:tion|\.)? )?)"
    rf"§{{0,2}} ?(?P<of>{_DIGITS}){_END}|"
    rf"\b(?P<noun>[^\W\d_]{{1,20}})(?P<link>\.? |\.|(?=\d))"
    rf"(?:no\.? ?|number )?(?P<number>{_NUMBER}){_END}"
    r"|(?P<ordinal>[a-z]{5,11}) (?P<named>[^\W\d_]{3,20})\b"
    rf"|(?<![\w.])(?P<bare>§ ?\d{{1,4}}(?:\.\d{{1,3}})*|\d{{1,3}}(?:\.\d{{1,3}})+){_END}",
    re.IGNORECASE,
)
_ANY_NOUN = re.compile(rf"\b([^\W\d_]{{3,20}}) (\d{{1,3}}|[IVX]{{1,6}}){_END}")
_LETTERED = re.compile(
    r",? ?(?P<letter>[A-Z])[ .,]{1,2}(?P<number>\d{1,3})\b(?!\.?\d)|, ?(?P<alone>[A-Z])\b"
)
"""Parts of the part before, by letter and number: "chapter 3, D 4"."""
_POINTS = re.compile(r"(?: ?\((?:\d{1,3}|[a-z]{1,4})\))+", re.IGNORECASE)
_MORE = re.compile(
    rf"(?P<to> ?(?:to|through|-|–) ?(?P<last>\d{{1,4}}))\b{_END}"
    rf"|(?P<and>(?:(?:,? (?:and|or|&) |, ?){_DIGITS}{_END})+)",
    re.IGNORECASE,
)
_OUTER = re.compile(r"\W*(?:of|in|under|from|to)(?: the)?\W*", re.IGNORECASE)
_WITHIN = re.compile(r"[\s,:;>/–-]*")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A part by its number, after those that it stands in; ``points`` lead further into it."""

    chain: tuple[Label, ...]
    points: tuple[str, ...] = ()

    @property
    def label(self) -> Label:
        """What the part itself is called."""
        return self.chain[-1]


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a text names parts: those of one noun."""

    start: int
    end: int
    parts: tuple[Numbered, ...]


def any_numbered(text: str) -> Iterator[Numbered]:
    """Give whatever a text has a number behind: "medida 11", in whichever language."""
    for match in _ANY_NOUN.finditer(text):
        yield Numbered((Label(root(match[1].lower()), plain_number(match[2]), frozenset()),))


def numbered_parts(text: str) -> tuple[tuple[Numbered, ...], str]:
    """Give the parts that a text names by number, the first it names first, and what is left."""
    found = list(_found(text))
    rest, named = text, tuple(one for place in found for one in place.parts)
    for place in reversed(found):
        rest = f"{rest[: place.start]} {rest[place.end :]}"
    return _chained(text, found, named)[:MOST], rest


def numbered_spans(text: str) -> Iterator[tuple[Span, Label]]:
    """Give the characters in which a text names parts in figures, and what the first is called."""
    for place in _found(text):
        if re.search(r"\d", text[place.start : place.end]):
            yield Span(place.start, place.end), place.parts[0].label


def _chained(
    text: str, found: Sequence[_Found], named: tuple[Numbered, ...]
) -> tuple[Numbered, ...]:
    """Read neighbours of different nouns as a part of a part."""
    if len(found) < 2 or any(len(place.parts) > 1 for place in found):
        return named
    chain, points = named[0].chain, named[0].points
    for before, place in pairwise(found):
        part, between = place.parts[0], text[before.end : place.start]
        if part.label.noun == before.parts[0].label.noun:
            return named
        if _OUTER.fullmatch(between):
            chain = (*part.chain, *chain)
        elif _WITHIN.fullmatch(between):
            chain, points = (*chain, *part.chain), part.points
        else:
            return named
    return (Numbered(chain, points),)


def _found(text: str) -> Iterator[_Found]:
    at = 0
    while match := _PLACE.search(text, at):
        label = _label(match)
        if label is None:
            at = match.start() + max(1, len(match["noun"] or ""))
            continue
        end, parts = _with_tail(text, match.end(), label)
        yield _Found(match.start(), end, parts)
        at = end


def _label(match: re.Match[str]) -> Label | None:
    if match["of"]:
        noun = "part" if "part" in match["code"].lower() else ""
        return Label(noun, match["of"].lower(), frozenset())
    noun, number = match["noun"] or match["named"] or "", match["number"] or match["bare"]
    if match["ordinal"]:
        number = _NUMBERS.get(match["ordinal"].lower())
    number = _NUMBERS.get((number or "").lower(), number)
    low = noun.lower()
    short = low in SHORT_NOUNS
    if not number or low in FUNCTION_WORDS or (noun and len(noun) < 3 and not short):
        return None
    if noun and match["link"] == "" and not short:
        return None  # "covid19"
    whole = whole_noun(low)
    if number.isalpha() and whole not in map(root, PART_NOUNS):
        return None
    return Label(whole, plain_number(number.lstrip("§ ")), frozenset())


def _with_tail(text: str, end: int, label: Label) -> tuple[int, tuple[Numbered, ...]]:
    """Read what stands behind a number: its points, the parts in it, further numbers."""
    if points := _POINTS.match(text, end):
        marks = tuple(re.findall(r"\w+", points.group().lower()))
        return points.end(), (Numbered((label,), marks),)
    if lettered := _LETTERED.match(text, end):
        below = filter(None, lettered.group("letter", "alone", "number"))
        inner = (Label("", plain_number(one), frozenset()) for one in below)
        return lettered.end(), (Numbered((label, *inner)),)
    more = _MORE.match(text, end) if label.noun and label.number.isdigit() else None
    if more is None:
        return end, (Numbered((label,)),)
    numbers = [label.number]
    if more["last"]:
        first, last = int(label.number), int(more["last"])
        if not first < last < first + MOST:
            return end, (Numbered((label,)),)
        numbers = [str(number) for number in range(first, last + 1)]
    else:
        numbers += re.findall(_DIGITS, more["and"], re.IGNORECASE)
    return more.end(), tuple(
        Numbered((Label(label.noun, number.lower(), frozenset()),)) for number in numbers
    )
