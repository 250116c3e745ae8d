from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.load.pdf.made import (
    HEIGHT,
    LEFT,
    TEXTS,
    WIDTH,
    bodies,
    labels,
    made,
    pages,
    put,
    read,
    texts,
    wrapped,
)

FORMS = ["Page {} of 10", "– {} –", "{}", "| {} |", "p. {}", "Page {}", "{}/10", "- Page {} -"]
FORMS += ["{} | P a g e", "Page | {}", "[{}]"]


@pytest.mark.parametrize("printed", FORMS)
def test_printed_numbers_in_many_forms(printed: str) -> None:
    data = pages(5, lambda c, n: put(c, [printed.format(n + 3)], x=280, y=40, size=9))
    raw = read(data)
    assert labels(raw) == [(n, str(n + 3)) for n in range(1, 6)]
    assert texts(raw) == bodies(5)


def test_roman_front_matter_and_a_page_without_its_number() -> None:
    roman = ["i", "ii", "iii", "iv"]

    def around(canvas: Canvas, number: int) -> None:
        printed = roman[number - 1] if number <= 4 else str(number - 4)
        if number != 7:
            put(canvas, [printed], x=280, y=40, size=9)

    raw = read(pages(9, around))
    assert [label for _, label in labels(raw)] == [*roman, "1", "2", "3", "4", "5"]
    assert texts(raw) == bodies(9)


def labelled(data: bytes, *styles: tuple[int, str]) -> bytes:
    """Give the file labels: from which page on which style."""
    writer = pypdf.PdfWriter(io.BytesIO(data))
    nums = ArrayObject()
    for page, style in styles:
        nums += [NumberObject(page), DictionaryObject({NameObject("/S"): NameObject(style)})]
    writer.root_object[NameObject("/PageLabels")] = DictionaryObject({NameObject("/Nums"): nums})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def inferred(data: bytes) -> dict[int, tuple[str | None, bool]]:
    return {page.number: (page.label, page.inferred) for page in read(data).pages}


def test_what_is_printed_wins_over_the_file_s_own_labels() -> None:
    data = pages(5, lambda c, n: put(c, [f"A-{n}"], x=280, y=40, size=9))
    found = inferred(labelled(data, (0, "/r"), (3, "/D")))
    assert found == {n: (f"A-{n}", False) for n in range(1, 6)}


def test_labels_that_no_page_prints_are_inferred_or_none() -> None:
    data = pages(5, lambda *_: None)
    assert inferred(labelled(data, (0, "/D"))) == dict.fromkeys(range(1, 6), (None, False))
    found = inferred(labelled(data, (0, "/r"), (2, "/D")))
    assert found == {n: (one, True) for n, one in enumerate(["i", "ii", "1", "2", "3"], start=1)}


def test_a_page_without_its_number_is_marked_as_inferred() -> None:
    data = pages(6, lambda c, n: put(c, [str(n + 3)] if n != 4 else [], x=280, y=40, size=9))
    assert inferred(data) == {n: (str(n + 3), n == 4) for n in range(1, 7)}


def test_chapters_that_number_their_own_pages() -> None:
    printed = ["1-1", "1-2", "1-3", "1-4", "2-1", "2-2", "3-1", "A-1", "A-2", "A-3"]
    data = pages(10, lambda c, n: put(c, [printed[n - 1]], x=480, y=40, size=9))
    assert [label for _, label in labels(read(data))] == printed


def test_a_document_s_own_number_comes_before_a_stamp_s() -> None:
    def around(canvas: Canvas, number: int) -> None:
        put(canvas, [f"No. 24-113   Filed 04/05/24   Page {number} of 7"], y=HEIGHT - 20)
        if number > 1:
            put(canvas, [str(number - 1)], x=290, y=40)

    raw = read(pages(7, around))
    assert [label for _, label in labels(raw)] == ["1", "1", "2", "3", "4", "5", "6"]
    assert texts(raw) == bodies(7)


