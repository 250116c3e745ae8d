"""The numbers and dates that a sentence gives: how much of what, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from rag.english.vocabulary import MONTHS, TIME_UNITS
from rag.english.word_lists import words
from rag.text.raised_figures import typed

Sort = Literal["count", "ordinal", "percent", "money"]
Bound = Literal["", "above", "below", "about"]

_SMALL = {word: number for number, word in enumerate(words("quantities", "units"))} | {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "lakh": 1e5, "million": 1e6, "crore": 1e7, "billion": 1e9,
    "trillion": 1e12,
}  # fmt: skip
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12}
_ORDINAL_WORDS = {word: n for n, word in enumerate(words("quantities", "ordinal_words"), 1)}
_FRACTIONS = {
    "half": 50.0, "one half": 50.0, "a third": 100 / 3, "one third": 100 / 3,
    "two thirds": 200 / 3, "a quarter": 25.0, "one quarter": 25.0, "three quarters": 75.0,
    "one fifth": 20.0, "two fifths": 40.0, "three fifths": 60.0, "four fifths": 80.0,
    "one eighth": 12.5, "three eighths": 37.5, "one tenth": 10.0, "nine tenths": 90.0,
}  # fmt: skip
_PARTED = "|".join(sorted(_FRACTIONS, key=len, reverse=True)).replace(" ", "[- ]")
_NAMES = "|".join(sorted((*_SMALL, *_SCALES, "dozen"), key=len, reverse=True))
_SCALE = "|".join(_SCALES)
_SPELT = rf"(?:an? (?:{_SCALE}|dozen)|(?:{_NAMES}))(?:[- ](?:and )?(?:{_NAMES}))*"
_POWER = r"10(?:\^-?\d{1,2}|[⁻⁺]?[⁰¹²³⁴-⁹]{1,2})(?!\d)"
_DIGITS = (
    rf"(?:\d{{1,9}}(?:\.\d{{1,9}})? ?[×x*] ?)?{_POWER}"
    rf"|\d+(?:,\d{{2,3}})*(?:\.\d+)?"
    rf"(?:[ -]?(?:{_SCALE})s?\b(?: \d{{1,3}} (?:{_SCALE})\b)?| ?(?:bn|mn|tn)\b)?"
)
_CURRENCY = r"[$£€¥₹]|\bRs\.? ?|\b(?:USD|PKR|INR|GBP|EUR) ?|US\$"
_MONEY_WORDS = r"dollars?|cents?|rupees?|euros?|pounds?|USD|PKR|rupiahs?|yuan|yen"
_CURRENCIES = {
    "$": "dollar", "us$": "dollar", "usd": "dollar", "r": "rupee", "₹": "rupee", "pkr": "rupee",
    "€": "euro", "£": "pound", "¥": "yen", "inr": "rupee", "gbp": "pound", "eur": "euro",
}  # fmt: skip
_FIGURE = re.compile(
    rf"(?P<ordinal>\b\d+(?:st|nd|rd|th)\b|\b(?:{'|'.join(_ORDINAL_WORDS)})\b)"
    rf"|(?P<fraction>\b(?:{_PARTED})\b(?! (?:[a-z]+-)?first))"
    rf"|(?P<currency>{_CURRENCY})?(?P<value>(?:(?<![\d.,/])|(?<=\bRs\.))(?:{_DIGITS}|\b{_SPELT}\b)(?!/\d)"
    rf"(?(currency)(?:[mkb]\b)?|))"
    rf"(?:s\b)?(?:[ -]?(?P<percent>%|per ?cent\b)|[ -](?P<money>{_MONEY_WORDS})\b)?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?<!\w)[A-Z]\w{0,20}[-\u2010\u2011]$")
"""In front of a number that is part of a name and counts nothing: "Covid-19", "F-16". Of "Over-65s"
the "s" tells that it counts."""
_PERIOD = re.compile(rf"\b(?:an?|one) (?P<unit>{'|'.join(TIME_UNITS)})\b", re.IGNORECASE)
_ABOVE = re.compile(
    r"(?:more than|over|above|at least|no fewer than|no less than|not less than|older than|"
    r"longer than|greater than|exceed\w*|upwards of|in excess of|a minimum of|beyond)(?: the)?"
    r"(?: ages? of)? ?(?:[$£€]|Rs\.? ?)?$",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?:fewer than|less than|under|below|at most|up to|no more than|not more than|nearly|almost|"
    r"younger than|shorter than|as (?:long|many|much|high) as|a maximum of|short of)(?: the)?"
    r"(?: ages? of)? ?(?:[$£€]|Rs\.? ?)?$",
    re.IGNORECASE,
)
_SHARED_PERCENT = re.compile(
    r" ?(?:to|and|or|[-–]) ?\d+(?:\.\d+)?(?:%| ?per ?cent\b)", re.IGNORECASE
)
"""Behind the first of two figures: "from 78 to 62 percent"."""
_ABOUT = re.compile(
    r"(?:about|around|roughly|approximately|some|circa|an estimated|close to|exactly)"
    r"(?: the)? ?$",
    re.IGNORECASE,
)
_AFTER_ABOVE = re.compile(
    r"^ (?:[a-z]+ )?(?:or more|and more|or above|or longer|or older|plus)\b|^\+", re.IGNORECASE
)
_AFTER_BELOW = re.compile(r"^ (?:[a-z]+ )?(?:or (?:less|fewer)|at most)\b", re.IGNORECASE)

_MONTH_NUMBERS = {
    name: 1 + next(i for i, full in enumerate(MONTHS[:12]) if full.startswith(name[:3]))
    for name in MONTHS
}
_M = rf"\b(?P<month>(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?)"
_D = r"(?<!\d)(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_DATE = re.compile(
    rf"(?:(?P<part>early|mid|late|the (?:beginning|middle|end) of)[- ](?:in )?)?(?:"
    rf"{_M} (?P<day>{_D})(?:st|nd|rd|th)?\b(?:,? (?P<year>[12]\d{{3}})\b)?"
    rf"|(?P<day2>{_D})(?:st|nd|rd|th)?(?: of)? {_M.replace('month', 'month2')}"
    rf"(?:,? (?P<year2>[12]\d{{3}})\b)?"
    rf"|{_M.replace('month', 'month3')}(?:,? (?:of )?(?P<year3>[12]\d{{3}})\b)?"
    rf"|\b(?P<iso>[12]\d{{3}}-\d{{2}}-\d{{2}})\b"
    rf"|(?<![$£€¥₹])\b(?P<year4>1[5-9]\d{{2}}|20\d{{2}})(?![^\W⁰¹²³⁴-⁹])(?!,\d)(?! "
    rf"(?:[a-z]+s\b(?<!was)(?<!has)(?<!\bis)|percent)))",
    re.IGNORECASE,
)
_PARTS = {"beginning": "early", "middle": "mid", "end": "late"}
_START = re.compile(r"(?:\b(?:from|since|after|starting|beginning)(?: in| on)? ?)$", re.IGNORECASE)
_END = re.compile(
    r"(?:\b(?:to|until|till|before|by|through|up to|ending)(?: in| on)? ?|[–-] ?)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number: its value, its sort and bound ("more than"), and its unit, if it names one.

    ``unit`` is a time's or a currency's. Start and end are characters of the sentence, ``number``
    those of the number alone, without its currency or "per cent".
    """

    value: float
    sort: Sort
    start: int
    end: int
    bound: Bound = ""
    unit: str = ""
    number: tuple[int, int] = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it's given. ``part``: early, mid, late; ``role``: start or end of a time."""

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int
    part: str = ""
    role: str = ""

    def fits(self, other: Day) -> bool:
        """Say whether both may be the same: what both give agrees, and they give something."""
        both = self._both(other)
        return bool(both) and all(a == b for a, b in both)

    def rivals(self, other: Day) -> bool:
        """Say whether the two give the same field differently."""
        return any(a != b for a, b in self._both(other))

    def as_fine_as(self, other: Day) -> bool:
        """Say whether this one gives at least the fields that the other gives."""
        return len(self._both(other)) == len(other._both(other))

    def _both(self, other: Day) -> list[tuple[int, int]]:
        """Pair the fields that both give."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return [(a, b) for a, b in pairs if a is not None and b is not None]


@lru_cache(maxsize=2048)
def days(sentence: str) -> tuple[Day, ...]:
    """Find the dates in a sentence, in order."""
    found = (_day(match, sentence) for match in _DATE.finditer(sentence))
    return tuple(day for day in found if day)


def currency(word: str) -> str:
    """Name the currency that a sign, a short form or a name stands for; "" where it's none."""
    name = word.lower().rstrip(".").removesuffix("s")
    return _CURRENCIES.get(name, name if name in _CURRENCIES.values() else "")


