"""Blocks of a PDF, in reading order, to raw text with pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.load.pdf.blocks import Draft
from ingest.load.pdf.lines import Line, words_of
from ingest.load.pdf.page import Sides
from ingest.load.raw import Extract, RawLine, RawWord

BAR = " | "


@dataclass(slots=True)
class Pen:
    """Writes blocks, and notes pages as it comes to them."""

    pages: Sequence[Sides]
    extract: Extract = field(default_factory=Extract)
    noted: int = 0
    current: int = 0

    def go_to(self, number: int) -> None:
        """Be on this page; the pages before it that weren't noted yet have no text."""
        while self.noted < number:
            self.noted += 1
            self._note(self.noted)
        if self.current != number:
            self._note(number)

    def _note(self, number: int) -> None:
        page = self.pages[number - 1]
        label = page.label or None
        self.extract.page(number, label, inferred=page.inferred, reading=page.reading)
        self.current = number

    def line(self, line: Line) -> RawLine:
        """Write one printed line."""
        self.go_to(line.page)
        return self.extract.line(line.text, self._words(line))

    def _words(self, line: Line) -> list[RawWord]:
        return words_of(line, self.pages[line.page - 1].sheet)

    def block(self, draft: Draft) -> None:
        """Write one block."""
        lines = self._row(draft.cells) if draft.cells else [self.line(x) for x in draft.lines]
        self.extract.block(draft.kind, lines, draft.level, draft.marker)

    def _row(self, cells: Sequence[Sequence[Line]]) -> list[RawLine]:
        """Write a table's row: in one line, or a line for each of its cells' lines."""
        self.go_to(next(cell[0].page for cell in cells if cell))
        if all(len(cell) <= 1 for cell in cells):
            return [self._one_line(cells)]
        written = []
        before = ""
        for index, cell in enumerate(cells):
            after = "" if index == len(cells) - 1 else BAR.rstrip()
            if not cell:
                before += f"{after.strip()} "
            for at, line in enumerate(cell):
                self.go_to(line.page)
                text = f"{before}{line.text}{after if at == len(cell) - 1 else ''}"
                words = _moved(self._words(line), len(before))
                written.append(self.extract.line(text, words))
                before = ""
        return written

    def _one_line(self, cells: Sequence[Sequence[Line]]) -> RawLine:
        words: list[RawWord] = []
        text = ""
        for index, cell in enumerate(cells):
            text += BAR if index else ""
            for line in cell:
                words += _moved(self._words(line), len(text))
                text += line.text
        start = len(text) - len(text.lstrip())
        return self.extract.line(text.strip(), _moved(words, -start))


def _moved(words: Sequence[RawWord], by: int) -> list[RawWord]:
    return [RawWord(w.start + by, w.end + by, w.x0, w.y0, w.x1, w.y1) for w in words]


def write(
    drafts: Sequence[Draft], notes: Mapping[int, Sequence[Draft]], pages: Sequence[Sides]
) -> Extract:
    """Write the blocks, each page's footnotes behind the last block that begins on it.

    ``notes`` are the footnotes by physical page. Every page is noted, with text or without.
    """
    pen = Pen(pages)
    due: dict[int, list[Draft]] = defaultdict(list)
    last: dict[int, int] = {}
    for index, draft in enumerate(drafts):
        for line in (*draft.lines, *(line for cell in draft.cells for line in cell)):
            last[line.page] = index
    for page, found in sorted(notes.items()):
        before = max((index for number, index in last.items() if number <= page), default=-1)
        due[last.get(page, before)].extend(found)
    for draft in due[-1]:
        pen.block(draft)
    for index, draft in enumerate(drafts):
        pen.block(draft)
        for note in due[index]:
            pen.block(note)
    pen.go_to(len(pages)) if pen.noted < len(pages) else None
    return pen.extract
