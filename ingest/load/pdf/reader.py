"""PDF: characters from pdfium, lines and columns by their boxes, blocks by their look.

Nothing in the file is run or fetched: no script, no form, no attachment, no link. The work
is done in two goes. First each page is read and closed again; what is kept of it is its
stretches of text. Then what recurs on many pages is taken away, and the rest is laid out.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.load.pdf.blocks import (
    Draft,
    paragraphs,
    pitches,
    size_of_most,
)
from ingest.load.pdf.columns import Column, regions
from ingest.load.pdf.figures import with_figures
from ingest.load.pdf.furniture import take_furniture
from ingest.load.pdf.headings import Entry, mark_headings, read_outline
from ingest.load.pdf.lines import Line, make_lines, without_marks
from ingest.load.pdf.notes import mark_of, marks_of, part_notes, running_marks
from ingest.load.pdf.over_breaks import join_over_breaks, level_items
from ingest.load.pdf.page import INSTALL, Sides, read_page
from ingest.load.pdf.properties import read_properties
from ingest.load.pdf.write import write
from ingest.load.raw import Raw, Reading
from rag.errors import LoadError
from rag.types import Finding, Properties

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfiumError

MAX_PAGES = 5_000
MAX_LETTERS = 20_000_000
"""In the whole file: forty times the Bible's letters would be 130,000,000."""
TAIL = 2048


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
        _open_form(document)
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
            page, found, size = read_page(document, index, reading)
            letters += size
            if letters > MAX_LETTERS:
                raise LoadError(f"over {MAX_LETTERS:,} letters; split the file")
            file.pages.append(page)
            file.findings.extend(found)
            reading.tell(index + 1, count)
        return file
    finally:
        document.close()


def _open_form(document: PdfDocument) -> None:
    """Have pdfium know the document's form, if it has one; a damaged one isn't read."""
    import pypdfium2

    with contextlib.suppress(pypdfium2.PdfiumError):
        document.init_forms()


def _why_closed(error: PdfiumError) -> str:
    import pypdfium2.raw as c

    code = getattr(error, "err_code", None)
    if code == c.FPDF_ERR_PASSWORD:
        return "needs a password; save it without one"
    if code == c.FPDF_ERR_SECURITY:
        return "is encrypted in a way that isn't read; save it without encryption"
    return "is damaged, or no PDF; get it anew from where it came from"


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
    marks = running_marks(line for _, cells in parted for lines in cells for line in lines)
    for number, found in notes.items():
        marks[number] |= marks_of(found)
    unmarked = [
        (is_row, [[_worded(line, marks.get(line.page, ())) for line in c] for c in cells])
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


def _worded(line: Line, marks: Collection[str]) -> Line:
    """Take the footnote marks out of a line; what is still raised in it are figures."""
    return with_figures(without_marks(line, marks))


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
            mark = mark_of(lines[0])
            if mark is None and last is not None:
                last.lines.extend(lines)
                continue
            lines = [with_figures(line, first=index == 0) for index, line in enumerate(lines)]
            last = Draft("footnote", lines, marker=mark[1] if mark else 0)
            made[page].append(last)
    return made
