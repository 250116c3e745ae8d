"""Times as a text tells them, whole: days and years, ranges, "early 2014", seasons, decades."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.english.vocabulary import MONTHS
from rag.english.word_lists import phrases, words
from rag.text.dates import dates_in
from rag.text.quantities import Day, days, figures, ordinal


@dataclass(frozen=True, slots=True)
class Period:
    """A time: its characters, and its first and last day as ISO 8601 has them, as far as told.

    ``last`` is "" where it's no range. A day or month without a year begins with "--". Of "early
    2014" and "autumn 2014" the year alone is told for sure.
    """

    start: int
    end: int
    first: str
    last: str = ""

    @property
    def iso(self) -> str:
        """The time as ISO 8601 has it, a range as "first/last"."""
        return f"{self.first}/{self.last}" if self.last else self.first


_Y = r"(?:1[5-9]|20)\d\d"
_LINE = r"[-\u2010-\u2015\u2212]"
_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_TO = rf"(?:\s?{_LINE}\s?|\s(?:to|until|till|through|thru)\s)"
_AND = rf"(?:{_TO}|\s(?:and|&)\s)"
MAY_TELL = re.compile(
    rf"\d{{3}}|\bday\sof\s|['’]\d0s|\b{_MONTH}|\b(?:FY|financial|fiscal)\b|\d[/.]\d", re.IGNORECASE
)
_FORMS = re.compile(
    r"(?P<decade>(?<![\w/.])(?:(?:1[5-9]|20)\d0s\b|['’]\d0s\b))"
    rf"|(?P<days>(?<![\w/.,-])(?P<d1>{_D}){_AND}(?P<d2>{_D})(?:\sof)?\s(?P<m1>{_MONTH})"
    rf"(?:,?\s(?P<y1>{_Y})\b)?)"
    rf"|(?P<days2>\b(?P<m2>{_MONTH})\s(?P<d3>{_D}){_AND}(?P<d4>{_D})\b(?!{_LINE}?\d)"
    rf"(?:,?\s(?P<y2>{_Y})\b)?)"
    rf"|(?P<months>\b(?P<m5>{_MONTH})(?:{_TO}|(?P<and>\sand\s))(?P<m6>{_MONTH})(?:,?\s(?:of\s)?(?P<y6>{_Y})\b)?)"
    rf"|(?P<years>(?<![\w/.,$£€-])(?P<y4>{_Y})(?:(?:/|{_LINE})(?P<y5>{_Y}|\d\d)|\s{_LINE}\s(?P<y7>{_Y}))"
    rf"(?![\w/]|{_LINE}\d|[.,]\d))",
    re.IGNORECASE,
)
_SPELT = re.compile(
    rf"\b(?:the\s)?(?P<day>[a-z]+(?:-[a-z]+)?|\d{{1,2}}(?:st|nd|rd|th))\sday\sof\s(?P<month>{_MONTH}),?\s"
    r"(?P<year>(?:one|two)\sthousand(?:,?\s(?:and\s)?(?:[a-z]+\shundred(?:\sand)?\s)?[a-z]+(?:-[a-z]+)?)?)",
    re.IGNORECASE,
)
_SLASHED = re.compile(rf"(?<![\w/.-])\d{{1,2}}/\d{{1,2}}/(?P<year>{_Y})(?![\w/-])")
_EARLIER = re.compile(
    rf"(?:\b(?:{'|'.join(phrases('periods', 'before'))})[\s-]+(?:the\s+)?"
    rf"|\b(?:{'|'.join(words('periods', 'weekdays'))}),?\s+(?:the\s+)?"
    r"|\bFY\s?)+$",
    re.IGNORECASE,
)
_SHORT_FY = re.compile(r"\bFY\s?['’]?(?P<y>\d{2}|\d{4})(?:[-/](?P<z>\d{2}))?\b")
_JOIN = re.compile(rf"(?:\s?{_LINE}\s?|,?\s(?:and|to|until|till|through|thru|up to)\s(?:the\s)?)")
_JOIN_AND = re.compile(r",?\sand\s(?:the\s)?")
_BETWEEN = re.compile(r"\b(?P<word>between|from)\s+(?:the\s+)?$", re.IGNORECASE)
_IN = re.compile(rf"\b(?:{'|'.join(words('periods', 'in'))})\s+$", re.IGNORECASE)
_COUNTED = re.compile(rf"\b(?P<year>{_Y})(?=\s[A-Za-z]+s\b)")
_STOP = re.compile(r"(?:[a-z]{5,}|[Mm]ay|[Jj]une|[Jj]uly)\.$")
"""A full stop behind a month's whole name, which ends the sentence."""
_THE = re.compile(r"\b(?:the|its|their|our|that|this)\s+$", re.IGNORECASE)
_COUNTING = re.compile(rf"\b(?:{'|'.join(phrases('periods', 'counting'))})\s$", re.IGNORECASE)
_GLUED_BEFORE = re.compile(r"(?:[\w.,/]|(?<!\s)-|\d\s?-\s?)$")
_GLUED_BEHIND = re.compile(r"[-\u2013/.,:]?\d")
_PEOPLE = re.compile(r"\s(?:people|persons|men|women|children|staff|more|or more|of the)\b")
_MONEY = re.compile(r"(?:[$£€¥₹]|\bRs\.?)\s?$")
_AND_WORD = re.compile(r"\s(?:and|&)\s")
_LETTERS = re.compile(r"[a-z]+", re.IGNORECASE)
_DAY_YEAR = re.compile(r"\d{4}")


