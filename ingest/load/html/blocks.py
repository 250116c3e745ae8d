"""A page's tree to blocks: headings, paragraphs, items, rows, footnotes, in the page's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.load.headings import NUMBERED, looks_like_heading
from ingest.load.html.flow import Flow
from ingest.load.html.lists import BOXES, ListNumbers, box, numbered
from ingest.load.html.notes import Notes
from ingest.load.html.tables import is_data_table, rows
from ingest.load.html.tree import (
    BLOCKS,
    HEADINGS,
    Element,
    count_words,
    is_silent,
    walk,
)
from ingest.load.html.typeset import Typeset
from ingest.load.raised import FRACTION_SLASH
from ingest.load.raw import Extract
from ingest.load.text import plain
from ingest.load.text.plain import STRONG_MARKER, WEAK_MARKER, bullet
from rag.types import BlockKind

BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
BLOCK_STYLE = re.compile(r"display\s*:\s*block", re.IGNORECASE)
WORD_LIST = re.compile(r"mso-list\s*:\s*\w+\s+level(\d)", re.IGNORECASE)
NOTE_NUMBER = re.compile(
    r"\^?\s*[\[(]?\s*(\d{1,4}|[a-z]{1,6}|[*†‡§¶#]{1,4})(?:\s*[\])])?[.:]?(?!\w)\s*"
)
LISTS = frozenset(["ul", "ol", "dl", "menu", "dir"])
MAX_LEVEL = 9
MIN_SHARE_OF_PRE = 0.6
"""A page of which so much is one ``<pre>`` is a plain text that somebody put into a page."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One block's text: lines as ``<br>`` cuts them, white space collapsed."""

    kind: BlockKind
    lines: tuple[str, ...]
    level: int = 0
    marker: int = 0


@dataclass(slots=True)
class Owner:
    """An open element that says what the text inside is. ``fresh``: none has come yet."""

    element: Element
    kind: BlockKind
    level: int = 0
    label: str = ""
    fresh: bool = True


