from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.load.pdf.made import (
    HEIGHT,
    TEXTS,
    WIDTH,
    labels,
    made,
    messages,
    page_at,
    put,
    read,
    texts,
    wrapped,
)


def pages(count: int, around: Callable[[Canvas, int], object]) -> bytes:
    def draw(canvas: Canvas) -> None:
        for number in range(1, count + 1):
            around(canvas, number)
            put(canvas, wrapped(f"Page {number} says this. {TEXTS[number % 4]}"))
            canvas.showPage()

    return made(draw)


def bodies(count: int) -> list[str]:
    return [f"Page {number} says this. {TEXTS[number % 4]}" for number in range(1, count + 1)]


def test_running_heads_and_numbers_are_left_out_and_reported_once() -> None:
    def around(canvas: Canvas, number: int) -> None:
        put(canvas, ["Papers of the valley council"], y=HEIGHT - 40, size=9)
        put(canvas, [str(number)], x=WIDTH / 2, y=40, size=9)

    raw = read(pages(6, around))
    assert texts(raw) == bodies(6)
    assert labels(raw) == [(n, str(n)) for n in range(1, 7)]
    assert len(messages(raw, "left out")) == 2
    assert "Papers of the valley council (6)" in messages(raw, "left out")[0]


def test_heads_that_alternate_with_the_number_in_them() -> None:
    def around(canvas: Canvas, number: int) -> None:
        odd = number % 2
        head = f"Wells and pumps  {number + 8}" if odd else f"{number + 8}  The valley council"
        put(canvas, [head], x=300 if odd else 72, y=HEIGHT - 40, size=9)

    raw = read(pages(8, around))
    assert texts(raw) == bodies(8)
    assert labels(raw) == [(n, str(n + 8)) for n in range(1, 9)]


@pytest.mark.parametrize(
    "printed", ["Page {} of 10", "– {} –", "{}", "| {} |", "p. {}", "Page {}", "{}/10"]
)
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


def test_the_file_s_own_labels_win() -> None:
    data = pages(5, lambda c, n: put(c, [f"A-{n}"], x=280, y=40, size=9))
    writer = pypdf.PdfWriter(io.BytesIO(data))
    style = DictionaryObject({NameObject("/S"): NameObject("/r")})
    then = DictionaryObject({NameObject("/S"): NameObject("/D")})
    nums = ArrayObject([NumberObject(0), style, NumberObject(3), then])
    writer.root_object[NameObject("/PageLabels")] = DictionaryObject({NameObject("/Nums"): nums})
    out = io.BytesIO()
    writer.write(out)
    assert [label for _, label in labels(read(out.getvalue()))] == ["i", "ii", "iii", "1", "2"]


def test_what_stands_on_one_page_only_is_never_left_out() -> None:
    def around(canvas: Canvas, number: int) -> None:
        if number == 3:
            put(canvas, ["Wells of the upper valley"], y=HEIGHT - 60, font="Times-Bold", size=16)
        if number == 4:
            put(canvas, ["1947"], x=280, y=60, size=9)

    raw = read(pages(5, around))
    assert "Wells of the upper valley" in texts(raw)
    assert "1947" in texts(raw)
    assert not messages(raw, "left out")


def test_a_heading_that_begins_several_pages_is_no_running_head() -> None:
    def around(canvas: Canvas, number: int) -> None:
        if number in (2, 5, 8):
            title = f"Recommendation {number // 3 + 1}"
            put(canvas, [title], y=HEIGHT - 60, font="Times-Bold", size=16)

    assert len(texts(read(pages(9, around)), "heading")) == 3


def test_every_page_is_there_with_text_or_without() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.showPage()
        put(canvas, wrapped(TEXTS[0]))
        canvas.showPage()
        canvas.showPage()
        put(canvas, wrapped(TEXTS[1]))
        canvas.showPage()
        canvas.showPage()

    raw = read(made(draw))
    assert [(page.number, page.reading) for page in raw.pages] == [
        (1, "blank"),
        (2, "text"),
        (3, "blank"),
        (4, "text"),
        (5, "blank"),
    ]
    assert (page_at(raw, "valley council"), page_at(raw, "Nobody likes")) == (2, 4)


def test_a_paragraph_over_a_page_break_is_one_block_on_two_pages() -> None:
    lines = wrapped(f"{TEXTS[0]} {TEXTS[1]}")

    def draw(canvas: Canvas) -> None:
        put(canvas, lines[:5], y=200)
        canvas.showPage()
        put(canvas, lines[5:])
        canvas.showPage()

    raw = read(made(draw))
    assert texts(raw) == [f"{TEXTS[0]} {TEXTS[1]}"]
    assert (page_at(raw, lines[4]), page_at(raw, lines[5])) == (1, 2)


def test_forms_whose_lines_all_recur_keep_their_text() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(1, 6):
            put(canvas, [f"Form {number} of the wardens"], y=HEIGHT - 60)
            put(canvas, [str(number)], x=280, y=40, size=9)
            canvas.showPage()

    raw = read(made(draw))
    assert texts(raw) == [f"Form {number} of the wardens" for number in range(1, 6)]


def test_the_running_head_of_a_short_chapter_goes_with_those_of_the_others() -> None:
    def around(canvas: Canvas, number: int) -> None:
        chapter = "The valley council" if number < 6 else "The upper bridge"
        put(canvas, [f"{chapter}  {number}"], y=HEIGHT - 40, size=9)

    assert texts(read(pages(6, around))) == bodies(6)


def test_a_line_of_the_text_that_recurs_below_the_head_stays() -> None:
    def around(canvas: Canvas, number: int) -> None:
        put(canvas, ["Papers of the valley council"], y=HEIGHT - 40, size=9)
        put(canvas, ["What the wardens of the wells said:"], y=HEIGHT - 100 + 14)

    found = texts(read(pages(6, around)))
    assert sum("What the wardens of the wells said:" in text for text in found) == 6
    assert not any("Papers of the valley council" in text for text in found)