@lru_cache(maxsize=2048)
def periods(text: str) -> tuple[Period, ...]:
    """Find the times in a text, in order: none lies within another."""
    if not MAY_TELL.search(text):
        return ()
    found: list[Period] = []
    for one in (
        *_formed(text),
        *_spelt(text),
        *_full(text),
        *_slashed(text),
        *_told(text),
        *_after_in(text),
    ):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            stop = _STOP.search(text[one.start : one.end])
            found.append(replace(one, end=one.end - 1) if stop else one)
    found = [_with_words_before(one, text) for one in sorted(found, key=lambda one: one.start)]
    return tuple(_opened(one, text) for one in _joined(found, text))


def _formed(text: str) -> Iterator[Period]:
    """Give the times of which one word or figure stands for more than a day, month or year."""
    for match in _SHORT_FY.finditer(text):
        first = _whole(match["y"], "2000")
        last = _whole(match["z"], first) if match["z"] else ""
        yield Period(*match.span(), first, last)
    for match in _FORMS.finditer(text):
        if match["decade"]:
            first = f"{_whole(match['decade'].strip('’' + chr(39))[:-1], '1900')}"
            yield Period(*match.span(), first, str(int(first) + 9))
        elif match["years"]:
            last = _whole(match["y5"] or match["y7"], match["y4"])
            if match["y4"] < last:
                yield Period(*match.span(), match["y4"], last)
        elif match["months"]:
            yield from _months(match, text)
        else:
            yield _days(match, text)


def _months(match: re.Match[str], text: str) -> Iterator[Period]:
    """Read "March to May 2019", and "between March and May"; "in March and May" are two times."""
    if match["m5"][0].islower() or (match["and"] and not _is_between(text, match.start())):
        return
    year = match["y6"] or "-"
    yield Period(*match.span(), *(f"{year}-{_month(one):02}" for one in (match["m5"], match["m6"])))


def _days(match: re.Match[str], text: str) -> Period:
    """Read "3-5 May 2019" and "May 3 to 5"; of "3 and 5 May" the first is what it's sorted by."""
    month = _month(match["m1"] or match["m2"])
    year = match["y1"] or match["y2"] or "-"
    said = (match["d1"], match["d2"]) if match["m1"] else (match["d3"], match["d4"])
    first, last = (f"{year}-{month:02}-{int(_LETTERS.sub('', one)):02}" for one in said)
    apart = _AND_WORD.search(match.group()) and not _is_between(text, match.start())
    return Period(*match.span(), first, "" if apart else last)


def _month(name: str) -> int:
    return 1 + [full[:3] for full in MONTHS[:12]].index(name[:3].lower())


