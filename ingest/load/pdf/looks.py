"""How the characters of a PDF page look: size, slope, colour, font, a line through them."""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from types import ModuleType

from ingest.load.pdf.letters import symbol_font

MAX_SLANT = math.radians(5)
MANY = 50
"""Lines at one height: more don't strike out words."""
TINY = 2.0
"""Points. Type smaller than this can't be read."""
CAPITALS = 0.7
"""The height of a capital, in ems."""
BOLD = re.compile(r"bold|black|heavy|demi|semib", re.IGNORECASE)
ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)
STRUCK = (0.15, 0.45)
"""In ems above the baseline: where a line runs through small letters, not under them."""
FORCE_BOLD, ITALIC_FLAG = 1 << 18, 1 << 6

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Look:
    """How characters look. ``turn`` is the quarter turns of the text, None for text aslant.

    ``signs`` names a symbol font, ``crossed`` says that a line runs through the characters.
    """

    size: float
    bold: bool = False
    italic: bool = False
    colour: tuple[int, int, int] = (0, 0, 0)
    alpha: int = 255
    mode: int = 0
    turn: int | None = 0
    signs: str = ""
    crossed: bool = False


Setting = tuple[Look, float, int, list[tuple[float, float, float]]]
"""How a text object is set: its look, baseline and number, and the lines that may cross it
(their height, left and right)."""


def struck_between(base: float, size: float) -> tuple[float, float]:
    """Give between which heights a line strikes out letters of a baseline and a size."""
    low, high = STRUCK
    return base - high * size, base - low * size


class Looks:
    """The looks of a page's text objects, each asked for once: calls into pdfium are slow."""

    def __init__(
        self,
        c: ModuleType,
        raw: object,
        upright: Callable[[Box, int], Box],
        turn: int,
        lines: Iterable[Box],
    ) -> None:
        self._c, self._raw, self._upright, self._page_turn = c, raw, upright, turn
        self._lines = sorted(
            ((top + bottom) / 2, left, right) for left, top, right, bottom in lines
        )
        self._of: dict[int, Setting] = {}
        self._same: dict[Look, Look] = {}
        self._fonts: dict[tuple[bytes, int, int], tuple[bool, bool, str]] = {}

    def of(self, address: int, handle: object, index: int) -> Setting:
        """Say how the text object at this address is set."""
        found = self._of.get(address)
        if found is None:
            look, base = self._ask(handle, index)
            found = self._of[address] = (look, base, len(self._of), self._through(look, base))
        return found

    def crossed(self, found: Setting, x: float) -> Setting:
        """Say how a letter in the middle of which is ``x`` is set: crossed by a line or not."""
        look, base, number, lines = found
        if not any(left <= x <= right for _, left, right in lines):
            return found
        crossed = replace(look, crossed=True)
        return self._same.setdefault(crossed, crossed), base, number, lines

    def _through(self, look: Look, base: float) -> list[tuple[float, float, float]]:
        if look.turn != self._page_turn or not self._lines:
            return []
        top, bottom = struck_between(base, look.size)
        first = bisect_left(self._lines, (top,))
        return self._lines[first : bisect_right(self._lines, (bottom, math.inf), lo=first)][:MANY]

    def _ask(self, handle: object, index: int) -> tuple[Look, float]:
        c, raw = self._c, self._raw
        matrix = c.FS_MATRIX()
        c.FPDFText_GetMatrix(raw, index, matrix)
        size = c.FPDFText_GetFontSize(raw, index) * math.hypot(matrix.c, matrix.d)
        if size < TINY:
            size = max(size, self._height(index) / CAPITALS)
        bold, italic, signs = self._font(index)
        *colour, alpha = self._colour(index)
        look = Look(
            round(size, 1) if math.isfinite(size) else 0.0,
            bold,
            italic,
            (colour[0], colour[1], colour[2]),
            alpha,
            c.FPDFTextObj_GetTextRenderMode(handle),
            _turn(matrix.a, matrix.b),
            signs,
        )
        point = (matrix.e, matrix.f, matrix.e, matrix.f)
        base = self._upright(point, look.turn or 0)[1]
        return self._same.setdefault(look, look), base

    def _height(self, index: int) -> float:
        """Give the height of a character's ink: the size of some fonts says nothing."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        self._c.FPDFText_GetCharBox(self._raw, index, left, right, bottom, top)
        return max(top.value - bottom.value, 0.0)

    def _font(self, index: int) -> tuple[bool, bool, str]:
        c, name, flags = self._c, ctypes.create_string_buffer(128), ctypes.c_int()
        c.FPDFText_GetFontInfo(self._raw, index, name, 128, flags)
        weight = c.FPDFText_GetFontWeight(self._raw, index)
        key = (name.value, flags.value, weight)
        if key not in self._fonts:
            spelt = name.value.decode("utf-8", "replace")
            bold = bool(BOLD.search(spelt)) or weight >= 600 or bool(flags.value & FORCE_BOLD)
            italic = bool(ITALIC.search(spelt)) or bool(flags.value & ITALIC_FLAG)
            self._fonts[key] = bold, italic, symbol_font(spelt)
        return self._fonts[key]

    def _colour(self, index: int) -> list[int]:
        parts = [ctypes.c_uint() for _ in range(4)]
        known = self._c.FPDFText_GetFillColor(self._raw, index, *parts)
        return [part.value for part in parts] if known else [0, 0, 0, 255]


def _turn(a: float, b: float) -> int | None:
    """Give the quarter turns that make text of this direction upright; None for text aslant."""
    angle = math.atan2(b, a) if math.isfinite(a) and math.isfinite(b) else 0.0
    turns = round(angle / (math.pi / 2))
    return turns % 4 if abs(angle - turns * math.pi / 2) <= MAX_SLANT else None
