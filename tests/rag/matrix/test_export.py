"""A matrix as a file that others open: Excel, Word, Markdown, CSV."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import unquote

import docx
import openpyxl
import pypandoc
import pytest
import yaml

from rag.citations.quote_address import parse_address
from rag.citations.table_file import harmless_cell
from rag.errors import CiteError
from rag.library import Library
from rag.matrix.export import export
from rag.matrix.matrix import Matrix, Row, cells, gathered, planned
from rag.types import DocumentFact, Page
from tests.rag.citations import zotero_reader
from tests.rag.matrix.conftest import FARE

HOSTILE = Row('=HYPERLINK("http://example.org")')


@pytest.fixture(scope="module")
def hostile(small: Library) -> Matrix:
    plan = planned((FARE, HOSTILE, Row("@SUM(1+1)")), (), small)
    return gathered(plan, cells(plan, small))


def test_excel_leads_from_each_cell_to_its_passage(matrix: Matrix) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(matrix, "xlsx")))
    table, passages = book["Table"], book["Passages"]
    assert table["A2"].value == FARE.text
    assert table.freeze_panes == "B2"
    column = next(n for n in range(2, 5) if table.cell(1, n).value.startswith("The ferry plan"))
    field = table.cell(2, column)
    assert "“A crossing by ferry costs 12 crowns for an adult.”" in field.value
    sheet, place = field.hyperlink.location.split("!")
    assert sheet == "'Passages'"
    row = passages[int(place[1:])]
    assert row[4].value == "A crossing by ferry costs 12 crowns for an adult."
    assert "Ferry Plan" in field.comment.text
    heads = [field.value for field in passages[1]]
    assert heads[-1] == "Address"
    assert "Link" not in heads  # none of these is on the web
    assert row[7].value.startswith("ferries")


def test_no_text_becomes_a_formula_in_excel(hostile: Matrix) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(hostile, "xlsx")))
    fields = [field for sheet in book for row in sheet.iter_rows() for field in row]
    assert {field.data_type for field in fields if field.value} == {"s"}
    assert any(str(field.value).startswith("=HYPERLINK") for field in fields)


def test_no_text_becomes_a_formula_in_csv(hostile: Matrix) -> None:
    text = export(hostile, "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 1 + hostile.plan.size
    assert not [field for row in rows for field in row if field[:1] in "=+-@" and field]
    assert any("'=HYPERLINK" in field for row in rows for field in row)


@pytest.mark.parametrize("text", ["=1", " =1", "\t=1", "+1", "-1", "@a", "\uff1d1", "\r\n=1"])
def test_what_begins_like_a_formula_is_made_text(text: str) -> None:
    assert harmless_cell(text) == f"'{text}"


def test_words_are_left_as_they_are() -> None:
    assert harmless_cell("“=1” stands here") == "“=1” stands here"


def test_word_has_the_references_as_footnotes(matrix: Matrix) -> None:
    made = export(matrix, "docx", made_at=datetime(2026, 11, 30, tzinfo=UTC))
    text = pypandoc.convert_text(made, "markdown", "docx", extra_args=["--wrap=none"])
    assert "12 crowns" in text
    assert "[^1]:" in text
    assert "Not said here" in text
    document = docx.Document(io.BytesIO(made))
    assert document.core_properties.title == "A table of answers"
    assert document.core_properties.created == datetime(2026, 11, 30, tzinfo=UTC)
    section = document.sections[0]
    assert (section.page_width or 0) > (section.page_height or 0) > 0
    (table,) = document.tables
    assert len(table.rows) == 5
    assert len(table.columns) == 4


def test_many_documents_are_a_table_for_each_row(matrix: Matrix) -> None:
    names = tuple(
        (f"{name}{n}", source) for n in range(2) for name, source in matrix.plan.documents
    )
    many = replace(matrix, plan=replace(matrix.plan, documents=names))
    document = docx.Document(io.BytesIO(export(many, "docx")))
    assert len(document.tables) == len(matrix.plan.rows)
    assert document.sections[0].page_width is None  # as the reader's paper is


def test_markdown_is_a_table_with_notes(matrix: Matrix) -> None:
    text = export(matrix, "md").decode()
    assert "| **What does a crossing by ferry cost?** |" in text
    assert "[^1]:" in text


def test_markdown_for_a_vault_has_properties_and_links_to_the_words(matrix: Matrix) -> None:
    made_at = datetime(2026, 3, 4, tzinfo=UTC)
    text = export(matrix, "md", page="http://127.0.0.1:7860", made_at=made_at).decode()
    head = yaml.safe_load(text[4:].partition("\n---\n")[0])
    assert (head["made"], head["tags"]) == ("2026-03-04", ["sanad"])
    assert head["questions"] == [row.text for row in matrix.plan.rows]
    links = re.findall(r"\(http://127.0.0.1:7860/\?cite=([^)]+)\)", text)
    addresses = [unquote(one) for one in links]
    cited = [cell.citations[0] for cell in matrix.cells.values() if cell.citations]
    assert {parse_address(one).quote for one in addresses} == {one.quote for one in cited}


def test_word_has_citations_for_zotero(matrix: Matrix) -> None:
    read = zotero_reader.read(export(matrix, "docx", zotero=True))
    shown = [cell for cell in matrix.cells.values() if cell.citations]
    assert len(read.citations) == len(shown)
    assert all(one.text == one.data["properties"]["plainCitation"] for one in read.citations)
    with pytest.raises(CiteError, match="Zotero"):
        export(matrix, "md", zotero=True)


def test_an_unknown_kind_of_file(matrix: Matrix) -> None:
    with pytest.raises(CiteError, match="xlsx"):
        export(matrix, "exe")


def test_what_is_known_of_a_document_and_its_page_stand_in_excel(matrix: Matrix) -> None:
    (_, name), cell = next((key, one) for key, one in matrix.cells.items() if one.citations)
    paged = replace(cell.citations[0], page=Page(7, 0, 10), paragraph=None)
    fact = DocumentFact(name, "T", "author", "The Ferry Board", "sources.yaml")
    known = replace(cell, citations=(paged,), facts=(fact,))
    book = openpyxl.load_workbook(io.BytesIO(export(gathered(matrix.plan, [known]), "xlsx")))
    said = [str(field.value) for line in book["Table"].iter_rows(min_row=2) for field in line]
    assert any(one.startswith("author: The Ferry Board\n“") for one in said)
    assert book["Passages"]["F2"].value == "page 7 of the file"
