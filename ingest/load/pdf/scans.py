"""Pages of a PDF that are images: told from others, drawn, and read by OCR."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ingest.load.ocr import UNSURE, OcrFailed, SeenWord, baseline, confidence, read_image
from ingest.load.pdf.chars import Piece, Sheet
from ingest.load.pdf.looks import Look
from ingest.load.pdf.shapes import Shapes
from ingest.load.pdf.stretches import Stretch, make_stretch

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pypdfium2 import PdfPage

    Image = NDArray[np.uint8]

SCAN_SHARE = 0.25
"""Share of the page that its images must cover."""
TEXT_SHARE = 0.05
"""Share of the page that the boxes of its words cover at most: a page of prose has .1 to .5."""
DPI = 300
DPI_TO_TURN = 150
"""Enough to see which way up a page is."""
LONG = 4
"""Letters. A word of so many is wider than high, or else it stands on its side: Tesseract reads
some lines that run downwards, but not in their order."""
MAX_PIXELS = 40_000_000
LARGER = 1.4
"""Times the usual height of lines: only then is a line's type taken for larger."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What was read of a page's image: its lines, whose text is upright after ``turn``."""

    turn: int
    lines: tuple[Stretch, ...]
    confidence: float
    letters: int


class _Try(NamedTuple):
    turns: int
    words: list[SeenWord]
    confidence: float


def is_scan(pieces: Iterable[Piece], shapes: Shapes, sheet: Sheet) -> bool:
    """Say whether what is to be read of a page is in its images, a stamp or a number apart."""
    if shapes.image_share(sheet) < SCAN_SHARE:
        return False
    text = sum((piece.x1 - piece.x0) * (piece.y1 - piece.y0) for piece in pieces)
    return text < TEXT_SHARE * sheet.width * sheet.height


def read_scan(page: PdfPage, sheet: Sheet, own: Iterable[Piece] = ()) -> Scan:
    """Read a page's image, without the pieces of ``own``. Raises `OcrFailed`.

    An image that can't be read as it stands is read again in the other quarter turns.
    """
    inches = sheet.width * sheet.height / 72**2
    dpi = int(min(DPI, (MAX_PIXELS / max(inches, 0.01)) ** 0.5))
    image = _drawn(page, sheet, own, dpi)
    best = _read(image, 0, dpi)
    if best.confidence < UNSURE:
        step = max(round(dpi / DPI_TO_TURN), 1)
        turned = max(
            (_read(image[::step, ::step], turns, dpi // step) for turns in (1, 2, 3)),
            key=lambda one: one.confidence,
        )
        if turned.confidence > best.confidence:
            best = max(best, _read(image, turned.turns, dpi), key=lambda one: one.confidence)
    turn = (sheet.turn + best.turns) % 4
    letters = sum(len(word.text) for word in best.words)
    lines = tuple(_lines(best.words, 72 / dpi, turn)) if best.words else ()
    return Scan(turn, lines, best.confidence, letters)


def _drawn(page: PdfPage, sheet: Sheet, own: Iterable[Piece], dpi: int) -> Image:
    """Draw a page in grey, its own pieces painted over."""
    scale = dpi / 72
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False, draw_annots=False)
    try:
        image = np.array(bitmap.to_numpy(), dtype=np.uint8)
    finally:
        bitmap.close()
    image = image.reshape(image.shape[:2])
    for piece in own:
        box = sheet.displayed(piece[1:5], piece.look.turn or 0)
        x0, y0, x1, y1 = (max(round(at * scale), 0) for at in box)
        image[y0:y1, x0:x1] = 255
    return image


def _read(image: Image, turns: int, dpi: int) -> _Try:
    """Read an image after so many quarter turns clockwise."""
    upright = np.ascontiguousarray(np.rot90(image, -turns))
    height, width = upright.shape
    words = read_image(upright.tobytes(), width, height, dpi)
    long = [word for word in words if len(word.text) >= LONG]
    lying = sum(word.y1 - word.y0 > word.x1 - word.x0 for word in long) > 0.5 * len(long)
    return _Try(turns, words, 0.0 if lying else confidence(words))


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


__all__ = ["OcrFailed", "Scan", "is_scan", "read_scan"]
