"""A table as Word or Markdown, each cell with its notes: what matrices and tables are written with.

Text goes in as text: in Word and Markdown no word of a document is a mark, in a spreadsheet none is
a formula.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from rag.citations.docx_parts import MAIN, STYLES, with_parts
from rag.citations.markdown_note import GUARDED, with_properties
from rag.citations.office_file import finished
from rag.citations.pandoc_process import Node, cited, strong, tree, words, write, write_cited
from rag.citations.zotero_fields import written_live
from rag.types import Citation, Span

Inlines = Sequence[list[Node]]
"""What stands in each cell of a line."""
TableMaker = Callable[[Sequence[float], Inlines, Sequence[Inlines]], Node]

_FORMULA = re.compile(r"[\s\0]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]")
_LANDSCAPE = (
    b'<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    b'<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="709" '
    b'w:footer="709" w:gutter="0"/>'
)
_BORDERS = b"<w:tblBorders>%b</w:tblBorders>" % b"".join(
    b'<w:%b w:val="single" w:sz="4" w:space="0" w:color="A6A08F"/>' % side
    for side in (b"top", b"left", b"bottom", b"right", b"insideH", b"insideV")
)


def write_document(
    blocks: Sequence[Node],
    ending: str,
    items: Sequence[Node],
    style: Path,
    *,
    title: str,
    wide: bool,
    made_at: datetime | None,
    live: Sequence[Citation] = (),
    properties: Mapping[str, object] | None = None,
) -> bytes:
    """Write blocks with tables as "docx" or "md", their references as notes in a style.

    ``items`` are CSL-JSON of what they refer to; a ``wide`` page of Word lies on its side, its
    ``live`` citations are such that Zotero takes them over. Above Markdown stand its
    ``properties``, if any. Raises `CiteError` when pandoc fails.
    """
    document = tree(blocks, {"pagetitle": {"t": "MetaString", "c": title}})
    if ending == "md":
        text = write(cited(document, items, style), "gfm", guard=GUARDED if properties else "")
        return with_properties(properties, text.decode()).encode() if properties else text
    if live:
        made = written_live(cited(document, items, style), live, items, style)
    else:
        made = write_cited(document, "docx", items, style)
    page = _wide_page if wide else _plain_page
    return finished(with_parts(made, {MAIN: page, STYLES: _with_borders}), title, made_at)


def table_maker(ending: str) -> TableMaker:
    """Give what makes tables for a kind of file: Markdown knows no widths."""
    return _piped if ending == "md" else _table


def harmless_cell(text: str) -> str:
    """Give a text that a spreadsheet shows and doesn't reckon: what begins like a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def quoted(quote: str, answer: Span | None) -> list[Node]:
    """Put a quote between its marks, the words that answer in bold."""
    if answer is None:
        return words(f"“{quote}”")
    before, inside, after = (
        quote[: answer.start],
        quote[answer.start : answer.end],
        quote[answer.end :],
    )
    space: list[Node] = [{"t": "Space"}]
    return [
        *words(f"“{before}"),
        *(space if before[-1:].isspace() else []),
        strong(inside),
        *(space if after[:1].isspace() else []),
        *words(f"{after}”"),
    ]


def _piped(widths: Sequence[float], heads: Inlines, lines: Sequence[Inlines]) -> Node:
    """Make a table that Markdown writes with bars: without widths."""
    return _of_columns([{"t": "ColWidthDefault"} for _ in widths], heads, lines)


def _table(widths: Sequence[float], heads: Inlines, lines: Sequence[Inlines]) -> Node:
    """Make a table of columns with widths, shares of the page's."""
    return _of_columns([{"t": "ColWidth", "c": width} for width in widths], heads, lines)


def _of_columns(widths: Sequence[Node], heads: Inlines, lines: Sequence[Inlines]) -> Node:
    nothing: list[object] = ["", [], []]
    columns = [[{"t": "AlignDefault"}, width] for width in widths]
    rows = [_line(line) for line in lines]
    head = [nothing, [_line(heads)]]
    parts = [nothing, [None, []], columns, head, [[nothing, 0, [], rows]], [nothing, []]]
    return {"t": "Table", "c": parts}


def _line(fields: Inlines) -> list[object]:
    nothing: list[object] = ["", [], []]
    return [
        nothing,
        [
            [nothing, {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": field}] if field else []]
            for field in fields
        ],
    ]


def _plain_page(xml: bytes) -> bytes:
    return xml.replace(b'numRestart w:val="eachSect"', b'numRestart w:val="continuous"')


def _wide_page(xml: bytes) -> bytes:
    """Turn the page on its side: the section's size stands behind what it says of notes."""
    return _plain_page(xml).replace(b"</w:sectPr>", _LANDSCAPE + b"</w:sectPr>")


def _with_borders(xml: bytes) -> bytes:
    """Draw lines between the cells of tables, which pandoc's style has none of."""
    style = xml.find(b'w:styleId="Table"')
    at = xml.find(b"<w:tblPr>", style)
    if min(style, at) < 0:
        return xml
    indent = xml.find(b"/>", xml.find(b"<w:tblInd", at)) + 2
    return xml[:indent] + _BORDERS + xml[indent:]
