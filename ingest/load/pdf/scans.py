"""Pages of a PDF that are images: told from others, drawn, and read by OCR."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

from ingest.load.ocr import UNSURE, OcrFailed, SeenWord, baseline, confidence, read_image
from ingest.load.pdf.chars import Piece, Sheet
from ingest.load.pdf.looks import Look
from ingest.load.pdf.shapes import Shapes
from ingest.load.pdf.stretches import Stretch, make_stretch
from rag.types import Finding

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

FEW_LETTERS = 40
"""A page with an image and fewer letters than this (a stamp, a page number) is a scan."""
SCAN_SHARE = 0.3
"""Share of the page that its image must cover."""
DPI = 300
MAX_PIXELS = 40_000_000
LARGER = 1.4
"""Times the usual height of lines: only then is a line's type taken for larger."""


def is_scan(letters: int, shapes: Shapes, sheet: Sheet) -> bool:
    """Say whether what is to be read of a page is in its image."""
    return letters < FEW_LETTERS and shapes.image_share(sheet) >= SCAN_SHARE


def read_scan(page: PdfPage, sheet: Sheet) -> tuple[list[Stretch], list[Finding]]:
    """Read a page's image. Raises `OcrFailed`.

    Gives its lines, in points of the displayed page, and a finding where the words are
    likely to be wrong.
    """
    inches = sheet.width * sheet.height / 72**2
    dpi = int(min(DPI, (MAX_PIXELS / max(inches, 0.01)) ** 0.5))
    bitmap = page.render(scale=dpi / 72, grayscale=True, may_draw_forms=False, draw_annots=False)
    try:
        image = bitmap.to_numpy()
        height, width = image.shape[:2]
        pixels = image.reshape(height, width).tobytes()
    finally:
        bitmap.close()
    words = read_image(pixels, width, height, dpi)
    if not words:
        return [], []
    sure = confidence(words)
    findings = []
    if sure < UNSURE:
        message = (
            f"page {sheet.number} was hard to read by OCR (confidence {sure:.0f} of 100): "
            "check quotes against the page"
        )
        findings.append(Finding("damage", message, sheet.number))
    return list(_lines(words, 72 / dpi, sheet.turn)), findings


def _lines(words: Sequence[SeenWord], scale: float, turn: int) -> Iterable[Stretch]:
    lines = [list(group) for _, group in groupby(words, key=lambda word: word.line)]
    heights = [max(w.y1 for w in line) - min(w.y0 for w in line) for line in lines]
    usual = median(heights)
    for line, height in zip(lines, heights, strict=True):
        size = height if height > LARGER * usual else usual
        look = Look(round(size * scale, 1), turn=turn)
        base = baseline(line) * scale
        yield make_stretch(
            Piece(
                word.text,
                word.x0 * scale,
                word.y0 * scale,
                word.x1 * scale,
                word.y1 * scale,
                base,
                look,
                space=True,
            )
            for word in line
        )


__all__ = ["OcrFailed", "is_scan", "read_scan"]
