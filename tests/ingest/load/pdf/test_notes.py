from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.load.pdf.made import LEFT, VALLEY, made, put, read, texts, wrapped

Part = str | int
"""Text, or the number of a note to which it refers."""


def set_line(canvas: Canvas, parts: Sequence[Part | float], y: float, size: float = 11) -> None:
    """Set a line, its whole numbers raised."""
    x = LEFT
    for part in parts:
        raised = isinstance(part, int)
        canvas.setFont("Times-Roman", size * 0.6 if raised else size)
        canvas.drawString(x, y + (size * 0.35 if raised else 0), str(part))
        x += canvas.stringWidth(str(part))


def note(canvas: Canvas, number: int, lines: Sequence[str], y: float, hang: float = 0) -> float:
    """Set a note, its mark raised and its lines so far from the left as ``hang`` says."""
    set_line(canvas, [number], y, 8)
    x = LEFT + (hang or 5)
    put(canvas, lines, x=x, y=y, size=8, leading=9)
    return y - 9 * len(lines)


TEXT: list[list[Part]] = [
    [
        "The wardens spoke of hazards.",
        1,
        " In 1995 the council",
        2,
        " heard them again,",
        3,
        " and it",
    ],
    [
        "asked the miller",
        4,
        " whether the wells would hold. “They will.”",
        5,
        " Nobody wrote it down.",
    ],
]
PLAIN = (
    "The wardens spoke of hazards. In 1995 the council heard them again, and it asked the miller "
    "whether the wells would hold. “They will.” Nobody wrote it down."
)
NOTES = [
    ["Minutes of the council, first book."],
    ["See https://valley.example/council/2019/minutes", "and the letter that came with it."],
    ["Ibid., p. 14."],
    ["The miller of the lower mill."],
    ["16 books were written in all.", "The third is lost."],
]


def text(canvas: Canvas) -> None:
    y = put(canvas, wrapped(VALLEY))
    for number, parts in enumerate(TEXT):
        set_line(canvas, parts, y - 20 - 14 * number)


def plain_notes(canvas: Canvas) -> None:
    y = 150.0
    for number, lines in enumerate(NOTES, start=1):
        y = note(canvas, number, lines, y)


def under_a_rule(canvas: Canvas) -> None:
    canvas.line(LEFT, 162, LEFT + 144, 162)
    plain_notes(canvas)


def hanging(canvas: Canvas) -> None:
    y = 150.0
    for number, lines in enumerate(NOTES, start=1):
        y = note(canvas, number, lines, y, hang=14)


def touching(canvas: Canvas) -> None:
    y = 150.0
    for number, lines in enumerate(NOTES, start=1):
        y = note(canvas, number, lines, y, hang=2.6)


def with_links(canvas: Canvas) -> None:
    plain_notes(canvas)
    canvas.line(LEFT, 139.5, LEFT + 130, 139.5)
    canvas.line(LEFT, 130.5, LEFT + 60, 130.5)


@pytest.mark.parametrize("draw", [plain_notes, under_a_rule, hanging, touching, with_links])
def test_each_note_is_one_and_its_mark_is_out_of_the_sentence(draw: Callable[..., None]) -> None:
    def page(canvas: Canvas) -> None:
        text(canvas)
        draw(canvas)

    raw = read(made(page))
    assert texts(raw) == [
        VALLEY,
        PLAIN,
        *(f"{number} {' '.join(lines)}" for number, lines in enumerate(NOTES, start=1)),
    ]
    found = [block for block in raw.blocks if block.kind == "footnote"]
    assert [block.lines[0].text[: block.marker].strip() for block in found] == list("12345")


def test_the_marks_of_endnotes_are_out_of_the_sentences() -> None:
    def document(canvas: Canvas) -> None:
        text(canvas)
        canvas.showPage()
        put(canvas, ["Notes"], font="Times-Bold", size=14)
        for number, lines in enumerate(NOTES, start=1):
            put(canvas, [f"{number}. {lines[0]}"], y=700 - 30 * number)

    assert PLAIN in texts(read(made(document)))


def test_powers_stay_where_notes_have_their_numbers() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas)
        set_line(canvas, ["It covers 12 km", 2, " and holds 10", 3, " tons."], 500)
        plain_notes(canvas)

    found = read(made(page)).text
    assert any(area in found for area in ("12 km2", "12 km²"))
    assert any(power in found for power in ("103 tons", "10³ tons"))
    assert PLAIN in texts(read(made(page)))


def numbered(canvas: Canvas) -> None:
    put(canvas, ["1. The first pump", "2. The second pump", "3. The third pump"], y=150, size=8)


def starred(canvas: Canvas) -> None:
    put(canvas, ["* moves by itself", "* needs no oil", "* asks for help"], y=150, size=9)


def section(canvas: Canvas) -> None:
    canvas.line(LEFT, 165, LEFT + 100, 165)
    put(canvas, ["9.3 Of the pumps"], y=150, size=13)


@pytest.mark.parametrize("draw", [numbered, starred, section])
def test_lists_and_headings_at_the_foot_are_no_notes(draw: Callable[[Canvas], None]) -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, wrapped(VALLEY))
        draw(canvas)

    assert not texts(read(made(page)), "footnote")
