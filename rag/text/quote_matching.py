"""Quotations: where their words really stand, word for word.

White space, quote marks, dashes and hyphenation make no difference. An ellipsis
stands for words left out, brackets for words put in by whoever quotes.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.types import Span

GAP = 600
"""Characters that an ellipsis may stand for."""
INSERTED = 80
"""Characters of the source that a bracketed insertion may stand for."""
REMEMBERED = 2_000
"""Characters: longer texts are documents, and hundreds of them would fill the memory."""

_SAME = {
    **dict.fromkeys(
        "'\u2018\u2019\u201a\u201b\u2032\u2039\u203a`\u00b4\u02bc"  # single
        "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb",  # double
        '"',
    ),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
}
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\ufeff")
_PLAIN = frozenset(string.ascii_letters + string.digits + ".,;:()-")
PIECE = re.compile(r"\[\s*(?:…|\.\s?\.\s?\.)\s*\]|…|\.\s?\.\s?\.(?:\s?\.)?|\[[^\]\[]{0,200}\]")
_QUOTED = re.compile(r"[“\"„«]([^“”\"„«»]{2,2000})[”\"»]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with what makes no difference taken out, and where each character came from."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Give the range of the text as it was."""
        return Span(self.places[start], self.places[end - 1] + 1)


def fold(text: str) -> Folded:
    """Fold white space, quote marks, dashes and hyphenation, and spell ligatures out.

    A hyphen between two letters goes, with the white space behind it: "geo-economics",
    "geo- economics" and "geoeconomics" are one. Short texts are remembered.
    """
    return _remembered(text) if len(text) <= REMEMBERED else _fold(text)


def _fold(text: str) -> Folded:
    kept: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        if character in _PLAIN:
            kept.append(character)
            places.append(at)
            continue
        if character in _DROPPED:
            continue
        same = _SAME.get(character) or unicodedata.normalize("NFKC", character)
        for one in same:
            shown = " " if one.isspace() else one
            if shown == " " and (not kept or kept[-1] == " " or _hyphenated(kept, text, at)):
                continue
            kept.append(shown)
            places.append(at)
    return _without_hyphens(kept, places)


_remembered = lru_cache(maxsize=256)(_fold)


def _hyphenated(kept: Sequence[str], text: str, at: int) -> bool:
    """Say whether white space stands behind a hyphen that follows a letter and before a letter."""
    if len(kept) < 2 or kept[-1] != "-" or not kept[-2].isalpha():
        return False  # before the rest of the text is copied: it may be long
    follows = text[at:].lstrip()[:1] if text[at : at + 1].isspace() else ""
    return follows.isalpha()


def _without_hyphens(kept: Sequence[str], places: Sequence[int]) -> Folded:
    keep = [
        n for n, one in enumerate(kept)
        if not (one == "-" and 0 < n < len(kept) - 1 and kept[n - 1].isalpha()
                and kept[n + 1].isalpha())
    ]  # fmt: skip
    while keep and kept[keep[-1]] == " ":
        keep.pop()
    return Folded("".join(kept[n] for n in keep), tuple(places[n] for n in keep))


def exact(quote: str, text: str) -> tuple[Span, ...]:
    """Give the parts of a text that a quotation is made of, one a stretch without ellipsis.

    Empty where it isn't a quotation of the text. Words aren't cut.
    """
    return next(occurrences(quote, text), ())


def occurrences(quote: str, text: str, within: Span | None = None) -> Iterator[tuple[Span, ...]]:
    """Give every place where a quotation stands word for word, as `exact` does.

    ``within`` is the part of the text to be read, if not all of it.
    """
    within = within or Span(0, len(text))
    whole = fold(text[within.start : within.end])
    pieces = [(0, fold(quote).text)]
    if PIECE.search(quote) and _find(pieces[0][1], whole.text, 0) is None:
        pieces = _pieces(quote)
    start = 0
    loose = bool(pieces) and pieces[0][0] == INSERTED
    while pieces and (first := _find(pieces[0][1], whole.text, start, loose=loose)) is not None:
        found = _follow(pieces, first, whole.text)
        if found:
            spans = [whole.span(*place) for place in found]
            yield tuple(Span(within.start + s.start, within.start + s.end) for s in spans)
        start = first[1] if found else first[0] + 1


def _pieces(quote: str) -> list[tuple[int, str]]:
    """Take a quotation apart: what may lie before each stretch, in characters, and its text.

    "[T]he group" begins with any letter; "[sic]" stands for nothing.
    """
    found: list[tuple[int, str]] = []
    at, gap = 0, 0
    for match in [*PIECE.finditer(quote), None]:
        end = match.start() if match else len(quote)
        text = fold(quote[at:end]).text.strip(" ")
        if text:
            found.append((gap, text))
            gap = 0
        if match is None:
            break
        at = match.end()
        gap = max(gap, room_for(match.group()))
    return found


def room_for(mark: str) -> int:
    """Give how many characters of the source an ellipsis or a bracket may stand for."""
    inside = mark.strip("[] ")
    if inside.lower() in ("sic", "!"):
        return 1
    return INSERTED if mark.startswith("[") and inside.strip(". …") else GAP


def _follow(
    pieces: Sequence[tuple[int, str]], first: tuple[int, int], text: str
) -> list[tuple[int, int]]:
    found = [first]
    for gap, piece in pieces[1:]:
        place = _find(piece, text, found[-1][1], loose=gap == INSERTED)
        if place is None or place[0] - found[-1][1] > max(gap, 2):
            return []
        found.append(place)
    return found


def _find(piece: str, text: str, start: int, *, loose: bool = False) -> tuple[int, int] | None:
    return next(whole_words(piece, text, start, loose=loose), None)


def whole_words(
    piece: str, text: str, start: int = 0, *, loose: bool = False
) -> Iterator[tuple[int, int]]:
    """Find a stretch at the borders of words; ``loose`` where a letter was put in before it."""
    piece = piece.strip(" ")
    at = text.find(piece, start) if piece else -1
    while at >= 0:
        end = at + len(piece)
        before = loose or not (at and text[at - 1].isalnum() and piece[0].isalnum())
        after = not (end < len(text) and text[end].isalnum() and piece[-1].isalnum())
        if before and after:
            yield at, end
        at = text.find(piece, at + 1)


def quoted(statement: str) -> tuple[Span, ...]:
    """Give what stands between quote marks in a statement, three words or more."""
    return tuple(
        Span(match.start(1), match.end(1))
        for match in _QUOTED.finditer(statement)
        if len(match.group(1).split()) >= 3
    )
