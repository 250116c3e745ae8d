"""A stretch of a document as HTML: its blocks, a quote marked in them, and where pages begin.

Each piece of text stands in an element that says which characters of the document it is
(``data-at``, ``data-to``), so that the page's script finds a place in it again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import groupby

from rag.types import Block, Document, Page, Span
from ui.as_read import page_mark
from ui.web.literal import literal
from ui.web.markers import Marker
from ui.web.table_text import cells_of, is_grid, is_head

_TAGS = {"paragraph": "p", "item": "li", "table": "div", "code": "pre", "footnote": "p"}
_LISTS = {"item": "ul", "table": "div"}


@dataclass(frozen=True, slots=True)
class View:
    """What is shown: a stretch of a document, and the marker whose quote lies in it.

    ``top`` says that it's the first stretch that is shown: the page is named over it.
    """

    document: Document
    marker: Marker
    low: int
    high: int
    top: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the document itself is looked at, and not a quote in it."""
        return self.marker.kind == "document"

    @property
    def quote(self) -> Span:
        """The characters that are marked; none of a whole document."""
        return Span(0, 0) if self.is_whole else Span(self.marker.start, self.marker.end)


def text_html(view: View) -> str:
    """Show the stretch, block by block."""
    quote = view.quote
    blocks = [b for b in view.document.blocks if b.start < view.high and view.low < b.end]
    inside = any(b.start < quote.end and quote.start < b.end for b in blocks)
    elsewhere = not quote.overlaps(Span(view.low, view.high))
    if not blocks or not (inside or elsewhere):
        return _block_html(view, Block("paragraph", view.low, view.high), 1)
    headings = (block.level for block in view.document.blocks if block.kind == "heading")
    top = min(headings, default=1)
    groups = groupby(blocks, key=lambda block: (block.kind, view.document.page_at(block.start)))
    return "".join(_group_html(view, list(group), top) for _, group in groups)


def _group_html(view: View, blocks: list[Block], top: int) -> str:
    kind = blocks[0].kind
    if kind == "table" and (table := _table_html(view, blocks)):
        return _page_break_html(view, blocks[0]) + table
    inside = "".join(_block_html(view, block, top) for block in blocks)
    if tag := _LISTS.get(kind):
        inside = f'<{tag} class="{kind}s">{inside}</{tag}>'
    return _page_break_html(view, blocks[0]) + inside


def _table_html(view: View, blocks: list[Block]) -> str:
    """Show rows as a table; nothing where they are lines of one cell each."""
    shown = [(max(b.start, view.low), min(b.end, view.high)) for b in blocks]
    rows = [cells_of(view.document.text, start, end) for start, end in shown]
    if not is_grid(rows):
        return ""
    width = max(map(len, rows))
    lines = "".join(
        _row_html(view, row, width, head=is_head(block))
        for block, row in zip(blocks, rows, strict=True)
    )
    return (
        '<div class="grid" tabindex="0" role="region" aria-label="Table">'
        f"<table><tbody>{lines}</tbody></table></div>"
    )


def _row_html(view: View, cells: list[Span], width: int, *, head: bool) -> str:
    tag = 'th scope="col"' if head else "td"
    across = f' colspan="{width}"' if len(cells) == 1 else ""
    inside = "".join(
        f'<{tag}{across} {_range(cell.start, cell.end)} dir="auto">'
        f"{_marked(view, cell.start, cell.end)}</{tag[:2]}>"
        for cell in cells
    )
    return f"<tr>{inside}</tr>"


def _block_html(view: View, block: Block, top: int) -> str:
    start, end = max(block.start, view.low), min(block.end, view.high)
    # The document's highest heading comes right below the panel's own, an h2.
    is_heading = block.kind == "heading"
    tag = f"h{min(max(block.level - top, 0) + 3, 6)}" if is_heading else _TAGS[block.kind]
    return (
        f'<{tag} class="level-{min(block.level, 6)}" {_range(start, end)} dir="auto">'
        f"{_marked(view, start, end)}</{tag}>"
    )


def _range(start: int, end: int) -> str:
    return f'data-at="{start}" data-to="{end}"'


def _marked(view: View, start: int, end: int) -> str:
    """Give the text of a range, what is quoted of it marked, in one piece, and pages named."""
    first, last = max(start, view.quote.start), min(end, view.quote.end)
    if first >= last:
        return _with_pages(view, start, end)
    quoted = literal(view.document.text[first:last])
    return f"{_with_pages(view, start, first)}<mark>{quoted}</mark>{_with_pages(view, last, end)}"


def _pages_from(view: View, start: int, end: int) -> tuple[Page, ...]:
    """Give the pages that begin behind ``start``, up to and with ``end``."""
    pages = view.document.source_map.pages
    first = bisect_right(pages, start, key=lambda page: page.start)
    return pages[first : bisect_right(pages, end, key=lambda page: page.start)]


def _with_pages(view: View, start: int, end: int) -> str:
    """Name the pages that begin inside of a range."""
    text, parts, at = view.document.text, [], start
    for page in _pages_from(view, start, end - 1):
        parts.append(literal(text[at : page.start]))
        parts.append(f'<span class="page">{literal(page_mark(page, view.document.file))}</span> ')
        at = page.start
    return "".join([*parts, literal(text[at:end])])


def _page_break_html(view: View, block: Block) -> str:
    """Name the pages that begin in front of a block; over what is shown first, its page."""
    names = [page_mark(page, view.document.file) for page in _pages_before(view, block)]
    return "".join(f'<p class="page">{literal(name)}</p>' for name in names)


def _pages_before(view: View, block: Block) -> tuple[Page, ...]:
    if block.start < view.low:
        return ()
    blocks = view.document.blocks
    index = bisect_left(blocks, block.start, key=lambda one: one.start)
    pages = _pages_from(view, blocks[index - 1].end - 1 if index else -1, block.start)
    here = view.document.page_at(block.start)
    first = not index or blocks[index - 1].end <= view.low
    return (here,) if view.top and first and not pages and here else pages
