"""What recurs around the text of a PDF's pages: running heads and feet, stamps, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from ingest.load.headings import CAPTION
from ingest.load.numerals import numeral, squeezed, without_number
from ingest.load.pdf.edges import MAX_LETTERS, MAX_PARTS, Row, rows_at_edges
from ingest.load.pdf.numbering import MIN_PAGES, SHORT, Printed, label_pages, printed_numbers
from ingest.load.pdf.page import Sides
from ingest.load.pdf.stretches import Stretch
from rag.types import Finding

LARGE = 1.15
"""Times the body's size: a heading's, so it must recur on most pages to be a running head."""
OFTEN, MOSTLY = 0.3, 0.5
"""Shares of the pages from a series' first to its last: odd pages alone are a half."""
SMALL = 0.94
"""Times the body's size."""
MIN_LETTERS = 8
"""Of a part of a line that makes the line a running head: less may be a table's cell."""
MIN_WORDS = 5
"""Of a line whose numbers differ from page to page: less may be a heading ("Article 5")."""

Place = tuple[bool, int]


def take_furniture(pages: Sequence[Sides], body: float) -> list[Finding]:
    """Take running heads, feet, stamps and page numbers out of the pages, and label the pages.

    ``body`` is the size of most of the document's type. A line goes only from a page's edge
    inwards, and only where its words recur at the same height on several pages, where it
    stands among such lines in their type, or where it holds the page's number.
    """
    rows = rows_at_edges(pages)
    printed = printed_numbers(rows, pages)
    label_pages(pages, printed)
    furniture = _recurring(rows, printed, len(pages), body) | _numbered(rows, printed)
    going = list(_from_the_edge_in(rows, furniture))
    furniture |= _alike(rows, going, len(pages), body)
    going = list(_from_the_edge_in(rows, furniture))
    if _would_empty_most(pages, going):
        going = [row for row in going if row.whole]
    beside = list(_in_margins(pages))
    gone = {id(part) for part in beside} | {id(part) for row in going for part in row.parts}
    for page in pages:
        for turn, parts in page.parts.items():
            page.parts[turn] = [part for part in parts if id(part) not in gone]
    return list(_findings([*(row.text for row in going), *(part.text for part in beside)]))


def _findings(texts: Iterable[str]) -> Iterable[Finding]:
    dropped: Counter[str] = Counter()
    numbers = 0
    for text in texts:
        if numeral(text):
            numbers += 1
        else:
            dropped[re.sub(r"\d+", "#", text)] += 1
    if dropped:
        total = sum(dropped.values())
        text = "; ".join(f"{text} ({count})" for text, count in dropped.most_common(10))
        yield Finding("left out", f"running heads and feet, {total} lines", text=text[:200])
    if numbers:
        yield Finding("left out", f"page numbers, on {numbers} pages")


def _would_empty_most(pages: Sequence[Sides], going: Iterable[Row]) -> bool:
    """Say whether most pages would be left without text: a form's lines recur, and are its text."""
    taken: Counter[int] = Counter()
    for row in going:
        taken[row.page] += len(row.parts)
    filled = [page for page in pages if any(page.parts.values())]
    emptied = sum(taken[page.sheet.number] >= sum(map(len, page.parts.values())) for page in filled)
    return emptied > len(filled) / 2


def _recurring(
    rows: Sequence[Row], printed: dict[int, Printed], pages: int, body: float
) -> set[Row]:
    """Give the rows that recur at one height, to the letter but for what numbers the page.

    Each series is looked up by its place, a strip of the page, and by what its rows share.
    """
    series: dict[tuple[Place, str], set[int]] = defaultdict(set)
    shared: dict[Row, list[str]] = {}
    heads_of_tables = {row.text for row in rows if row.cells}
    for row in rows:
        if row.text in heads_of_tables or len(row.text) >= MAX_LETTERS:
            continue
        shared[row] = list(_shared(row, printed.get(row.page), small=row.size <= SMALL * body))
        for key in shared[row]:
            for strip in row.strips:
                series[strip, key].add(row.page)
    enough = MIN_PAGES if pages > SHORT else 2
    found = set()
    for row, keys in shared.items():
        most = max(
            (series[strip, key] for strip in row.strips for key in keys), key=len, default=()
        )
        share = len(most) / (max(most) - min(most) + 1) if most else 0.0
        if len(most) >= enough and share >= (OFTEN if row.size <= LARGE * body else MOSTLY):
            found.add(row)
    return found


