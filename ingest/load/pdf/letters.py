"""What a letter of a PDF says: pdfium's code for it, made plain text."""

from __future__ import annotations

import re
import unicodedata

from ingest.load.symbol_fonts import FONTS, UNKNOWN, as_unicode

HYPHENS = (0x02, 0xAD, 0xFFFE)
"""What pdfium gives for a hyphen that it takes for a soft one, and the soft hyphen itself."""
LIGATURES = range(0xFB00, 0xFB07)
SHAPES = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFF))
"""Arabic letters as they look at one place in a word, not as they're spelt."""
PRIVATE = range(0xE000, 0xF900)
OLD_DIGITS, SMALL_CAPITALS = range(0xF730, 0xF73A), range(0xF761, 0xF77B)
"""Where Adobe's fonts keep text figures and small capitals, by the places of 0 to 9 and a to z."""
STYLE = re.compile(r"^[A-Z]{6}\+|[-,\s]|Regular|Bold|Italic|MT\b")
"""What a font's name says beside the font: that it's a part of it, or its cut."""


def symbol_font(name: str) -> str:
    """Give the name of the symbol font that a font of a PDF is, as `FONTS` has it; else ""."""
    plain = STYLE.sub("", name).lower()
    return next((font for font in FONTS if font.replace(" ", "") == plain), "")


def letter(code: int, font: str = "") -> str:
    """Give what a code of pdfium's says in a font, one of `FONTS` or any other ("").

    "" is a space. What can't be told is `UNKNOWN`.
    """
    if 32 < code < 0xAD and not font:
        return chr(code)
    if code in PRIVATE or _is_of_font(code, font):
        return _private(code, font).strip()
    if code in HYPHENS:
        return "-" if code != 0xAD else "\xad"
    if code in LIGATURES or any(code in shapes for shapes in SHAPES):
        # A mark that stands alone comes with a space to stand on.
        return unicodedata.normalize("NFKC", chr(code)).strip()
    if code > 0x10FFFF or 0xD800 <= code < 0xE000 or code in (0xFFFF, 0xFFFD):
        return UNKNOWN
    return chr(code)


def _is_of_font(code: int, font: str) -> bool:
    """Say whether a code that isn't for private use counts the font's own signs.

    Those from 0x80 to 0x9F are a writer's own numbers. Of Symbol's, those above may be
    Unicode's as well, and mostly are (°, ±, ×).
    """
    return bool(font) and (code < 0x80 or (0xA0 <= code < 0x100 and font != "symbol"))


def _private(code: int, font: str) -> str:
    if not font and code in OLD_DIGITS:
        return chr(code - OLD_DIGITS[0] + ord("0"))
    if not font and code in SMALL_CAPITALS:
        return chr(code - SMALL_CAPITALS[0] + ord("A"))
    return " " if code == 0xF020 else as_unicode(chr(code), font)


__all__ = ["UNKNOWN", "letter", "symbol_font"]
