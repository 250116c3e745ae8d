from __future__ import annotations

import pytest

from rag.citations.publication import authors_text, date_text, iso_date
from rag.types import Page, Source
from ui.display import page_text, proposed_text, section_text


@pytest.mark.parametrize(
    ("page", "file", "text"),
    [
        (Page(3, 0, 9), "a.txt", "p. 3"),
        (Page(3, 0, 9), "a.PDF", "PDF p. 3"),
        (Page(3, 0, 9, inferred=True), "a.txt", "p. 3 (estimated)"),
        (Page(6, 0, 9, label="iv"), "a.pdf", "p. iv (PDF p. 6)"),
        (Page(6, 0, 9, label="6"), "a.pdf", "p. 6"),
        (Page(6, 0, 9, "iv", inferred=True), "a.docx", "p. iv (page 6 of the file, estimated)"),
        (Page(6, 0, 9, inferred=True), "a.docx", "page 6 of the file (estimated)"),
        (Page(3, 0, 9), "a.pptx", "slide 3"),
        (Page(2, 0, 9, "iv"), "a.epub", "p. iv"),
        (Page(6, 0, 9, "2", reading="ocr"), "a.pdf", "p. 2 (PDF p. 6, read by OCR)"),
    ],
)
def test_pages_are_named_as_printed_and_as_counted(page: Page, file: str, text: str) -> None:
    assert page_text(page, file) == text


@pytest.mark.parametrize(
    ("csl", "text"),
    [
        ({}, "no date"),
        ({"issued": {"date-parts": [[2015]]}}, "2015"),
        ({"issued": {"date-parts": [[2015, 5]]}}, "May 2015"),
        ({"issued": {"date-parts": [[2015, 5, 13]]}}, "13 May 2015"),
        ({"event-date": {"date-parts": [[2017, 5, 3]]}}, "no date (event of 3 May 2017)"),
    ],
)
def test_dates_are_as_precise_as_they_are_known(csl: dict[str, object], text: str) -> None:
    assert date_text(Source("a", csl)) == text


def test_iso_dates() -> None:
    assert iso_date({"date-parts": [[2017, 5, 3]]}) == "2017-05-03"
    assert iso_date({"date-parts": [[2017]]}) == "2017"
    assert iso_date(None) is None


def test_authors_are_people_or_bodies() -> None:
    authors = [{"family": "Doe", "given": "Jane"}, {"literal": "Ministry"}]
    assert authors_text(Source("a", {"author": authors})) == "Jane Doe; Ministry"
    assert authors_text(Source("a")) == "author unknown"


def test_what_was_read_from_the_title_page_is_named() -> None:
    csl = {"title": "Wells", "issued": {"date-parts": [[2019]]}, "publisher": "Hill Press"}
    read = {"title": "PDF properties", "issued": "title page", "publisher": "title page"}
    assert proposed_text(Source("a", csl, read)) == "date, publisher"
    assert proposed_text(Source("a", csl, dict.fromkeys(csl, "sources.yaml"))) == ""


def test_a_section_is_named_without_headings_that_say_the_title() -> None:
    path = ("HAR BOUR DREDG ING PLAN", "Silt", "May 2031 Harbour Dredging Plan")
    assert section_text(path, "Harbour Dredging Plan") == "Silt"