def _shared(row: Row, printed: Printed | None, *, small: bool) -> Iterable[str]:
    """Give what a row may have in common with those of a series: its text, or a part of it.

    Numbers may differ if they count the pages, and any in a long line of small type at the
    very edge, as printers set.
    """
    text = row.text.lower()
    if not any(map(str.isalpha, text)):
        return
    yield squeezed(text)
    for number, _ in row.numerals:
        ahead = number.value - row.page
        if ahead == 0 or number.total or (printed and number.label == printed.number.label):
            yield f"{ahead} {squeezed(without_number(text, number))}"
    words = re.findall(r"[^\W\d_]{2,}", text)
    if small and row.rank == 0 and row.detached and len(words) >= MIN_WORDS:
        yield squeezed(re.sub(r"\d+", "#", text))
    if row.detached and 1 < len(row.parts) <= MAX_PARTS and not CAPTION.match(row.text):
        parts = (squeezed(part.text.lower()) for part in row.parts)
        yield from (
            f"part {part}" for part in parts if len(re.findall(r"[^\W\d_]", part)) >= MIN_LETTERS
        )


def _numbered(rows: Iterable[Row], printed: dict[int, Printed]) -> set[Row]:
    """Give the rows that hold their page's number, or are any other numeral in its place."""
    places = {strip for one in printed.values() for strip in one.row.strips}
    found = {one.row for one in printed.values() if one.row.whole or one.row.detached}
    for row in rows:
        one = printed.get(row.page)
        if one and row.whole and row.whole.value == one.number.value:
            found.add(row)
    return {row for row in found if any(strip in places for strip in row.strips)}


def _alike(rows: Iterable[Row], going: Iterable[Row], pages: int, body: float) -> set[Row]:
    """Give the rows that stand where running heads stand and look as they do.

    A short chapter's running head recurs too little to be told by its words. Small type over
    most pages is running heads too, where at least some of them are the same.
    """
    heads = [row for row in rows if _may_be_head(row)]
    looks: dict[object, list[Row]] = defaultdict(list)
    for row in going:
        for strip in row.strips if not row.whole else ():
            looks[strip, _look(row)].append(row)
    known = {look for look, found in looks.items() if len(found) >= MIN_PAGES}
    tops: dict[object, list[Row]] = defaultdict(list)
    for row in heads:
        if row.at_top and row.rank == 0 and row.size <= SMALL * body:
            for strip in row.strips:
                tops[strip, _look(row)].append(row)
    for look, found in tops.items():
        enough = len(found) >= max(MIN_PAGES, MOSTLY * pages)
        if enough and len({row.text for row in found}) < len(found):
            known.add(look)
    return {row for row in heads if any((strip, _look(row)) in known for strip in row.strips)}


def _may_be_head(row: Row) -> bool:
    short = len(row.parts) <= MAX_PARTS and not row.cells
    return row.detached and short and not CAPTION.match(row.text)


def _look(row: Row) -> tuple[float, bool, bool]:
    look = row.parts[0].pieces[0].look
    return look.size, look.bold, look.italic


def _from_the_edge_in(rows: Iterable[Row], furniture: set[Row]) -> Iterable[Row]:
    """Give what goes: from the page's edge inwards, up to the first line that stays.

    The last of them must be set apart from the text: lines of the text recur, too.
    """
    stopped: set[tuple[int, int, bool]] = set()
    gone: set[int] = set()
    waiting: list[Row] = []
    for row in rows:
        if row.edge in stopped or id(row.parts[0]) in gone:
            continue
        if row not in furniture:
            stopped.add(row.edge)
            continue
        waiting = [other for other in waiting if other.edge == row.edge] + [row]
        if row.detached or row.whole:
            gone.update(id(other.parts[0]) for other in waiting)
            yield from waiting
            waiting = []


def _in_margins(pages: Sequence[Sides]) -> Iterable[Stretch]:
    """Give the stretches that stand beside the text, turned, with equal words on several pages."""
    found: dict[str, list[tuple[int, Stretch]]] = defaultdict(list)
    for page in pages:
        upright = page.parts.get(page.sheet.turn, [])
        for turn, parts in page.parts.items():
            if turn == page.sheet.turn or len(parts) >= len(upright):
                continue
            for part in parts:
                words = squeezed(re.sub(r"\d+", "#", part.text.lower()))
                found[words].append((page.sheet.number, part))
    for same in found.values():
        if len({number for number, _ in same}) >= min(MIN_PAGES, max(2, len(pages) - 1)):
            yield from (part for _, part in same)