def test_numbers_within_a_part_or_series() -> None:
    def journal(canvas: Canvas, number: int) -> None:
        left, right = (LEFT, 460) if number % 2 else (460, LEFT)
        put(canvas, [f"L 92/{number + 40}"], x=left, y=HEIGHT - 40, size=9)
        put(canvas, ["Journal of the Valley"], x=250, y=HEIGHT - 40, size=9)
        put(canvas, ["7.3.2011"], x=right, y=HEIGHT - 40, size=9)

    raw = read(pages(6, journal))
    assert labels(raw) == [(number, str(number + 40)) for number in range(1, 7)]
    assert texts(raw) == bodies(6)


def serials(canvas: Canvas, number: int) -> None:
    for row in range(30):
        put(canvas, [f"{(number - 1) * 30 + row}"], y=HEIGHT - 60 - 24 * row)
        put(canvas, [f"District {(number * 7 + row) % 11}"], x=140, y=HEIGHT - 60 - 24 * row)


def amounts(canvas: Canvas, number: int) -> None:
    for row in range(30):
        put(canvas, [f"District {(number * 7 + row) % 11}"], y=HEIGHT - 60 - 24 * row)
        put(canvas, [f"{612 + (number - 1) * 30 + row}"], x=400, y=HEIGHT - 60 - 24 * row)


def numbered_paragraphs(canvas: Canvas, number: int) -> None:
    for row in range(15):
        paragraph = (number - 1) * 15 + row + 1
        lines = [
            f"{paragraph}. The wardens shall write down well {paragraph} and",
            "show it to all.",
        ]
        put(canvas, lines, y=HEIGHT - 60 - 48 * row)


def notes(canvas: Canvas, number: int) -> None:
    put(canvas, wrapped(TEXTS[number % 4]), y=HEIGHT - 60)
    put(canvas, [f"{number} Ibid., p. {number * 3 + 11}"], y=60, size=8)


def years(canvas: Canvas, number: int) -> None:
    put(canvas, [str(number + 2010)], y=HEIGHT - 60, font="Times-Bold", size=12)
    put(canvas, wrapped(TEXTS[number % 4]))


def captions(canvas: Canvas, number: int) -> None:
    put(canvas, [f"Table {number}"], y=HEIGHT - 60, font="Times-Bold")
    put(canvas, ["(Rs. in millions)"], x=440, y=HEIGHT - 60)
    put(canvas, wrapped(TEXTS[number % 4]))


OTHERS = [serials, amounts, numbered_paragraphs, notes, years, captions]


@pytest.mark.parametrize("count", [2, 3, 4, 7])
@pytest.mark.parametrize("draw", OTHERS)
def test_other_numbers_are_no_page_numbers(draw: Callable[[Canvas, int], None], count: int) -> None:
    def document(canvas: Canvas) -> None:
        for number in range(1, count + 1):
            draw(canvas, number)
            canvas.showPage()

    raw = read(made(document))
    assert {label for _, label in labels(raw)} == {None}
    assert not raw.findings


@pytest.mark.parametrize("upright", [True, False])
def test_a_page_that_lies_on_its_side_keeps_its_number_and_head(upright: bool) -> None:
    def around(canvas: Canvas) -> None:
        put(canvas, ["Papers of the valley council"], y=HEIGHT - 40, size=9)

    def document(canvas: Canvas) -> None:
        for number in range(1, 9):
            if number != 5 or upright:
                around(canvas)
                put(canvas, [str(number + 20)], x=290, y=40, size=9)
            if number == 5:
                canvas.rotate(90)
                canvas.translate(0, -WIDTH)
                if not upright:
                    put(canvas, [str(number + 20)], x=400, y=30, size=9)
            put(canvas, wrapped(TEXTS[number % 4]), x=100, y=400)
            canvas.showPage()

    raw = read(made(document))
    assert labels(raw) == [(number, str(number + 20)) for number in range(1, 9)]
    assert not any(page.inferred for page in raw.pages)
    assert texts(raw) == [TEXTS[number % 4] for number in range(1, 9)]
