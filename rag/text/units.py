"""Units of measure: the words for them behind a number, and their names as facts."""

from __future__ import annotations

import re
from typing import NamedTuple

from rag.english.vocabulary import TIME_UNITS
from rag.english.word_lists import phrases

_LINE = "[-\u2010-\u2015]"
_MEASURES = dict(one.split("=") for one in phrases("units", "measures"))
_NAMES = {
    form.strip(): measure.strip()
    for measure, forms in _MEASURES.items()
    for form in (measure, *forms.split("|"))
    if form.strip()
} | {form: unit for unit in TIME_UNITS for form in (unit, f"{unit}s")}
_SHORT = [form for form in _NAMES if len(form) < 4 or not form.isalpha()]
_SIGNS, _WORDS = (
    "|".join(map(re.escape, sorted(some, key=len, reverse=True)))
    for some in (_SHORT, [form for form in _NAMES if form not in _SHORT])
)
_UNIT = re.compile(
    rf"(?P<gap>\s|{_LINE})(?:(?:{'|'.join(phrases('units', 'before'))})\s)?"
    rf"(?P<unit>(?i:{_WORDS})|{_SIGNS})(?![\w’'])(?P<old>(?:\s|{_LINE})olds?\b|\sof\sage\b)?"
    rf"|(?P<glued>{_SIGNS})(?![\w’'])"
)
_RATE = re.compile(
    r"\s?(?:\b(?:per|each|every)\s(?:[\d,]+\s)?(?!cent)[a-z]+(?:\sper\s[a-z]+)*"
    rf"|\ban?\s(?:{'|'.join(TIME_UNITS)})\b|/[a-z]{{1,6}}\b)"
)
_AGED = re.compile(r"\b(?P<aged>aged?|ages)\s(?:of\s|between\s|under\s|over\s)?$", re.IGNORECASE)


class Unit(NamedTuple):
    """A unit: its characters, its name, and whether a hyphen joins it to its number."""

    start: int
    end: int
    name: str
    joined: bool = False


def unit_behind(text: str, at: int) -> Unit | None:
    """Give the unit that begins at a place: " days", "-year", "kg", " years old"."""
    match = _UNIT.match(text, at)
    if match is None:
        return None
    said = match["unit"] or match["glued"]
    start = match.start("unit" if match["unit"] else "glued")
    joined = bool(match["unit"]) and not match["gap"].isspace() and not match["old"]
    return Unit(start, match.end(), _NAMES.get(said) or _NAMES.get(said.lower(), said), joined)


def aged_before(text: str, at: int) -> Unit | None:
    """Give the "aged" before a number."""
    start = max(0, at - 16)
    match = _AGED.search(text[start:at])
    return Unit(start + match.start(), start + match.end("aged"), "year") if match else None


def rate_behind(text: str, at: int) -> Unit | None:
    """Give the rate that begins at a place: " per day", " a year", "/s"."""
    match = _RATE.match(text, at)
    if match is None:
        return None
    said = match.group().strip()
    name = re.sub(r"^(?:an?|each|every)\b", "per", said.replace("/", "per "))
    return Unit(match.end() - len(match.group().lstrip()), match.end(), name)
