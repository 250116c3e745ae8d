"""The lines of a title page: the blocks at the head of a document, with the size of their type."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from statistics import median

from rag.types import Block, BlockKind, Document

MAX_PAGES = 4
MAX_LINES = 40
FULL_PAGE = 150
"""Words of a page that is no mere cover: what follows it is text."""
MAX_LETTERS = 600
LONG = 30
"""Words of a paragraph that is text, and not a line of a title page."""
CONTENTS = re.compile(
    r"(?:table of |list of )?contents|inhalt(?:sverzeichnis)?|sommaire|table des matières|"
    r"[ií]ndice|contenido|sum[aá]rio",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A block of a title page. ``size`` is its type's in points, 0 where nobody can tell.

    ``heads_text`` says that a paragraph of text follows.
    """

    text: str
    start: int
    kind: BlockKind
    level: int
    page: int
    size: float
    heads_text: bool


def front_lines(document: Document) -> tuple[Line, ...]:
    """Give the lines of the covers and of the title page, or of the head of the first full page.

    They end with the second paragraph of text, or where the contents are listed.
    """
    return tuple(islice(_lines(document), MAX_LINES))


def _lines(document: Document) -> Iterator[Line]:
    first, page, words, paragraphs = 0, 0, 0, 0
    for index, block in enumerate(document.blocks):
        text = document.text[block.start : block.end]
        at = document.page_at(block.start)
        number = at.number if at else 0
        if number != page and words >= FULL_PAGE:
            return
        first, page = first or number, number
        if number >= first + MAX_PAGES or (words and CONTENTS.fullmatch(text.strip(" .:"))):
            return
        words += len(text.split())
        if len(text.split()) >= LONG and block.kind != "table":
            paragraphs += 1
            if paragraphs == 2:
                return
        else:
            after = document.blocks[index + 1] if index + 1 < len(document.blocks) else None
            yield Line(
                (_first_cell(text) if len(text) > MAX_ROW else text)[:MAX_LETTERS],
                block.start,
                block.kind,
                block.level,
                number,
                _size(document, block),
                after is not None and _is_text(document, after),
            )


MAX_ROW = 150
"""Letters of a table's row that may be a line of a title page; of longer ones, the first cell."""


def _first_cell(row: str) -> str:
    return next((cell for cell in row.strip("| ").split(" | ") if cell.strip("| ")), "")


def _is_text(document: Document, block: Block) -> bool:
    words = len(document.text[block.start : block.end].split())
    return words >= LONG and block.kind == "paragraph"


def _size(document: Document, block: Block) -> float:
    """Give the height of the block's words, 0 where the file has no boxes."""
    words = document.source_map.words
    count = len(words) // 6
    first = bisect_left(range(count), block.start, key=lambda n: words[6 * n])
    heights = [
        words[6 * n + 5] - words[6 * n + 3]
        for n in range(first, min(count, first + LONG))
        if words[6 * n] < block.end
    ]
    return median(heights) / 10 if heights else 0.0
