"""The points of a section: "(2)", "(b)", "3.", and what stands in it under each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.requests.heading_labels import Label, plain_number, stems_of
from rag.requests.outline import Section, items
from rag.text.tokens import alike, root
from rag.types import Block, Document, Span

_PARAGRAPHS = frozenset(map(root, ("paragraph", "point", "item", "clause")))

_MARK = re.compile(
    r"\W{0,3}(\d{1,3}(?:\.\d{1,3}){1,3}(?=[.)\s])|(?:\d{1,3}|[A-Za-z]{1,4})(?=[.)]))"
)


def mark_of(block: Block, document: Document) -> str:
    """Give the number or letter that a paragraph or entry begins with, "" where it has none.

    An entry's own text begins behind its mark.
    """
    line = document.text.rfind("\n", 0, block.start) + 1
    match = _MARK.match(document.text, line, block.end)
    return match[1].lower() if match and match.end() >= block.start - 2 else ""


def led_into(section: Section, points: Sequence[str], document: Document) -> Section:
    """Give what stands in a section under a point, and in that under the next.

    It's as far as the points are there.
    """
    for point in points:
        own = items(document, section)
        at = next((n for n, block in enumerate(own) if mark_of(block, document) == point), None)
        if at is None:
            break
        behind = own[at + 1 :]
        ends = (one.start for one in behind if _ends(one, own[at], point, document))
        title = f"{section.title} ({point})"
        section = replace(section, title=title, start=own[at].start, end=next(ends, section.end))
    return section


def numbered_paragraph(asked: Label, document: Document) -> Section | None:
    """Give the paragraph of a number, with what follows it up to the next; None if several are.

    It stands under a heading with the number's noun, if that isn't but a word for paragraphs.
    """
    blocks = document.blocks
    having = [
        n
        for n, block in enumerate(blocks)
        if block.kind in ("paragraph", "item")
        and (asked.noun in _PARAGRAPHS or _speaks_of(asked.noun, block))
        and mark_of(block, document) == asked.number
    ]
    if len(having) != 1:
        return None
    first = blocks[having[0]]
    behind = blocks[having[0] + 1 :]
    ends = (one.start for one in behind if one.kind == "heading" or mark_of(one, document))
    end = next(ends, len(document.text))
    path = first.heading_path
    title = ": ".join((*path[-1:], asked.number))
    span = Span(first.start, first.start)
    return Section(title, asked, len(path) + 1, span, first.start, end, path)


def _speaks_of(noun: str, block: Block) -> bool:
    return any(alike(noun, stem) for title in block.heading_path for stem in stems_of(title))


def _ends(block: Block, first: Block, point: str, document: Document) -> bool:
    """Say whether a block begins what follows a point: the next one, or one of a higher level."""
    mark = mark_of(block, document)
    higher = block.kind == first.kind == "item" and block.level < first.level
    return higher or (block.level <= first.level and mark != "" and _is_next(mark, point))


def _is_next(mark: str, point: str) -> bool:
    one, other = plain_number(point), plain_number(mark)
    if one.isdigit() and other.isdigit():
        return int(other) == int(one) + 1
    return len(mark) == len(point) == 1 and ord(mark) == ord(point) + 1
