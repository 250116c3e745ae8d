"""Presentations as python-pptx writes them."""

from __future__ import annotations

import io
from typing import Any

import pptx
import pytest
from PIL import Image
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn
from pptx.util import Inches

from ingest.load import Raw
from ingest.load.office.presentation import load_presentation
from rag.errors import LoadError
from tests.ingest.load.pandoc.made import document, kinds, texts
from tests.ingest.load.word.made import package

Show = Any
"""A presentation or a part of one; python-pptx has no types."""
BOX = (Inches(1), Inches(2), Inches(4), Inches(1))
TITLE_AND_TEXT, COMPARISON, TITLE_ONLY, BLANK = 1, 4, 5, 6


def slide(show: Show, layout: int, title: str = "") -> Show:
    made = show.slides.add_slide(show.slide_layouts[layout])
    if title:
        made.shapes.title.text = title
    return made


def read(show: Show) -> Raw:
    made = io.BytesIO()
    show.save(made)
    return load_presentation(made.getvalue(), None)


def test_a_slide_is_a_page_with_its_title_above_its_points() -> None:
    show = pptx.Presentation()
    frame = slide(show, TITLE_AND_TEXT, "Wells").placeholders[1].text_frame
    frame.text = "The levy is six rupees"
    deeper = frame.add_paragraph()
    deeper.text, deeper.level = "In the upper valley", 1
    slide(show, TITLE_ONLY, "Canals").shapes.add_textbox(*BOX).text_frame.text = "Opened in June."
    raw = read(show)
    assert kinds(raw) == ["heading", "item", "item", "heading", "paragraph"]
    assert [block.level for block in raw.blocks] == [1, 1, 2, 1, 0]
    made = document(raw)
    page = made.page_at(made.text.index("Opened"))
    assert page is not None
    assert page.number == 2
    block = made.block_at(made.text.index("Opened"))
    assert block is not None
    assert block.heading_path == ("Canals",)


def test_two_columns_are_read_one_after_the_other() -> None:
    show = pptx.Presentation()
    made = slide(show, COMPARISON, "Then and now")
    for shape, text in zip(
        list(made.placeholders)[1:], ("2010", "Dry.", "2020", "Wet."), strict=True
    ):
        shape.text_frame.text = text
    assert texts(read(show)) == ["Then and now", "2010", "Dry.", "2020", "Wet."]


def test_tables_and_charts_are_rows() -> None:
    show = pptx.Presentation()
    made = slide(show, TITLE_ONLY, "Levies")
    table = made.shapes.add_table(3, 2, *BOX).table
    for place, text in zip(
        table.iter_cells(), ("Year", "Rate", "2020", "7.5", "", "8"), strict=True
    ):
        place.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    data: Show = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["Upper", "Lower"]
    data.add_series("Wells", (3, 4.5))
    made.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *BOX, data)
    rows = ["Year | Rate", "2020 | 7.5", "2020 | 8", "| Wells", "Upper | 3", "Lower | 4.5"]
    assert texts(read(show))[1:] == rows


def test_notes_hidden_slides_and_feet_are_left_out_and_said() -> None:
    show = pptx.Presentation()
    first = slide(show, TITLE_ONLY, "Wells")
    first.notes_slide.notes_text_frame.text = "Smile at the minister"
    hidden = slide(show, TITLE_ONLY, "Not shown")
    hidden._element.set("show", "0")
    slide(show, TITLE_ONLY, "Canals")
    raw = read(show)
    assert texts(raw) == ["Wells", "Canals"]
    assert [page.number for page in raw.pages] == [1, 2, 3]
    said = " ".join(one.message for one in raw.findings)
    assert "speaker's notes (4)" in said
    assert "hidden slides (1)" in said


def test_a_slide_that_is_a_picture_is_said() -> None:
    show = pptx.Presentation()
    slide(show, TITLE_ONLY, "Wells")
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "PNG")
    slide(show, BLANK).shapes.add_picture(picture, *BOX)
    raw = read(show)
    assert [(one.kind, one.page) for one in raw.findings] == [("unread page", 2)]
    assert raw.pages[1].reading == "blank"


@pytest.mark.parametrize(
    ("sort", "marks"),
    [
        ("arabicPeriod", ["1.", "2."]),
        ("alphaLcParenR", ["a)", "b)"]),
        ("romanUcPeriod", ["I.", "II."]),
        ("arabicParenBoth", ["(1)", "(2)"]),
    ],
)
def test_automatic_numbers_are_text(sort: str, marks: list[str]) -> None:
    show = pptx.Presentation()
    frame = slide(show, TITLE_AND_TEXT, "Duties").placeholders[1].text_frame
    frame.text = "Pay"
    frame.add_paragraph().text = "Report"
    for paragraph in frame.paragraphs:
        number = paragraph._p.get_or_add_pPr().makeelement(qn("a:buAutoNum"), {"type": sort})
        paragraph._p.get_or_add_pPr().append(number)
    expected = [f"{mark} {word}" for mark, word in zip(marks, ("Pay", "Report"), strict=True)]
    assert texts(read(show))[1:] == expected


def test_raised_figures_stay_raised_and_struck_words_go() -> None:
    show = pptx.Presentation()
    paragraph = slide(show, TITLE_ONLY, "Size").shapes.add_textbox(*BOX).text_frame.paragraphs[0]
    for text, name, value in (
        ("10", "", ""),
        ("6", "baseline", "30000"),
        (" m", "", ""),
        ("2", "baseline", "30000"),
        (" of CO", "", ""),
        ("2", "baseline", "-25000"),
        (" not", "strike", "sngStrike"),
        (" there", "", ""),
    ):
        run = paragraph.add_run()
        run.text = text
        if name:
            run._r.get_or_add_rPr().set(name, value)
    raw = read(show)
    assert texts(raw)[1:] == ["10⁶ m² of CO₂ there"]
    assert "struck out (1)" in raw.findings[-1].message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"Slides", "not a presentation"),
        (package({"ppt/presentation.xml": "<x/>"}), "no presentation"),
        (b"PK\x03\x04", "damaged"),
    ],
)
def test_what_is_damaged_is_refused_with_a_reason(data: bytes, message: str) -> None:
    with pytest.raises(LoadError, match=message):
        load_presentation(data, None)
