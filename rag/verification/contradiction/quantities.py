"""Numbers and dates that differ: how much, how many, of what unit, when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.text.alignment import Edit, Pair
from rag.text.quantities import Day, Figure, days, figures, reckoned_years
from rag.text.tokens import Token, alike
from rag.types import DifferenceKind
from rag.verification.contradiction.findings import (
    ABOUT,
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
    """Find the figure that stands where the statement's does; None where that isn't sure."""
    alike_sorts = [
        f for f in free
        if f.sort == figure.sort and (f.sort == "money" or _of_one_unit(f, figure))
    ]  # fmt: skip
    counted = _after(pair.said, figure.end)
    for other in alike_sorts:
        noun = _after(pair.found, other.end)
        same = counted and noun and alike(counted.stem, noun.stem)
        if same and pair.cover >= ABOUT + 0.1:
            return other
    edits = (e for e in pair.edits if inside(pair.said, figure, e.said))
    edit = next(edits, None)
    if edit and edit.left + edit.right >= 2:
        for other in alike_sorts:
            if inside(pair.found, other, edit.found):
                return other
    if (
        len(alike_sorts) == len(figures(pair.statement)) == 1
        and figure.sort != "ordinal"
        and pair.cover >= ABOUT + 0.15
    ):
        return alike_sorts[0]
    return None


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
            if d.rivals(day) and d.as_fine_as(day) and pair.cover >= ABOUT + 0.1
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
