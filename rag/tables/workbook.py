"""A table as an Excel workbook: a row each, and what is compared on a second sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

from rag.citations.permalink import link_to
from rag.citations.publication import authors_text, date_text
from rag.citations.quote_address import address_of
from rag.citations.sheets import Sheet, folded, link, place_of, put, references_text
from rag.tables.exported import Exported
from rag.types import Citation

ROWS, SIDE_BY_SIDE = "Rows", "Side by side"
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_WIDTHS = {
    "No.": 6, "Words": 70, "Document": 30, "Published": 24, "Place": 14, "Reference": 50,
    "Link": 30, "Address": 30, "Same in": 30, "Remark": 40,
}  # fmt: skip


def workbook(made_of: Exported, style: Path) -> bytes:
    """Write a table as Excel, each text as text: none is reckoned as a formula.

    Facts that are plain numbers are numbers, so that they can be reckoned with.
    """
    import openpyxl

    book = openpyxl.Workbook()
    book.properties.creator = "Sanad"
    book.properties.title = made_of.listing.table.title
    first = {one.citation.document_id: one.citation for one in made_of.rows}
    references = references_text(list(first.values()), style)
    sheet: Sheet = book.active
    sheet.title = ROWS
    _write_rows(sheet, made_of, references)
    if made_of.groups:
        _write_groups(book.create_sheet(SIDE_BY_SIDE), made_of, references)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _write_rows(sheet: Sheet, made_of: Exported, references: dict[str, str]) -> None:
    columns = made_of.listing.table.columns
    facts = made_of.more_facts
    about = _about(made_of)
    heads = ["No.", *(one.title for one in columns), *facts, *about]
    for number, one in enumerate(made_of.rows, start=1):
        said = [*one.line.cells, *(one.line.row.facts.get(name, "") for name in facts)]
        numbers = [*(not column.marked for column in columns), *[True] * len(facts)]
        _fill(sheet, number + 1, 1, str(number), number=True)
        for column, (text, may) in enumerate(zip(said, numbers, strict=True), start=2):
            _fill(sheet, number + 1, column, text, number=may)
        _fill_about(
            sheet, (number + 1, 2 + len(said)), one.citation, made_of.page, references, about
        )
    _lay_out(sheet, heads)


_ABOUT = ("Words", "Document", "Published", "Place", "Reference", "Link", "Address")


def _about(made_of: Exported) -> tuple[str, ...]:
    """Name what is told of each row's words; links only where there are some."""
    linked = any(link_to(one.citation, made_of.page) for one in made_of.rows)
    return _ABOUT if linked else tuple(one for one in _ABOUT if one != "Link")


def _fill_about(
    sheet: Sheet,
    place: tuple[int, int],
    one: Citation,
    page: str,
    references: dict[str, str],
    about: Sequence[str],
) -> None:
    row, first = place
    address = link_to(one, page) or ""
    fields = {
        "Words": folded(one.quote),
        "Document": one.title,
        "Published": f"{authors_text(one.source)}, {date_text(one.source)}",
        "Place": place_of(one),
        "Reference": references.get(one.document_id, ""),
        "Link": address,
        "Address": str(address_of(one)),
    }
    for at, name in enumerate(about, start=first):
        _fill(sheet, row, at, fields[name])
        if name == "Link":
            link(sheet, row, at, address)


def _fill(sheet: Sheet, row: int, column: int, text: str, *, number: bool = False) -> None:
    if number and _NUMBER.fullmatch(text):
        sheet.cell(row, column).value = float(text) if "." in text else int(text)
    elif text:
        put(sheet, row, column, text)


def _write_groups(sheet: Sheet, made_of: Exported, references: dict[str, str]) -> None:
    at, about = 1, _about(made_of)
    for group in made_of.groups:
        for line in group.lines:
            citation = made_of.citation(line)
            if citation is None:
                continue
            at += 1
            for column, text in enumerate((group.label, group.remark), start=1):
                _fill(sheet, at, column, text)
            _fill_about(sheet, (at, 3), citation, made_of.page, references, about)
    _lay_out(sheet, ["Same in", "Remark", *about])


def _lay_out(sheet: Sheet, heads: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    wrapped = Alignment(wrap_text=True, vertical="top")
    for row in sheet.iter_rows(min_row=2):
        for field in row:
            field.alignment = wrapped
    for column, head in enumerate(heads, start=1):
        field = put(sheet, 1, column, head)
        field.font, field.fill = Font(bold=True), PatternFill("solid", fgColor="E3EEE9")
        field.alignment = wrapped
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(head, 22)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{max(2, sheet.max_row)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
