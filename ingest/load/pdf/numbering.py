"""The numbers that are printed on a PDF's pages: told from others by their place and order."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest.load.numerals import Numeral, roman, squeezed, without_number
from ingest.load.pdf.edges import Row
from ingest.load.pdf.page import Sides

SHORT = 4
"""Pages. In so short a document two numbers in order are enough."""
MIN_PAGES = 3
MOSTLY = 0.5
"""Share of the pages from a sequence's first to its last: odd pages alone are a half."""


YEARS = range(1900, 2100)
"""By themselves these head pages more often than they number them."""


class Count(NamedTuple):
    """What the numbers of one sequence share: their form, and how far they're ahead."""

    prefix: str
    roman: bool
    ahead: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A number that is printed in a row, whether by itself, and how many pages agree with it."""

    number: Numeral
    row: Row
    alone: bool
    agreeing: int = 0

    @property
    def count(self) -> Count:
        """Its sequence."""
        number = self.number
        return Count(number.prefix.upper(), number.roman, number.value - self.row.page)


def printed_numbers(rows: Sequence[Row], pages: Sequence[Sides]) -> dict[int, Printed]:
    """Give the number printed on each page, where one is.

    It's one of a sequence that rises with the pages at the same place, or at the edge of a
    page that lies on its side; or, where such sequences stand, a shorter one; or the file
    itself gives the page that label; or the word "page" is beside it.
    """
    found = [
        Printed(number, row, alone)
        for row in rows
        if row.rank < 3
        for number, alone in row.numerals
        if number.value not in YEARS or row.whole is None
    ]
    found = list(_counted(found))
    short = len(pages) <= SHORT
    good = [one for one in found if one.agreeing >= MIN_PAGES or (short and _safe(one))]
    counts = {one.count for one in good}
    good += [one for one in found if one.count in counts and _outermost(one)]
    labels = {page.sheet.number: page.label for page in pages}
    good += [one for one in found if _stated(one, labels[one.row.page])]
    for _ in range(2):  # what stands beside a sequence may have another beside it
        places = {place for one in good for place in one.row.places}
        runs = [one for one in found if one.alone and _short_run(one)]
        good += [one for one in runs if any(place in places for place in one.row.places)]
    return _in_order(good)


def _counted(found: Sequence[Printed]) -> Iterator[Printed]:
    """Count for each number the pages that have one of its sequence at the same height.

    One among words counts if the words come again: a footnote's mark stands before others.
    """
    by_place: dict[object, set[int]] = defaultdict(set)
    again: set[object] = set()
    for one in found:
        words = squeezed(without_number(one.row.text.lower(), one.number))
        for strip in one.row.places:
            by_place[strip, one.count].add(one.row.page)
            by_place[strip, one.count, words].add(one.row.page)
            if one.alone or len(by_place[strip, one.count, words]) > 1:
                again.add((strip, one.count))
    for one in found:
        places = [(strip, one.count) for strip in one.row.places]
        runs = [_run(by_place[place]) for place in places if place in again]
        yield replace(one, agreeing=max(runs, default=0))


def _run(pages: set[int]) -> int:
    """Give the number of pages, or 0 where they lie too far apart to be a sequence."""
    return len(pages) if len(pages) >= MOSTLY * (max(pages) - min(pages) + 1) else 0


def _safe(one: Printed) -> bool:
    """Say whether a number that only two pages agree on is more than a chance of a table's."""
    return one.agreeing >= 2 and one.row.detached and not one.row.column


def _short_run(one: Printed) -> bool:
    """Say whether a number where page numbers stand begins anew or has a number beside it."""
    return one.number.value == 1 or one.number.roman or one.agreeing >= 2


def _stated(one: Printed, label: str | None) -> bool:
    """Say whether the file gives the number as the page's, or the line says that it is."""
    if one.row.whole is None:
        return one.number.named and _outermost(one)
    said = label is not None and one.number.label.lower() == label.lower()
    return (said and _outermost(one)) or (one.number.named and one.row.detached)


def _outermost(one: Printed) -> bool:
    row = one.row
    return one.alone and row.rank == 0 and row.detached and not row.column


def _in_order(good: Iterable[Printed]) -> dict[int, Printed]:
    """Choose a number for each page, and leave out one that interrupts its neighbours' order."""
    chosen: dict[int, Printed] = {}
    for one in sorted(good, key=_weight):
        chosen[one.row.page] = one
    pages = sorted(chosen)
    for before, page, after in zip(pages, pages[1:], pages[2:], strict=False):
        around = chosen.get(before)
        if around and around.count == chosen[after].count != chosen[page].count:
            del chosen[page]
    return chosen


def _weight(one: Printed) -> tuple[bool, int, bool, int]:
    """Weigh a number: a document's own before a stamp's ("Page 5 of 15"), then the commonest."""
    return not one.number.total, one.agreeing, one.alone, -abs(one.count.ahead)


def label_pages(pages: Sequence[Sides], printed: dict[int, Printed]) -> None:
    """Label the pages as printed; those between two of one sequence are labelled as inferred.

    The file's own labels count only where no page prints a number, as inferred ones, and
    where they are more than a count of the pages.
    """
    own = [page.label or "" for page in pages]
    telling = not printed and any(
        label not in ("", str(number)) for number, label in enumerate(own, start=1)
    )
    for page in pages:
        number = page.sheet.number
        page.label = printed[number].number.label if number in printed else None
        if telling:
            page.label, page.inferred = own[number - 1] or None, True
    for before, after in itertools.pairwise(sorted(printed)):
        if printed[before].count == printed[after].count:
            for number in range(before + 1, after):
                pages[number - 1].label = _spelt(printed[before], number)
                pages[number - 1].inferred = True


def _spelt(like: Printed, page: int) -> str:
    number = page + like.count.ahead
    text = roman(number) if like.number.roman else str(number)
    return like.number.prefix + (text.upper() if like.number.text.isupper() else text)
