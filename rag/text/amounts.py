"""Numbers that count or measure something, with their units.

Read on top of `rag.text.quantities.figures`, which gives every number of a sentence, also those
that only name something.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.english.vocabulary import NUMBER_WORDS
from rag.text.number_names import without_names
from rag.text.periods import periods
from rag.text.quantities import Figure, days, figures
from rag.text.units import aged_before, rate_behind, unit_behind


@dataclass(frozen=True, slots=True)
class Amount:
    """A number: its characters with sign, currency, scale and "per cent", and those of its unit.

    ``unit`` lies within or behind the number, or before it ("aged"); (0, 0) for a plain count.
    ``measure`` is the unit as a fact, in the singular. ``to`` is the upper end of a range.
    ``rate`` is what it goes by, where that stands apart from the unit ("€5 a year").
    ``whole`` is where all end; ``joined`` says that the unit hangs on by a hyphen ("five-year").
    """

    start: int
    end: int
    value: float
    measure: str = ""
    unit: tuple[int, int] = (0, 0)
    rate: tuple[int, int] = (0, 0)
    whole: int = 0
    to: float | None = None
    joined: bool = False
    money: bool = False


_LINE = "[-\u2010-\u2015]"
MAY_COUNT = re.compile(
    rf"[\d¼½¾⅓⅔⅛⅜⅝⅞]|\b(?:{'|'.join(sorted(NUMBER_WORDS))}|half|halves|quarters?|thirds?"
    r"|twice|double|triple|\w{3,6}fold)\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"\b[A-Z]{1,3}$")
"""Before "$": whose dollar it is."""
_SIGN = re.compile(r"(?:(?<![\w)])[-\u2212\u2013+±]|\bminus\s)$")
_PART = re.compile(r"\s(?:of|the|an?|its|their|our|his|her|this|that|these|those)\b")
_HALVED = re.compile(r"\b(?:first|second|latter|former|other|last|upper|lower|top|bottom)\s$")
"""Before a half that is a part, not a share."""
_BY = re.compile(
    r"(?:\bby|\bthan|\bto|\bnearly|\babout|\balmost|\bover|\bunder|\bonly|\b(?:a|one))[\s-]$"
)
_COMPOUND = re.compile(rf"{_LINE}[a-z]")
_ENDS = re.compile(r"[.!?:;•“\"(]\s?$")
_AGAIN = re.compile(r"\s\((\d[\d,]*)\)")
_ONE_IN = re.compile(r"\bone\s(?:in|out of)\s(?:every\s)?$", re.IGNORECASE)
_OUT_OF = re.compile(r"\s(?:in|in every|out of|out of every)\s")
_MILLION = re.compile(r"m(?=\s[a-z]{3})")
_THOUSANDS, _REST = re.compile(r"\d{1,3}(?: \d{3})*"), re.compile(r"\d{3}(?![\d,])")
_OF_YEARS = re.compile(r"\b(?:first|last|next|past|previous|preceding|consecutive)\s$")
"""Before "three quarters" that are three times three months."""
_VULGAR = {letter: unicodedata.numeric(letter) for letter in "¼½¾⅓⅔⅛⅜⅝⅞⅕⅖⅗⅘"}
_RANGE = re.compile(rf"\s?{_LINE}\s?|\s(?:to|and|or)\s")
_WRITTEN = re.compile(
    rf"(?<![\w.,/])(?:[{''.join(_VULGAR)}](?!{_LINE}[A-Z])"
    r"|(?:\d{1,2}[ -])?[1-9]/[2-9](?:ths?|rds?)?"
    rf"(?=\sof\b|{_LINE}[a-z]|\s(?:mile|inch|foot|acre|hour|year|cup|pound)))"
)
_TIMES = {"twice": 2.0, "double": 2.0, "triple": 3.0}
_MULTIPLE = re.compile(
    r"\b(?P<times>(?:twice|double|triple)(?=\s(?:as\s[a-z]|the\b|that\b))"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)fold)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19\d\d|20[0-3]\d)(?<!00)(?:\s[A-Z]|\s[a-z]+s\b)")
"""More likely a year than a count, though neither is sure: "2015 exports"."""
_SCALE = re.compile(r"(?:hundred|thousand|lakh|crore|[mbtr]{1,2}illion)s?\Z", re.IGNORECASE)


@lru_cache(maxsize=2048)
def amounts(text: str) -> tuple[Amount, ...]:
    """Find the numbers of a sentence that count or measure something, in order."""
    if not MAY_COUNT.search(text):
        return ()
    counting = (one for one in without_names(text, _figures(text)) if _counts(text, one))
    found = [_amount(text, figure) for figure in counting]
    return tuple(_joined(_joined(_apart(found), text, _in_one), text, _one_range))


def _apart(found: Sequence[Amount]) -> Iterator[Amount]:
    """Leave out what lies within the unit of another: "31 per 100,000 people" is one."""
    whole = 0
    for one in found:
        if one.start >= whole:
            yield one
        whole = max(whole, one.whole)


def _figures(text: str) -> list[Figure]:
    """Give the figures that are no ordinals and in no date, and years that are none."""
    found = [
        one for one in figures(text) if one.number != (0, 0) or one.sort == "percent"
    ]  # without "a year"
    for day in days(text):
        span = day.start, day.end
        if day.year and not day.month and text[day.end + 1 : day.end + 2].islower():
            found.append(Figure(float(day.year), "count", *span, number=span))
    for match in _MULTIPLE.finditer(text):
        span, said = match.span("times"), match["times"].lower()
        value = _TIMES.get(said) or figures(said.removesuffix("fold"))[0].value
        found.append(Figure(value, "count", *span, number=span))
    for match in _WRITTEN.finditer(text):
        found = [one for one in found if one.end <= match.start() or match.end() <= one.start]
        value = _written(match.group())
        found.append(Figure(value, "count", *match.span(), number=match.span()))
    times = periods(text)
    return sorted(
        (one for one in found if not any(t.start < one.end and one.start < t.end for t in times)),
        key=lambda one: one.start,
    )


def _written(fraction: str) -> float:
    """Read "½", "1/4" and "1 1/2"."""
    if fraction in _VULGAR:
        return _VULGAR[fraction]
    *whole, part = fraction.replace("-", " ").split()
    top, bottom = part.split("/")
    return sum(map(float, whole)) + float(top) / float(bottom)


def _counts(text: str, figure: Figure) -> bool:
    """Say whether a figure counts: not "zero" or "two-way", "Big Four" or "half-hearted"."""
    said, before, after = text[figure.start : figure.end], text[: figure.start], text[figure.end :]
    if figure.number == (0, 0) and said[:2].lower() == "a ":
        return re.match(r"\sof\b", after) is not None  # no "third party"
    if figure.number == (0, 0) and said.lower() == "half" and _HALVED.search(before):
        return False
    if figure.number == (0, 0):
        whole = said.lower() not in ("half", "one third", "one quarter", "one fifth", "one half")
        return whole or bool(_PART.match(after) or _BY.search(before[-10:]))
    if text[figure.number[0]].isdigit():
        return not (figure.sort == "count" and _YEAR.match(text, figure.start))
    if said.lower() == "zero" or (said.lower() == "one" and figure.sort == "count"):
        return False
    if said[0].isupper() and before.strip() and not _ENDS.search(before) and not text.isupper():
        return False
    compound = _COMPOUND.match(after) and not unit_behind(text, figure.end)
    return not compound or figure.sort != "count"


def _amount(text: str, figure: Figure) -> Amount:
    """Add what belongs to a figure: its sign, its currency's letters, its unit and rate."""
    if one_in := _ONE_IN.search(text[max(0, figure.start - 18) : figure.start]):
        start = figure.start - len(one_in.group())
        return Amount(start, figure.end, 1 / (figure.value or 1), "share", whole=figure.end)
    found = Amount(figure.start, figure.end, figure.value, whole=figure.end)
    if figure.sort == "money":
        found = _with_currency(text, figure, found)
    elif figure.sort == "percent" and _OF_YEARS.search(text[: found.start]):
        return replace(found, value=3.0, measure="quarter")
    elif figure.sort == "percent":
        found = replace(found, measure="per cent")
        if figure.number[1] < figure.end and figure.number != (0, 0):
            found = replace(found, unit=_stripped(text, figure.number[1], figure.end))
    else:
        found = _with_unit(text, found)
    if sign := _SIGN.search(text[max(0, found.start - 7) : found.start]):
        minus = sign.group()[0] in "-\u2212\u2013m"
        value = -found.value if minus else found.value
        found = replace(found, start=found.start - len(sign.group()), value=value)
    if rate := rate_behind(text, found.whole):
        follows = found.unit[1] == found.whole and found.unit[0] >= found.end
        measure = f"{found.measure} {rate.name}".strip()
        found = replace(found, whole=rate.end, measure=measure)
        if follows:
            found = replace(found, unit=(found.unit[0], rate.end))
        elif found.unit == (0, 0):
            found = replace(found, unit=(rate.start, rate.end))
        else:
            found = replace(found, rate=(rate.start, rate.end))
    return found


