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
    anchored,
    apart,
    edit_at,
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
            if _digits(figure) == _digits(rival):
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
    if not any(_same_unit(figure, f) for f in same):
        yield apart("unit", pair, figure, same[0])
    elif not any(_same_bound(figure, f) for f in same):
        yield apart("number", pair, figure, same[0])


def _same_unit(one: Figure, other: Figure) -> bool:
    if one.sort != other.sort:
        return False
    return not (one.unit and other.unit) or one.unit == other.unit


def _same_bound(one: Figure, other: Figure) -> bool:
    loose = {"", "about"}
    return one.bound == other.bound or (one.bound in loose and other.bound in loose)


def _rival(figure: Figure, free: Sequence[Figure], pair: Pair) -> Figure | None:
    """Find the figure that stands where the statement's does; None where that isn't sure."""
    alike_sorts = [f for f in free if f.sort == figure.sort and _comparable(f, figure)]
    counted = _after(pair.said, figure.end)
    for other in alike_sorts:
        noun = _after(pair.found, other.end)
        same = counted and noun and alike(counted.stem, noun.stem)
        if same and pair.cover >= ABOUT + 0.1:
            return other
    edit = edit_at(pair, figure.start, figure.end)
    for other in alike_sorts:
        if edit and inside(pair.found, other.start, other.end, edit.found) and anchored(edit, 2):
            return other
    if (
        len(alike_sorts) == len(figures(pair.statement)) == 1
        and figure.sort != "ordinal"
        and pair.cover >= ABOUT + 0.15
    ):
        return alike_sorts[0]
    return None


def _comparable(one: Figure, other: Figure) -> bool:
    return one.unit == other.unit or not (one.unit and other.unit) or one.sort == "money"


def _digits(figure: Figure) -> str:
    """Give a number's leading digits: 28 of "28,000" and of "28 million"."""
    return f"{figure.value:.0f}".rstrip("0")


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
    for reader, kind in ((days, "date"), (figures, "number")):
        ours = [f for f in reader(pair.statement) if inside(pair.said, f.start, f.end, edit.said)]
        other = [f for f in reader(pair.sentence) if inside(pair.found, f.start, f.end, edit.found)]
        if reader is figures and _one_for_more(ours, other, said, found):
            return apart("number", pair, span_of(said), span_of(found))
        if _both_elsewhere(ours, other, pair) and not pair.altered:
            continue  # "two fined, three cleared" and "of the three, two"
        if len(ours) == len(other) == 1 and not _same_thing(ours[0], other[0]):
            return apart(kind, pair, ours[0], other[0])  # type: ignore[arg-type]
    return None


def _both_elsewhere(ours: Sequence[object], theirs: Sequence[object], pair: Pair) -> bool:
    """Say whether each of the two has the other's figure, too, or the statement has fewer."""
    said, found = figures(pair.statement), figures(pair.sentence)
    if not (ours and theirs and isinstance(ours[0], Figure) and isinstance(theirs[0], Figure)):
        return False
    one, other = ours[0], theirs[0]
    fewer = len(said) < len(found)
    return any(same_value(one, f) for f in found) and (
        fewer or any(same_value(other, f) for f in said)
    )


def _one_for_more(
    ours: Sequence[object], theirs: Sequence[object], said: Sequence[Token], found: Sequence[Token]
) -> bool:
    """Say whether "one" stands against another number: "one" itself is mostly no number."""
    counts = [f for f in (*ours, *theirs) if isinstance(f, Figure) and f.sort == "count"]
    alone = [t.word for t in (found if ours else said) if t.word != "the"] == ["one"]
    return len(counts) == 1 and alone and counts[0].value != 1


def _same_thing(one: Figure | Day, other: Figure | Day) -> bool:
    if isinstance(one, Day) and isinstance(other, Day):
        return one.fits(other)
    if isinstance(one, Figure) and isinstance(other, Figure):
        return one.sort != other.sort or same_value(one, other)
    return True


def quantities_apart(pair: Pair, said: Sequence[Token], found: Sequence[Token]) -> Found | None:
    """Find "two" for "an", "half the" for "all the", "several" for "one"."""
    if not pair.altered or {"other", "another"} & {t.word for t in (*said, *found)}:
        return None
    ours, theirs = _quantities(said, pair.statement), _quantities(found, pair.sentence)
    if len(ours) != 1 or len(theirs) != 1 or ours == theirs:
        return None
    if not (ours | theirs) - {"one"} or any(t.content and not _counting(t) for t in said):
        return None
    if {*ours, *theirs} <= {"several", "some", "many"}:
        return None
    return apart("number", pair, span_of(said), span_of(found))


def _quantities(some: Sequence[Token], text: str) -> set[str]:
    found = {QUANTITY[t.word] for t in some if t.word in QUANTITY}
    for figure in figures(text):
        if figure.sort != "ordinal" and any(t.start == figure.start for t in some):
            found.add("one" if figure.value == 1 else f"{figure.value:g}")
    return found


def _counting(token: Token) -> bool:
    return token.word in QUANTITY or token.word[0].isdigit() or bool(figures(token.word))


QUANTITY = {
    "a": "one", "an": "one", "one": "one", "each": "all", "every": "all", "all": "all",
    "some": "some", "several": "several", "many": "many", "most": "most", "few": "few",
    "half": "50", "both": "2", "no": "no",
}  # fmt: skip


def _after(words: Sequence[Token], end: int) -> Token | None:
    """Give the next telling word behind a figure."""
    return next((t for t in words if t.start >= end and t.content), None)
