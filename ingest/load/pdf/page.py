"""One page of a PDF: its text, read or recognised, and what is drawn on it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.load.ocr import OcrFailed, ocr_available
from ingest.load.pdf.annotations import struck_areas
from ingest.load.pdf.chars import MAX_CHARACTERS, Box, Piece, Sheet, read_pieces
from ingest.load.pdf.fields import with_fields
from ingest.load.pdf.hidden import part_hidden
from ingest.load.pdf.letters import UNKNOWN
from ingest.load.pdf.scans import is_scan, read_scan
from ingest.load.pdf.shapes import read_shapes
from ingest.load.pdf.stretches import Stretch, stretches
from ingest.load.pdf.struck import part_struck
from ingest.load.raw import Reading
from rag.types import Finding, PageReading

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MAX_SIDE = 20_000
"""Points: 7 metres. PDF itself allows 14,400 without a unit of its own."""
MAX_UNKNOWN = 0.3
INSTALL = "install Tesseract (Debian: `apt install tesseract-ocr`, macOS: `brew install tesseract`)"


@dataclass(slots=True)
class Sides:
    """A page as read, before it's known what goes on around its text.

    ``parts`` are its stretches by the quarter turns of their text; ``across`` and ``down``
    the rules drawn on it.
    """

    sheet: Sheet
    parts: dict[int, list[Stretch]] = field(default_factory=dict)
    across: list[Box] = field(default_factory=list)
    down: list[Box] = field(default_factory=list)
    reading: PageReading = "text"
    label: str | None = None


def read_page(
    document: PdfDocument, index: int, reading: Reading
) -> tuple[Sides, list[Finding], int]:
    """Read one page; give findings, and the number of its letters, too.

    A page that can't be read is an unread page.
    """
    import pypdfium2

    number = index + 1
    try:
        label = document.get_page_label(index)
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        label = ""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        finding = Finding("damage", f"page {number} is damaged and can't be read", number)
        return Sides(Sheet(number, 0, 0, 612, 792), reading="unread", label=label), [finding], 0
    try:
        left, bottom, right, top = page.get_bbox()
        sheet = Sheet(number, left, bottom, right, top, page.get_rotation() // 90 % 4)
        sides = Sides(sheet, label=label)
        if not (0 < sheet.width <= MAX_SIDE and 0 < sheet.height <= MAX_SIDE):
            sides.reading = "unread"
            size = f"{sheet.width:.0f} by {sheet.height:.0f} points"
            return sides, [_unread(number, f"is {size} large")], 0
        return sides, *_fill(page, sides, reading)
    except pypdfium2.PdfiumError:
        sides = Sides(Sheet(number, 0, 0, 612, 792), reading="unread", label=label)
        return sides, [_unread(number, "is damaged")], 0
    finally:
        page.close()


def _unread(number: int, why: str) -> Finding:
    return Finding("unread page", f"page {number} {why}", number)


def _fill(page: PdfPage, sides: Sides, reading: Reading) -> tuple[list[Finding], int]:
    """Put a page's text into its `Sides`; give findings and the number of its letters."""
    sheet = sides.sheet
    shapes = read_shapes(page, sheet)
    lines = (*shapes.across, *shapes.dashes)
    textpage = page.get_textpage()
    try:
        full = textpage.count_chars() > MAX_CHARACTERS
        pieces = read_pieces(textpage, sheet, lines)
    finally:
        textpage.close()
    pieces, findings, layer = part_hidden(page, sheet, pieces, shapes)
    pieces, struck = part_struck(pieces, sheet, lines, struck_areas(page, sheet))
    findings.extend(struck)
    pieces = with_fields(page, sheet, pieces)
    if full:
        message = f"page {sheet.number} has over {MAX_CHARACTERS:,} characters; the rest is lost"
        findings.append(Finding("damage", message, sheet.number))
    pieces, aslant = _part_aslant(pieces)
    if aslant:
        text = " ".join(piece.text for piece in aslant)
        message = f"words set aslant on page {sheet.number}, as a watermark is"
        findings.append(Finding("left out", message, sheet.number, text[:200]))
    letters = sum(len(piece.text) for piece in pieces)
    unknown = sum(piece.text.count(UNKNOWN) for piece in pieces)
    garbled = unknown > MAX_UNKNOWN * letters
    if garbled or is_scan(letters, shapes, sheet):
        findings.extend(_read_image(page, sides, reading, garbled=garbled))
        if sides.reading == "ocr":
            return findings, letters
    elif layer:
        sides.reading = "ocr"
    elif not pieces:
        sides.reading = "blank"
    by_turn: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_turn[piece.look.turn or 0].append(piece)
    sides.parts = {turn: stretches(some) for turn, some in by_turn.items()}
    sides.across, sides.down = shapes.across, shapes.down
    return findings, letters


def _part_aslant(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    aslant = [piece for piece in pieces if piece.look.turn is None]
    return ([p for p in pieces if p.look.turn is not None], aslant) if aslant else (pieces, [])


def _read_image(page: PdfPage, sides: Sides, reading: Reading, *, garbled: bool) -> list[Finding]:
    sheet = sides.sheet
    what = "'s letters have no meaning that the file states" if garbled else " is an image"
    if not reading.ocr or not ocr_available():
        sides.reading = "unread"
        why = f"{INSTALL} to have it read" if reading.ocr else "OCR is turned off"
        return [Finding("unread page", f"page {sheet.number}{what}; {why}", sheet.number)]
    try:
        parts, findings = read_scan(page, sheet)
    except OcrFailed as error:
        sides.reading = "unread"
        message = f"page {sheet.number}{what}, and {error}"
        return [Finding("unread page", message, sheet.number)]
    sides.reading = "ocr" if parts else "blank"
    sides.parts = {sheet.turn: parts}
    return findings
