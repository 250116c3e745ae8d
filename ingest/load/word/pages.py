"""Where Word broke the pages, and what is printed on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from xml.etree.ElementTree import Element

from ingest.load.raw import RawPage
from ingest.load.word.tree import integer

MAX_ROMAN = 3999
MAX_LETTERS = 26 * 30
ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)

Sort = Literal["asked", "before", "rendered", "section", "note", "back"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something about pages at a place in the raw text.

    ``asked``: a break that the author set; ``before``: a paragraph that begins a
    page; ``rendered``: where Word's last layout began a page; ``section``: the next
    section begins. ``note``: a footnote whose mark stood behind the first ``count``
    marks; ``back``: the text goes on where it was before the footnotes.
    """

    sort: Sort
    at: int
    count: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """How a section begins and numbers its pages. ``start`` None: it goes on counting."""

    begins: str = "nextPage"
    style: str | None = None
    start: int | None = None


@dataclass(slots=True)
class _Count:
    """Where we are: the page, its number as printed, its section."""

    sections: Sequence[Section]
    labelled: bool
    pages: list[RawPage] = field(default_factory=list)
    page: RawPage = field(default_factory=lambda: RawPage(1, 0, inferred=True))
    printed: int = 1
    section: int = 0
    restarted: int = 0

    def turn(self, at: int) -> None:
        """Begin a page, with an empty one before where the section asks for an even or odd one."""
        section = self.current()
        fresh = self.section != self.restarted
        odd = {"oddPage": 1, "evenPage": 0}.get(section.begins) if fresh else None
        if odd is not None and self.printed % 2 == odd:
            self._append(at, self.printed + 1)
            self.pages[-1] = replace(self.page, reading="blank")
        start = section.start if fresh else None
        self.restarted = self.section
        self._append(at, self.printed + 1 if start is None else start)

    def begin(self) -> None:
        start = self.current().start
        self.printed = 1 if start is None else start
        self.page = replace(self.page, label=self._label())
        self.pages.append(self.page)

    def current(self) -> Section:
        return self.sections[self.section] if self.section < len(self.sections) else Section()

    def _append(self, at: int, printed: int) -> None:
        self.printed = printed
        self.page = RawPage(self.page.number + 1, at, self._label(), inferred=True)
        self.pages.append(self.page)

    def _label(self) -> str | None:
        return label(self.printed, self.current().style) if self.labelled else None


def pages(
    marks: Sequence[Mark], sections: Sequence[Section]
) -> tuple[tuple[RawPage, ...], tuple[RawPage, ...]]:
    """Give the pages, none where no mark tells of a break, and the page behind each mark.

    The second has one entry more than there are marks: its first is the page at the start.
    """
    labelled = any(one.start is not None or one.style for one in sections)
    count = _Count(sections, labelled)
    count.begin()
    after = [count.page]
    turned_at, spare = -1, 0
    for mark in marks:
        if mark.at != turned_at:
            spare = 0
        turns, spare = _turns(mark, count, spare, fresh=turned_at == mark.at)
        if turns:
            count.turn(mark.at)
            turned_at = mark.at
        elif mark.sort == "note":
            _revisit(count, after[mark.count], mark.at)
        elif mark.sort == "back":
            _revisit(count, count.page, mark.at)
        after.append(count.page)
    found = tuple(count.pages) if len(count.pages) > 1 else ()
    return found, tuple(after)


def _turns(mark: Mark, count: _Count, spare: int, *, fresh: bool) -> tuple[bool, int]:
    """Say whether a mark begins a page, and how many breaks the layout may yet repeat here.

    Word notes each break that the author set once more when it lays the page out.
    """
    if mark.sort == "rendered":
        return spare == 0, max(spare - 1, 0)
    if mark.sort == "before":
        turns = mark.at > 0 and not fresh
        return turns, spare + turns
    if mark.sort == "section":
        count.section += 1
        turns = count.current().begins not in ("continuous", "nextColumn")
        return turns, spare + turns
    return mark.sort == "asked", spare + (mark.sort == "asked")


def _revisit(count: _Count, page: RawPage, at: int) -> None:
    if page.number != count.pages[-1].number:
        count.pages.append(replace(page, start=at))


def read_section(properties: Element) -> Section:
    """Read a ``sectPr``."""
    begins = properties.find("type")
    numbers = properties.find("pgNumType")
    style, start = (
        (None, None) if numbers is None else (numbers.get("fmt"), integer(numbers.get("start")))
    )
    return Section(
        begins.get("val", "nextPage") if begins is not None else "nextPage",
        style,
        start if start is None or start >= 0 else None,
    )


def label(number: int, style: str | None) -> str:
    """Write a page's number as Word prints it. Styles that we don't know give plain digits."""
    sort = (style or "decimal").lower()
    if sort.endswith("roman") and 0 < number <= MAX_ROMAN:
        text = _roman(number)
    elif sort.endswith("letter") and 0 < number <= MAX_LETTERS:
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    else:
        return str(number)
    return text.upper() if sort.startswith("upper") else text


def _roman(number: int) -> str:
    written = ""
    for size, letters in ROMAN:
        written += letters * (number // size)
        number %= size
    return written
