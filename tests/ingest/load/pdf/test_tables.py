from __future__ import annotations

import io

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from ingest.clean import clean
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


SPARSE = [["District", "2018", "2019"], ["Upper", "", "7.9"], ["Lower", "9.1", ""], ["A", "1", "2"]]


@pytest.mark.parametrize("ruled", RULED)
def test_an_empty_cell_stays_empty(ruled: str) -> None:
    raw = read(table([list(row) for row in SPARSE], RULED[ruled], [120, 80, 80]))
    assert texts(raw, "table") == [
        "District | 2018 | 2019",
        "Upper |  | 7.9",
        "Lower | 9.1",
        "A | 1 | 2",
    ]


@pytest.mark.parametrize("every", [2, 3, 5])
def test_rules_every_few_rows_part_no_rows(every: int) -> None:
    names = ("Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Maple", "Oak", "Pine")
    rows = [[name, str(7 * n), str(190 - 9 * n)] for n, name in enumerate(names)]
    style: list[object] = [("BOX", (0, 0), (-1, -1), 0.5, "black")]
    style += [("LINEBELOW", (0, n), (-1, n), 0.5, "black") for n in range(every - 1, 10, every)]
    style += [("LINEAFTER", (n, 0), (n, -1), 0.5, "black") for n in range(2)]
    raw = read(table([list(row) for row in rows], style, [120, 60, 60]))
    assert texts(raw, "table") == [" | ".join(row) for row in rows]


@pytest.mark.parametrize("dots", [".", " .", "\u2026"])
def test_leaders_go_and_their_figures_stay(dots: str) -> None:
    entries = [("Barley, sown", "1203"), ("Millet", "77"), ("Oats and rye", "9405"), ("Wheat", "8")]

    def draw(canvas: Canvas) -> None:
        y = put(canvas, wrapped(VALLEY)) - 10
        for name, figure in entries:
            line = name
            while canvas.stringWidth(line + dots, "Times-Roman", 11) < 300:
                line += dots
            canvas.drawString(72, y, line)
            canvas.drawRightString(420, y, figure)
            y -= 14

    raw = read(made(draw))
    assert texts(raw, "table") == [f"{name} | {figure}" for name, figure in entries]


def test_an_ellipsis_is_no_leader() -> None:
    said = "The chairman said . . . nothing at all .... He left."
    assert texts(read(made(lambda c: put(c, [said])))) == [said]


def test_figures_close_together_are_cells() -> None:
    rows = [("Total", 282.6, 264.4, 256.0, 251.9), ("Grain", 190.3, 176.9, 171.3, 168.5)]
    rows += [("Fruit", 25.0, 25.0, 23.6, 23.8), ("Herbs", 5.8, 6.8, 7.3, 7.4)]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 10)
        for n, (name, *figures) in enumerate(rows):
            canvas.drawString(72, 600 - 12 * n, name)
            for m, figure in enumerate(figures):
                canvas.drawRightString(180 + 25 * m, 600 - 12 * n, f"{figure:.1f}")

    expected = [" | ".join([name, *(f"{x:.1f}" for x in xs)]) for name, *xs in rows]
    assert texts(read(made(draw)), "table") == expected


def test_the_lines_of_heads_above_the_first_rule_are_one_row() -> None:
    heads = [
        ("Kind of", "Wells", "Cost"),
        ("district", "dug", "(1,000"),
        ("", "in 2004", "rupees)"),
    ]
    rows = [("Upper", "12", "7"), ("Lower", "9", "11"), ("Mill", "4", "2"), ("Bridge", "1", "15")]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 10)
        for y in (620, 580, 510):
            canvas.line(72, y, 400, y)
        for n, row in enumerate((*heads, *rows)):
            for x, cell in zip((72, 200, 300), row, strict=True):
                canvas.drawString(x, (610 if n < 3 else 600) - 12 * n, cell)

    found = texts(read(made(draw)), "table")
    assert found == [
        "Kind of district | Wells dug in 2004 | Cost (1,000 rupees)",
        *(" | ".join(row) for row in rows),
    ]


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


def test_a_table_over_a_page_break_is_one_table() -> None:
    heads = ("District", "Wells", "Levy")
    names = [f"{side} {place}" for side in ("Upper", "Lower") for place in ("mill", "ford", "lock")]

    def draw(canvas: Canvas) -> None:
        for page in range(2):
            canvas.setFont("Times-Roman", 11)
            rows = [heads, *((name, str(7 + n), f"{n}.50") for n, name in enumerate(names))]
            for n, row in enumerate(rows):
                for x, cell in zip((72, 220, 320), row, strict=True):
                    canvas.drawString(x, 760 - 14 * n, cell.replace("mill", f"mill {page}"))
            if page == 0:
                canvas.setFont("Times-Roman", 7)
                canvas.drawString(340 + 12, 764, "1")
                put(canvas, ["1 As the council set it in March."], y=90, size=8)
                canvas.showPage()

    cleaned = clean(read(made(draw)))
    rows = [block for block in cleaned.blocks if block.kind == "table"]
    assert [block.level for block in rows] == [1, 0, 0, 0, 0, 0, 0] * 2
    assert {block.heading_path[-1] for block in rows if not block.level} == {" | ".join(heads)}
