"""A stretch of a document as HTML: its blocks, a quote marked in them, and where pages begin."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import groupby

from rag.types import Block, Document, Page
from ui.as_read import page_mark
from ui.display import page_text
from ui.web.markers import Marker
from ui.web.render import literal

_TAGS = {"paragraph": "p", "item": "li", "table": "div", "code": "pre", "footnote": "p"}
_LISTS = {"item": "ul", "table": "div"}


@dataclass(frozen=True, slots=True)
class View:
    """What is shown: a stretch of a document, and the marker whose quote lies in it.

    ``before`` and ``after`` are HTML for its ends, where it isn't all of the document.
    """

    document: Document
    marker: Marker
    low: int
    high: int
    before: str = ""
    after: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the document itself is looked at, and not a quote in it."""
        return self.marker.kind == "document"


def reader_html(view: View) -> str:
    """Show the stretch in a part of the panel that scrolls."""
    name = "The text of the document" if view.is_whole else "The passage in its surroundings"
    return (
        f'<div class="reader" tabindex="0" role="region" aria-label="{name}">'
        f"{view.before}{_text_html(view)}{view.after}</div>"
    )


def _text_html(view: View) -> str:
    blocks = [b for b in view.document.blocks if b.start < view.high and view.low < b.end]
    quoted = any(b.start < view.marker.end and view.marker.start < b.end for b in blocks)
    if not blocks or (not view.is_whole and not quoted):
        return _block_html(view, Block("paragraph", view.low, view.high), 1)
    top = min((block.level for block in blocks if block.kind == "heading"), default=1)
    groups = groupby(blocks, key=lambda block: (block.kind, view.document.page_at(block.start)))
    return "".join(_group_html(view, list(group), top) for _, group in groups)


def _group_html(view: View, blocks: list[Block], top: int) -> str:
    inside = "".join(_block_html(view, block, top) for block in blocks)
    if tag := _LISTS.get(blocks[0].kind):
        inside = f'<{tag} class="{blocks[0].kind}s">{inside}</{tag}>'
    return _page_break_html(view, blocks[0]) + inside


def _block_html(view: View, block: Block, top: int) -> str:
    text = view.document.text
    start, end = max(block.start, view.low), min(block.end, view.high)
    first, last = max(start, view.marker.start), min(end, view.marker.end)
    if view.is_whole:
        inside = _with_pages(view, start, end)
    elif first < last:
        inside = (
            f"{literal(text[start:first])}<mark>{literal(text[first:last])}</mark>"
            f"{literal(text[last:end])}"
        )
    else:
        inside = literal(text[start:end])
    # The document's highest heading shown here comes right below the panel's own, an h2.
    is_heading = block.kind == "heading"
    tag = f"h{min(block.level - top + 3, 6)}" if is_heading else _TAGS[block.kind]
    return f'<{tag} class="level-{min(block.level, 6)}" dir="auto">{inside}</{tag}>'


def _pages_from(view: View, start: int, end: int) -> tuple[Page, ...]:
    """Give the pages that begin behind ``start``, up to and with ``end``."""
    pages = view.document.source_map.pages
    first = bisect_right(pages, start, key=lambda page: page.start)
    return pages[first : bisect_right(pages, end, key=lambda page: page.start)]


def _with_pages(view: View, start: int, end: int) -> str:
    """Name the pages that begin inside of a block."""
    text, parts, at = view.document.text, [], start
    for page in _pages_from(view, start, end - 1):
        parts.append(literal(text[at : page.start]))
        parts.append(f'<span class="page">{literal(page_mark(page, view.document.file))}</span> ')
        at = page.start
    return "".join([*parts, literal(text[at:end])])


def _page_break_html(view: View, block: Block) -> str:
    """Name the page where one begins; of a quote, between blocks only: it stays in one piece."""
    if view.is_whole:
        blocks = view.document.blocks
        index = bisect_left(blocks, block.start, key=lambda one: one.start)
        before = blocks[index - 1].end - 1 if index and block.start > view.low else -1
        pages = _pages_from(view, before, block.start)
        names = [page_mark(page, view.document.file) for page in pages]
    else:
        names = _page_of_quote(view, block)
    return "".join(f'<p class="page">{literal(name)}</p>' for name in names)


def _page_of_quote(view: View, block: Block) -> list[str]:
    page = view.document.page_at(block.start)
    before = view.document.page_at(block.start - 1) if block.start > view.low else None
    if page is None or (before and page.number == before.number):
        return []
    return [page_text(page, view.document.file)]
