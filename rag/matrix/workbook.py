"""A matrix as an Excel workbook: the table, and a sheet with each passage in full."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from rag.citations.permalink import text_fragment
from rag.citations.publication import authors_text, date_text
from rag.citations.quote_address import address_of
from rag.citations.sheets import Sheet, folded, link, place_of, plain, put, references_text
from rag.matrix.matrix import Cell, Matrix
from rag.types import Citation, DocumentFact, Source

TABLE, PASSAGES = "Table", "Passages"
_HEADS = ("No.", "Row", "Document", "Outcome", "Words", "Place", "Reference", "Link", "Address")
_WIDTHS = dict(zip(_HEADS, (6, 36, 36, 16, 80, 14, 60, 40, 40), strict=True))
_LINK = _HEADS.index("Link") + 1


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
    references = references_text(matrix.citations, style)
    for column, head in enumerate(_HEADS, start=1):
        put(passages, 1, column, head)
    for column, (_, source) in enumerate(matrix.plan.documents, start=2):
        put(table, 1, column, f"{source.title}\n{authors_text(source)}, {date_text(source)}")
    for number, row in enumerate(matrix.plan.rows, start=2):
        put(table, number, 1, row.text)
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


def _fill(table: Sheet, place: tuple[int, int], cell: Cell | None, label: str) -> None:
    if cell is None or not (cell.citations or cell.facts):
        reason = cell.reason if cell and cell.outcome == "failed" else ""
        put(table, *place, f"{label}: {reason}" if reason else label)
        return
    said = facts_text(cell.facts)
    if cell.citations:
        best = cell.citations[0]
        where = place_of(best)
        quote = f"“{folded(best.quote)}”{f' ({where})' if where else ''}"
        said = f"{said}\n{quote}" if said else quote
    put(table, *place, f"{label}. {said}" if label else said)


def facts_text(facts: Sequence[DocumentFact]) -> str:
    """Say what the catalogue knows: "author: The Ferry Board"."""
    return "; ".join(f"{one.name}: {one.value or 'not known'}" for one in facts)


def _passage(passages: Sheet, cell: Cell, source: Source, label: str, entry: str) -> int:
    """Write a cell's best words on a row of their own, and give its number."""
    best, at = cell.citations[0], int(passages.max_row) + 1
    fields = (
        str(at - 1),
        cell.row.text,
        source.title,
        label or "Said",
        folded(best.quote),
        place_of(best),
        entry,
        text_fragment(best) or "",
        str(address_of(best)),
    )
    for column, text in enumerate(fields, start=1):
        if text:
            put(passages, at, column, text)
    link(passages, at, _LINK, fields[_LINK - 1])
    return at


def _tie(field: Sheet, best: Citation, at: int, entry: str) -> None:
    """Lead from a cell of the table to its passage, and note the reference on it."""
    from openpyxl.comments import Comment
    from openpyxl.worksheet.hyperlink import Hyperlink

    field.hyperlink = Hyperlink(ref=field.coordinate, location=f"'{PASSAGES}'!A{at}")
    where = place_of(best)
    note = plain(f"{entry or best.title}{f' Here: {where}.' if where else ''}")
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
