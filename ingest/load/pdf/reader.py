"""PDF: characters from pdfium, lines and columns by their boxes, blocks by their look.

Nothing in the file is run or fetched: no script, no form, no attachment, no link. The work
is done in two goes. First each page is read and closed again; what is kept of it is its
stretches of text. Then what recurs on many pages is taken away, and the rest is laid out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.load.ocr import OcrFailed, ocr_available
from ingest.load.pdf.blocks import (
    Draft,
    join_over_breaks,
    level_items,
    paragraphs,
    pitches,
    size_of_most,
)
from ingest.load.pdf.chars import MAX_CHARACTERS, UNKNOWN, Piece, Sheet, read_pieces
from ingest.load.pdf.columns import Column, regions
from ingest.load.pdf.furniture import Sides, take_furniture
from ingest.load.pdf.headings import Entry, mark_headings, read_outline
from ingest.load.pdf.hidden import part_hidden
from ingest.load.pdf.lines import Line, make_lines, stretches, without_marks
from ingest.load.pdf.notes import MARK, marks_of, part_notes
from ingest.load.pdf.properties import read_properties
from ingest.load.pdf.scans import is_scan, read_scan
from ingest.load.pdf.shapes import read_shapes
from ingest.load.pdf.write import write
from ingest.load.raw import Raw, Reading
from rag.errors import LoadError
from rag.types import Finding, Properties

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfiumError, PdfPage

MAX_PAGES = 5_000
MAX_SIDE = 20_000
"""Points: 7 metres. PDF itself allows 14,400 without a unit of its own."""
MAX_LETTERS = 20_000_000
"""In the whole file: forty times the Bible's letters would be 130,000,000."""
MAX_UNKNOWN = 0.3
TAIL = 2048
INSTALL = "install Tesseract (Debian: `apt install tesseract-ocr`, macOS: `brew install tesseract`)"


@dataclass(slots=True)
class _File:
    """What was read of a file."""

    pages: list[Sides]
    outline: list[Entry]
    properties: Properties
    findings: list[Finding] = field(default_factory=list)


def load_pdf(data: bytes, reading: Reading) -> Raw:
    """Read a PDF. Raises `LoadError` where nothing of it can be read."""
    file = _read(data, reading)
    _refuse_unread(file)
    everything = [part for page in file.pages for parts in page.parts.values() for part in parts]
    body = size_of_most((part.size, len(part.text)) for part in everything)
    file.findings.extend(take_furniture(file.pages, body))
    drafts, notes = _lay_out(file)
    extract = write(drafts, notes, file.pages)
    return extract.raw(_notes(file.pages), file.properties, file.findings)


def _refuse_unread(file: _File) -> None:
    """Raise `LoadError` where no page could be read: an empty document would hide that."""
    readings = {page.reading for page in file.pages}
    if "unread" not in readings or not readings <= {"unread", "blank"}:
        return
    unread = [finding for finding in file.findings if finding.kind == "unread page"]
    if not unread:
        raise LoadError("is damaged: none of its pages can be read; get it anew")
    if any(INSTALL in finding.message for finding in unread):
        raise LoadError(
            f"holds only scanned pages and Tesseract isn't installed; {INSTALL}, or save "
            "the file with its text recognised"
        )
    raise LoadError(f"none of its pages can be read: {unread[0].message}")


def _notes(pages: Sequence[Sides]) -> list[str]:
    by_ocr = [page.sheet.number for page in pages if page.reading == "ocr"]
    unread = [page.sheet.number for page in pages if page.reading == "unread"]
    notes = []
    if by_ocr:
        notes.append(f"{_counted(by_ocr)} read by OCR: check quotes against the page")
    if unread:
        notes.append(f"{_counted(unread)} not read")
    return notes


def _counted(numbers: Sequence[int]) -> str:
    return f"page {numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} pages"


