"""A document as it was read: its canonical text, where each run of it came from, its passages."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import Literal

from rag.types.source import NO_PROPERTIES, Finding, Properties, Source

BlockKind = Literal["heading", "paragraph", "item", "table", "code", "footnote"]
"""``item`` is an entry of a list; a table's row, or a flattened table's cell, is a ``table``
block. A ``footnote`` stands behind the paragraph that runs over the page's foot."""
PageReading = Literal["text", "ocr", "unread", "blank"]
"""How a page's text was had: from the file, from its image by OCR, not at all, or there is none."""
DEFAULT_COLLECTION = "default"
BETWEEN_CELLS = " | "
"""Parts the cells of a table's row in every canonical text."""


@dataclass(frozen=True, slots=True)
class Span:
    """A character range of a canonical text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Say whether the two ranges share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page image, in points from the page's top left corner.

    ``page`` is the physical page, counted from 1.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Run:
    """Canonical characters that are a copy of raw bytes: same text, other address."""

    start: int
    end: int
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page, or a part of it, and the stretch of the canonical text that stands there.

    ``number`` is the physical page, counted from 1. ``label`` is what is printed
    on it (possibly roman, possibly missing). ``inferred`` says that the page
    break was concluded from the layout and not stated by the file. A page whose
    footnotes follow a paragraph that ends on the next page comes in two parts; one
    without text is an empty stretch.
    """

    number: int
    start: int
    end: int
    label: str | None = None
    inferred: bool = False
    reading: PageReading = "text"


@dataclass(frozen=True, slots=True)
class SourceMap:
    """The way back from a canonical text to the file that it was made from.

    ``encoding`` names a codec without byte order mark; ``runs`` and ``pages`` are
    sorted and don't overlap. Where the file is no text (PDF, Word, HTML), the runs
    lead into the text that its loader took out of it, ``extracted``, and not into
    the file's bytes. ``words`` are the boxes of words on their pages, six numbers
    each: start and end in the canonical text, then x0, y0, x1, y1 in tenths of a
    point.
    """

    encoding: str
    runs: tuple[Run, ...]
    pages: tuple[Page, ...] = ()
    extracted: bool = False
    words: tuple[int, ...] = ()

    def page_at(self, position: int) -> Page | None:
        """Give the page on which the character at ``position`` stands, if pages are known."""
        index = bisect_right(self.pages, position, key=lambda page: page.start) - 1
        return self.pages[index] if index >= 0 else None

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Give the boxes of the characters from start to end, one for each line of a page.

        Words cut by the range are taken whole. None where the file has no boxes.
        """
        count = len(self.words) // 6
        first = bisect_right(range(count), start, key=lambda n: self.words[6 * n + 1])
        found: list[Box] = []
        for n in range(first, count):
            at, _, *tenths = self.words[6 * n : 6 * n + 6]
            if at >= end:
                break
            page = self.page_at(at)
            x0, y0, x1, y1 = (number / 10 for number in tenths)
            box = Box(page.number if page else 1, x0, y0, x1, y1)
            if found and _one_line(found[-1], box):
                box = _around(found.pop(), box)
            found.append(box)
        return tuple(found)


def _one_line(left: Box, right: Box) -> bool:
    middle = (right.y0 + right.y1) / 2
    return left.page == right.page and left.y0 < middle < left.y1 and left.x0 <= right.x0


def _around(one: Box, other: Box) -> Box:
    low = min(one.x0, other.x0), min(one.y0, other.y0)
    high = max(one.x1, other.x1), max(one.y1, other.y1)
    return Box(one.page, *low, *high)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or table row: one unit of the layout.

    ``start`` and ``end`` leave out a list marker. ``level`` is the depth: of a
    heading from 1, of a list item from 1, else 0. ``paragraph`` counts the blocks
    that aren't headings or footnotes, from 1, through the whole document; a
    footnote has the number of the one before it.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    paragraph: int | None = None
    heading_path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A source document: its one canonical text and everything that leads back from it.

    ``kept_in`` is the catalogue that it was read from, if any: what is remembered of it is known
    to the readers of that one alone.
    """

    id: str
    file: str
    text: str
    raw_hash: str
    source: Source
    source_map: SourceMap
    blocks: tuple[Block, ...] = ()
    sentences: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()
    collection: str = DEFAULT_COLLECTION
    content_hash: str = ""
    properties: Properties = NO_PROPERTIES
    findings: tuple[Finding, ...] = ()
    kept_in: str = field(default="", compare=False, repr=False)

    def __post_init__(self) -> None:
        """Fill in the SHA-256 of the canonical text, in hexadecimal."""
        if not self.content_hash:
            object.__setattr__(self, "content_hash", hash_text(self.text))

    def block_at(self, position: int) -> Block | None:
        """Give the block that holds the character at ``position``, or the one before it."""
        index = bisect_right(self.blocks, position, key=lambda block: block.start) - 1
        return self.blocks[max(index, 0)] if self.blocks else None

    def passage(self, start: int, end: int) -> Passage:
        """Give the slice from ``start`` to ``end`` as a passage that knows where it stands."""
        block = self.block_at(start)
        return Passage(
            document_id=self.id,
            content_hash=self.content_hash,
            start=start,
            end=end,
            text=self.text[start:end],
            pages=tuple(p for p in self.source_map.pages if p.start < end and start < p.end),
            paragraph=block.paragraph if block else None,
            heading_path=block.heading_path if block else (),
        )

    def sentences_in(self, start: int, end: int) -> tuple[Span, ...]:
        """Give the sentences that lie wholly between ``start`` and ``end``, in order."""
        first = bisect_left(self.sentences, start, key=lambda span: span.start)
        last = bisect_right(self.sentences, end, key=lambda span: span.end)
        return self.sentences[first:last]

    def page_at(self, position: int) -> Page | None:
        """Give the page of the character at ``position``, if pages are known."""
        return self.source_map.page_at(position)

    def told_page_at(self, position: int) -> Page | None:
        """Give the page as it may be told: its inferred number only if no other page has it.

        A file of Word whose pages print "5-13" counts anew in each chapter: known is the "13".
        """
        page = self.page_at(position)
        if page is None or not page.inferred or page.label is None:
            return page
        same = {one.number for one in self.source_map.pages if one.label == page.label}
        return replace(page, label=None) if len(same) > 1 else page


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a canonical text, the unit of retrieval.

    The id is made of the document's id, the content hash and the range, so that
    it says by itself where it stands and whether the source has changed since.
    """

    document_id: str
    content_hash: str
    start: int
    end: int
    text: str
    pages: tuple[Page, ...] = ()
    paragraph: int | None = None
    heading_path: tuple[str, ...] = ()

    @property
    def text_with_heads(self) -> str:
        """Its text; behind a table's caption and the heads of its columns if it is of a table."""
        if BETWEEN_CELLS not in self.text:
            return self.text
        return "\n".join((*self.heading_path[-2:], self.text))

    @property
    def id(self) -> str:
        """``document@hash:start-end`` with the first 12 digits of the content hash."""
        return f"{self.document_id}@{self.content_hash[:12]}:{self.start}-{self.end}"


def hash_text(text: str) -> str:
    """Give the SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
