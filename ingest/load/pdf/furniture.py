"""What recurs around the text of a PDF's pages: running heads and feet, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest.load.list_numbers import roman
from ingest.load.pdf.numerals import numeral, value_of
from ingest.load.pdf.page import Sides
from ingest.load.pdf.stretches import SAME_BASE, Stretch
from rag.types import Finding

ZONE = 0.15
"""Share of a page's height, at its top and foot, in which running heads stand."""
MAX_ROWS = 4
SAME_HEIGHT = 4.0
"""Points."""
MIN_PAGES = 3
LARGE = 1.15
"""Times the body's size: a heading's, so it must recur on most pages to be a running head."""
OFTEN, MOSTLY = 0.3, 0.5
"""Shares of the pages from a series' first to its last: odd pages alone are a half."""
DETACHED = 1.7
"""In ems, from the baseline of the last line of a running head to the text's first."""
AT_AN_END = re.compile(r"^(\d{1,4}|[ivxlc]{1,8})\b|(?<![.,\d])\b(\d{1,4}|[ivxlc]{1,8})$")


class _Row(NamedTuple):
    """A line at the head or foot of a page. ``height`` is from that edge, in points."""

    page: int
    at_top: bool
    rank: int
    height: float
    parts: tuple[Stretch, ...]
    text: str
    size: float
    detached: bool


class _Count(NamedTuple):
    """A numeral, and how much it's ahead of the physical page."""

    roman: bool
    ahead: int


def take_furniture(pages: Sequence[Sides], body: float) -> list[Finding]:
    """Take running heads, feet and page numbers out of the pages, and label the pages.

    ``body`` is the size of most of the document's type. A line goes only where its words
    recur at the same height on several pages, or where it's a number of a sequence that
    runs through the pages. Labels that the file itself gives to its pages stay.
    """
    rows = [row for page in pages for row in _rows(page)]
    recurring = _recurring(rows, len(pages), body)
    counts = _counts(rows, recurring, len(pages))
    _label(pages, counts)
    furniture: dict[int, set[int]] = defaultdict(set)
    dropped: Counter[str] = Counter()
    numbers = 0
    going = list(_from_the_edge_in(rows, recurring, counts))
    if _would_empty_most(pages, going):
        going = [row for row in going if numeral(row.text)]
    for row in going:
        furniture[row.page].update(id(part) for part in row.parts)
        if numeral(row.text):
            numbers += 1
        else:
            dropped[re.sub(r"\d+", "#", row.text)] += 1
    for page in pages:
        _take(page, furniture[page.sheet.number])
    return list(_findings(dropped, numbers))


def _findings(dropped: Counter[str], numbers: int) -> Iterable[Finding]:
    if dropped:
        total = sum(dropped.values())
        text = "; ".join(f"{text} ({count})" for text, count in dropped.most_common(10))
        yield Finding("left out", f"running heads and feet, {total} lines", text=text[:200])
    if numbers:
        yield Finding("left out", f"page numbers, on {numbers} pages")


def _would_empty_most(pages: Sequence[Sides], going: Iterable[_Row]) -> bool:
    """Say whether most pages would be left without text: a form's lines recur, and are its text."""
    taken: Counter[int] = Counter()
    for row in going:
        taken[row.page] += len(row.parts)
    filled = [page for page in pages if any(page.parts.values())]
    emptied = sum(taken[page.sheet.number] >= sum(map(len, page.parts.values())) for page in filled)
    return emptied > len(filled) / 2


def _take(page: Sides, ids: set[int]) -> None:
    if ids:
        for turn, parts in page.parts.items():
            page.parts[turn] = [part for part in parts if id(part) not in ids]


def _rows(page: Sides) -> Iterable[_Row]:
    """Give the outermost lines at the head and the foot of a page."""
    parts = page.parts.get(page.sheet.turn, [])
    rows: list[list[Stretch]] = []
    for part in sorted(parts, key=lambda part: part.base):
        if rows and part.base - rows[-1][0].base <= SAME_BASE * part.size:
            rows[-1].append(part)
        else:
            rows.append([part])
    height = page.sheet.height
    for at_top, ordered in ((True, rows), (False, rows[::-1])):
        for rank, row in enumerate(ordered[:MAX_ROWS]):
            away = row[0].base if at_top else height - row[0].base
            if 0 <= away <= ZONE * height:
                sides = tuple(sorted(row, key=lambda part: part.x0))
                text = " ".join(part.text for part in sides)
                size = max(part.size for part in row)
                inner = ordered[rank + 1][0].base if rank + 1 < len(ordered) else None
                detached = inner is None or abs(inner - row[0].base) >= DETACHED * size
                yield _Row(page.sheet.number, at_top, rank, away, sides, text, size, detached)


def _recurring(rows: Sequence[_Row], pages: int, body: float) -> set[_Row]:
    """Give the rows whose words recur at one height."""
    groups: dict[tuple[bool, str], list[_Row]] = defaultdict(list)
    for row in rows:
        words = re.sub(r"\d+", "#", row.text.lower())
        words = AT_AN_END.sub("#", words)
        if any(map(str.isalpha, words)):
            groups[row.at_top, re.sub(r"\s+", "", words)].append(row)
    return {row for group in groups.values() for row in _series(group, pages, body)}


