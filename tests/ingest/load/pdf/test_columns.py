from __future__ import annotations

import random

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.load.pdf.made import (
    HEIGHT,
    LEADING,
    LEVY,
    ROADS,
    SCHOOL,
    VALLEY,
    fitted,
    kinds,
    made,
    put,
    read,
    texts,
    wrapped,
)

ORDERS = ("column by column", "row by row", "backwards", "shuffled", "word by word")


def placed(order: str, spots: list[tuple[float, float, str]]) -> list[tuple[float, float, str]]:
    """Put lines into the order in which they're drawn."""
    if order == "row by row":
        return sorted(spots, key=lambda spot: (-spot[1], spot[0]))
    if order == "backwards":
        return spots[::-1]
    if order in ("shuffled", "word by word"):
        mixed = list(spots)
        random.Random(7).shuffle(mixed)
        return mixed
    return spots


def drawn(canvas: Canvas, order: str, spots: list[tuple[float, float, str]]) -> None:
    canvas.setFont("Times-Roman", 10)
    for x, y, line in placed(order, spots):
        if order != "word by word":
            canvas.drawString(x, y, line)
            continue
        for word in line.split():
            canvas.drawString(x, y, word)
            x += canvas.stringWidth(f"{word} ", "Times-Roman", 10)


def spots(
    texts_: tuple[str, ...], xs: tuple[float, ...], width: int, top: float
) -> list[tuple[float, float, str]]:
    return [
        (x, top - 12 * n, line)
        for x, text in zip(xs, texts_, strict=True)
        for n, line in enumerate(wrapped(text, width))
    ]


@pytest.mark.parametrize("order", ORDERS)
def test_two_columns_come_one_after_the_other(order: str) -> None:
    data = made(lambda c: drawn(c, order, spots((VALLEY, LEVY), (60, 310), 48, HEIGHT - 100)))
    assert texts(read(data)) == [VALLEY, LEVY]


@pytest.mark.parametrize("order", ORDERS)
def test_three_columns_come_one_after_the_other(order: str) -> None:
    at = spots((VALLEY, LEVY, SCHOOL), (50, 225, 400), 32, HEIGHT - 100)
    assert texts(read(made(lambda c: drawn(c, order, at)))) == [VALLEY, LEVY, SCHOOL]


@pytest.mark.parametrize("order", ORDERS)
def test_a_heading_across_parts_the_columns_above_from_those_below(order: str) -> None:
    above = spots((VALLEY, LEVY), (60, 310), 48, HEIGHT - 100)
    below = spots((SCHOOL, ROADS), (60, 310), 48, HEIGHT - 300)
    title = "What else the council of the upper and of the lower valley has talked about"

    def draw(canvas: Canvas) -> None:
        put(canvas, [title], x=60, y=HEIGHT - 270, font="Times-Bold", size=14)
        drawn(canvas, order, above + below)

    raw = read(made(draw))
    assert texts(raw) == [VALLEY, LEVY, title, SCHOOL, ROADS]
    assert kinds(raw)[2] == "heading"


def test_a_short_heading_below_both_columns_comes_after_them() -> None:
    def draw(canvas: Canvas) -> None:
        drawn(canvas, "row by row", spots((VALLEY, LEVY), (60, 310), 48, HEIGHT - 100))
        put(canvas, ["Schools"], x=60, y=HEIGHT - 260, font="Times-Bold", size=14)
        put(canvas, fitted(SCHOOL, 460, 10), x=60, y=HEIGHT - 280, size=10, leading=12)

    assert texts(read(made(draw))) == [VALLEY, LEVY, "Schools", SCHOOL]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    lines = wrapped(f"{VALLEY} {LEVY}", 48)
    half = len(lines) // 2

    def draw(canvas: Canvas) -> None:
        put(canvas, lines[:half], x=60, size=10)
        put(canvas, lines[half:], x=310, size=10)

    assert texts(read(made(draw))) == [f"{VALLEY} {LEVY}"]


def test_columns_with_baselines_of_their_own() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, wrapped(VALLEY, 48), x=60, size=10)
        put(canvas, wrapped(LEVY, 48), x=310, y=HEIGHT - 95, size=10, leading=13)

    assert texts(read(made(draw))) == [VALLEY, LEVY]


