"""Which text of a PDF page nobody sees: invisible, tiny, off the page, or in the paper's colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ingest.load.pdf.chars import Box, Piece, Sheet
from ingest.load.pdf.looks import TINY, Look
from ingest.load.pdf.shapes import Shapes
from rag.types import Finding

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

INVISIBLE_MODES = (3, 7)
"""PDF's text render modes: neither filled nor stroked; only used as a clipping path."""
PAPER = 240
"""From this brightness on a colour may be that of the paper."""
CONTRAST = 24
"""Grey levels of 256. Less between the darkest and the brightest spot of a word is no ink."""
FAINT = 32
"""Of 255. Fainter ink than this may show nothing."""
MANY = 100
"""Filled areas on a page, above which it's quicker to look at all of its text."""
SCALE = 1.5
MAX_SIDE = 3000
MAX_QUOTED = 200
SCAN_SHARE = 0.6
"""Share of a page that one image covers, from which on the page is taken for a scan."""


def part_hidden(
    page: PdfPage, sheet: Sheet, pieces: list[Piece], shapes: Shapes
) -> tuple[list[Piece], list[Finding], bool]:
    """Part what can be seen from what can't; say what can't, and whether it's a scan's OCR layer.

    Invisible text over an image that fills the page is what a scanner's own text
    recognition wrote: it's kept.
    """
    scanned = _is_layer(pieces, sheet, shapes)
    areas = (*shapes.fills, *shapes.images)
    seen: list[Piece] = []
    hidden: dict[str, list[str]] = {}
    doubtful: list[Piece] = []
    looks = {id(piece.look): piece.look for piece in pieces}
    reasons = {key: _why(look, scanned) for key, look in looks.items()}
    pale = {key for key, look in looks.items() if _is_pale(look) or len(areas) > MANY}
    for piece in pieces:
        key = id(piece.look)
        why = reasons[key] or _off(piece, sheet)
        if why:
            hidden.setdefault(why, []).append(piece.text)
            continue
        seen.append(piece)
        if not scanned and (key in pale or (areas and _on(piece, sheet, areas))):
            doubtful.append(piece)
    if doubtful:
        unseen = {id(piece) for piece in _without_ink(page, sheet, doubtful)}
        hidden_here = [piece.text for piece in seen if id(piece) in unseen]
        seen = [piece for piece in seen if id(piece) not in unseen]
        if hidden_here:
            hidden["in the colour of what lies under it, or covered"] = hidden_here
    return seen, list(_findings(hidden, sheet.number)), scanned


def _is_layer(pieces: Sequence[Piece], sheet: Sheet, shapes: Shapes) -> bool:
    invisible = sum(len(piece.text) for piece in pieces if piece.look.mode in INVISIBLE_MODES)
    most = invisible > 0.5 * sum(len(piece.text) for piece in pieces)
    return most and shapes.image_share(sheet) >= SCAN_SHARE


def _why(look: Look, scanned: bool) -> str:
    """Say in words why all text of this look is hidden; "" if it isn't."""
    if look.mode in INVISIBLE_MODES and not scanned:
        return "drawn invisibly"
    if look.alpha == 0 and not scanned:
        return "wholly transparent"
    if look.size < TINY:
        return f"smaller than {TINY:g} points"
    return ""


def _off(piece: Piece, sheet: Sheet) -> str:
    turn = piece.look.turn or 0
    width, height = sheet.frame(turn)
    x, y = (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2
    return "" if 0 <= x <= width and 0 <= y <= height else "off the page"


def _is_pale(look: Look) -> bool:
    """Say whether it takes a look at the page to know if such text can be seen."""
    return min(look.colour) >= PAPER or look.alpha < FAINT


def _on(piece: Piece, sheet: Sheet, areas: Sequence[Box]) -> bool:
    """Say whether the piece stands on a filled area or an image, or under one."""
    left, top, right, bottom = sheet.displayed(piece[1:5], piece.look.turn or 0)
    x, y = (left + right) / 2, (top + bottom) / 2
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in areas)


def _without_ink(page: PdfPage, sheet: Sheet, pieces: Iterable[Piece]) -> list[Piece]:
    """Give the pieces in whose boxes the drawn page has one colour only."""
    scale = min(SCALE, MAX_SIDE / max(sheet.width, sheet.height))
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False, draw_annots=False)
    try:
        image = bitmap.to_numpy()
        found = []
        for piece in pieces:
            if not any(map(str.isalnum, piece.text)):
                continue
            x0, y0, x1, y1 = _pixels(sheet, piece, scale)
            spot = image[y0:y1, x0:x1]
            if spot.size and int(spot.max()) - int(spot.min()) < CONTRAST:
                found.append(piece)
        return found
    finally:
        bitmap.close()


def _pixels(sheet: Sheet, piece: Piece, scale: float) -> tuple[int, int, int, int]:
    """Give the pixels of a piece's ink: less than its box, which may touch a table's rule."""
    x0, y0, x1, y1 = piece[1:5]
    inset = 0.1 * (y1 - y0)
    box: Box = (x0, y0 + inset, x1, y1 - inset)
    x0, y0, x1, y1 = sheet.displayed(box, piece.look.turn or 0)
    left, top = max(int(x0 * scale), 0), max(int(y0 * scale), 0)
    return left, top, max(int(x1 * scale) + 1, left + 1), max(int(y1 * scale) + 1, top + 1)


def _findings(hidden: dict[str, list[str]], page: int) -> Iterable[Finding]:
    for why, texts in hidden.items():
        text = " ".join(texts)
        message = f"page {page} has text that nobody sees ({why}); it was left out"
        yield Finding("hidden text", message, page, text[:MAX_QUOTED])
