"""Raised and lowered figures as letters of their own: 10⁶ is not 106, CO₂ not CO2's.

Letters stay as they are ("1st", "Mᵐᵉ" is "Mme"): they read the same on the line, and a
search for them goes on finding them.
"""

from __future__ import annotations

import re
import unicodedata

PLAIN = "0123456789+-\N{MINUS SIGN}=()"
SUPERSCRIPTS = str.maketrans(PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
SUBSCRIPTS = str.maketrans(PLAIN, "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
FRACTION_SLASH = "\u2044"
FRACTIONS = {
    unicodedata.normalize("NFKC", letter): letter
    for letter in map(chr, (*range(0xBC, 0xBF), *range(0x2150, 0x215F)))
}
"""Digits around a fraction slash to the one letter that means the same."""
RUNNING = re.compile(r"[^\W\d_]{4}")
BUILT = re.compile(rf"([⁰¹²³⁴-⁹]+)[/{FRACTION_SLASH}\N{{DIVISION SLASH}}]([₀-₉]+)")


def superscript(text: str) -> str:
    """Give text with its digits and signs raised; letters stay."""
    return text.translate(SUPERSCRIPTS)


def subscript(text: str) -> str:
    """Give text with its digits and signs lowered; letters stay."""
    return text.translate(SUBSCRIPTS)


def shifted(text: str, raised: int) -> str:
    """Give text as it stands above (1) or below (-1) the line; running words were only moved."""
    if not raised or RUNNING.search(text):
        return text
    return superscript(text) if raised > 0 else subscript(text)


def fraction(above: str, below: str) -> str:
    """Give a fraction of two runs of digits: ½, or else raised and lowered digits."""
    whole = FRACTIONS.get(f"{above}{FRACTION_SLASH}{below}")
    return whole or f"{superscript(above)}{FRACTION_SLASH}{subscript(below)}"


def with_fractions(text: str) -> str:
    """Give text in which fractions built of raised and lowered digits are one letter: 1½."""
    return BUILT.sub(lambda match: fraction(*map(_on_the_line, match.groups())), text)


def _on_the_line(digits: str) -> str:
    return unicodedata.normalize("NFKC", digits)
