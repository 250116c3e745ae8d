"""Words that are struck out: by a line, a thin bar or an annotation; and lines that strike none."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Highlight, MarkupAnnotation
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.load.pdf.made import VALLEY, made, messages, put, read, texts, wrapped

SIZE = 11
BEFORE, STRUCK, AFTER = "The levy is ", "three rupees", " four rupees for each house."


def width(text: str) -> float:
    return float(Canvas(io.BytesIO()).stringWidth(text, "Times-Roman", SIZE))


START, END = 72 + width(BEFORE), 72 + width(BEFORE + STRUCK)


def page(canvas: Canvas) -> None:
    put(canvas, wrapped(VALLEY))
    put(canvas, [BEFORE + STRUCK + AFTER], y=500)


def stroke(canvas: Canvas) -> None:
    page(canvas)
    canvas.line(START, 503, END, 503)


def bar(canvas: Canvas) -> None:
    page(canvas)
    canvas.rect(START, 502.6, END - START, 0.7, stroke=0, fill=1)


def twice(canvas: Canvas) -> None:
    page(canvas)
    canvas.line(START, 502.3, END, 502.3)
    canvas.line(START, 504, END, 504)


def word_by_word(canvas: Canvas) -> None:
    page(canvas)
    first = 72 + width(BEFORE + "three")
    canvas.line(START, 503, first, 503)
    canvas.line(first + width(" "), 503, END, 503)


@pytest.mark.parametrize("draw", [stroke, bar, twice, word_by_word])
def test_what_a_line_is_drawn_through_is_left_out_and_told(draw: object) -> None:
    raw = read(made(draw))  # type: ignore[arg-type]
    assert texts(raw)[-1] == "The levy is four rupees for each house."
    assert messages(raw, "left out") == ["page 1 has words that are struck out three rupees"]


def test_a_part_of_a_word_and_a_short_word_are_struck_out_exactly() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, wrapped(VALLEY))
        put(canvas, ["It takes 4560 days of the year."], y=500)
        at = 72 + width("It takes ")
        canvas.line(at, 503, at + width("45"), 503)
        at = 72 + width("It takes 4560 days ")
        canvas.line(at, 503, at + width("of"), 503)

    assert texts(read(made(draw)))[-1] == "It takes 60 days the year."


def underline(canvas: Canvas) -> None:
    page(canvas)
    canvas.line(START, 498.8, END, 498.8)


def rule_of_a_table(canvas: Canvas) -> None:
    page(canvas)
    canvas.line(60, 503, 520, 503)


def overline(canvas: Canvas) -> None:
    page(canvas)
    canvas.line(START, 507.5, END, 507.5)


def highlight(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 0.3)
    canvas.rect(START, 497, END - START, 11, stroke=0, fill=1)
    canvas.setFillGray(0)
    page(canvas)


def between_two_lines(canvas: Canvas) -> None:
    page(canvas)
    put(canvas, ["It is paid in spring."], y=486)
    canvas.line(START, 497.5, END, 497.5)


def one_side(canvas: Canvas) -> None:
    page(canvas)
    canvas.line(START, 500, START, 510)


@pytest.mark.parametrize(
    "draw", [underline, rule_of_a_table, overline, highlight, between_two_lines, one_side]
)
def test_other_lines_strike_nothing_out(draw: object) -> None:
    raw = read(made(draw))  # type: ignore[arg-type]
    assert BEFORE + STRUCK + AFTER in " ".join(texts(raw))
    assert not messages(raw, "left out")


def annotated(subtype: str, flags: int = 4) -> bytes:
    quad = [START, 509.0, END, 509.0, START, 497.0, END, 497.0]
    writer = PdfWriter(PdfReader(io.BytesIO(made(page))))
    points = ArrayObject(FloatObject(number) for number in quad)
    note: MarkupAnnotation = Highlight(rect=(START, 497, END, 509), quad_points=points)
    assert isinstance(note, DictionaryObject)
    note[NameObject("/Subtype")] = NameObject(subtype)
    note[NameObject("/F")] = FloatObject(flags)
    writer.add_annotation(0, note)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_what_an_annotation_strikes_out_is_left_out() -> None:
    raw = read(annotated("/StrikeOut"))
    assert texts(raw)[-1] == "The levy is four rupees for each house."
    assert messages(raw, "left out") == ["page 1 has words that are struck out three rupees"]


def test_other_annotations_and_hidden_ones_strike_nothing_out() -> None:
    for data in (annotated("/Highlight"), annotated("/Underline"), annotated("/StrikeOut", 2)):
        assert texts(read(data))[-1] == BEFORE + STRUCK + AFTER
