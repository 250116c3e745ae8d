"""The characters of a PDF page, run together into pieces of one look, with their boxes."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ingest.load.pdf.letters import letter
from ingest.load.pdf.looks import Look, Looks, Setting

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

MAX_CHARACTERS = 200_000
"""Of one page. A page set in 4 pt type holds about 30,000."""
WORD_GAP = 0.15
"""In ems. The narrowest space between two words is about 0.2, the widest kerning 0.1."""
BACK_STEP = 0.5
FAR = 1e5
"""Points. No page is as large; a box beyond it is nonsense."""
NOWHERE = (-FAR, -FAR, -FAR, -FAR)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's frame: its box in the file's points, and its quarter turns clockwise.

    ``width`` and ``height`` are the page's as it's displayed.
    """

    number: int
    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0

    @property
    def width(self) -> float:
        """Points across, as displayed."""
        return self.frame(self.turn)[0]

    @property
    def height(self) -> float:
        """Points down, as displayed."""
        return self.frame(self.turn)[1]

    def frame(self, turn: int) -> tuple[float, float]:
        """Give width and height of the page as it would be after so many quarter turns."""
        size = self.right - self.left, self.top - self.bottom
        return size if turn % 2 == 0 else (size[1], size[0])

    def upright(self, box: tuple[float, float, float, float], turn: int) -> Box:
        """Turn a box (left, bottom, right, top) of the file so that text of this turn is upright.

        Gives left, top, right, bottom in points from the top left of the page so turned.
        """
        left, bottom, right, top = box
        if turn == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if turn == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if turn == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left

    def displayed(self, box: Box, turn: int) -> Box:
        """Turn a box from the frame of `upright` into that of the displayed page."""
        for step in range((self.turn - turn) % 4):
            height = self.frame(turn + step)[1]
            x0, y0, x1, y1 = box
            box = height - y1, x0, height - y0, x1
        return box


Box = tuple[float, float, float, float]


class Piece(NamedTuple):
    """Characters of one look that touch: a word, or a part of one.

    The box and the baseline ``base`` are in points from the top left of the page, turned
    so that the text is upright. ``space`` says that a space was drawn behind it. ``shift``
    is 1 for a raised and -1 for a lowered piece beside larger ones. ``run`` numbers the
    strings of the file: pieces of one number were drawn in one go, -1 says nothing.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    look: Look
    space: bool = False
    shift: int = 0
    run: int = -1


_Drawn = tuple[str, Box, Setting]


def read_pieces(textpage: PdfTextPage, sheet: Sheet, lines: Iterable[Box] = ()) -> list[Piece]:
    """Give the pieces of a page in the order in which they were drawn.

    ``textpage`` is pypdfium2's; ``lines`` are drawn across the displayed page. What pdfium
    adds of its own (spaces, line ends) is left out: `lines` tells words by their boxes. A page
    of more than `MAX_CHARACTERS` is read as far as that.
    """
    pieces: list[Piece] = []
    letters: list[str] = []  # those of the piece in the making; what follows is its own
    x0 = y0 = x1 = y1 = base = near = 0.0
    run = -1
    look: Look | None = None
    for drawn in _drawn(textpage, sheet, lines):
        if drawn is None:
            if letters and look:
                pieces.append(_piece(letters, (x0, y0, x1, y1), base, look, run, space=True))
                letters = []
            elif pieces:
                pieces[-1] = pieces[-1]._replace(space=True)
            continue
        letter, (left, top, right, bottom), (this, line, string, _) = drawn
        if (
            letters
            and this is look
            and BACK_STEP * near > x1 - left >= -WORD_GAP * near
            and -WORD_GAP * near < line - base < WORD_GAP * near
        ):
            letters.append(letter)
            x1 = max(x1, right)
            y0 = min(y0, top)
            y1 = max(y1, bottom)
            continue
        if letters and look:
            pieces.append(_piece(letters, (x0, y0, x1, y1), base, look, run, space=False))
        x0, y0, x1, y1 = left, top, right, bottom
        letters, look, base, near, run = [letter], this, line, this.size, string
    if letters and look:
        pieces.append(_piece(letters, (x0, y0, x1, y1), base, look, run, space=False))
    return pieces


def _drawn(textpage: PdfTextPage, sheet: Sheet, lines: Iterable[Box]) -> Iterator[_Drawn | None]:
    """Give each letter that was drawn with its box and its look; None for a space."""
    import pypdfium2.raw as c

    raw = textpage.raw
    unicode_of, object_of = c.FPDFText_GetUnicode, c.FPDFText_GetTextObject
    box_of, generated = c.FPDFText_GetLooseCharBox, c.FPDFText_IsGenerated
    rectangle = c.FS_RECTF()
    pointer, address = ctypes.byref(rectangle), ctypes.addressof
    looks = Looks(c, raw, sheet.upright, sheet.turn, lines)
    sheet_left, sheet_top = sheet.left, sheet.top
    for index in range(min(textpage.count_chars(), MAX_CHARACTERS)):
        code = unicode_of(raw, index)
        if (code <= 32 and code != 2) or code == 0xA0:
            if not generated(raw, index):
                yield None
            continue
        handle = object_of(raw, index)
        if not handle:
            continue
        look = looks.of(address(handle.contents), handle, index)
        box_of(raw, index, pointer)
        if turn := look[0].turn:
            corners = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
            box = sheet.upright(corners, turn)
        else:
            left, right = rectangle.left - sheet_left, rectangle.right - sheet_left
            box = left, sheet_top - rectangle.top, right, sheet_top - rectangle.bottom
        if look[3]:
            look = looks.crossed(look, (box[0] + box[2]) / 2)
        said = letter(code, look[0].signs)
        yield (said, box, look) if said else None


def _piece(
    letters: list[str], box: Box, base: float, look: Look, run: int, *, space: bool
) -> Piece:
    x0, y0, x1, y1 = box
    if not (-FAR < x0 <= x1 < FAR and -FAR < y0 <= y1 < FAR and -FAR < base < FAR):
        x0, y0, x1, y1 = NOWHERE
        base = y1
    return Piece("".join(letters), x0, y0, x1, y1, base, look, space, run=run)
