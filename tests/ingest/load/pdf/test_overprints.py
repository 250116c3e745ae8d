"""Tests for words that are drawn twice."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.load.pdf.made import VALLEY, made, put, read, texts, wrapped


@pytest.mark.parametrize("shift", [(0.0, 0.0), (0.4, 0.0), (0.6, -0.6)])
def test_a_shadow_or_made_up_bold_type_is_read_once(shift: tuple[float, float]) -> None:
    def draw(canvas: Canvas) -> None:
        for x, y in ((0.0, 0.0), shift):
            put(canvas, wrapped(VALLEY), x=72 + x, y=700 + y)

    assert " ".join(texts(read(made(draw)))) == VALLEY


def test_words_and_letters_that_repeat_beside_each_other_stay() -> None:
    lines = ["The committee had had a good look at the book keeper's book", "1 1 1 1 11 11"]
    assert texts(read(made(lambda c: put(c, lines, leading=30)))) == lines
