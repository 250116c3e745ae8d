"""Numbers that Word puts before paragraphs by itself: "Article 2", "1.2", "(a)".

A ``w:num`` is a list as paragraphs name it; it takes its nine levels from a ``w:abstractNum``
and may change some. Lists of one abstract definition count on together. ECMA-376, 17.9.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from xml.etree.ElementTree import Element

from ingest.load.list_numbers import (
    in_words,
    letters,
    ordinal,
    repeated_letters,
    small_roman,
)
from ingest.load.symbol_fonts import as_unicode
from ingest.load.word.styles import MAX_LEVEL, ListPlace, read_format
from ingest.load.word.tree import integer, is_on, value

FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": "{:02}".format,
    "lowerRoman": small_roman,
    "upperRoman": lambda number: small_roman(number).upper(),
    "lowerLetter": repeated_letters,
    "upperLetter": lambda number: repeated_letters(number).upper(),
    "ordinal": ordinal,
    "ordinalText": partial(in_words, ordinal_word=True),
    "cardinalText": partial(in_words, ordinal_word=False),
    "numberInDash": "- {} -".format,
    "hebrew1": letters,
}
"""How each ``numFmt`` writes a number; those of other scripts are written in digits."""
PLACE = re.compile(r"%([1-9])")
BOXES = frozenset("☐☑☒□✓✔✗")
"""Bullets that say something."""
MAX_TEXT = 100


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts. ``restart``: the level above which it begins anew."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    gap: str = " "
    legal: bool = False
    restart: int | None = None
    style: str = ""
    font: str | None = None


NO_LEVEL = Level()
Levels = dict[int, Level]


@dataclass(slots=True)
class Numbering:
    """The numbering part, and how far each list has counted."""

    _levels: dict[str, Levels] = field(default_factory=dict)
    _links: dict[str, str] = field(
        default_factory=dict
    )  # abstract list: the style it is taken from
    _named: dict[str, str] = field(default_factory=dict)  # style: the abstract list that is its own
    _lists: dict[int, Element] = field(default_factory=dict)
    _ready: dict[int, tuple[str, Levels, dict[int, int]]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[int, int]] = field(default_factory=set)

    def add(self, element: Element) -> None:
        """Take in a child of the numbering part."""
        if element.tag == "num":
            self._lists[integer(element.get("numId")) or 0] = element
        elif element.tag == "abstractNum":
            name = element.get("abstractNumId", "")
            self._levels[name] = dict(map(_read_level, element.iter("lvl")))
            if own := value(element, "styleLink"):
                self._named[own] = name
            if taken := value(element, "numStyleLink"):
                self._links[name] = taken

    def label(self, place: ListPlace) -> str:
        """Count one more paragraph of a list, and give what stands before it."""
        if place.number not in self._lists:
            return ""
        name, levels, starts = self._list(place.number)
        at = _level_of(place, levels)
        level = levels.get(at, NO_LEVEL)
        counts = self._counts.setdefault(name, {})
        if at in starts and (place.number, at) not in self._begun:
            counts[at] = starts[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        self._begun.add((place.number, at))
        for deeper in [one for one in counts if one > at]:
            restart = levels.get(deeper, NO_LEVEL).restart
            if restart is None or at < restart:
                del counts[deeper]
        return _label(level, levels, counts)

    def _list(self, number: int) -> tuple[str, Levels, dict[int, int]]:
        """Give what a list counts with: the name of its definition, levels, first numbers."""
        if number not in self._ready:
            element = self._lists[number]
            name = value(element, "abstractNumId") or ""
            name = self._named.get(self._links.get(name, ""), name)
            levels, starts = dict(self._levels.get(name, {})), dict[int, int]()
            for override in element.iter("lvlOverride"):
                at = integer(override.get("ilvl")) or 0
                levels.update(map(_read_level, override.iter("lvl")))
                if (start := integer(value(override, "startOverride"))) is not None:
                    starts[at] = start
            self._ready[number] = name, levels, starts
        return self._ready[number]


def _read_level(element: Element) -> tuple[int, Level]:
    form, legal = element.find("numFmt"), element.find("isLgl")
    text = element.find("lvlText")
    at = integer(element.get("ilvl")) or 0
    return at, Level(
        start=integer(value(element, "start")) or 0,
        form="decimal" if form is None else form.get("val", "decimal"),
        text="" if text is None else text.get("val", "")[:MAX_TEXT],
        gap="" if value(element, "suff") == "nothing" else " ",
        legal=legal is not None and is_on(legal.get("val")),
        restart=integer(value(element, "lvlRestart")),
        style=value(element, "pStyle") or "",
        font=read_format(element.find("rPr")).font,
    )


def _level_of(place: ListPlace, levels: Levels) -> int:
    """Give a paragraph's level: its own, or the one that is linked to its style."""
    if place.style:
        for at, level in levels.items():
            if level.style == place.style:
                return at
    return min(max(place.level, 0), MAX_LEVEL - 1)


def _label(level: Level, levels: Levels, counts: dict[int, int]) -> str:
    if level.form == "bullet":
        bullet = as_unicode(level.text, level.font)
        return f"{bullet} " if bullet in BOXES else ""

    def written(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        shown = levels.get(at, NO_LEVEL)
        number = counts.get(at, shown.start)
        if shown.form == "none":
            return ""
        return str(number) if level.legal else FORMS.get(shown.form, str)(number)

    text = " ".join(PLACE.sub(written, level.text).split())
    return f"{text}{level.gap}" if text else ""