def test_lines_of_justified_text_stay_whole() -> None:
    lines = wrapped(VALLEY, 34)

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        for n, line in enumerate(lines):
            words = line.split()
            widths = [canvas.stringWidth(word, "Times-Roman", 11) for word in words]
            gap = (190 - sum(widths)) / (len(words) - 1) if n < len(lines) - 1 else 3
            x = 72.0
            for word, width in zip(words, widths, strict=True):
                canvas.drawString(x, 700 - n * LEADING, word)
                x += width + gap

    assert texts(read(made(draw))) == [VALLEY]


@pytest.mark.parametrize("gap", [0, 7])
def test_paragraphs_on_one_grid_are_columns_and_no_rows(gap: int) -> None:
    """Paragraphs begin below a gap on both sides, now and then at the same height."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 10)
        for x, parts in ((60, (VALLEY, LEVY, SCHOOL)), (310, (ROADS, VALLEY, LEVY))):
            y = HEIGHT - 100
            for part in parts:
                for n, line in enumerate(wrapped(part, 46)):
                    canvas.drawString(x + (10 if n == 0 else 0), y, line)
                    y -= 12
                y -= gap

    assert texts(read(made(draw))) == [VALLEY, LEVY, SCHOOL, ROADS, VALLEY, LEVY]


TREES = ("Alder", "Ash", "Beech", "Birch", "Cedar", "Chestnut", "Elm", "Fir", "Hazel", "Larch")
BIRDS = ("Avocet", "Bittern", "Coot", "Crane", "Crow", "Dove", "Eagle", "Finch", "Gull", "Hawk")


@pytest.mark.parametrize("length", [4, 8, 10])
def test_two_lists_beside_each_other_are_no_table(length: int) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, [f"{name} of the valley" for name in TREES[:length]], x=60)
        put(canvas, [f"{name} of the hills" for name in BIRDS[:length]], x=310)

    raw = read(made(draw))
    assert "table" not in kinds(raw)
    words = " ".join(texts(raw))
    assert words.index("Alder") < words.index(TREES[length - 1]) < words.index("Avocet")


def test_addresses_beside_each_other_are_no_table() -> None:
    left, right = (
        ["The Valley Council", "12 Canal Road", "Upper Bridge"],
        ["Telephone by day", "and by night", "at the mill"],
    )

    def draw(canvas: Canvas) -> None:
        put(canvas, left, x=60)
        put(canvas, right, x=310)

    assert " ".join(texts(read(made(draw)))) == " ".join((*left, *right))


def test_columns_that_hold_tables_are_columns() -> None:
    """Paragraphs that fill each column show that what stands between them is its own table."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 10)
        for x, before, names, after in ((60, VALLEY, TREES, LEVY), (310, SCHOOL, BIRDS, ROADS)):
            y = put(canvas, wrapped(before, 46), x=x, size=10, leading=12) - 6
            for n, name in enumerate(names):
                canvas.drawString(x, y, name)
                canvas.drawRightString(x + 210, y, str(1000 + 37 * n))
                y -= 12
            put(canvas, wrapped(after, 46), x=x, y=y - 6, size=10, leading=12)

    raw = read(made(draw))
    expected = [
        f"{name} | {1000 + 37 * n}" for names in (TREES, BIRDS) for n, name in enumerate(names)
    ]
    assert texts(raw, "table") == expected
    assert texts(raw, "paragraph") == [VALLEY, LEVY, SCHOOL, ROADS]


def test_entries_of_a_bare_list_hang_below_their_first_line() -> None:
    entries = [("Wading birds", ["Avocet", "Bittern", "Coot"]), ("Doves", []), ("Owls", [])]
    entries += [("Birds of prey", ["Eagle", "Hawk"]), ("Swallows", []), ("Finches", [])]

    def draw(canvas: Canvas) -> None:
        y = put(canvas, wrapped(VALLEY))
        y = put(canvas, ["Birds that were seen in the valley in the year of the count"], y=y - 20)
        for name, kinds_ in entries:
            y = put(canvas, [name], y=y)
            y = put(canvas, kinds_, x=100, y=y)

    found = texts(read(made(draw)))
    assert found[2:] == [" ".join([name, *kinds_]) for name, kinds_ in entries]
