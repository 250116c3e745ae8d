"""What a loader is told, and what it hands on: the file's own text, and how it is laid out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from rag.types import NO_PROPERTIES, BlockKind, Finding, PageReading, Properties

INVISIBLE = "\0\u200b\u2060\ufeff\u00ad"
"""A stray zero byte, zero-width space, word joiner, byte order mark, soft hyphen. Joiners that
Urdu needs stay."""
TOKEN = re.compile(rf"[^\s\x00-\x1f\x7f-\x9f{INVISIBLE}]+")
"""What can be seen: everything but white space, control and invisible characters."""
FEW_LETTERS = 200
"""A whole document that holds fewer is looked at twice."""
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read. ``tell`` is told that so many pages of so many are read."""

    ocr: bool = True
    tell: Callable[[int, int], None] = lambda _done, _total: None


@dataclass(frozen=True, slots=True)
class RawWord:
    """Where a word stands on its page: raw characters, and a box in points from the top left."""

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line of raw text without its line end or the white space around it.

    ``start`` and ``end`` count characters of the raw text. ``blank_before``
    counts the empty lines above, ``page_breaks`` the page breaks; ``indent`` the
    white space characters in front. ``words`` are there where the file has boxes.
    """

    start: int
    end: int
    text: str
    blank_before: int = 0
    indent: int = 0
    page_breaks: int = 0
    words: tuple[RawWord, ...] = ()


@dataclass(frozen=True, slots=True)
class RawBlock:
    """Lines that belong together: a heading, a paragraph, an item, a table row, a footnote.

    ``marker`` counts the characters of a list marker or of a footnote's number, white
    space included, at the head of the first line.
    """

    kind: BlockKind
    lines: tuple[RawLine, ...]
    level: int = 0
    marker: int = 0


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page, or a part of one, and where its text starts in the raw text, in characters.

    The parts follow each other as the raw text does. Every page of the file is there
    at least once, in the place that it would have if it had text.
    """

    number: int
    start: int
    label: str | None = None
    inferred: bool = False
    reading: PageReading = "text"


@dataclass(frozen=True, slots=True)
class Raw:
    """A file as read: decoded and taken apart, with nothing changed yet.

    ``skip`` counts bytes before the text (a byte order mark). ``extracted`` says that
    the text was taken out of the file by its loader and isn't the file's own bytes.
    ``raw_hash`` is the SHA-256 of the file, filled in by `load`.
    """

    text: str
    encoding: str
    skip: int
    blocks: tuple[RawBlock, ...]
    pages: tuple[RawPage, ...] = ()
    notes: tuple[str, ...] = ()
    extracted: bool = False
    properties: Properties = NO_PROPERTIES
    findings: tuple[Finding, ...] = ()
    raw_hash: str = ""


@dataclass(slots=True)
class Extract:
    """The raw text of a file that has none of its own, in the making.

    A loader adds lines in reading order, notes where pages begin, and wraps what it
    got into a `Raw`.
    """

    blocks: list[RawBlock] = field(default_factory=list)
    pages: list[RawPage] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0

    @property
    def text(self) -> str:
        """The raw text so far, a line end behind each line."""
        return "".join(self._parts)

    def line(self, text: str, words: Iterable[RawWord] = ()) -> RawLine:
        """Add one line and give it back as placed.

        ``words`` count characters from the start of the line. Line ends inside
        ``text``, and white space around it, aren't allowed. Halves of a surrogate
        pair, which damaged files hold, become U+FFFD.
        """
        text = SURROGATE.sub("\ufffd", text)
        start = self._length
        self._parts.append(f"{text}\n")
        self._length += len(text) + 1
        placed = tuple(replace(w, start=w.start + start, end=w.end + start) for w in words)
        return RawLine(start, start + len(text), text, words=placed)

    def page(
        self,
        number: int,
        label: str | None = None,
        *,
        inferred: bool = False,
        reading: PageReading = "text",
    ) -> None:
        """Note that what is added next stands on this page."""
        self.pages.append(RawPage(number, self._length, label, inferred, reading))

    def block(
        self, kind: BlockKind, lines: Sequence[RawLine], level: int = 0, marker: int = 0
    ) -> None:
        """Add a block of lines that were added before."""
        self.blocks.append(RawBlock(kind, tuple(lines), level, marker))

    def add(self, blocks: Iterable[RawBlock]) -> None:
        """Add blocks that were read elsewhere, without the boxes of their words."""
        for block in blocks:
            lines = [self.line(line.text) for line in block.lines]
            self.block(block.kind, lines, block.level, block.marker)

    def raw(
        self,
        notes: Sequence[str] = (),
        properties: Properties = NO_PROPERTIES,
        findings: Sequence[Finding] = (),
    ) -> Raw:
        """Give what was taken out of the file."""
        return Raw(
            self.text,
            "utf-8",
            0,
            tuple(self.blocks),
            tuple(self.pages),
            tuple(notes),
            extracted=True,
            properties=properties,
            findings=tuple(findings),
        )
