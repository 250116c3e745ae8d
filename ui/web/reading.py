"""What the panel asks for while somebody reads on in a document: its parts, outline and places."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace

from rag.text.plain_search import find_plainly
from rag.types import Document
from ui.as_read import page_mark
from ui.web.document_text import View, text_html
from ui.web.markers import Marker
from ui.web.page_boxes import boxes_of

PART_CHARS = 8_000
"""So much text comes at once: about three screens."""
LONGEST_WORD = 80
MAX_HEADINGS = 3_000
LONGEST_HEADING = 200
MAX_HITS = 2_000

Given = dict[str, object]


def part_after(document: Document, at: int) -> tuple[int, int]:
    """Give the range of the text from ``at`` on, its end at the end of a block if one is near."""
    size, blocks = len(document.text), document.blocks
    if at + PART_CHARS >= size:
        return min(at, size), size
    index = bisect_right(blocks, at + PART_CHARS, key=lambda block: block.end) - 1
    edge = blocks[index].end if index >= 0 else 0
    return at, edge if edge > at else _between_words(document, at + PART_CHARS)


def part_before(document: Document, at: int) -> tuple[int, int]:
    """Give the range of the text up to ``at``, its start at the end of a block if one is near."""
    if at <= PART_CHARS:
        return 0, at
    index = bisect_left(document.blocks, at - PART_CHARS, key=lambda block: block.end)
    edge = document.blocks[index].end if index < len(document.blocks) else at
    return edge if edge < at else _between_words(document, at - PART_CHARS), at


def _between_words(document: Document, at: int) -> int:
    """Give a place near by at which no word is cut, where there is one: of an endless block."""
    space = document.text.rfind(" ", at - LONGEST_WORD, at)
    return space + 1 if space >= 0 else at


def part_around(document: Document, at: int) -> tuple[int, int]:
    """Give the range of the text about a place: a whole part from its block on, some before."""
    block = document.block_at(at)
    start = block.start if block and block.start <= at <= block.start + PART_CHARS else at
    low, _ = part_before(document, start)
    return low, part_after(document, start)[1]


def part_json(document: Document, low: int, high: int, quote: tuple[int, int]) -> Given:
    """Give a part of the text as HTML; ``quote`` are the characters that are marked in it."""
    marker = Marker(0, "source", 0, document.id, *quote)
    if quote[0] >= quote[1]:
        marker = replace(marker, kind="document")
    view = View(document, marker, low, high)
    return {"low": low, "high": high, "html": text_html(view)}


def about_json(document: Document) -> Given:
    """Give a document's length, its pages and its headings.

    A page is its number, what is printed on it, where it begins and its name in words; a heading
    where it stands, its level and its words.
    """
    pages = [
        [page.number, page.label, page.start, page_mark(page, document.file)]
        for page in document.source_map.pages
    ]
    headings = [
        [block.start, block.level, document.text[block.start : block.end][:LONGEST_HEADING]]
        for block in document.blocks
        if block.kind == "heading"
    ]
    return {
        "length": len(document.text),
        "pages": pages,
        "outline": headings[:MAX_HEADINGS],
    }


def found_json(document: Document, words: str) -> Given:
    """Give where words stand: start, end, and for a PDF the boxes on its pages."""
    found = find_plainly(document.text, words, MAX_HITS + 1)
    hits = [
        [hit.start, hit.end, boxes_of(document, hit.start, hit.end).values()]
        for hit in found[:MAX_HITS]
    ]
    return {"hits": hits, "more": len(found) > MAX_HITS}
