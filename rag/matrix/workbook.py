"""A matrix as an Excel workbook: the table, and a sheet with each passage in full."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
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
from rag.citations.permalink import text_fragment
from rag.citations.publication import authors_text, date_text
from rag.citations.quote_address import address_of
from rag.citations.styles import entries_of, items_for, pinpoint
from rag.matrix.matrix import Cell, Matrix
from rag.types import Citation, DocumentFact, Source

TABLE, PASSAGES = "Table", "Passages"
LONGEST_CELL = 32_000
"""Characters. Excel holds 32,767 in a cell."""
LONGEST_LINK = 2_000
"""Characters. Excel follows no longer one."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEADS = ("No.", "Row", "Document", "Outcome", "Words", "Place", "Reference", "Link", "Address")
_WIDTHS = dict(zip(_HEADS, (6, 36, 36, 16, 80, 14, 60, 40, 40), strict=True))
_LINK = _HEADS.index("Link") + 1

Sheet = Any
"""A part of a workbook: openpyxl has no types."""


def workbook(matrix: Matrix, style: Path, labels: Mapping[str, str], unfilled: str) -> bytes:
    """Write a matrix as Excel, each text as text: none is reckoned as a formula.

    A cell leads to its passage on the second sheet, and has the reference as its note.
    """
    import openpyxl

    book = openpyxl.Workbook()
    table: Sheet = book.active
    table.title = TABLE
    passages: Sheet = book.create_sheet(PASSAGES)
    book.properties.creator = "Sanad"
    book.properties.title = "A table of answers"
    references = _references(matrix.citations, style)
    for column, head in enumerate(_HEADS, start=1):
        _put(passages, 1, column, head)
    for column, (_, source) in enumerate(matrix.plan.documents, start=2):
        _put(table, 1, column, f"{source.title}\n{authors_text(source)}, {date_text(source)}")
    for number, row in enumerate(matrix.plan.rows, start=2):
        _put(table, number, 1, row.text)
        for column, (name, source) in enumerate(matrix.plan.documents, start=2):
            cell = matrix.cell(row, name)
            label = unfilled if cell is None else labels[cell.outcome]
            _fill(table, (number, column), cell, label)
            if cell and cell.citations:
                at = _passage(passages, cell, source, label, references.get(name, ""))
                _tie(table.cell(number, column), cell.citations[0], at, references.get(name, ""))
    if all(passages.cell(at, _LINK).value is None for at in range(2, passages.max_row + 1)):
        passages.delete_cols(_LINK)
    _lay_out(table, passages, len(matrix.plan.documents))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _put(sheet: Sheet, row: int, column: int, text: str) -> Sheet:
    """Write a text as text, whatever it begins with; of a very long one the beginning."""
    made = sheet.cell(row, column)
    kept = _ILLEGAL.sub(" ", text)
    made.value = kept if len(kept) <= LONGEST_CELL else f"{kept[:LONGEST_CELL]} …"
    made.data_type = "s"
    if kept[:1] in ("=", "+", "-", "@"):
        made.quotePrefix = True
    return made


def _fill(table: Sheet, place: tuple[int, int], cell: Cell | None, label: str) -> None:
    if cell is None or not (cell.citations or cell.facts):
        reason = cell.reason if cell and cell.outcome == "failed" else ""
        _put(table, *place, f"{label}: {reason}" if reason else label)
        return
    said = facts_text(cell.facts)
    if cell.citations:
        best = cell.citations[0]
        where = place_of(best)
        quote = f"“{_folded(best.quote)}”{f' ({where})' if where else ''}"
        said = f"{said}\n{quote}" if said else quote
    _put(table, *place, f"{label}. {said}" if label else said)


def facts_text(facts: Sequence[DocumentFact]) -> str:
    """Say what the catalogue knows: "author: The Ferry Board"."""
    return "; ".join(f"{one.name}: {one.value or 'not known'}" for one in facts)


def place_of(citation: Citation) -> str:
    """Name a place as a reference does; else the page of the file, by which it's found."""
    page = citation.page
    return pinpoint(citation) or (f"page {page.number} of the file" if page else "")


def _passage(passages: Sheet, cell: Cell, source: Source, label: str, entry: str) -> int:
    """Write a cell's best words on a row of their own, and give its number."""
    best, at = cell.citations[0], int(passages.max_row) + 1
    fields = (
        str(at - 1),
        cell.row.text,
        source.title,
        label or "Said",
        _folded(best.quote),
        place_of(best),
        entry,
        text_fragment(best) or "",
        str(address_of(best)),
    )
    for column, text in enumerate(fields, start=1):
        if text:
            _put(passages, at, column, text)
    link = fields[_LINK - 1]
    if 0 < len(link) <= LONGEST_LINK:
        passages.cell(at, _LINK).hyperlink = _ILLEGAL.sub("", link)
    return at


def _tie(field: Sheet, best: Citation, at: int, entry: str) -> None:
    """Lead from a cell of the table to its passage, and note the reference on it."""
    from openpyxl.comments import Comment
    from openpyxl.worksheet.hyperlink import Hyperlink

    field.hyperlink = Hyperlink(ref=field.coordinate, location=f"'{PASSAGES}'!A{at}")
    where = place_of(best)
    note = _ILLEGAL.sub(" ", f"{entry or best.title}{f' Here: {where}.' if where else ''}")
    field.comment = Comment(note, "Sanad", height=110, width=320)


def _lay_out(table: Sheet, passages: Sheet, documents: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    head = PatternFill("solid", fgColor="E3EEE9")
    for sheet in (table, passages):
        for row in sheet.iter_rows():
            for field in row:
                field.alignment = Alignment(wrap_text=True, vertical="top")
        for field in sheet[1]:
            field.font, field.fill = Font(bold=True), head
    for row in table.iter_rows(min_row=2, max_col=1):
        row[0].font = Font(bold=True)
    for row in table.iter_rows(min_row=2, min_col=2):
        for field in row:
            field.font = Font(color="12574A" if field.hyperlink else "5D584F")
    table.freeze_panes, passages.freeze_panes = "B2", "A2"
    table.column_dimensions["A"].width = 32
    for column in range(2, documents + 2):
        table.column_dimensions[get_column_letter(column)].width = 44
    for field in passages[1]:
        passages.column_dimensions[field.column_letter].width = _WIDTHS[field.value]
    table.page_setup.orientation = "landscape"
    table.page_setup.fitToHeight = 0
    table.sheet_properties.pageSetUpPr.fitToPage = True


def _references(citations: Sequence[Citation], style: Path) -> dict[str, str]:
    """Give each cited document's entry of the bibliography as text, by the document's id."""
    if not citations:
        return {}
    cites = [paragraph([reference([(one.document_id, "")])]) for one in citations]
    document = tree([*cites, BIBLIOGRAPHY])
    made = cited(document, items_for(citations, style), style)["blocks"]
    found = {name: inlines for name, inlines in entries_of(made) if inlines}
    plain = write(tree([paragraph(inlines) for inlines in found.values()]), "plain")
    lines = [_folded(line) for line in plain.decode("utf-8").split("\n\n")]
    return dict(zip(found, lines, strict=False))


def _folded(text: str) -> str:
    return " ".join(text.split())