def _series(group: Sequence[_Row], pages: int, body: float) -> Iterable[_Row]:
    """Give the rows of a group that are the same to the letter, or that count the pages.

    The rows have the same words, digits apart. Each series is looked up by its place, a strip
    of the page, and by what its rows share: their text, or how far they're ahead.
    """
    strips: dict[tuple[int, str | _Count], set[int]] = defaultdict(set)
    shared: list[list[str | _Count]] = []
    for row in group:
        counts = _at_an_end(row) if row.size <= LARGE * body else set()
        shared.append([row.text, *counts])
        for key in shared[-1]:
            for strip in _strips(row):
                strips[strip, key].add(row.page)
    enough = MIN_PAGES if pages > MIN_PAGES + 1 else 2
    for row, keys in zip(group, shared, strict=True):
        series = max((strips[s, key] for s in _strips(row) for key in keys), key=len)
        share = len(series) / (max(series) - min(series) + 1)
        if len(series) >= enough and share >= (OFTEN if row.size <= LARGE * body else MOSTLY):
            yield row


def _strips(row: _Row) -> tuple[int, int]:
    """Give the two strips in which a row lies, so that rows at nearly one height share one."""
    at = int(row.height / SAME_HEIGHT)
    return at, at + 1


def _from_the_edge_in(
    rows: Iterable[_Row], recurring: set[_Row], counts: dict[int, tuple[_Count, str]]
) -> Iterable[_Row]:
    """Give what goes: from the page's edge inwards, up to the first line that stays.

    The last of them must be set apart from the text: lines of the text recur, too.
    """
    stopped: set[tuple[int, bool]] = set()
    heads = {(row.at_top, strip) for row in recurring for strip in _strips(row)}
    gone: set[int] = set()
    waiting: list[_Row] = []
    for row in rows:
        edge = _edge(row)
        number = counts.get(row.page)
        is_head = _among(heads, row)
        numerals = _at_an_end(row) if is_head else _numerals(row)
        is_number = number is not None and number[0] in numerals
        if edge in stopped or id(row.parts[0]) in gone:
            continue
        if row in recurring or (is_number and (is_head or numeral(row.text))):
            waiting = [other for other in waiting if _edge(other) == edge] + [row]
            if row.detached or numeral(row.text):
                gone.update(id(other.parts[0]) for other in waiting)
                yield from waiting
                waiting = []
        else:
            stopped.add(edge)


def _edge(row: _Row) -> tuple[int, bool]:
    return row.page, row.at_top


def _count(text: str, page: int) -> Iterable[_Count]:
    if value := value_of(text):
        yield _Count(value[0], value[1] - page)


def _numerals(row: _Row) -> set[_Count]:
    """Give the numerals that stand by themselves in a row."""
    texts = {row.text, *(part.text for part in row.parts)}
    matches = (numeral(text) for text in texts)
    return {count for match in matches if match for count in _count(match[1], row.page)}


def _at_an_end(row: _Row) -> set[_Count]:
    found = (match[1] or match[2] for match in AT_AN_END.finditer(row.text.lower()))
    return _numerals(row) | {count for text in found for count in _count(text, row.page)}


def _counts(
    rows: Iterable[_Row], recurring: set[_Row], pages: int
) -> dict[int, tuple[_Count, str]]:
    """Give for each page the numeral on it that belongs to the longest sequence, as printed."""
    found: dict[int, set[_Count]] = defaultdict(set)
    places: dict[tuple[int, _Count], _Row] = {}
    heads = {(row.at_top, strip) for row in recurring for strip in _strips(row)}
    for row in rows:
        for count in _at_an_end(row) if _among(heads, row) else _numerals(row):
            found[row.page].add(count)
            places[row.page, count] = row
    support = Counter(count for counts in found.values() for count in counts)
    enough = MIN_PAGES if pages > MIN_PAGES + 1 else 2
    spots = [
        (row.at_top, row.height) for (_, count), row in places.items() if support[count] >= enough
    ]
    chosen = {}
    for page, counts in found.items():
        best = max(counts, key=lambda count: (support[count], -abs(count.ahead)), default=None)
        if best is None:
            continue
        row = places[page, best]
        if support[best] >= enough or (best.roman and _at_one_of(spots, row)):
            capital = row.text.upper() == row.text
            chosen[page] = best, _spelt(best, page, capital=capital)
    return chosen


def _among(heads: set[tuple[bool, int]], row: _Row) -> bool:
    """Say whether a row stands where running heads do: a short chapter's recurs too little."""
    return any((row.at_top, strip) in heads for strip in _strips(row))


def _at_one_of(spots: Iterable[tuple[bool, float]], row: _Row) -> bool:
    """Say whether a row stands where page numbers stand: few pages have roman ones."""
    return any(
        row.at_top == at_top and abs(row.height - height) <= SAME_HEIGHT for at_top, height in spots
    )


def _spelt(count: _Count, page: int, *, capital: bool) -> str:
    number = page + count.ahead
    if not count.roman:
        return str(number)
    return roman(number).upper() if capital else roman(number)


def _label(pages: Sequence[Sides], counts: dict[int, tuple[_Count, str]]) -> None:
    """Label pages as printed, and those between two pages of one sequence with what's between.

    The file's own labels win, unless they only repeat the physical numbers.
    """
    own = any(page.label not in (None, "", str(page.sheet.number)) for page in pages)
    if own or not counts:
        return
    numbered = sorted(counts)
    for before, after in zip(numbered, [*numbered[1:], numbered[-1]], strict=True):
        count, label = counts[before]
        same = counts[after][0] == count
        for number in range(before, max(after, before + 1) if same else before + 1):
            capital = label.upper() == label
            pages[number - 1].label = _spelt(count, number, capital=capital)
    for page in pages:
        if page.sheet.number not in counts and page.label == str(page.sheet.number):
            between = numbered[0] < page.sheet.number < numbered[-1]
            page.label = page.label if between else None
