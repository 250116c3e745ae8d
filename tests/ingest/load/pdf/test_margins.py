"""Tests for the numbers in a page's margin."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.load.pdf.made import (
    HEIGHT,
    LEVY,
    ROADS,
    SCHOOL,
    TEXTS,
    VALLEY,
    fitted,
    kinds,
    made,
    messages,
    put,
    read,
    texts,
    wrapped,
)

ALL = f"{VALLEY} {LEVY} {SCHOOL} {ROADS}"


@pytest.mark.parametrize("numbers", [range(1, 29), range(1, 26), range(301, 326)])
@pytest.mark.parametrize("margin", ["left", "right"])
def test_line_numbers_are_no_cells(numbers: range, margin: str) -> None:
    lines = wrapped(ALL, 68)

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        for n, number in enumerate(numbers):
            y = HEIGHT - 100 - 20 * n
            canvas.drawRightString(60 if margin == "left" else 540, y, str(number))
            if n < len(lines):
                canvas.drawString(80, y, lines[n])

    raw = read(made(draw))
    assert texts(raw) == [ALL]
    assert f"{len(numbers)} line numbers in the margin of page 1 " in messages(raw, "left out")


def test_a_number_at_every_fifth_line() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        for n, line in enumerate(wrapped(ALL, 60)):
            canvas.drawString(80, HEIGHT - 100 - 16 * n, line)
            if n % 5 == 4:
                canvas.drawRightString(520, HEIGHT - 100 - 16 * n, str(n + 1))

    assert texts(read(made(draw))) == [ALL]


@pytest.mark.parametrize("sign", ["{}", "¶ {}", "¶{}"])
def test_the_number_of_a_paragraph_stands_before_it(sign: str) -> None:
    def draw(canvas: Canvas) -> None:
        y = HEIGHT - 100
        for number, text in enumerate(TEXTS, start=8):
            canvas.setFont("Times-Roman", 11)
            canvas.drawString(72, y, sign.format(number))
            y = put(canvas, fitted(text, 380), x=118, y=y) - 6

    raw = read(made(draw))
    assert kinds(raw) == ["paragraph"] * 4
    assert texts(raw) == [f"{sign.format(n)} {text}" for n, text in enumerate(TEXTS, start=8)]
    assert [block.marker for block in raw.blocks] == [len(sign.format(n)) + 1 for n in range(8, 12)]


def test_serial_numbers_of_a_table_are_cells() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        for n, name in enumerate(
            ("Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Oak", "Pine"), 1
        ):
            for x, cell in ((72, str(n)), (110, name), (240, str(31 * n))):
                canvas.drawString(x, 700 - 14 * n, cell)

    assert texts(read(made(draw)), "table")[0] == "1 | Alder | 31"
