"""Figures drawn above and below the line: exponents, indices, fractions, footnote marks."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.load.pdf.made import VALLEY, made, put, read, texts, wrapped

RISE, SMALL = 4.2, 6.5


def set_line(canvas: Canvas, *parts: str, y: float = 500.0, size: float = 11.0) -> None:
    """Draw a line of parts; one that begins with ^ is raised, one with _ lowered, = is small."""
    text = canvas.beginText(72, y)
    for part in parts:
        level = part[0] if part[0] in "^_=" else ""
        rise = {"^": RISE, "_": -1.6}.get(level, 0)
        text.setFont("Times-Roman", SMALL if level else size)
        text.setRise(rise)
        text.textOut(part[1:] if level else part)
    text.setRise(0)
    canvas.drawText(text)


def told(*parts: str) -> str:
    """Give a line as it's read, of a page with other text."""

    def draw(canvas: Canvas) -> None:
        put(canvas, wrapped(VALLEY))
        set_line(canvas, *parts)

    return texts(read(made(draw)))[-1]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("a basin of 10", "^9", " gallons"), "a basin of 10⁹ gallons"),
        (("some 4 × 10", "^-6", " of it"), "some 4 × 10⁻⁶ of it"),
        (("over 30 km", "^2", " of marsh"), "over 30 km² of marsh"),
        (("less CO", "_2", " in the air"), "less CO₂ in the air"),
        (("of H", "_2", "SO", "_4", " and"), "of H₂SO₄ and"),
        (("on the 21", "^st", " of June"), "on the 21st of June"),
        (("within 2", "^1", "⁄", "=2", " miles of it"), "within 2½ miles of it"),
        (("a ", "^3", "/", "=8", "-inch pipe"), "a ⅜-inch pipe"),
        (("by ", "^5", "⁄", "=16", " of an inch"), "by ⁵⁄₁₆ of an inch"),
        (("see ", "^1⁄", "_4", " of the wells"), "see ¼ of the wells"),
        (("in 2011", "^14", " the rate rose"), "in 2011¹⁴ the rate rose"),
        (("the 4/5 rule and 11/2 stay",), "the 4/5 rule and 11/2 stay"),
    ],
)
def test_raised_and_lowered_figures_keep_their_meaning(parts: tuple[str, ...], said: str) -> None:
    assert told(*parts) == said


def test_a_fraction_above_and_below_a_bar() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, wrapped(VALLEY))
        set_line(canvas, "a depth of 3")
        x = 72 + canvas.stringWidth("a depth of 3", "Times-Roman", 11)
        put(canvas, ["3"], x=x, y=504.5, size=6)
        put(canvas, ["4"], x=x, y=497.5, size=6)
        canvas.line(x, 503, x + 3, 503)
        put(canvas, ["feet"], x=x + 6, y=500)

    assert texts(read(made(draw)))[-1] == "a depth of 3¾ feet"


FRACTIONS = {
    "11⁄2": "1½",
    "1⁄2": "½",
    "113⁄16": "1¹³⁄₁₆",
    "17⁄16": "1⁷⁄₁₆",
    "9⁄8": "⁹⁄₈",
    "5⁄0": "⁵⁄₀",
}


@pytest.mark.parametrize(("drawn", "said"), FRACTIONS.items())
def test_a_fraction_of_one_font(drawn: str, said: str) -> None:
    """Such fonts draw the digits around the slash small, with nothing in the file to say so."""
    assert told(f"a pipe of {drawn} inches") == f"a pipe of {said} inches"


def with_note(*parts: str, note: str) -> list[str]:
    def draw(canvas: Canvas) -> None:
        y = put(canvas, wrapped(VALLEY))
        set_line(canvas, *parts, y=y)
        canvas.line(72, 130, 200, 130)
        set_line(canvas, f"^{note}", f" Order {note} of the council.", y=115, size=8)

    return texts(read(made(draw)))


def test_a_footnotes_mark_is_no_figure_and_a_figure_no_mark() -> None:
    """Where the page has a note of that number, it's a mark, but for powers and fractions."""
    for parts, note, said in (
        (("The rate was set in 2009", "^2", " for all wells."), "2", "2009 for all wells."),
        (("It holds 10", "^2", " barrels on 7 m", "^2", "."), "2", "10² barrels on 7 m²."),
        (("It lies 1", "^1", "⁄", "=2", " miles away."), "1", "It lies 1½ miles away."),
        (("The rate was set in 2009", "^3", " for all."), "2", "2009³ for all."),
    ):
        assert said in " ".join(with_note(*parts, note=note))


def test_figures_in_footnotes_are_kept_beside_the_notes_mark() -> None:
    def draw(canvas: Canvas) -> None:
        y = put(canvas, wrapped(VALLEY))
        set_line(canvas, "It was set", "^1", " then.", y=y)
        canvas.line(72, 130, 200, 130)
        set_line(canvas, "^1", " That is 10", "^6", " litres.", y=115, size=9)

    raw = read(made(draw))
    assert texts(raw, "footnote") == ["1 That is 10⁶ litres."]
