"""Paragraphs, lists, tables and notes of a Word document, in the order in which they're read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from ingest.load.headings import END, MAX_CHARACTERS, NUMBERED, looks_like_heading
from ingest.load.raw import Extract, RawLine
from ingest.load.text.plain import STRONG_MARKER, WEAK_MARKER, bullet
from ingest.load.word.characters import LINE, NOTE, PAGE, RENDERED
from ingest.load.word.numbering import Numbering
from ingest.load.word.pages import Mark, Section, Sort, read_section
from ingest.load.word.paragraph import (
    DELETED,
    Tally,
    TextReader,
    Words,
    merged,
)
from ingest.load.word.shapes import WHITE
from ingest.load.word.styles import MAX_LEVEL, Styles, fill
from ingest.load.word.tables import LAYOUT, Grid, Row, lines_of, row_text
from ingest.load.word.tree import all_words, flat, integer, is_on, value
from rag.types import BlockKind

PIECES = re.compile(f"([{LINE}{PAGE}{RENDERED}{NOTE}])")
BREAKS: dict[str, Sort] = {PAGE: "asked", RENDERED: "rendered"}
MAX_HEADING = 250
"""Characters. A longer paragraph in a heading's style is a numbered clause, not a heading."""
MAX_BOLD_SHARE = 0.5
"""Where more of the running text is bold than this, bold says nothing of headings."""

Notes = Mapping[tuple[str, str], Element]