def _read(data: bytes, reading: Reading) -> _File:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise LoadError(_why_closed(error)) from error
    try:
        count = len(document)
        if count == 0:
            raise LoadError("is damaged: it holds no pages; get it anew from where it came from")
        if count > MAX_PAGES:
            raise LoadError(f"{count:,} pages are over the limit of {MAX_PAGES:,}; split the file")
        file = _File([], read_outline(document), read_properties(document))
        if b"%%EOF" not in data[-TAIL:]:
            message = "the file's end is missing: pages or text may be lost"
            file.findings.append(Finding("damage", message))
        letters = 0
        for index in range(count):
            page, found, size = _read_page(document, index, reading)
            letters += size
            if letters > MAX_LETTERS:
                raise LoadError(f"over {MAX_LETTERS:,} letters; split the file")
            file.pages.append(page)
            file.findings.extend(found)
            reading.tell(index + 1, count)
        return file
    finally:
        document.close()


def _why_closed(error: PdfiumError) -> str:
    import pypdfium2.raw as c

    code = getattr(error, "err_code", None)
    if code == c.FPDF_ERR_PASSWORD:
        return "needs a password; save it without one"
    if code == c.FPDF_ERR_SECURITY:
        return "is encrypted in a way that isn't read; save it without encryption"
    return "is damaged, or no PDF; get it anew from where it came from"


def _read_page(
    document: PdfDocument, index: int, reading: Reading
) -> tuple[Sides, list[Finding], int]:
    """Read one page; a page that can't be read is an unread page."""
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
    textpage = page.get_textpage()
    try:
        full = textpage.count_chars() > MAX_CHARACTERS
        pieces = read_pieces(textpage, sheet)
    finally:
        textpage.close()
    pieces, findings, layer = part_hidden(page, sheet, pieces, shapes)
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


def _lay_out(file: _File) -> tuple[list[Draft], dict[int, list[Draft]]]:
    """Put the text of all pages in reading order; give its blocks, and footnotes by page."""
    laid = list(_columns(file.pages))
    body = size_of_most(
        (line.size, len(line.text)) for _, cells in laid for lines in cells for line in lines
    )
    parted: list[tuple[bool, list[list[Line]]]] = []
    notes: dict[int, list[list[Line]]] = defaultdict(list)
    for is_row, cells in laid:
        if is_row:
            parted.append((True, cells))
            continue
        page = file.pages[cells[0][0].page - 1]
        rest, found = part_notes(cells[0], body, page.sheet.height, page.across)
        notes[page.sheet.number].extend(found)
        parted.append((False, [rest] if rest else []))
    marks = {page: marks_of(found) for page, found in notes.items()}
    unmarked = [
        (is_row, [[without_marks(line, marks.get(line.page, ())) for line in c] for c in cells])
        for is_row, cells in parted
        if cells
    ]
    usual = pitches(cells[0] for is_row, cells in unmarked if not is_row)
    drafts: list[Draft] = []
    for is_row, cells in unmarked:
        if is_row:
            drafts.append(Draft("table", [], cells=cells))
        else:
            drafts.extend(paragraphs(cells[0], usual))
    drafts = join_over_breaks(mark_headings(drafts, file.outline, body))
    level_items(drafts)
    return drafts, _footnotes(notes)


def _columns(pages: Iterable[Sides]) -> Iterable[tuple[bool, list[list[Line]]]]:
    """Give the document's columns, each a list of one list of lines, and its tables' rows."""
    region = 0
    for page in pages:
        sheet = page.sheet
        first = sheet.turn
        for turn in sorted(page.parts, key=lambda turn: (turn - first) % 4):
            rules = (page.across, page.down) if turn == first else ([], [])
            for part in regions(page.parts[turn], *rules):
                region += 1
                if isinstance(part, Column):
                    edges = (part.left, part.right)
                    lines = make_lines(
                        part.parts, turn=turn, region=region, page=sheet.number, edges=edges
                    )
                    yield False, [lines]
                    continue
                for row in part.rows:
                    cells = [
                        make_lines(cell, turn=turn, region=region, page=sheet.number)
                        for cell in row
                    ]
                    yield True, cells


def _footnotes(notes: dict[int, list[list[Line]]]) -> dict[int, list[Draft]]:
    """Make blocks of footnotes; one without a mark goes on with the last of the page before."""
    made: dict[int, list[Draft]] = defaultdict(list)
    last: Draft | None = None
    for page in sorted(notes):
        for lines in notes[page]:
            match = MARK.match(lines[0].text)
            if match is None and last is not None:
                last.lines.extend(lines)
                continue
            last = Draft("footnote", lines, marker=match.end() if match else 0)
            made[page].append(last)
    return made