@dataclass(slots=True)
class Walk:
    """A walk through a page. ``skip`` and ``mute`` are left out; ``whole`` counts its words."""

    skip: set[Element]
    mute: set[Element]
    notes: Notes
    typeset: Typeset
    whole: int
    in_cell: bool = False
    label: str = ""  # of the item in the making, until its first words
    owners: list[Owner] = field(default_factory=list)
    flow: Flow = field(default_factory=Flow)
    lists: int = 0
    heading: int = 0
    numbers: ListNumbers = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = ListNumbers(self.typeset.lists)

    def pieces(self, root: Element) -> Iterator[Piece]:
        """Give the blocks inside of an element, in order."""
        steps = etree.iterwalk(root, events=("start", "end"))
        for event, element in steps:
            if event == "start":
                if element in self.skip or is_silent(element):
                    if element not in self.skip:
                        self.flow.add(box(element))
                    steps.skip_subtree()
                    continue
                yield from self._open(element)
                if element.tag == "pre" or (
                    element.tag == "table" and is_data_table(element, self.skip)
                ):
                    steps.skip_subtree()
                    yield from (
                        self._table(element) if element.tag == "table" else self._pre(element)
                    )
                elif element not in self.mute:
                    self.flow.add(box(element) + self._shown(element, element.text))
            else:
                if element not in self.skip and not is_silent(element):
                    yield from self._close(element)
                if element is not root:
                    self._tail(element)
        yield from self._flush()

    def _open(self, element: Element) -> Iterator[Piece]:
        if element.tag == "br":
            yield from self._break()
        elif _is_block(element):
            yield from self._flush()
            self._list(element)
            self.label += self.typeset.before.get(element, "")
            if owner := self._owner(element):
                self.owners.append(owner)
        elif _is_bold(element):
            self.flow.bold_depth += 1

    def _close(self, element: Element) -> Iterator[Piece]:
        if _is_block(element):
            yield from self._flush()
            if element.tag in LISTS:
                self.lists -= 1
                self.numbers.close()
            elif element.tag == "li" or element in self.typeset.before:
                self.label = ""
            if self.owners and self.owners[-1].element is element:
                self.owners.pop()
        elif _is_bold(element):
            self.flow.bold_depth -= 1

    def _tail(self, element: Element) -> None:
        if element in self.notes.marks:
            self.flow.trim(element.tail)
        if element in self.typeset.upper:
            self.flow.add(FRACTION_SLASH)
        if element.tail and (parent := element.getparent()) not in self.mute:
            self.flow.add(self._shown(parent, element.tail))

    def _shown(self, element: Element, text: str | None) -> str:
        return self.typeset.shown(element, text) if text else ""

    def _list(self, element: Element) -> None:
        """Begin a list, or an item of one, whose number waits for the item's first words."""
        if element.tag in LISTS:
            self.lists += 1
            self.numbers.open(element)
        elif element.tag == "li" and not (self.owners and self.owners[-1].kind == "footnote"):
            label = self.numbers.label(element)
            self.label += label if element not in self.notes.notes else ""

    def _break(self) -> Iterator[Piece]:
        """End a line, or the paragraph where its last line is empty already."""
        if len(self.flow.lines) > 1 and not any(p.strip() for p in self.flow.lines[-1]):
            yield from self._flush()
        self.flow.lines.append([])

    def _owner(self, element: Element) -> Owner | None:
        if level := _heading_level(element):
            return Owner(element, "heading", level)
        label = self.notes.notes.get(element)
        in_note = bool(self.owners) and self.owners[-1].kind == "footnote"
        if label is not None:
            return Owner(element, "footnote", label=label)
        if in_note:
            return Owner(element, "footnote") if element.tag == "li" else None
        depth = min(max(1, self.lists), MAX_LEVEL)
        if element.tag in ("li", "dt"):
            return Owner(element, "item", depth)
        if element.tag == "dd":
            return Owner(element, "item", min(depth + 1, MAX_LEVEL))
        if element.tag == "p" and (found := WORD_LIST.search(element.get("style", ""))):
            return Owner(element, "item", max(1, int(found[1])))
        return None

    def _flush(self) -> Iterator[Piece]:
        bold = self.flow.is_bold
        lines = self.flow.take()
        if not lines or not (self.in_cell or any(set(line) - BOXES for line in lines)):
            return
        if self.label:
            lines = (numbered(self.label, lines[0]), *lines[1:])
            self.label = ""
        owner = self.owners[-1] if self.owners else None
        fresh, kind = (owner.fresh, owner.kind) if owner else (False, "paragraph")
        if owner:
            owner.fresh = False
        if owner and kind == "heading":
            self.heading = owner.level
            yield Piece("heading", lines, owner.level)
        elif owner and kind == "footnote":
            yield Piece("footnote", lines, 0, _note_marker(lines[0], owner.label) if fresh else 0)
        elif owner and fresh:
            yield Piece("item", lines, owner.level, _marker(lines[0], weak=True))
        else:
            yield self._paragraph(lines, bold=bold and not owner)

    def _paragraph(self, lines: tuple[str, ...], *, bold: bool) -> Piece:
        text = " ".join(lines)
        if bold and looks_like_heading(text):
            numbered = NUMBERED.match(text)
            under = numbered[1].count(".") + 2 if numbered else 2
            return Piece("heading", lines, min(6, self.heading + 1) if self.heading else under)
        if marker := _marker(lines[0], weak=False):
            return Piece("item", lines, max(1, self.lists), marker)
        return Piece("paragraph", lines)

    def _table(self, table: Element) -> Iterator[Piece]:
        for caption in table.iterchildren("caption"):
            if caption not in self.skip and (lines := self._lines(caption)):
                yield Piece("paragraph", (" ".join(lines),))
        for row, is_head in rows(table, self.skip, self._lines):
            yield Piece("table", (row,), int(is_head))

    def _lines(self, cell: Element) -> tuple[str, ...]:
        """Give the lines of a cell."""
        inside = Walk(self.skip, self.mute, self.notes, self.typeset, self.whole, in_cell=True)
        return tuple(line for piece in inside.pieces(cell) for line in piece.lines)

    def _pre(self, pre: Element) -> Iterator[Piece]:
        parts = []
        for event, element in walk(pre, self.skip):
            if event == "start":
                parts.append("\n" if element.tag == "br" else "")
                parts.append("" if element in self.mute else element.text or "")
            elif element is not pre:
                parts.append("" if element.getparent() in self.mute else element.tail or "")
        text = "".join(parts)
        if self.whole > 30 and count_words(text) >= MIN_SHARE_OF_PRE * self.whole:
            for block in plain.layout(text)[0]:
                lines = tuple(line.text for line in block.lines)
                yield Piece(block.kind, lines, block.level, block.marker)
        elif lines := tuple(line.text for line in plain.split_lines(text)):
            yield Piece("code", lines)


def add_blocks(extract: Extract, pieces: Iterator[Piece]) -> None:
    """Add blocks to what is taken out of the page."""
    for piece in pieces:
        lines = [extract.line(line) for line in piece.lines]
        extract.block(piece.kind, lines, piece.level, piece.marker)


def _is_block(element: Element) -> bool:
    if element.tag in BLOCKS:
        return True
    style = element.get("style")
    return bool(style) and BLOCK_STYLE.search(style) is not None


def _is_bold(element: Element) -> bool:
    if element.tag in ("b", "strong"):
        return True
    style = element.get("style")
    return bool(style) and BOLD_STYLE.search(style) is not None


def _heading_level(element: Element) -> int:
    if element.tag in HEADINGS:
        return HEADINGS[element.tag]
    if element.get("role", "").lower() == "heading":
        level = element.get("aria-level", "2")
        return int(level) if level in ("1", "2", "3", "4", "5", "6") else 2
    return 0


def _marker(line: str, *, weak: bool) -> int:
    """Count the characters of a bullet that the text itself holds; a number is text."""
    match = STRONG_MARKER.match(line) or (WEAK_MARKER.match(line) if weak else None)
    return bullet(match) if match and match.end() < len(line) else 0


def _note_marker(line: str, label: str) -> int:
    """Count the characters of a note's own number, where it's the one of its mark."""
    match = NOTE_NUMBER.match(line)
    if not label or not match or match[1] != label.strip("[]() ") or match.end() >= len(line):
        return 0
    return match.end()
