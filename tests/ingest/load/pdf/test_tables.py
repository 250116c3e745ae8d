from __future__ import annotations

import io

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from tests.ingest.load.pdf.made import LEVY, VALLEY, kinds, made, put, read, texts, wrapped

ROWS = [
    ["District", "Wells", "Pumps", "Levy"],
    ["Upper valley", "12", "7", "3.50"],
    ["Lower valley", "9", "11", "3.00"],
    ["Mill and market", "4", "2", "2.75"],
    ["Bridge", "1", "15", "10.25"],
]
RULED: dict[str, list[object]] = {
    "grid": [("GRID", (0, 0), (-1, -1), 0.5, "black")],
    "lines": [("LINEBELOW", (0, 0), (-1, -1), 0.5, "black")],
    "none": [],
    "shaded": [("BACKGROUND", (0, 0), (-1, 0), "lightgrey"), ("ALIGN", (1, 0), (-1, -1), "RIGHT")],
}


def table(rows: list[list[object]], style: list[object], widths: list[float] | None) -> bytes:
    buffer = io.BytesIO()
    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=14)
    story = [
        Paragraph(VALLEY, body),
        Table(rows, style=TableStyle(style), colWidths=widths, spaceBefore=12, spaceAfter=12),
        Paragraph(LEVY, body),
    ]
    SimpleDocTemplate(buffer, invariant=1).build(story)
    return buffer.getvalue()


@pytest.mark.parametrize("ruled", RULED)
def test_a_row_is_a_block(ruled: str) -> None:
    raw = read(table([list(row) for row in ROWS], RULED[ruled], None))
    assert texts(raw) == [VALLEY, *(" | ".join(row) for row in ROWS), LEVY]
    assert kinds(raw) == ["paragraph", *["table"] * len(ROWS), "paragraph"]


@pytest.mark.parametrize("ruled", ["grid", "lines", "none"])
def test_a_cell_of_several_lines_stays_in_its_row(ruled: str) -> None:
    cell = ParagraphStyle("cell", fontName="Times-Roman", fontSize=10, leading=12)
    long = "Count all pumps, public and private, before the end of April."
    other = "The wardens of both valleys, with the help of the school."
    rows: list[list[object]] = [
        ["Measure", "By whom", "Until"],
        [Paragraph(long, cell), Paragraph(other, cell), "April"],
        ["New pipes", "Council", "May"],
        [Paragraph(long, cell), "Chairman", "June"],
    ]
    raw = read(table(rows, RULED[ruled], [150, 150, 60]))
    assert texts(raw, "table") == [
        "Measure | By whom | Until",
        f"{long} | {other} | April",
        "New pipes | Council | May",
        f"{long} | Chairman | June",
    ]


def test_an_empty_cell_is_no_reason_to_lose_the_others() -> None:
    rows = [["District", "Wells", "Pumps"], ["Upper", "", "7"], ["Lower", "9", ""], ["A", "1", "2"]]
    expected = ["District | Wells | Pumps", "Upper | 7", "Lower | 9", "A | 1 | 2"]
    raw = read(table([list(row) for row in rows], RULED["grid"], None))
    assert texts(raw, "table") == expected


def test_a_caption_is_the_heading_of_its_rows() -> None:
    def draw(canvas: Canvas) -> None:
        y = put(canvas, wrapped(VALLEY))
        y = put(canvas, ["Table 1: Wells and pumps"], y=y - 10, size=10)
        for row in ROWS:
            for x, cell in zip((72, 200, 280, 360), row, strict=True):
                canvas.drawString(x, y - 4, cell)
            y -= 18

    raw = read(made(draw))
    assert kinds(raw) == ["paragraph", "heading", *["table"] * len(ROWS)]
