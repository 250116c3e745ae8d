"""Numbers and dates that differ: how much, how many, of what unit, when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.text.alignment import Edit, Pair
from rag.text.quantities import Day, Figure, days, figures, reckoned_years
from rag.text.tokens import Token, alike
from rag.types import DifferenceKind
from rag.verification.contradiction.findings import (
    Found,
    apart,
    inside,
    only_if,
    span_of,
)


def other_numbers(pair: Pair) -> Iterator[Found]:
    """Find numbers that the sentence gives otherwise, or of another unit or bound."""
    said, found = figures(pair.statement), figures(pair.sentence)
    free = [f for f in found if not any(same_value(f, s) for s in said)]
    for figure in said:
        same = [f for f in found if same_value(f, figure)]
        if same:
            yield from _same_number(figure, same, pair)
            continue
        rival = _rival(figure, free, pair)
        if rival is not None:
            kind: DifferenceKind = "number"
            if f"{figure.value:.0f}".rstrip("0") == f"{rival.value:.0f}".rstrip("0"):
                kind = "unit"  # 28 million for 28,000
            if pair.statement[figure.start : figure.end].endswith("0s"):
                kind = "date"  # a decade
            yield apart(kind, pair, figure, rival)


def same_value(one: Figure, other: Figure) -> bool:
    """Say whether two figures are of one value; a third isn't 3."""
    if one.sort != other.sort and "ordinal" in (one.sort, other.sort):
        return False
    return abs(one.value - other.value) <= 1e-3 * max(abs(one.value), 1e-9)


def _same_number(figure: Figure, same: Sequence[Figure], pair: Pair) -> Iterator[Found]:
    """Find that the same number is of another unit, or "more than" where it was "less than"."""
    if not any(f.sort == figure.sort and _of_one_unit(f, figure) for f in same):
        yield apart("unit", pair, figure, same[0])
        return
    bounds = {f.bound for f in same}
    loose = figure.bound in _LOOSE and bounds & _LOOSE
    if figure.bound not in bounds and not loose:
        yield apart("number", pair, figure, same[0])


_LOOSE = {"", "about"}


def _of_one_unit(one: Figure, other: Figure) -> bool:
    return one.unit == other.unit or not (one.unit and other.unit)


def _rival(figure: Figure, free: Sequence[Figure], pair: Pair) -> Figure | None:
    """Find the figure that stands where the statement's does; None where there is none."""
    alike_sorts = [
        f for f in free
        if f.sort == figure.sort and (f.sort == "money" or _of_one_unit(f, figure))
    ]  # fmt: skip
    counted = _after(pair.said, figure.end)
    for other in alike_sorts:
        noun = _after(pair.found, other.end)
        if counted and noun and alike(counted.stem, noun.stem):
            return other
    edits = (e for e in pair.edits if inside(pair.said, figure, e.said))
    edit = next(edits, None)
    if edit and edit.left + edit.right >= 2:
        for other in alike_sorts:
            if inside(pair.found, other, edit.found):
                return other
    alone = len(alike_sorts) == 1 and figure.sort != "ordinal" and figure.value > 1
    return alike_sorts[0] if alone else None


def not_held(statement: str, text: str) -> Iterator[Figure | Day]:
    """Give the figures and dates of a statement that a text neither has nor lets reckon."""
    yield from (figure for figure in figures(statement) if not held(figure, text))
    dated, years = days(text), reckoned_years(text)
    for day in days(statement):
        reckoned = day.month is None and day.year in years
        if not reckoned and not any(day.fits(one) for one in dated):
            yield day


def counts(figure: Figure, statement: str) -> bool:
    """Say whether a figure of a statement counts anything: "a third party", "at first" don't."""
    said = statement[figure.start : figure.end]
    part = figure.sort == "percent" and not any(c.isdigit() for c in said)
    return figure.sort != "ordinal" and (not part or statement[figure.end :].startswith(" of "))


def held(figure: Figure, text: str) -> bool:
    """Say whether a text has a figure, or it follows: rounded, bounded, a sum, a rise, a year.

    "Over 6,000" follows from "46,310, up from 39,875", "a fifth" from "10 of 50".
    """
    found = figures(text)
    if figure.sort == "ordinal":
        return any(same_value(figure, f) for f in found) or any(
            day.day == figure.value for day in days(text)
        )
    if figure.value in _DOUBLE and _DOUBLED.search(text):
        return True
    given = [f for f in found if f.sort != "ordinal"]
    values = [f.value * _DAYS[f.unit] / _DAYS[figure.unit] if _time(figure, f) else f.value
              for f in given if _of_one_unit(f, figure) or _time(figure, f)]  # fmt: skip
    years = [float(day.year) for day in days(text) if day.year is not None]
    if any(_near(figure, value) for value in (*values, *years)):
        return True
    pairs = [(a, b) for some in (values[:MOST], years) for a in some for b in some if a > b > 0]
    reckoned = [one for a, b in pairs for one in (a - b, a + b)]
    if figure.sort == "percent":
        reckoned += [one for a, b in pairs for one in (100 * b / a, 100 * (a - b) / b)]
    else:
        reckoned += [a / b for a, b in pairs]
    return any(_near(figure, value) for value in reckoned)