def _is_between(text: str, start: int) -> bool:
    opening = _BETWEEN.search(text[max(0, start - 14) : start])
    return opening is not None and opening["word"].lower() == "between"


def _whole(year: str, before: str) -> str:
    """Give a year of two figures the century of another."""
    return f"{before[: 4 - len(year)]}{year}"


def _full(text: str) -> Iterator[Period]:
    for one in dates_in(text):
        year, *rest = one.parts
        yield Period(one.start, one.end, "-".join((f"{year:04}", *(f"{n:02}" for n in rest))))


def _spelt(text: str) -> Iterator[Period]:
    """Give days in words: "the seventh day of January, two thousand and three"."""
    for match in _SPELT.finditer(text):
        year, day = figures(match["year"]), ordinal(match["day"])
        if year and day:
            yield Period(
                *match.span(), f"{year[0].value:04.0f}-{_month(match['month']):02}-{day:02}"
            )


def _slashed(text: str) -> Iterator[Period]:
    """Give days of which nobody can tell the month: 4/5/2019."""
    for match in _SLASHED.finditer(text):
        yield Period(*match.span(), match["year"])


def _told(text: str) -> Iterator[Period]:
    for day in days(text):
        if not _MONEY.search(text[max(0, day.start - 4) : day.start]) and _may_be(day, text):
            yield Period(day.start, day.end, _iso(day))


def _may_be(day: Day, text: str) -> bool:
    """Say whether it's a date: of a year alone, whether it isn't a figure's beginning or end."""
    before, after = text[max(0, day.start - 4) : day.start], text[day.end : day.end + 12]
    if not _DAY_YEAR.fullmatch(text[day.start : day.end]):
        return True
    counting = _COUNTING.search(text[max(0, day.start - 14) : day.start])
    if _PEOPLE.match(after) or (counting and after[1:2].islower()):
        return False
    return not _GLUED_BEFORE.search(before) and not _GLUED_BEHIND.match(after)


def _after_in(text: str) -> Iterator[Period]:
    """Give years before a plural: "in 2015 exports fell", "the 2015 floods"."""
    for match in _COUNTED.finditer(text):
        before = text[max(0, match.start() - 10) : match.start()]
        if _IN.search(before) or (_THE.search(before) and not match["year"].endswith("00")):
            yield Period(*match.span(), match["year"])


def _iso(day: Day) -> str:
    year = f"{day.year:04}" if day.year else "-"
    return "-".join((year, *(f"{n:02}" for n in (day.month, day.day) if n)))


def _with_words_before(one: Period, text: str) -> Period:
    """Take in what tells the time more exactly: "early in", "the end of", "Friday,"."""
    match = _EARLIER.search(text[max(0, one.start - 40) : one.start])
    start = one.start - len(match.group()) if match else one.start
    return replace(one, start=start)


def _opened(one: Period, text: str) -> Period:
    """Take in "between" or "from" before a range."""
    opening = _BETWEEN.search(text[max(0, one.start - 14) : one.start]) if one.last else None
    return replace(one, start=one.start - len(opening.group())) if opening else one


def _joined(found: Sequence[Period], text: str) -> Iterable[Period]:
    """Join two times that are the ends of one."""
    whole: list[Period] = []
    for one in found:
        last = whole[-1] if whole else None
        if last and (joined := _range(last, one, text)):
            whole[-1] = joined
        else:
            whole.append(one)
    return whole


def _range(one: Period, other: Period, text: str) -> Period | None:
    """Give the time from one to another; None where the words between don't join them."""
    opening = _BETWEEN.search(text[max(0, one.start - 14) : one.start])
    word = opening["word"].lower() if opening else ""
    between = text[one.end : other.start]
    if not _JOIN.fullmatch(between):
        return None
    if _JOIN_AND.fullmatch(between) and word != "between":
        return None
    if bool(one.last) != bool(other.last):
        return None
    first, last = one.first, other.last or other.first
    if first.startswith("--") and not last.startswith("--"):
        first = f"{last[:4]}{first[1:]}"
    if first == last or (first[:4] > last[:4] and not first.startswith("--")):
        return None
    return Period(one.start, other.end, first, last)
