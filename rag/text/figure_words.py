"""Figures as single words: "two thousand five hundred" and "2.5 thousand" are "2,500".

So that one figure is one word however it is written, and none is another: a count that looks
like a year is written "2,012", the year "2012".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rag.english.word_lists import words
from rag.text.quantities import Figure, figures

_YEAR = re.compile(r"(?:1[5-9]|20)\d{2}")
_TELLING = re.compile(
    r"[⁰¹²³⁴-⁹^×]|(?:1[5-9]|20)\d{2}|\d[bmt]n\b|[$£€¥₹]\d[\d.,]*[mk]\b"
    r"|\b(?:hundred|thousand|lakh|crore|[mbtr]{1,2}illion|dozen|[bmt]n|\w+ty[- ])\b",
    re.IGNORECASE,
)
"""What a text has where one of its figures is more than one word, or looks like a year."""
_ONE_WORD = re.compile(r"\d+(?:[.,]\d+)*|[a-z]+", re.IGNORECASE)
_UNITS = words("quantities", "units")
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
MOST = 1e15
"""From here on a figure is no count of anything."""


@dataclass(frozen=True, slots=True)
class FigureWord:
    """A figure at characters ``start`` to ``end`` of a text, and the one word for it."""

    start: int
    end: int
    word: str


@lru_cache(maxsize=4096)
def figure_words(text: str) -> tuple[FigureWord, ...]:
    """Give the figures of a text that take several words, and counts that look like years."""
    if not _TELLING.search(text):
        return ()
    return tuple(
        FigureWord(*figure.number, as_word(figure.value))
        for figure in figures(text)
        if figure.sort != "ordinal" and 0 < figure.value < MOST and _needs_word(figure, text)
    )


def _needs_word(figure: Figure, text: str) -> bool:
    written = text[slice(*figure.number)]
    if not written or not _ONE_WORD.fullmatch(written):
        return bool(written)
    return _counts(figure) and _YEAR.fullmatch(written) is not None


def _counts(figure: Figure) -> bool:
    """Say whether a figure's unit shows that it is no year."""
    return figure.sort in ("money", "percent") or bool(figure.unit)


def as_word(value: float) -> str:
    """Write a figure as its one word: "2,500", "0.5"."""
    return f"{value:,.6f}".rstrip("0").rstrip(".")


@lru_cache(maxsize=16384)
def same_figure(word: str) -> str:
    """Give the one word for a figure that is a word of its own; another word as it is.

    "2500" and "2,500" are "2,500", "nine" is "9"; "2012" stays as it is, for it may be a year.
    """
    if word in _UNITS[2:] or word in _TENS:
        return as_word(figures(word)[0].value)
    if not word[:1].isdigit() or _YEAR.fullmatch(word):
        return word
    found = figures(word)
    whole = len(found) == 1 and found[0].number == (0, len(word)) and found[0].value < MOST
    return as_word(found[0].value) if whole else word


def writings(text: str) -> tuple[str, ...]:
    """Give other ways to write the figures of a text: with and without commas, in words."""
    found: list[str] = []
    for figure in figures(text):
        written = text[slice(*figure.number)].lower()
        if figure.sort != "ordinal" and written and _reads_as_count(figure, written):
            ways = _ways(int(figure.value))
            found += [way for way in ways if way and way != written]
    return tuple(dict.fromkeys(found))


def _reads_as_count(figure: Figure, written: str) -> bool:
    whole = 2 <= figure.value < MOST and figure.value == int(figure.value)
    return whole and (not _YEAR.fullmatch(written) or _counts(figure))


def _ways(value: int) -> Iterator[str]:
    yield str(value)
    yield as_word(value)
    if value >= 100_000:
        yield _lakhs(value)
    spelt = _spelt(value)
    yield f"one {spelt}" if spelt in {name for _, name in _SCALES} else spelt
    scale, name = next((one for one in _SCALES if value >= one[0]), (1, ""))
    if name and (times := value / scale) < 1000 and times == round(times, 1):
        yield f"{as_word(times)} {name}"


def _lakhs(value: int) -> str:
    """Group as in South Asia: "2,50,000"."""
    head = f"{value // 1000}"
    first = len(head) % 2 or 2
    groups = [head[:first], *(head[i : i + 2] for i in range(first, len(head), 2))]
    return ",".join((*groups, f"{value % 1000:03}"))


def _spelt(value: int) -> str:
    """Write a round figure in words: "two thousand five hundred"; "" for one that isn't round."""
    if value < len(_UNITS):
        return _UNITS[value]
    if value < 100:
        tens, rest = divmod(value, 10)
        return _TENS[tens - 2] + (f"-{_UNITS[rest]}" if rest else "")
    scale, name = next(one for one in _SCALES if value >= one[0])
    times, rest = divmod(value, scale)
    if times >= 100 or rest % 100:
        return ""
    spelt = f"{_spelt(times)} {name}" if times > 1 else name
    more = _spelt(rest) if rest else ""
    return "" if rest and not more else f"{spelt} {more}".strip()