MOST = 12
"""Figures of a text that are reckoned with."""
_DOUBLE = (2.0, 100.0)
_DOUBLED = re.compile(r"\b(?:doubl\w+|twice|twofold|both)\b", re.IGNORECASE)
_DAYS = {"day": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.4, "year": 365.0,
         "decade": 3650.0, "century": 36500.0, "hour": 1 / 24, "minute": 1 / 1440}  # fmt: skip


def _time(one: Figure, other: Figure) -> bool:
    return one.unit in _DAYS and other.unit in _DAYS


def _near(figure: Figure, value: float) -> bool:
    """Say whether a figure may be said of a value: the same, rounded, or within its bound."""
    off = (value - figure.value) / max(abs(value), 1e-9)
    within = {
        "": (-0.02, 0.02),
        "about": (-0.15, 0.15),
        "above": (-1e-3, 0.5),
        "below": (-1.0, 1e-3),
    }
    low, high = within[figure.bound]
    exact = figure.bound == "" and figure.value < ROUNDED
    return abs(off) <= 1e-3 if exact else low <= off <= high


ROUNDED = 20
"""Lower figures aren't rounded, unless an "about" says so."""


def other_dates(pair: Pair) -> Iterator[Found]:
    """Find dates that the sentence gives otherwise, or at the other end of a time."""
    said, found = days(pair.statement), days(pair.sentence)
    free = [d for d in found if not any(d.fits(s) for s in said)]
    reckoned = reckoned_years(pair.sentence)
    for day in said:
        same = [d for d in found if d.fits(day)]
        if day.year in reckoned and day.month is None:
            continue
        if same:
            if _other_end(day, same) and not only_if(pair):
                yield apart("date", pair, day, same[0])
            continue
        rivals = [
            d for d in (*free, *found)
            if d.rivals(day) and d.as_fine_as(day)
        ]  # fmt: skip
        role = [d for d in rivals if d.role == day.role] or rivals
        if role:
            yield apart("date", pair, day, role[0])


def _other_end(day: Day, same: Sequence[Day]) -> bool:
    """Say whether dates of one year are early here and late there, or start and end."""
    part = bool(day.part) and all(d.part and d.part != day.part for d in same)
    return part or (bool(day.role) and all(d.role and d.role != day.role for d in same))


def figures_apart(
    pair: Pair, edit: Edit, said: Sequence[Token], found: Sequence[Token]
) -> Found | None:
    """Numbers or dates that change places within a sentence are each in it, and yet wrong."""
    if not said or not found:
        return None
    dates = [d for d in days(pair.statement) if inside(pair.said, d, edit.said)]
    others = [d for d in days(pair.sentence) if inside(pair.found, d, edit.found)]
    if len(dates) == len(others) == 1 and not dates[0].fits(others[0]):
        return apart("date", pair, dates[0], others[0])
    ours = [f for f in figures(pair.statement) if inside(pair.said, f, edit.said)]
    theirs = [f for f in figures(pair.sentence) if inside(pair.found, f, edit.found)]
    counts = [f for f in (*ours, *theirs) if f.sort == "count"]
    alone = [t.word for t in (found if ours else said) if t.word != "the"] == ["one"]
    if len(counts) == 1 and alone and counts[0].value != 1:
        return apart("number", pair, span_of(said), span_of(found))  # "one" is seldom a number
    if not (len(ours) == len(theirs) == 1) or _both_elsewhere(ours[0], theirs[0], pair):
        return None
    if ours[0].sort == theirs[0].sort and not same_value(ours[0], theirs[0]):
        return apart("number", pair, ours[0], theirs[0])
    return None


def _both_elsewhere(one: Figure, other: Figure, pair: Pair) -> bool:
    """Say whether each of the two has the other's figure, too, or the statement has fewer.

    "two fined, three cleared" and "of the three, two": not where it's the sentence, altered.
    """
    said, found = figures(pair.statement), figures(pair.sentence)
    if pair.altered or not any(same_value(one, f) for f in found):
        return False
    return len(said) < len(found) or any(same_value(other, f) for f in said)


def quantities_apart(pair: Pair, said: Sequence[Token], found: Sequence[Token]) -> Found | None:
    """Find "two" for "an", "half the" for "all the", "several" for "one"."""
    if not pair.altered or {"other", "another"} & {t.word for t in (*said, *found)}:
        return None
    ours, theirs = _quantities(said, pair.statement), _quantities(found, pair.sentence)
    if len(ours) != 1 or len(theirs) != 1 or ours == theirs:
        return None
    if ours | theirs <= {"several", "some", "many"}:
        return None
    for token in said:
        counting = token.word in QUANTITY or token.word[0].isdigit() or figures(token.word)
        if token.content and not counting:
            return None
    return apart("number", pair, span_of(said), span_of(found))


def _quantities(some: Sequence[Token], text: str) -> set[str]:
    found = {QUANTITY[t.word] for t in some if t.word in QUANTITY}
    for figure in figures(text):
        if figure.sort != "ordinal" and any(t.start == figure.start for t in some):
            found.add("one" if figure.value == 1 else f"{figure.value:g}")
    return found


QUANTITY = {
    "a": "one", "an": "one", "one": "one", "each": "all", "every": "all", "all": "all",
    "some": "some", "several": "several", "many": "many", "most": "most", "few": "few",
    "half": "50", "both": "2", "no": "no",
}  # fmt: skip


def _after(words: Sequence[Token], end: int) -> Token | None:
    """Give the next telling word behind a figure."""
    return next((t for t in words if t.start >= end and t.content), None)
