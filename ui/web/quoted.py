"""Quoted words as HTML: a sentence between its marks, a table's row under its columns' heads.

Whatever is shown around them, the text of the element is the quote, character for character: a
head is an attribute that the style prints (``label``: the chatbot lets no ``data-`` through).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.types import Span
from rag.types.document import BETWEEN_CELLS
from ui.web.literal import literal
from ui.web.table_text import cells_of

_WHOLE = re.compile(r"“[^“”]*”|‘[^‘’]*’|\"[^\"]*\"|«[^«»]*»|„[^„“”]*[“”]", re.DOTALL)
"""Words that bring both their quotation marks along: ours around them would be doubled."""
_EDGE = re.compile(r"\A[“„‘\"«]|[”’\"»]\Z")


def quote_html(
    quote: str, *, marked: Sequence[Span] = (), tag: str = "strong", heads: Sequence[str] = ()
) -> str:
    """Give a quote as an element; ``marked`` are ranges of it, in order, that stand in ``tag``.

    ``heads`` are what stands over each cell of a quoted row (`Citation.column_heads`).
    """
    cells = cells_of(quote, 0, len(quote)) if BETWEEN_CELLS in quote and "\n" not in quote else []
    if not cells:
        look = " own" if _WHOLE.fullmatch(quote) else " edged" if _EDGE.search(quote) else ""
        return f'<q class="quoted{look}">{_inside(quote, Span(0, len(quote)), marked, tag)}</q>'
    over = heads if len(heads) == len(cells) else [""] * len(cells)
    look = " row" if any(over) else ""
    inside = "".join(_cells_html(quote, cells, over, marked, tag))
    return f'<q class="quoted{look}">{inside}</q>'


def _cells_html(
    quote: str, cells: Sequence[Span], heads: Sequence[str], marked: Sequence[Span], tag: str
) -> Iterator[str]:
    """Give the cells of a row, and what parts them in the text."""
    at = 0
    for cell, head in zip(cells, heads, strict=True):
        if between := quote[at : cell.start]:
            yield f'<span class="bar">{literal(between)}</span>'
        label = f' label="{literal(head)}"' if head else ""
        yield f'<span class="cell"{label}>{_inside(quote, cell, marked, tag)}</span>'
        at = cell.end
    if left := quote[at:]:
        yield f'<span class="bar">{literal(left)}</span>'


def _inside(quote: str, span: Span, marked: Sequence[Span], tag: str) -> str:
    """Escape a range of a quote, what is marked of it in an element."""
    at, pieces = span.start, []
    for one in marked:
        start, end = max(one.start, at), min(one.end, span.end)
        if start < end:
            said = literal(quote[start:end])
            pieces += [literal(quote[at:start]), f"<{tag}>{said}</{tag}>"]
            at = end
    return "".join([*pieces, literal(quote[at : span.end])])