def reckoned_years(sentence: str) -> frozenset[int]:
    """Give the years that a sentence's dates and times add up to: 2014, "three years later"."""
    years = [day.year for day in days(sentence) if day.year is not None]
    apart = [int(figure.value) for figure in figures(sentence) if figure.unit == "year"]
    return frozenset(year + sign * some for year in years for some in apart for sign in (1, -1))


def _day(match: re.Match[str], sentence: str) -> Day | None:
    got = match.groupdict()
    name = got["month"] or got["month2"] or got["month3"]
    year = got["year"] or got["year2"] or got["year3"] or got["year4"]
    if got["month3"] and not year and name[0].islower():
        return None  # "may" and "march" are other words too
    if got["month3"] and not year and name.lower() in ("may", "march", "mar", "dec", "sept"):
        before = sentence[: match.start()].rstrip().rsplit(" ", 1)[-1].lower()
        if before not in ("in", "last", "since", "by", "until", "of", "from", "next", "this"):
            return None
    day = got["day"] or got["day2"]
    month = _MONTH_NUMBERS[name.lower().rstrip(".")] if name else None
    numbers = int(year) if year else None, month, int(day) if day else None
    if got["iso"]:
        y, m, d = got["iso"].split("-")
        numbers = int(y), int(m), int(d)
    part = (got["part"] or "").lower().split()
    return Day(
        *numbers,
        match.start(),
        match.end(),
        _PARTS.get(part[1], part[1]) if len(part) > 1 else "".join(part),
        _role(sentence[: match.start()]),
    )


