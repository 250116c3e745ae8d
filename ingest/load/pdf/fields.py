"""What is filled in and ticked in the form on a PDF page, as pieces in its place."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from ctypes import byref, c_float, c_ushort
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

from ingest.load.pdf.annotations import shown
from ingest.load.pdf.chars import Box, Piece, Sheet
from ingest.load.pdf.looks import Look

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

MULTILINE, PASSWORD = 1 << 12, 1 << 13
"""Flags of a text field: it has lines; what is typed isn't shown."""
MAX_VALUE = 20_000
"""Characters of a field. A page set in 4 pt type holds about 30,000."""
MAX_OPTIONS = 1_000
USUAL_SIZE = 10.0
"""Points, where a field says that its type fits into it."""
LETTER, SPACE, PITCH = 0.5, 0.25, 1.2
"""In ems: a letter's usual width, a space's, and the distance of two baselines."""
TICKED, EMPTY = "\N{BALLOT BOX WITH CHECK}", "\N{BALLOT BOX}"
CHOSEN, FREE = "\N{FISHEYE}", "\N{WHITE CIRCLE}"
BOXES = frozenset("☐□❏❑❒◻○◯")
"""What a page itself may show under the box that is ticked."""


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a form: pdfium's functions and handles, and its box on the displayed page."""

    c: ModuleType
    form: object
    handle: object
    kind: int
    box: Box

    @property
    def flags(self) -> int:
        return int(self.c.FPDFAnnot_GetFormFieldFlags(self.form, self.handle))

    @property
    def is_box(self) -> bool:
        """Say whether it's there to be ticked."""
        return self.kind in (self.c.FPDF_FORMFIELD_CHECKBOX, self.c.FPDF_FORMFIELD_RADIOBUTTON)


def with_fields(page: PdfPage, sheet: Sheet, pieces: list[Piece]) -> list[Piece]:
    """Add the pieces of a pypdfium2 page's form to those of its text. No script of it is run."""
    found: list[Piece] = []
    under: set[int] = set()
    for field in _fields(page, sheet):
        beside = _beside(field.box, pieces, sheet.turn)
        if field.is_box:
            under |= {id(p) for p in pieces if p.text in BOXES and _middle_in(p, field.box)}
            found.append(_tick(field, beside, sheet.turn))
        elif text := _value(field):
            found.extend(_written(field, text, beside, sheet.turn))
    return [piece for piece in pieces if id(piece) not in under] + found


def _fields(page: PdfPage, sheet: Sheet) -> Iterator[_Field]:
    import pypdfium2.raw as c

    if not page.formenv:
        return
    for handle in shown(c, page, c.FPDF_ANNOT_WIDGET):
        corners = c.FS_RECTF()
        if not c.FPDFAnnot_GetRect(handle, byref(corners)):
            continue
        left, right = sorted((corners.left, corners.right))
        bottom, top = sorted((corners.bottom, corners.top))
        box = x0, y0, x1, y1 = sheet.upright((left, bottom, right, top), sheet.turn)
        if 0 <= x0 < x1 <= sheet.width and 0 <= y0 < y1 <= sheet.height:
            kind = c.FPDFAnnot_GetFormFieldType(page.formenv, handle)
            yield _Field(c, page.formenv, handle, kind, box)


def _middle_in(piece: Piece, box: Box) -> bool:
    x, y = (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _beside(box: Box, pieces: Iterable[Piece], turn: int) -> tuple[float, float] | None:
    """Give size and baseline of the words nearest to a box on its own line."""
    x0, y0, x1, y1 = box
    near = [
        (max(piece.x0 - x1, x0 - piece.x1), piece.look.size, piece.base)
        for piece in pieces
        if piece.look.turn == turn and y0 <= piece.base - 0.3 * piece.look.size <= y1
    ]
    return min(near)[1:] if near else None


def _tick(field: _Field, beside: tuple[float, float] | None, turn: int) -> Piece:
    ticked = bool(field.c.FPDFAnnot_IsChecked(field.form, field.handle))
    choice = field.kind == field.c.FPDF_FORMFIELD_RADIOBUTTON
    mark = ((EMPTY, TICKED), (FREE, CHOSEN))[choice][ticked]
    size, base = beside or (field.box[3] - field.box[1], field.box[3])
    return Piece(mark, *field.box, base, Look(round(size, 1), turn=turn), space=True)


def _value(field: _Field) -> str:
    """Give what is filled in or chosen; "" for nothing, and for what isn't shown."""
    c, form, handle = field.c, field.form, field.handle
    if field.kind in (c.FPDF_FORMFIELD_COMBOBOX, c.FPDF_FORMFIELD_LISTBOX):
        count = min(c.FPDFAnnot_GetOptionCount(form, handle), MAX_OPTIONS)
        chosen = [i for i in range(count) if c.FPDFAnnot_IsOptionSelected(form, handle, i)]
        if chosen:
            return ", ".join(_string(c.FPDFAnnot_GetOptionLabel, form, handle, i) for i in chosen)
    elif field.kind != c.FPDF_FORMFIELD_TEXTFIELD or field.flags & PASSWORD:
        return ""
    return _string(c.FPDFAnnot_GetFormFieldValue, form, handle)


def _string(ask: Callable[..., int], *of: object) -> str:
    """Ask pdfium for a text, in UTF-16 with a zero at its end, of at most `MAX_VALUE` units."""
    size = ask(*of, None, 0)
    if not 2 < size <= 2 * MAX_VALUE:
        return ""
    units = (c_ushort * (size // 2))()
    ask(*of, units, size)
    return bytes(units).decode("utf-16", "replace").rstrip("\0")


def _written(
    field: _Field, text: str, beside: tuple[float, float] | None, turn: int
) -> Iterator[Piece]:
    """Set words where a field stands: on the line of its label, or from its top down."""
    x0, y0, x1, y1 = field.box
    said = c_float()
    field.c.FPDFAnnot_GetFontSize(field.form, field.handle, byref(said))
    size = said.value if 1 <= said.value <= y1 - y0 else min(USUAL_SIZE, y1 - y0)
    lines = text.splitlines()
    if field.flags & MULTILINE:
        width = max(int((x1 - x0) / (LETTER * size)), 1)
        lines = [part for line in lines for part in textwrap.wrap(line, width)]
    base = y0 + size
    if len(lines) == 1:
        size, base = beside or (size, base)
    for index, line in enumerate(lines):
        look = Look(round(size, 1), turn=turn)
        yield from _words(line.split(), field.box, base + index * PITCH * size, look)


def _words(words: Sequence[str], box: Box, base: float, look: Look) -> Iterator[Piece]:
    ems = sum(LETTER * len(word) + SPACE for word in words)
    em = min(look.size, (box[2] - box[0]) / max(ems, 0.1))
    x = box[0]
    for word in words:
        end = x + LETTER * len(word) * em
        top, bottom = base - 0.8 * look.size, base + 0.2 * look.size
        yield Piece(word, x, top, end, bottom, base, look, space=True)
        x = end + SPACE * em
