"""Tables of a page: which hold data and which only lay the page out, and their rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from ingest.load.html.tree import HEADINGS, Element, count_words, walk
from ingest.load.lines_in_cells import are_rows

HEADED = frozenset(["th", "caption", "thead"])
BETWEEN_CELLS = frozenset(["table", "thead", "tbody", "tfoot", "tr", "colgroup", "col"])
MAX_CELL_WORDS = 120
"""A cell without a header over it that holds more is a column of the page."""
MAX_WORDS_OF_LONE_ROW = 12
MAX_COLUMNS = 60
MAX_REPEATED = 100
MAX_REPEATED_IN_TABLE = 100_000


def is_data_table(table: Element, skip: Collection[Element]) -> bool:
    """Say whether a table holds rows, and no headings, tables or loose text."""
    if table.get("role", "").lower() in ("presentation", "none"):
        return False
    rows, cells, widest, words, longest, headed = 0, 0, 0, 0, 0, False
    for event, element in walk(table, skip):
        tag = element.tag
        if event == "start":
            if tag in HEADINGS or (tag == "table" and element is not table):
                return False
            headed = headed or tag in HEADED
            if tag == "tr":
                rows, cells = rows + 1, 0
            elif tag in ("td", "th"):
                cells, words = cells + 1, 0
                widest = max(widest, cells)
        text = element.text if event == "start" else element.tail
        if event == "end" and element is table:
            break
        around = element if event == "start" else element.getparent()
        if around.tag in BETWEEN_CELLS and count_words(text):
            return False
        words += count_words(text)
        longest = max(longest, words)
    most = MAX_CELL_WORDS if rows >= 2 else MAX_WORDS_OF_LONE_ROW
    return widest >= 2 and (headed or longest <= most)


def rows(
    table: Element, skip: Collection[Element], lines_of: Callable[[Element], tuple[str, ...]]
) -> Iterator[tuple[str, bool]]:
    """Give each row as its cells joined by `` | ``, the empty ones at its end left out.

    With each, whether the page says that it stands over the columns.

    A cell that spans rows is said again in each of them, so that a row can be read
    alone; unless it's long, or too much has been repeated already.
    """
    carried: dict[int, tuple[int, str]] = {}
    left = MAX_REPEATED_IN_TABLE
    for event, row in walk(table, skip):
        if event == "end" or row.tag != "tr":
            continue
        cells: list[tuple[str, ...]] = []
        own = False
        for cell in row.iterchildren("td", "th"):
            if cell in skip:
                continue
            left -= _carry(cells, carried)
            lines = lines_of(cell)
            text = " ".join(lines)
            own = own or bool(text)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            again = text if len(text) <= MAX_REPEATED and left > 0 else ""
            for number in range(min(wide, max(1, MAX_COLUMNS - len(cells)))):
                if high > 1 and len(cells) < MAX_COLUMNS:
                    carried[len(cells)] = (high - 1, "" if number else again)
                cells.append(() if number else lines)
        left -= _carry(cells, carried)
        if own:
            parted = _rows_in(cells)
            over = len(parted) == 1 and _is_head(row)
            yield from ((_joined(one), over) for one in parted)


def _is_head(row: Element) -> bool:
    """Say whether a row is one of heads: a lone head may be the name of the rows below."""
    if row.getparent().tag == "thead":
        return True
    cells = [*row.iterchildren("td", "th")]
    named = [cell for cell in cells if cell.tag == "th" and cell.get("scope") != "row"]
    return len(cells) > 1 and named == cells


def _rows_in(cells: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Give the cells of each row in a row: most often it's one."""
    if are_rows(cells):
        return list(zip(*cells, strict=True))
    return [tuple(" ".join(lines) for lines in cells)]


def _joined(cells: Sequence[str]) -> str:
    return " | ".join(cells).rstrip(" |") or " | ".join(cells)


def _carry(cells: list[tuple[str, ...]], carried: dict[int, tuple[int, str]]) -> int:
    """Put what spans down from the rows above into a row, and give its length."""
    length = 0
    while (column := len(cells)) in carried:
        high, text = carried.pop(column)
        if high > 1:
            carried[column] = (high - 1, text)
        cells.append((text,))
        length += len(text)
    return length


def _span(cell: Element, side: str) -> int:
    value = cell.get(side, "1").strip()
    return (
        min(max(1, int(value)), 1000)
        if value.isascii() and value.isdigit() and len(value) < 6
        else 1
    )
