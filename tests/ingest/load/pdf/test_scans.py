from __future__ import annotations

import os
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.load.ocr import ocr_available
from rag.errors import LoadError
from tests.ingest.load.pdf.made import HEIGHT, LEVY, VALLEY, WIDTH, fitted, made, put, read, texts

needs_tesseract = pytest.mark.skipif(not ocr_available(), reason="Tesseract isn't installed")


def scanned(lines: list[str]) -> ImageReader:
    """Draw lines on an image of an A4 page at 150 dpi."""
    image = Image.new("L", (1240, 1754), 255)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(size=26)
    for number, line in enumerate(lines):
        pen.text((150, 200 + 40 * number), line, fill=0, font=font)
    return ImageReader(image)


def scan(canvas: Canvas, lines: list[str]) -> None:
    canvas.drawImage(scanned(lines), 0, 0, WIDTH, HEIGHT)
    canvas.showPage()


def two_pages(canvas: Canvas) -> None:
    put(canvas, fitted(LEVY, 450))
    canvas.showPage()
    scan(canvas, fitted(VALLEY, 420))


@needs_tesseract
def test_a_scan_is_read_and_marked() -> None:
    raw = read(made(two_pages), ocr=True)
    assert [(page.number, page.reading) for page in raw.pages] == [(1, "text"), (2, "ocr")]
    assert texts(raw)[0] == LEVY
    assert SequenceMatcher(None, " ".join(texts(raw)[1:]), VALLEY).ratio() > 0.98
    assert "OCR" in raw.notes[0]
    word = raw.blocks[1].lines[0].words[0]
    assert (word.x0, word.y0) == pytest.approx((150 * 0.48, 206 * 0.48), abs=4)


def test_without_ocr_a_scan_is_an_unread_page() -> None:
    raw = read(made(two_pages))
    assert [(page.number, page.reading) for page in raw.pages] == [(1, "text"), (2, "unread")]
    (finding,) = raw.findings
    assert (finding.kind, finding.page) == ("unread page", 2)


def test_only_scans_and_no_ocr_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not ocr_available()
    with pytest.raises(LoadError, match="holds only scanned pages and Tesseract isn't installed"):
        read(made(lambda canvas: scan(canvas, fitted(VALLEY, 420))), ocr=True)


def test_a_failing_program_leaves_the_page_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    raw = read(made(two_pages), ocr=True)
    assert [page.reading for page in raw.pages] == ["text", "unread"]
    assert "code 3" in raw.findings[0].message


def test_a_scanner_s_own_text_layer_is_used() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(scanned(fitted(VALLEY, 420)), 0, 0, WIDTH, HEIGHT)
        text = canvas.beginText(72, HEIGHT - 105)
        text.setFont("Helvetica", 11)
        text.setLeading(19)
        text.setTextRenderMode(3)
        text.textLines(fitted(VALLEY, 420))
        canvas.drawText(text)
        canvas.showPage()

    raw = read(made(draw))
    assert texts(raw) == [VALLEY]
    assert [page.reading for page in raw.pages] == ["ocr"]
    assert not raw.findings
