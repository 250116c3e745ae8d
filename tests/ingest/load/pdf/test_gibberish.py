from __future__ import annotations

import random
import string
from collections.abc import Callable

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.load.pdf.gibberish import is_gibberish
from tests.ingest.load.pdf.made import HEIGHT, LEVY, TEXTS, WIDTH, fitted, made, read, texts
from tests.ingest.load.pdf.test_scans import alike, needs_tesseract, picture

GERMAN = (
    "Der Rat des Tals trat am ersten Montag im März zusammen und hörte, was die Wächter über die "
    "Brunnen zu sagen hatten. Drei von ihnen waren vor der Ernte versiegt, ein vierter wurde nur "
    "für das Krankenhaus bereitgehalten. Der Rat verlangte eine Zählung aller Pumpen."
)
POLISH = (
    "Rada doliny zebrała się w pierwszy poniedziałek marca i wysłuchała, co strażnicy mieli do "
    "powiedzenia o studniach. Trzy z nich wyschły przed żniwami, a czwarta służyła tylko "
    "przychodni. Rada poprosiła o spis wszystkich pomp, publicznych i prywatnych."
)
RUSSIAN = (
    "Совет долины собрался в первый понедельник марта и выслушал, что хотели сказать сторожа о "
    "колодцах. Три из них высохли до жатвы, а четвёртый берегли для больницы. Совет попросил "
    "сосчитать все насосы, общие и частные, чтобы было видно, кто сколько берёт."
)
CODES = "FQ-204 KXB 77 ZRW-9 HTK 11 PLV-3 WNQ 42 BDF-8"


def exchanged(text: str) -> str:
    letters = list(string.ascii_lowercase)
    random.Random(6).shuffle(letters)
    small = str.maketrans(string.ascii_lowercase, "".join(letters))
    return text.translate(small).translate(str.maketrans("TNAW", "GZQX"))


def shifted(text: str) -> str:
    return "".join(chr(ord(letter) + 3) if letter.isalpha() else letter for letter in text)


def by_glyph(text: str) -> str:
    """Take the numbers of a font's glyphs for letters, as files without a table for them do."""
    return "".join(chr(max(ord(letter) - 29, 3)) if letter != " " else " " for letter in text)


def private(text: str) -> str:
    return "".join(chr(0xF000 + ord(letter)) if letter.isalpha() else letter for letter in text)


SPOILT = [exchanged, shifted, by_glyph, private]


@pytest.mark.parametrize("spoil", SPOILT)
def test_scrambled_letters_are_doubted(spoil: Callable[[str], str]) -> None:
    assert all(is_gibberish(spoil(text)) for text in TEXTS)


@pytest.mark.parametrize("text", [*TEXTS, GERMAN, POLISH, RUSSIAN, CODES, "", "12 400 7,3 1998"])
def test_words_of_any_language_and_codes_are_not(text: str) -> None:
    assert not is_gibberish(text)


def with_layer(canvas: Canvas) -> None:
    """Draw a scan with a layer of text behind it whose letters are wrong."""
    canvas.drawImage(ImageReader(picture(fitted(LEVY, 420))), 0, 0, WIDTH, HEIGHT)
    text = canvas.beginText(72, HEIGHT - 105)
    text.setFont("Helvetica", 11)
    text.setTextRenderMode(3)
    text.textLines([shifted(line) for line in fitted(LEVY, 420)])
    canvas.drawText(text)
    canvas.showPage()


@needs_tesseract
def test_a_text_layer_that_spells_no_words_is_read_again() -> None:
    raw = read(made(with_layer), ocr=True)
    assert [page.reading for page in raw.pages] == ["ocr"]
    assert alike(texts(raw), LEVY) > 0.98
