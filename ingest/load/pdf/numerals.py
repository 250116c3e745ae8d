"""Numerals as pages are numbered with: arabic and roman ones, read."""

from __future__ import annotations

import re

NUMBER = re.compile(
    r"(?:page|p\.?|صفحہ)?\s*[-–—|\[(•·]*\s*(\d{1,4}|[ivxlc]{1,8}|[IVXLC]{1,8})\s*[-–—|\])•·]*"
    r"(?:\s*(?:of|/|von|de)\s*\d{1,4})?",
    re.IGNORECASE,
)
ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def numeral(text: str) -> re.Match[str] | None:
    """Match a text that is a numeral and no more, as in "Page 4 of 9"; group 1 is the numeral."""
    return NUMBER.fullmatch(text.strip())


def value_of(text: str) -> tuple[bool, int] | None:
    """Give what a numeral stands for, and whether it's roman."""
    if text.isdecimal():
        return False, int(text)
    lower = text.lower()
    if not lower or not ROMAN.fullmatch(lower):
        return None
    values = [VALUES[letter] for letter in lower]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return True, sum(-value if value < after else value for value, after in pairs)
