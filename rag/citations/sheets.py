"""Sheets of a workbook: texts as text, links that Excel follows, references in a style."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rag.citations.pandoc_process import (
    BIBLIOGRAPHY,
    cited,
    paragraph,
    reference,
    tree,
    write,
)
from rag.citations.styles import entries_of, items_for, pinpoint
from rag.types import Citation

LONGEST_CELL = 32_000
"""Characters. Excel holds 32,767 in a cell."""
LONGEST_LINK = 2_000
"""Characters. Excel follows no longer one."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Sheet = Any
"""A part of a workbook: openpyxl has no types."""


def plain(text: str) -> str:
    """Give a text without the characters that no workbook holds."""
    return _ILLEGAL.sub(" ", text)


def put(sheet: Sheet, row: int, column: int, text: str) -> Sheet:
    """Write a text as text, whatever it begins with; of a very long one the beginning."""
    made = sheet.cell(row, column)
    kept = plain(text)
    made.value = kept if len(kept) <= LONGEST_CELL else f"{kept[:LONGEST_CELL]} …"
    made.data_type = "s"
    if kept[:1] in ("=", "+", "-", "@"):
        made.quotePrefix = True
    return made


def link(sheet: Sheet, row: int, column: int, address: str) -> None:
    """Let a cell lead to a web address, where it isn't too long for Excel."""
    if 0 < len(address) <= LONGEST_LINK:
        sheet.cell(row, column).hyperlink = _ILLEGAL.sub("", address)


def place_of(citation: Citation) -> str:
    """Name a place as a reference does; else the page of the file, by which it's found."""
    page = citation.page
    return pinpoint(citation) or (f"page {page.number} of the file" if page else "")


def references_text(citations: Sequence[Citation], style: Path) -> dict[str, str]:
    """Give each cited document's entry of the bibliography as text, by the document's id."""
    if not citations:
        return {}
    cites = [paragraph([reference([(one.document_id, "")])]) for one in citations]
    document = tree([*cites, BIBLIOGRAPHY])
    made = cited(document, items_for(citations, style), style)["blocks"]
    found = {name: inlines for name, inlines in entries_of(made) if inlines}
    text = write(tree([paragraph(inlines) for inlines in found.values()]), "plain")
    lines = [folded(line) for line in text.decode("utf-8").split("\n\n")]
    return dict(zip(found, lines, strict=False))


def folded(text: str) -> str:
    """Give a text on one line."""
    return " ".join(text.split())
