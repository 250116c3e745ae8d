"""Dates as people write them, in six languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

MONTHS = (
    "january janvier enero januar janeiro gennaio",
    "february février fevrier febrero februar fevereiro febbraio",
    "march mars marzo märz marz março marco",
    "april avril abril aprile",
    "may mai mayo maio maggio",
    "june juin junio juni junho giugno",
    "july juillet julio juli julho luglio",
    "august août aout agosto",
    "september septembre septiembre setiembre setembro settembre",
    "october octobre octubre oktober outubro ottobre",
    "november novembre noviembre novembro",
    "december décembre decembre diciembre dezember dezembro dicembre",
)
"""In English, French, Spanish, German, Portuguese and Italian, as far as they differ."""
NUMBERS = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split()}
NUMBERS |= {names[:3]: number for number, names in enumerate(MONTHS, 1)} | {"sept": 9}
MONTH = "|".join(sorted(NUMBERS, key=len, reverse=True))
YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?!\d|\.\d)"
_DE = r"(?:\s+de[l]?|\s+of)?"
_TH = r"(?:st|nd|rd|th|er|[.º°])?(?:\s+day)?"
FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<![\w.])(?P<day>\d{{1,2}}){_TH}{_DE}[\s-]+(?P<month>{MONTH})\.?,?{_DE}[\s-]+{YEAR}",
        rf"(?<!\w)(?P<month>{MONTH})\.?\s+(?P<day>\d{{1,2}}){_TH}(?:\s*,\s*|\s+){YEAR}",
        rf"(?<!\w)(?P<month>{MONTH})\.?,?{_DE}\s+(?:[-–]\s+)?{YEAR}",
        rf"(?<![\w./-]){YEAR}(?P<sign>[-/.])(?P<month>\d{{1,2}})(?P=sign)(?P<day>\d{{1,2}})(?![\w/-])",
        r"(?<![\w./-])(?P<day>\d{1,2})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)" + YEAR,
    )
)


class Found(NamedTuple):
    """A date in a text: from where to where it is written, and its year, month and day."""

    start: int
    end: int
    parts: tuple[int, ...]


def dates_in(text: str) -> Iterator[Found]:
    """Find what is a date beyond doubt, in order: 3 May 2019, May 2019, 2019-05-03, 25.1.2022.

    Of 4/5/2019 nobody can tell the month. A date that no calendar has is none.
    """
    found: list[Found] = []
    for form in FORMS:
        for match in form.finditer(text):
            if all(match.end() <= one.start or one.end <= match.start() for one in found):
                found.append(Found(match.start(), match.end(), _parts(match)))
    yield from (one for one in sorted(found) if one.parts)


def only_date(text: str) -> tuple[int, ...]:
    """Give the year, month and day that a text is and says nothing besides; else nothing."""
    text = text.strip()
    return next((one.parts for one in dates_in(text) if one[:2] == (0, len(text))), ())


def csl_date(parts: tuple[int, ...]) -> dict[str, object]:
    """Put a date as CSL-JSON has it."""
    return {"date-parts": [list(parts)]}


def _parts(match: re.Match[str]) -> tuple[int, ...]:
    said = match.groupdict()
    month = NUMBERS.get(said["month"].lower()) or int(said["month"])
    day = said.get("day")
    parts = (int(said["year"]), month, *([int(day)] if day else []))
    if said.get("sign") in ("/", "-") and match.start("day") < match.start("month"):
        if month > 12 and parts[2] <= 12:
            parts = (parts[0], parts[2], month)
        elif parts[2] <= 12 and parts[2] != month:
            return ()
    try:
        date(*(*parts, 1)[:3])
    except ValueError:
        return ()
    return parts