def _with_currency(text: str, figure: Figure, one: Amount) -> Amount:
    first, last = figure.number
    unit = (one.start, first) if first > one.start else (last, one.end)
    one = replace(one, money=True)
    letters = _LETTERS.search(text[: one.start]) if text[one.start] == "$" else None
    if letters is None:
        return replace(one, unit=_stripped(text, *unit), measure=figure.unit)
    start = one.start - len(letters.group())
    measure = f"{letters.group()} {figure.unit}"
    return replace(one, start=start, unit=(start, unit[1]), measure=measure)


def _with_unit(text: str, one: Amount) -> Amount:
    """Add the unit behind a plain number, or "aged" before it."""
    if text[one.end : one.end + 1] in _VULGAR:
        value = one.value + _VULGAR[text[one.end]]
        one = replace(one, end=one.end + 1, whole=one.end + 1, value=value)
    again = _AGAIN.match(text, one.end)
    if again and float(again[1].replace(",", "")) == one.value:
        one = replace(one, end=again.end(), whole=again.end())
    if _MILLION.match(text, one.end):
        return replace(one, end=one.end + 1, whole=one.end + 1, value=one.value * 1e6)
    if unit := unit_behind(text, one.end):
        return replace(one, measure=unit.name, unit=unit[:2], whole=unit.end, joined=unit.joined)
    if unit := aged_before(text, one.start):
        return replace(one, measure=unit.name, unit=unit[:2])
    return one


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    said = text[start:end]
    return start + len(said) - len(said.lstrip(" -")), start + len(said.rstrip())


