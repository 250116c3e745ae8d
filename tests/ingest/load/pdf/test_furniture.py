from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.load.pdf.made import (
    HEIGHT,
    TEXTS,
    WIDTH,
    bodies,
    labels,
    made,
    messages,
    page_at,
    pages,
    put,
    read,
    texts,
    wrapped,
)


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


def court(canvas: Canvas, number: int) -> None:
    stamp = f"Case: 19-40417, 03/09/2024, ID: 7713264, DktEntry: 61-2, Page {number} of 6"
    put(canvas, [stamp], y=HEIGHT - 20, font="Helvetica", size=10)


def clerk(canvas: Canvas, number: int) -> None:
    put(
        canvas, ["2:21-cv-00318-WKB   # 88", f"Filed: 05/02/22   Page {number} of 6"], y=HEIGHT - 20
    )


def printer(canvas: Canvas, number: int) -> None:
    stamp = (
        f"VerDate Oct<09>2019 14:{number + 20} Jkt 31{number}1 PO 000 Frm 0{number}7 Fmt 46 Sfmt 46"
    )
    put(canvas, [stamp], y=20, size=6)


def margin(canvas: Canvas, number: int) -> None:
    canvas.saveState()
    canvas.rotate(90)
    put(canvas, [f"mhall on QRPX7T{number}PROD with NOTICES"], x=60, y=-20, size=6)
    canvas.restoreState()


def browser(canvas: Canvas, number: int) -> None:
    put(canvas, [f"https://valley.example/wells/report {number}/6"], y=20, size=8)


@pytest.mark.parametrize("stamp", [court, clerk, printer, margin, browser])
def test_stamps_go_and_are_reported(stamp: Callable[[Canvas, int], None]) -> None:
    raw = read(pages(6, stamp))
    assert texts(raw) == bodies(6)
    assert messages(raw, "left out")


def bill(canvas: Canvas, number: int) -> None:
    if number > 1:
        put(canvas, [f"S. 2187—{number}"], x=280, y=HEIGHT - 60, size=10)


def code(canvas: Canvas, number: int) -> None:
    head = (
        f"Valley Water Board § 12.{number * 3}" if number % 2 else f"§ 12.{number * 3} Valley Code"
    )
    left, right = head.split(" § ") if number % 2 else head.split(" Valley ")
    put(canvas, [left], y=HEIGHT - 60, font="Helvetica-Bold", size=9)
    put(
        canvas,
        [f"The Valley {right} (2019 Edition)"],
        x=380,
        y=HEIGHT - 60,
        font="Helvetica-Bold",
        size=9,
    )


def judges(canvas: Canvas, number: int) -> None:
    case = (
        f"{number}      MILLER v. WARDENS OF THE UPPER VALLEY"
        if number % 2
        else f"Cite as: 60 V. 4    {number}"
    )
    put(canvas, [case], x=100, y=HEIGHT - 60, size=10)
    part = "Opinion of the Court" if number < 5 else "HALE, J., dissenting"
    put(canvas, [part], x=240, y=HEIGHT - 76, size=10)


def chapters(canvas: Canvas, number: int) -> None:
    chapter = ["Of wells", "Of pumps", "Of pipes and their repair", "Of roads"][number // 3]
    put(canvas, [f"{chapter} {number + 40}"], x=300, y=HEIGHT - 50, font="Times-Italic", size=9)


def unnumbered(canvas: Canvas, number: int) -> None:
    head = ["Of wells", "Of pumps", "Of pumps", "Of roads", "Of the levy"][number // 2]
    put(canvas, [head], y=HEIGHT - 50, font="Times-Italic", size=9)
    put(canvas, [str(number)], x=290, y=30, size=9)


@pytest.mark.parametrize("head", [bill, code, judges, chapters, unnumbered])
def test_heads_that_change_with_page_section_or_chapter(
    head: Callable[[Canvas, int], None],
) -> None:
    assert texts(read(pages(8, head))) == bodies(8)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_heads_and_feet_of_short_documents(count: int) -> None:
    def around(canvas: Canvas, number: int) -> None:
        put(canvas, ["Papers of the valley council"], y=HEIGHT - 40, size=9)
        put(canvas, [f"Page {number}"], y=30, size=8)
        put(canvas, ["VC-19-44 | Wells and pumps"], x=400, y=30, size=8)

    raw = read(pages(count, around))
    assert texts(raw) == bodies(count)
    assert labels(raw) == [(number, str(number)) for number in range(1, count + 1)]


@pytest.mark.parametrize("gap", [14, 24])
def test_a_table_s_head_on_each_page_stays_a_table_s(gap: float) -> None:
    def around(canvas: Canvas, number: int) -> None:
        for at, word in ((72, "Village"), (250, "Wells"), (400, "Pumps")):
            put(canvas, [word], x=at, y=HEIGHT - 40)
            put(canvas, [f"{word} {number}", f"{word} {number + 1}"], x=at, y=HEIGHT - 40 - gap)

    assert read(pages(5, around)).text.count("Village") == 15


def test_numbered_headings_that_begin_pages_stay() -> None:
    def around(canvas: Canvas, number: int) -> None:
        put(canvas, [str(number)], x=280, y=30, size=9)
        if number in (1, 2, 4, 5, 6):
            put(canvas, [f"Recommendation {number + 3}"], y=HEIGHT - 60, font="Times-Bold", size=12)

    found = read(pages(8, around)).text
    assert [found.count(f"Recommendation {number + 3}") for number in (1, 2, 4, 5, 6)] == [1] * 5


def test_headings_in_small_type_that_all_differ_stay() -> None:
    heads = ["Wells", "Pumps", "Pipes", "The levy", "Roads", "Schools", "Bridges"]
    raw = read(pages(7, lambda c, n: put(c, [heads[n - 1]], y=HEIGHT - 50, size=9)))
    assert all(head in texts(raw) for head in heads)
