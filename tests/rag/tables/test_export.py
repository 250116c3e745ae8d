"""A table as a file that others open: the same rows in each, and no text that acts."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import docx
import openpyxl
import pytest
import yaml

from rag.citations.permalink import open_address
from rag.errors import CiteError
from rag.library import Library
from rag.tables import export as exporting
from rag.tables.conditions import Condition
from rag.tables.export import export
from rag.tables.exported import Exported, exported
from rag.tables.listing import Listing, compared
from tests.rag.citations import zotero_reader
from tests.rag.tables.shelf import DUTIES

PAGE = "http://127.0.0.1:7860/"


@pytest.fixture(scope="module")
def made(duties: Listing, small: Library) -> Exported:
    return exported(duties, small, compared(DUTIES, duties.lines), PAGE)


def words(made: Exported) -> list[str]:
    return [" ".join(one.citation.quote.split()) for one in made.rows]


def test_word_has_a_table_with_footnotes(made: Exported) -> None:
    file = export(made, "docx", made_at=datetime(2031, 5, 3, tzinfo=UTC))
    document = docx.Document(io.BytesIO(file))
    (table,) = document.tables
    heads, *rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert heads == ["Who", "What", "How many", "How strongly", "In the document’s words"]
    assert [row[-1].strip() for row in rows] == [f"“{one}”" for one in words(made)]
    assert [tuple(row[:-1]) for row in rows] == [one.line.cells for one in made.rows]
    said = [paragraph.text for paragraph in document.paragraphs]
    assert said[:2] == ["Duties", "3 May 2031"]
    assert "What may be" in said
    assert "4 things" in said
    assert document.core_properties.title == "Duties"
    width, height = document.sections[0].page_width, document.sections[0].page_height
    assert width
    assert height
    assert width > height
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        notes = parts.read("word/footnotes.xml").decode()
    assert notes.count("Well Plan") >= 4
    assert any("agua" in one or "El plan" in one for one in said)  # left out, and says so


def test_excel_has_a_row_each_with_link_and_reference(made: Exported, small: Library) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(made, "xlsx")))
    heads, *rows = [[field.value for field in row] for row in book["Rows"].iter_rows()]
    at = {head: place for place, head in enumerate(heads)}
    assert [row[at["Words"]] for row in rows] == words(made)
    for row, one in zip(rows, made.rows, strict=True):
        assert row[0] == int(one.citation.key)
        cells = tuple(row[at[column.title]] or "" for column in DUTIES.columns)
        assert cells == one.line.cells
        assert "Plan" in row[at["Reference"]] or "HYPERLINK" in row[at["Reference"]].upper()
        opened = open_address(row[at["Address"]], small)
        assert opened.citation
        assert opened.citation.quote == one.citation.quote
        (linked,) = parse_qs(urlsplit(row[at["Link"]]).query)["cite"]
        assert linked == row[at["Address"]]
    field = book["Rows"].cell(2, at["Link"] + 1)
    assert field.hyperlink.target == field.value
    assert [field.value for field in book["Side by side"]["A"]][1:] == ["What may be"] * 4


def test_what_a_row_comes_to_is_a_number_in_excel(made: Exported) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(export(made, "xlsx")))["Rows"]
    (column,) = (field.column for field in sheet[1] if field.value == "number")
    values = [sheet.cell(row, column).value for row in range(2, sheet.max_row + 1)]
    assert [one for one in values if one is not None] == [100, 30, 12, 5]


def test_no_text_becomes_a_formula(made: Exported) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(made, "xlsx")))
    fields = [field for sheet in book for row in sheet.iter_rows() for field in row if field.value]
    assert {field.data_type for field in fields} <= {"s", "n"}
    assert any(str(field.value).startswith("=1+1") for field in fields)
    rows = list(csv.reader(io.StringIO(export(made, "csv").decode("utf-8-sig"))))
    assert not [field for row in rows for field in row if field[:1] in "=+-@" and field]
    assert any(field.startswith("'=1+1") for row in rows for field in row)


def test_csv_has_the_same_rows(made: Exported) -> None:
    rows = list(csv.DictReader(io.StringIO(export(made, "csv").decode("utf-8-sig"))))
    assert [row["quote"].lstrip("'") for row in rows] == words(made)
    assert [row["actor"].lstrip("'") for row in rows] == [one.line.cells[0] for one in made.rows]
    assert [row["row"] for row in rows][:2] == ["1", "2"]
    assert rows[0]["file"] == "bells.md"


def test_markdown_keeps_hostile_words_as_words(made: Exported) -> None:
    text = export(made, "md").decode()
    assert text.count("[^1]") == 2
    assert "<script>" not in text.replace("\\<script", "")
    assert (
        "](http://a.example)" not in text.replace("\\]", "]").replace("\\", "")
        or "\\[be\\]" in text
    )
    assert sum(line.startswith("|") for line in text.splitlines()) == 2 + len(made.rows)


def test_markdown_of_the_page_has_properties_and_links(made: Exported) -> None:
    text = export(made, "md", made_at=datetime(2031, 5, 3, tzinfo=UTC)).decode()
    head = yaml.safe_load(text[4:].partition("\n---\n")[0])
    assert (head["title"], head["made"]) == ("Duties", "2031-05-03")
    assert text.count(f"]({PAGE}?cite=") == len(made.rows) + 4
    assert not export(replace(made, page=""), "md").startswith(b"---")


def test_word_has_citations_for_zotero(made: Exported) -> None:
    read = zotero_reader.read(export(made, "docx", zotero=True))
    assert len(read.citations) == len(made.rows) + 4
    with pytest.raises(CiteError, match="Zotero"):
        export(made, "md", zotero=True)


def test_only_columns_with_something_in_them(made: Exported) -> None:
    few = replace(made, rows=tuple(one for one in made.rows if not one.line.cells[2]), groups=())
    (table,) = docx.Document(io.BytesIO(export(few, "docx"))).tables
    assert "How many" not in [cell.text for cell in table.rows[0].cells]


def test_a_file_says_by_what_rows_were_chosen(made: Exported) -> None:
    where = (Condition("board", "actor"), Condition("", "days"), Condition("x", unlike=True))
    chosen = replace(made, listing=replace(made.listing, where=where), page="")
    text = " ".join(
        one.text for one in docx.Document(io.BytesIO(export(chosen, "docx"))).paragraphs
    )
    assert "actor with “board”; days nothing; anywhere without “x”" in text
    heads = [
        field.value
        for field in openpyxl.load_workbook(io.BytesIO(export(chosen, "xlsx")))["Rows"][1]
    ]
    assert "Link" not in heads  # none of these is on the web
    assert heads[-1] == "Address"


def test_a_table_without_rows(made: Exported) -> None:
    empty = replace(made, listing=Listing(DUTIES), rows=(), groups=())
    for ending in ("docx", "xlsx", "md", "csv"):
        assert export(empty, ending)


def test_what_cannot_be_written(made: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CiteError, match="xlsx"):
        export(made, "exe")
    monkeypatch.setattr(exporting, "MOST_NOTES", 8)
    with pytest.raises(CiteError, match=r"9 rows are more than the 8 .*\.xlsx"):
        export(made, "docx")
    assert export(made, "xlsx")