def _role(before: str) -> str:
    tail = before[-20:]
    return "start" if _START.search(tail) else "end" if _END.search(tail) else ""


@lru_cache(maxsize=2048)
def figures(sentence: str) -> tuple[Figure, ...]:
    """Find the numbers in a sentence that aren't parts of dates, in order."""
    taken: list[Day | Figure] = [*days(sentence)]
    found = []
    for match in (*_FIGURE.finditer(sentence), *_PERIOD.finditer(sentence)):
        if any(one.start < match.end() and match.start() < one.end for one in taken):
            continue
        number, before = match.group(), sentence[max(0, match.start() - 22) : match.start()]
        if number[0].isdigit() and number[-1] != "s" and _NAMED.search(before):
            continue
        if figure := _figure(match, sentence):
            found.append(figure)
            taken.append(figure)
    return tuple(sorted(found, key=lambda figure: figure.start))


def _figure(match: re.Match[str], sentence: str) -> Figure | None:
    start, end = match.span()
    bound = _bound(sentence, start, end)
    if match.re is _PERIOD:
        return Figure(1.0, "count", start, end, bound, match["unit"].lower())
    if match["ordinal"]:
        word = match["ordinal"].lower()
        place = _ORDINAL_WORDS.get(word) or int(re.sub(r"\D", "", word))
        return Figure(float(place), "ordinal", start, end)
    if match["fraction"]:
        part = match["fraction"].lower().replace("-", " ")
        return Figure(_FRACTIONS[part], "percent", start, end, bound)
    text = match["value"].lower()
    if text == "one" and not (match["percent"] or match["money"]):
        return None  # a pronoun, mostly
    value, number = _value(text), match.span("value")
    if match["percent"] or (not match["money"] and _SHARED_PERCENT.match(sentence[end:])):
        return Figure(value, "percent", start, end, bound, number=number)
    if match["currency"] or match["money"]:
        unit = (match["currency"] or match["money"]).strip().lower().rstrip("s.")
        unit = _CURRENCIES.get(unit, unit)
        return Figure(value, "money", start, end, bound, unit, number)
    unit_match = re.match(
        rf"[- ](?:more |full |whole )?({'|'.join(TIME_UNITS)})s?\b", sentence[end:], re.IGNORECASE
    )
    unit = unit_match[1].lower() if unit_match else ""
    return Figure(value, "count", start, end, bound, unit, number)


def ordinal(word: str) -> int:
    """Give the place that an ordinal is for ("10th", "tenth"), 0 for another word."""
    low = word.lower()
    written = re.fullmatch(r"(\d+)(?:st|nd|rd|th)", low)
    return int(written[1]) if written else _ORDINAL_WORDS.get(low, 0)


def _value(text: str) -> float:
    """Work a number out that is written in digits, in words, in both or as a power of ten."""
    if power := _TIMES_TEN.fullmatch(typed(text)):
        return float(power[1] or 1) * 10.0 ** int(power[2])
    total = part = 0.0
    for word in re.findall(r"\d[\d,]*(?:\.\d+)?|[a-z]+", text):
        if word[0].isdigit():
            part += float(word.replace(",", ""))
        elif word in _SMALL:
            part += _SMALL[word]
        elif word == "dozen":
            part = (part or 1) * 12
        elif word == "hundred":
            part = (part or 1) * 100
        elif scale := _SCALES.get(word.rstrip("s")) or _SHORT_SCALES.get(word):
            total, part = total + (part or 1) * scale, 0.0
    return total + part


_TIMES_TEN = re.compile(r"(?:([\d.]+) ?[×x*] ?)?10\^([-+]?\d{1,2})")


def _bound(sentence: str, start: int, end: int) -> Bound:
    before, after = sentence[max(0, start - 25) : start], sentence[end : end + 24]
    if _ABOVE.search(before) or _AFTER_ABOVE.search(after):
        return "above"
    if _BELOW.search(before) or _AFTER_BELOW.search(after):
        return "below"
    return "about" if _ABOUT.search(before) else ""
