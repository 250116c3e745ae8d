"""Workbooks as openpyxl writes them."""

from __future__ import annotations

import datetime
import io
import time

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from ingest.load import Raw
from ingest.load.office import workbook as module
from ingest.load.office.workbook import load_workbook
from rag.errors import LoadError
from tests.ingest.load.pandoc.made import changed, document, kinds, texts
from tests.ingest.load.word.made import package


def saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def levies() -> Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Levies"
    for row in (("Valley", "Rupees", "Share", "Since"), ("Upper", 1234.5, 0.25, None)):
        sheet.append(row)
    sheet["D2"] = datetime.date(2019, 5, 3)
    for cell, code in (("B2", "#,##0.00"), ("C2", "0%"), ("D2", "d mmmm yyyy")):
        sheet[cell].number_format = code
    return book


def read(book: Workbook) -> Raw:
    return load_workbook(saved(book), None)


def test_a_sheet_is_a_section_of_rows_as_they_are_shown() -> None:
    raw = read(levies())
    row = "Upper | 1,234.50 | 25% | 3 May 2019"
    assert texts(raw) == ["Levies", "Valley | Rupees | Share | Since", row]
    assert kinds(raw) == ["heading", "table", "table"]
    assert document(raw).block_at(20) is not None


def test_a_figure_stays_in_its_column() -> None:
    book = levies()
    book["Levies"].append(("Lower", None, 0.5))
    book["Levies"].append(("Middle",))
    assert texts(read(book))[-2:] == ["Lower | | 0.5", "Middle"]


def test_a_cell_merged_downwards_is_said_in_each_row() -> None:
    book = levies()
    sheet = book["Levies"]
    sheet.append(("East", "a"))
    sheet.append((None, "b"))
    sheet.merge_cells("A3:A4")
    assert texts(read(book))[-2:] == ["East | a", "East | b"]


def test_what_is_hidden_is_left_out_and_said() -> None:
    book = levies()
    sheet = book["Levies"]
    sheet.append(("Secret row", 1))
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["A1"].comment = Comment("Why?", "Jane")
    drafts = book.create_sheet("Drafts")
    drafts.append(("secret sheet",))
    drafts.sheet_state = "hidden"
    raw = read(book)
    assert texts(raw)[1:] == ["Valley | Rupees | Since", "Upper | 1,234.50 | 3 May 2019"]
    said = " ".join(one.message for one in raw.findings)
    for what in ("hidden rows (1)", "hidden sheets (1)", "hidden columns (2)", "comments (1)"):
        assert what in said


def test_a_stray_cell_far_out_costs_nothing() -> None:
    book = levies()
    book["Levies"].cell(1_048_576, 16_384, "far out")
    started = time.process_time()
    row = texts(read(book))[-1]
    assert row == "| | | | far out"
    assert time.process_time() - started < 20


def test_a_formula_is_the_value_that_the_file_keeps() -> None:
    book = levies()
    book["Levies"].append(("Sum", "=SUM(B2:B2)"))
    without = read(book)
    assert texts(without)[-1] == "Sum"
    assert [one.kind for one in without.findings] == ["damage"]
    kept = changed(saved(book), "xl/worksheets/sheet1.xml", "</f><v></v>", "</f><v>1234.5</v>")
    assert texts(load_workbook(kept, None))[-1] == "Sum | 1234.5"


def test_a_workbook_says_who_wrote_it() -> None:
    book = levies()
    book.properties.creator, book.properties.title = "Jane Doe", "Levies of the valleys"
    csl = read(book).properties.csl
    assert csl["author"] == [{"family": "Doe", "given": "Jane"}]
    assert csl["title"] == "Levies of the valleys"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"Valley;Rupees", "not a workbook"),
        (package({"xl/workbook.xml": "<x/>"}), "no workbook"),
        (changed(saved(levies()), "xl/worksheets/sheet1.xml", "</row>", "</rowe>"), "no workbook"),
        (changed(saved(levies()), "xl/styles.xml", "<styleSheet", '<!DOCTYPE a [<!ENTITY b "c">]><styleSheet'), "entities"),
    ],
)  # fmt: skip
def test_what_is_damaged_is_refused_with_a_reason(data: bytes, message: str) -> None:
    with pytest.raises(LoadError, match=message):
        load_workbook(data, None)


def test_a_cell_merged_over_a_whole_sheet_is_refused() -> None:
    whole = '<mergeCells><mergeCell ref="A3:XFD1048575"/></mergeCells><pageMargins'
    data = changed(saved(levies()), "xl/worksheets/sheet1.xml", "<pageMargins", whole)
    with pytest.raises(LoadError, match="split it"):
        load_workbook(data, None)


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_CELLS", 5)
    with pytest.raises(LoadError, match="split it"):
        read(levies())