def _joined(
    found: Iterable[Amount], text: str, join: Callable[[Amount, Amount, str], Amount | None]
) -> Iterator[Amount]:
    """Make one of neighbours that ``join`` makes one of, else leave them as they are."""
    last: Amount | None = None
    for one in found:
        joined = join(last, one, text) if last else None
        if last and not joined:
            yield last
        last = joined or one
    if last:
        yield last


def _in_one(one: Amount, other: Amount, text: str) -> Amount | None:
    """Join what is written in two: "100 000", "half a million", "one in five", "3:1"."""
    said, between = text[one.start : one.end], text[one.end : other.start]
    behind = text[other.start : other.end]
    if between == " and a " and behind.lower() == "half":
        value = one.value * 1.5 if one.value >= 100 else one.value + 0.5
        return _with_unit(text, Amount(one.start, other.end, value, whole=other.end))
    if between == " " and said.lower() == "half" and behind.lower().startswith("a "):
        return replace(other, start=one.start, value=other.value / 2)
    spaced = between in (" ", "\u00a0", "\u202f") and _THOUSANDS.fullmatch(said)
    if spaced and _REST.match(behind):
        return replace(other, start=one.start, value=one.value * 1000 + other.value)
    if _OUT_OF.fullmatch(between) and 0 < one.value < other.value and not one.measure:
        return replace(other, start=one.start, value=one.value / other.value, measure="share")
    if between == ":" and other.value:
        return replace(other, start=one.start, value=one.value / other.value, measure="ratio")
    return None


def _one_range(one: Amount, other: Amount, text: str) -> Amount | None:
    """Join a range's two ends: "10-15 days", "between 5 and 10"."""
    between = text[one.whole : other.start]
    before = bool(one.measure) and one.unit[1] <= one.start and not other.measure  # "aged"
    if one.to is not None or not (before or one.measure in ("", other.measure)):
        return None
    opening, word = text[max(0, one.start - 9) : one.start].lower(), between.strip()
    fits = "between " in opening if word == "and" else word != "to" or "from " not in opening
    fits = fits and (word != "or" or other.value == one.value + 1)  # "two or three"
    if not _RANGE.fullmatch(between) or not fits:
        return None
    scale = _SCALE.search(text[one.start : other.end])
    scaled = scale is not None and not _SCALE.search(text[one.start : one.end])
    low = one.value * (
        figures(f"a {scale.group().rstrip('sS')}")[0].value if scale and scaled else 1
    )
    if other.value < low:
        return None
    whole = replace(other, start=one.start, value=low, to=other.value)
    return replace(whole, unit=one.unit, measure=one.measure) if before else whole
