from __future__ import annotations

import os
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.load.ocr import ocr_available
from rag.errors import LoadError
from tests.ingest.load.pdf.made import HEIGHT, LEVY, VALLEY, WIDTH, fitted, made, put, read, texts

needs_tesseract = pytest.mark.skipif(not ocr_available(), reason="Tesseract isn't installed")


def picture(lines: list[str]) -> Image.Image:
    """Draw lines on an image of an A4 page at 150 dpi."""
    image = Image.new("L", (1240, 1754), 255)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(size=26)
    for number, line in enumerate(lines):
        pen.text((150, 200 + 40 * number), line, fill=0, font=font)
    return image


def scanned(lines: list[str]) -> ImageReader:
    return ImageReader(picture(lines))


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


def alike(found: list[str], text: str) -> float:
    return SequenceMatcher(None, " ".join(found), text).ratio()


STAMP = "Case: 23-50917 Document: 41-3 Page: 2 Date Filed: 11/20/2023 and entered by the clerk"


def stamped(canvas: Canvas) -> None:
    canvas.drawImage(scanned(fitted(VALLEY, 420)), 0, 0, WIDTH, HEIGHT)
    put(canvas, [STAMP], y=HEIGHT - 20, size=9)


def in_strips(canvas: Canvas) -> None:
    whole = picture(fitted(VALLEY, 420))
    for at in range(0, 1754, 60):
        strip = whole.crop((0, at, 1240, min(at + 60, 1754)))
        height = strip.height / 1754 * HEIGHT
        top = HEIGHT - at / 1754 * HEIGHT
        canvas.drawImage(ImageReader(strip), 0, top - height, WIDTH, height)


def beside_text(canvas: Canvas) -> None:
    put(canvas, ["Figure 3 to the report"], y=HEIGHT - 60)
    half = picture(fitted(VALLEY, 420)).crop((0, 150, 1240, 1027))
    canvas.drawImage(ImageReader(half), 0, 200, WIDTH, HEIGHT / 2)


@needs_tesseract
@pytest.mark.parametrize(
    ("draw", "own"), [(stamped, STAMP), (in_strips, ""), (beside_text, "Figure 3 to the report")]
)
def test_a_page_is_a_scan_by_how_much_images_cover(
    draw: Callable[[Canvas], None], own: str
) -> None:
    raw = read(made(draw), ocr=True)
    assert [page.reading for page in raw.pages] == ["ocr"]
    found = texts(raw)
    assert own in " ".join(found)
    assert alike([text for text in found if text != own], VALLEY) > 0.98


@pytest.mark.parametrize("share", [0.2, 1.0])
def test_text_on_or_beside_a_picture_is_no_scan(share: float) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (90, 90), 230)), 0, 0, WIDTH, HEIGHT * share)
        put(canvas, [*fitted(VALLEY, 450), *fitted(LEVY, 450)])

    raw = read(made(draw))
    assert [page.reading for page in raw.pages] == ["text"]


@needs_tesseract
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_scan_is_turned_first(degrees: int) -> None:
    def draw(canvas: Canvas) -> None:
        image = picture(fitted(VALLEY, 420)).rotate(degrees, expand=True)
        if degrees != 180:
            canvas.setPageSize((HEIGHT, WIDTH))
        canvas.drawImage(ImageReader(image), 0, 0, *canvas._pagesize)

    raw = read(made(draw), ocr=True)
    assert [page.reading for page in raw.pages] == ["ocr"]
    assert alike(texts(raw), VALLEY) > 0.98
    word = raw.blocks[0].lines[0].words[0]
    x, y = 150 * 0.48, 206 * 0.48
    corner = {90: (y, HEIGHT - 0), 180: (WIDTH, HEIGHT), 270: (HEIGHT, x)}[degrees]
    near = {90: (word.x0, HEIGHT), 180: (word.x1 + x, word.y1 + y), 270: (word.x1 + y, word.y0)}
    assert near[degrees] == pytest.approx(corner, abs=6)


def blurred(image: Image.Image) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(5))


def coarse(image: Image.Image) -> Image.Image:
    return image.resize((230, 325)).resize(image.size)


def flecked(image: Image.Image) -> Image.Image:
    return Image.blend(image, Image.effect_noise(image.size, 300), 0.6)


@needs_tesseract
@pytest.mark.parametrize("spoil", [blurred, coarse, flecked])
def test_what_ocr_cannot_read_well_is_not_indexed(spoil: Callable[..., Image.Image]) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, fitted(LEVY, 450))
        canvas.showPage()
        image = spoil(picture(fitted(VALLEY, 420)))
        canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)

    raw = read(made(draw), ocr=True)
    assert [page.reading for page in raw.pages] == ["text", "unread"]
    assert texts(raw) == [LEVY]
    (finding,) = [found for found in raw.findings if found.kind == "unread page"]
    assert "OCR" in finding.message
