"""One page of a PDF: its text, read or recognised, and what is drawn on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.load.ocr import SURE, UNSURE, OcrFailed, ocr_available
from ingest.load.pdf.annotations import struck_areas
from ingest.load.pdf.chars import MAX_CHARACTERS, Box, Piece, Sheet, read_pieces
from ingest.load.pdf.fields import with_fields
from ingest.load.pdf.gibberish import is_gibberish
from ingest.load.pdf.hidden import part_hidden
from ingest.load.pdf.leaders import without_leaders
from ingest.load.pdf.margins import without_margin_numbers
from ingest.load.pdf.overprints import without_overprints
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
MANY_LETTERS = 40
"""That OCR sees in a picture beside text: fewer are the noise of a photograph."""
INSTALL = "install Tesseract (Debian: `apt install tesseract-ocr`, macOS: `brew install tesseract`)"


@dataclass(slots=True)
class Sides:
    """A page as read, before it's known what goes on around its text.

    ``parts`` are its stretches by the quarter turns of their text; ``across`` and ``down``
    the rules drawn on it. ``label`` is the one that the file gives to the page, later the
    one printed on it; ``inferred`` says that it isn't printed but follows from others.
    """

    sheet: Sheet
    parts: dict[int, list[Stretch]] = field(default_factory=dict)
    across: list[Box] = field(default_factory=list)
    down: list[Box] = field(default_factory=list)
    reading: PageReading = "text"
    label: str | None = None
    inferred: bool = False


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
    garbled = is_gibberish(" ".join(piece.text for piece in pieces))
    if garbled or (not (layer and pieces) and is_scan(pieces, shapes, sheet)):
        pieces = [] if garbled else pieces
        what = "has letters that spell no words" if garbled else "is an image"
        findings.extend(_read_image(page, sides, reading, pieces, what))
    elif layer:
        sides.reading = "ocr"
    elif not pieces:
        sides.reading = "blank"
    by_turn: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_turn[piece.look.turn or 0].append(piece)
    for turn, some in by_turn.items():
        sides.parts.setdefault(turn, []).extend(
            stretches(without_leaders(without_overprints(some)))
        )
    if upright := sides.parts.get(sheet.turn):
        sides.parts[sheet.turn], count = without_margin_numbers(upright)
        if count:
            message = f"{count} line numbers in the margin of page {sheet.number}"
            findings.append(Finding("left out", message, sheet.number))
    sides.across, sides.down = shapes.across, shapes.down
    return findings, letters


def _part_aslant(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    aslant = [piece for piece in pieces if piece.look.turn is None]
    return ([p for p in pieces if p.look.turn is not None], aslant) if aslant else (pieces, [])


def _read_image(
    page: PdfPage, sides: Sides, reading: Reading, own: Sequence[Piece], what: str
) -> Iterable[Finding]:
    """Read a page's image into its `Sides`, beside its ``own`` pieces; give findings."""
    number = sides.sheet.number
    sides.reading = "unread"
    if not reading.ocr or not ocr_available():
        why = f"{INSTALL} to have it read" if reading.ocr else "OCR is turned off"
        yield _unread(number, f"{what}; {why}")
        return
    try:
        scan = read_scan(page, sides.sheet, own)
    except OcrFailed as error:
        yield _unread(number, f"{what}, and {error}")
        return
    sure = f"(confidence {scan.confidence:.0f} of 100)"
    if own and scan.confidence < UNSURE and scan.letters < MANY_LETTERS:
        sides.reading = "text"
    elif scan.confidence < UNSURE:
        why = f"can't be read well enough by OCR {sure}" if scan.letters else "shows OCR no words"
        yield _unread(number, f"{what} and {why}")
    else:
        sides.reading = "ocr"
        sides.parts[scan.turn] = list(scan.lines)
        if scan.confidence < SURE:
            message = f"page {number} was hard to read by OCR {sure}: check quotes against the page"
            yield Finding("damage", message, number)