@dataclass(slots=True)
class BlockReader:
    """Puts blocks, and marks of pages, into an `Extract`, in reading order."""

    styles: Styles
    notes: Notes
    numbering: Numbering = field(default_factory=Numbering)
    extract: Extract = field(default_factory=Extract)
    tally: Tally = field(default_factory=Tally)
    marks: list[Mark] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    _text: TextReader = field(init=False)
    _seen: set[tuple[str, str]] = field(default_factory=set)
    _bold: list[int] = field(default_factory=list)
    _running: list[bool] = field(default_factory=list)  # is it bold? for each long paragraph
    _at: int = 0

    def __post_init__(self) -> None:
        self._text = TextReader(self.styles, self.tally)

    def blocks(self, parent: Iterable[Element], paper: str | None = WHITE) -> None:
        """Read paragraphs and tables. ``paper`` is the colour behind them, None for unknown."""
        waiting: list[Words] = []  # their ends were deleted: the next paragraph goes on with them
        for child in flat(parent):
            if waiting and not _end_is_deleted(waiting[-1]):
                self._paragraph(merged(waiting))
                waiting = []
            if child.tag == "p":
                waiting.append(self._read(child, paper))
            elif child.tag == "tbl":
                self._paragraph(merged(waiting))
                waiting = []
                self._table(child, paper)
            elif child.tag == "sectPr":
                self.sections.append(read_section(child))
            elif child.tag in DELETED:
                self.tally.delete(child)
            elif child.tag == "altChunk":
                self.tally.embedded += 1
        self._paragraph(merged(waiting))

    def finish(self) -> None:
        """Make headings of the bold paragraphs that stand for them."""
        blocks = self.extract.blocks
        if sum(self._running) > MAX_BOLD_SHARE * len(self._running):
            return
        bold = set(self._bold)
        deepest = 0  # level of the styled heading above
        for index, block in enumerate(blocks[:-1]):
            if block.kind == "heading" and index not in bold:
                deepest = block.level
            elif index in bold:
                text = " ".join(line.text for line in block.lines)
                own = 1 + _dots(text) if deepest else _level(text, index)
                level = min(deepest + own, MAX_LEVEL)
                blocks[index] = replace(block, kind="heading", level=level, marker=0)

    def _read(self, element: Element, paper: str | None) -> Words:
        return self._text.paragraph(element, paper, len(self.marks))

    def _paragraph(self, words: Words) -> None:
        said = None if words.properties is None else words.properties.find("pageBreakBefore")
        if words.style.new_page if said is None else is_on(said.get("val")):
            self._mark("before")
        label = self.numbering.label(words.place())
        if _plain(words.text):
            words.lead(label)
        kind, level = self._kind(words)
        text = _plain(words.text)
        if (kind == "paragraph" or (kind == "item" and label)) and looks_like_heading(text):
            self._bold += [len(self.extract.blocks)] * words.bold
        elif text and kind != "heading":
            self._running.append(words.bold)
        self._place(words, kind, level)
        section = None if words.properties is None else words.properties.find("sectPr")
        if section is not None:
            self.sections.append(read_section(section))
            self._mark("section")

    def _kind(self, words: Words) -> tuple[BlockKind, int]:
        text = _plain(words.text)
        level = words.style.heading
        said = None if words.properties is None else value(words.properties, "outlineLvl")
        if (outline := integer(said)) is not None:
            level = outline + 1 if 0 <= outline < MAX_LEVEL else 0
        too_long = len(text) > MAX_HEADING or (len(text) > MAX_CHARACTERS and END.search(text))
        if level and not too_long:
            return "heading", level
        item = words.item()
        return ("item", item) if item else ("paragraph", 0)

    def _place(self, words: Words, kind: BlockKind, level: int = 0) -> None:
        """Add a block's lines, the marks of pages between them, and behind it what hangs on it."""
        lines: list[RawLine] = []
        stood: list[int] = []  # for each footnote the number of marks before its own
        line = ""
        for piece in (*PIECES.split(words.text), LINE):
            if piece == NOTE:
                stood.append(len(self.marks))
            elif piece in (LINE, PAGE, RENDERED):
                lines += self._line(line)
                line = ""
                if piece in BREAKS:
                    self._mark(BREAKS[piece])
            else:
                line += piece
        if lines:
            kind, level, marker = _marked(lines[0].text, kind, level)
            self.extract.block(kind, lines, level, marker)
        self._footnotes(words, stood)
        for box, paper in words.boxes:
            self.blocks(box, paper)

    def _line(self, text: str) -> Iterator[RawLine]:
        if text := text.strip():
            line = self.extract.line(text)
            self._at = line.end + 1
            yield line

    def _mark(self, sort: Sort, count: int = 0) -> None:
        self.marks.append(Mark(sort, self._at, count))

    def _footnotes(self, words: Words, stood: list[int]) -> None:
        written = False
        for key, count in zip(words.notes, stood, strict=False):
            if key in self._seen or key not in self.notes:
                continue
            self._seen.add(key)
            text = LINE.join(self._note_paragraphs(self.notes[key]))
            self._mark("note", count)
            if lines := [line for part in text.split(LINE) for line in self._line(part)]:
                self.extract.block("footnote", lines)
                written = True
        if written:
            self._mark("back")

    def _note_paragraphs(self, note: Element) -> Iterator[str]:
        for child in flat(note):
            paragraphs = child.iter("p") if child.tag in ("p", "tbl") else ()
            for paragraph in paragraphs:
                text = self._read(paragraph, WHITE).text
                yield text.replace(NOTE, "").replace(RENDERED, "").replace(PAGE, LINE)

    def _table(self, table: Element, paper: str | None) -> None:
        """Read a table row by row; one of a single column is a frame around paragraphs."""
        style_id = value(table, "tblPr/tblStyle")
        if style_id and self.styles.shades(style_id):
            paper = None
        whole = fill(table.find("tblPr/shd")) or paper
        rows = [Row(row) for row in flat(table) if row.tag == "tr"]
        is_frame = all(len(row.cells) == 1 for row in rows)
        grid = Grid(rows)
        for row in rows:
            if row.is_deleted:
                self.tally.delete(row.element)
            elif row.is_hidden:
                self.tally.hide("vanish", all_words(row.element), len(self.marks))
            elif is_frame:
                cell = row.cells[0].element
                self.blocks(cell, fill(cell.find("tcPr/shd")) or whole)
            else:
                self._row(row, grid, whole)

    def _row(self, row: Row, grid: Grid, paper: str | None) -> None:
        read: list[Words] = []
        nested: list[tuple[Element, str | None]] = []
        for deleted in row.deleted:
            self.tally.delete(deleted)
        for cell in row.cells:
            element = cell.element
            if cell.is_swallowed:
                self.tally.hide("cell", all_words(element), len(self.marks))
                read.append(Words())
            else:
                back = fill(element.find("tcPr/shd")) or paper
                read.append(self._cell(element, back, nested))
        notes = tuple(note for words in read for note in words.notes)
        boxes = tuple(box for words in read for box in words.boxes)
        texts = grid.texts(row, [words.text for words in read])
        for line in [texts] if notes or boxes else lines_of(texts):
            self._place(Words(row_text(line), notes, boxes), "table")
        for table, back in nested:
            self._table(table, back)

    def _cell(
        self, cell: Element, paper: str | None, nested: list[tuple[Element, str | None]]
    ) -> Words:
        paragraphs: list[Words] = []
        for child in flat(cell):
            if child.tag == "p":
                words = self._read(child, paper)
                if not _end_is_deleted(words):
                    words.lead(self.numbering.label(words.place()))
                    words.text += LINE
                paragraphs.append(words)
            elif child.tag == "tbl":
                nested.append((child, paper))
            elif child.tag in DELETED:
                self.tally.delete(child)
        whole = merged(paragraphs)
        whole.text = whole.text.rstrip(LAYOUT)
        return whole


def _end_is_deleted(words: Words) -> bool:
    properties = words.properties
    return properties is not None and any(
        properties.find(f"rPr/{tag}") is not None for tag in DELETED
    )


def _marked(text: str, kind: BlockKind, level: int) -> tuple[BlockKind, int, int]:
    """Find a bullet or number at the head of a paragraph, and make an item of it."""
    if kind not in ("paragraph", "item"):
        return kind, level, 0
    match = STRONG_MARKER.match(text) or WEAK_MARKER.match(text)
    if not match or match.end() == len(text):
        return kind, level, 0
    return "item", max(level, 1), bullet(match)


def _plain(text: str) -> str:
    return " ".join(text.replace(NOTE, "").split())


def _dots(text: str) -> int:
    match = NUMBERED.match(text)
    return match[1].count(".") if match else 0


def _level(text: str, index: int) -> int:
    return 1 if index == 0 else 2 + _dots(text)
