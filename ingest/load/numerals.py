"""Numerals as pages are numbered with: arabic and roman ones, read and written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

DIGITS = r"\d{1,6}|[ivxlc]{1,8}|[IVXLC]{1,8}"
PAGE = r"(?:p\s?a\s?g\s?e|p|pg|pág|página|seite|صفحہ)"
OPENING, CLOSING = r"[-–—|\[(•·\s]*", r"[-–—|\])•·\s]*"
TOTAL = r"\s*(?:of|/|von|de|sur|out of)\s*\d{1,6}"
PREFIX = r"(?:[A-Z]{1,3}|\d{1,2})[-–]"
"""What stands before a page's number and belongs to it: a chapter's ("9-8") or a part's ("A-1")."""
NUMERAL = rf"(?P<prefix>{PREFIX})?(?P<number>{DIGITS})(?P<total>{TOTAL})?"
NUMBER = re.compile(
    rf"{OPENING}(?P<named>{PAGE}\b\.?)?{OPENING}(?:{NUMERAL}){CLOSING}(?:{PAGE})?", re.IGNORECASE
)
NAMED = re.compile(rf"\bPage {NUMERAL}(?!\w)", re.IGNORECASE)
AT_START = re.compile(rf"^{OPENING}(?:{NUMERAL})(?=[\s|•·—])(?![-–.])", re.IGNORECASE)
AT_END = re.compile(rf"(?<![^\s|•·—(\[])(?:{NUMERAL}){CLOSING}$", re.IGNORECASE)
IN_A_PART = re.compile(r"(?P<prefix>)(?:[A-Z]{1,2} ?)?\d{1,4}/(?P<number>\d{1,5})(?P<total>)")
MAX_LETTERS = 40
SEPARATORS = ("—", "|", "•", "·")
MIN_WORDS = 3
ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
ROMAN_PARTS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class Numeral(NamedTuple):
    """A page's number as printed. ``named`` says "page" before it, ``total`` "of 15" behind it."""

    prefix: str
    text: str
    roman: bool
    value: int
    named: bool = False
    total: bool = False

    @property
    def label(self) -> str:
        """The page's label."""
        return self.prefix + self.text


def numeral(text: str) -> Numeral | None:
    """Read a text that is a numeral and no more, as in "Page 4 of 9", "9-8" or "– xii –"."""
    text = text.strip()
    match = NUMBER.fullmatch(text) if len(text) <= MAX_LETTERS else None
    return _read(match, named=bool(match["named"])) if match else None


def numerals_alone(text: str) -> Iterable[Numeral]:
    """Give the numerals that a text may be: "283/51" is page 283 of 51, or 51 of part 283."""
    if found := numeral(text):
        yield found
    match = IN_A_PART.fullmatch(text.strip())
    if match and (found := _read(match, named=False)):
        yield found


def numerals_at_ends(text: str) -> Iterable[Numeral]:
    """Give the numerals with which a line begins or ends, and that of "Page 4 of 9" within it.

    One at an end needs words enough beside it, or a dash: "Table 5" says what it counts.
    """
    if (match := NAMED.search(text)) and (found := _read(match, named=True)):
        yield found
    for pattern in (AT_START, AT_END):
        match = pattern.search(text)
        if not match or not (found := _read(match, named=False)):
            continue
        beside = (text[: match.start()] + text[match.end() :]).strip()
        parted = beside.endswith(SEPARATORS) or beside.startswith(SEPARATORS)
        if found.total or parted or len(beside.split()) >= MIN_WORDS:
            yield found


def without_number(text: str, number: Numeral) -> str:
    """Leave out the page's number with which a line in small letters begins or ends."""
    spelt = re.escape(number.text.lower())
    return re.sub(rf"^{spelt}\b|(?<=page ){spelt}\b|\b{spelt}$", "#", text)


def squeezed(text: str) -> str:
    """Leave out all white space: equal lines may be set with different gaps."""
    return re.sub(r"\s+", "", text)


def _read(match: re.Match[str], *, named: bool) -> Numeral | None:
    value = value_of(match["number"])
    if not value or not value[1]:
        return None
    prefix = match["prefix"] or ""
    return Numeral(prefix, match["number"], *value, named=named, total=bool(match["total"]))


def value_of(text: str) -> tuple[bool, int] | None:
    """Give what a numeral stands for, and whether it's roman."""
    if text.isdecimal():
        return False, int(text)
    lower = text.lower()
    if text not in (lower, text.upper()) or not lower or not ROMAN.fullmatch(lower):
        return None
    values = [VALUES[letter] for letter in lower]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return True, sum(-value if value < after else value for value, after in pairs)


def roman(number: int) -> str:
    """Write a number in small roman numerals."""
    text = ""
    for value, letters in ROMAN_PARTS:
        while number >= value:
            text, number = text + letters, number - value
    return text
