"""The title page through the loaders: what is printed beats what the file's properties say."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.sources import described, source_for
from rag.citations.publication import authors_text, iso_date
from rag.types import Source
from tests.ingest.load.html.made import PROSE
from tests.ingest.load.pdf.made import HEIGHT, TEXTS, made, put, wrapped
from tests.ingest.load.word.made import p, style, styled, word
from tests.ingest.made import document

COMMAND = [
    (9, "Department for Rivers and Wells"),
    (22, "Government response to the"),
    (22, "Upper Valley inquiry"),
    (11, "Presented to Parliament by the Secretary of State for Rivers and Wells"),
    (11, "by Command of His Majesty"),
    (11, "7 March 2023"),
    (9, "CP 9911"),
]
STUDY = [
    (26, "Who pays for wells?"),
    (13, "By Jane Doe and Ali Raza"),
    (13, "Working Paper 12"),
    (13, "June 2017"),
]
RULING = [
    (11, "Supreme Court of the Valley"),
    (13, "Doe v. Board of Wells"),
    (11, "Argued May 3, 2011"),
    (11, "Decided June 14, 2011"),
]


def pdf(lines: list[tuple[int, str]], title: str, author: str) -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle(title)
        canvas.setAuthor(author)
        y = HEIGHT - 120
        for size, text in lines:
            put(canvas, [text], y=y, size=size, leading=1.3 * size)
            y -= 1.3 * size if size > 20 else 40
        for text in TEXTS:
            canvas.showPage()
            put(canvas, wrapped(text) * 3)

    return made(draw)


def paper(*paragraphs: str, creator: str, title: str = "") -> bytes:
    body = "".join(p(text) for text in (*paragraphs, *TEXTS * 2))
    return word(body, core=f"<dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator>")


def page(head: str, *paragraphs: str) -> bytes:
    text = "".join(f"<p>{one}</p>" for one in (*paragraphs, *[PROSE] * 6))
    return (
        f"<html lang=en><head>{head}</head><body><article>{text}</article></body></html>".encode()
    )


def known(folder: Path, name: str, data: bytes) -> tuple[str, str, str]:
    source: Source = described(source_for(name, {}), document(folder, data, name).properties)
    authors = authors_text(source) if source.authors else ""
    return source.title, authors, iso_date(source.csl.get("issued")) or ""


def test_where_a_title_is_from_stays(tmp_path: Path) -> None:
    heading = page("<title>Levy raised</title>", "</p><h1>Levy raised</h1><p>")
    assert document(tmp_path, heading, "a.html").properties.origins["title"] == "HTML title"
    text = document(tmp_path, b"# Levy raised\n\n3 May 2018\n\nIt was raised.", "a.md")
    assert text.properties.origins == {"title": "first heading", "issued": "title page"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            pdf(COMMAND, "Template 4.3", "kharris"),
            (
                "Government response to the Upper Valley inquiry",
                "Department for Rivers and Wells",
                "2023-03-07",
            ),
        ),
        (
            pdf(STUDY, "Microsoft Word - wells_final.doc", "DOMAIN\\typist"),
            ("Who pays for wells?", "Jane Doe; Ali Raza", "2017-06"),
        ),
        (
            pdf(RULING, "scan0012.png", "Mary Typist"),
            ("Doe v. Board of Wells", "Supreme Court of the Valley", "2011-06-14"),
        ),
    ],
    ids=["command", "study", "ruling"],
)
def test_pdfs(data: bytes, expected: tuple[str, str, str], tmp_path: Path) -> None:
    assert known(tmp_path, "made.pdf", data) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            paper("Ministry of Wells", "14 March 2018", creator="Mary Typist"),
            ("made", "Ministry of Wells", "2018-03-14"),
        ),
        (
            paper("Prepared by: Ali Raza", "Issued: 14 March 2018", creator="OFFICE\\mary"),
            ("made", "Ali Raza", "2018-03-14"),
        ),
        (
            paper("Comments are due by 14 March 2018", creator="HM Treasury", title="Due dates"),
            ("Due dates", "HM Treasury", ""),
        ),
        (
            word(
                p("Purpose", styled("Heading 1")) + p(TEXTS[0]),
                core="<dc:title>Rules on wells</dc:title>",
                styles=style("Heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
            ),
            ("Rules on wells", "", ""),
        ),
    ],
    ids=["ministry", "by", "deadline", "properties"],
)
def test_word(data: bytes, expected: tuple[str, str, str], tmp_path: Path) -> None:
    assert known(tmp_path, "made.docx", data) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            page("<title>Levy raised</title>", "April 26, 2022", "Written by: Noor Shah"),
            ("Levy raised", "Noor Shah", "2022-04-26"),
        ),
        (
            page("<title>Levy raised</title><meta name=author content='Web Typist'>"),
            ("Levy raised", "", ""),
        ),
        (
            page("<title>Levy raised</title><meta name=dc.date content=2020-05-03>", "May 4, 2021"),
            ("Levy raised", "", "2020-05-03"),
        ),
    ],
    ids=["by", "typist", "dated"],
)
def test_web_pages(data: bytes, expected: tuple[str, str, str], tmp_path: Path) -> None:
    assert known(tmp_path, "made.html", data) == expected
