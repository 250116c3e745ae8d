"""Figures above and below the line as somebody types them in a question: 10^6, CO2, 1 1/2.

For searching and comparing only: what is shown and quoted stays as the document has it.
"""

from __future__ import annotations

import re
import unicodedata

FRACTIONS = "¼-¾⅐-⅞"
RAISED = "²³¹⁰⁴-⁹"
LOWERED = "₀-₉"
ANY = re.compile(f"[{FRACTIONS}{RAISED}{LOWERED}\N{FRACTION SLASH}]")
_EXPONENT = re.compile(f"(?<=\\d)[⁻⁺]?[{RAISED}]+")
_MIXED = re.compile(f"(\\d*)([{FRACTIONS}])")
_SLASHES = str.maketrans("\N{FRACTION SLASH}\N{MINUS SIGN}", "/-")


def typed(text: str) -> str:
    """Give text with its raised and lowered figures as they are typed; other text as it is.

    A mixed number is said twice, "1½" as "1 1/2 1.5".
    """
    if not ANY.search(text):
        return text
    text = _EXPONENT.sub(lambda match: f"^{_plain(match[0])}", _MIXED.sub(_mixed, text))
    return ANY.sub(lambda match: _plain(match[0]), text)


def _mixed(match: re.Match[str]) -> str:
    whole, letter = match.groups()
    if not whole:
        return _plain(letter)
    decimal = f"{int(whole[-9:]) + unicodedata.numeric(letter):.3f}".rstrip("0")
    return f"{whole} {_plain(letter)} {decimal}"


def _plain(figures: str) -> str:
    return unicodedata.normalize("NFKC", figures).translate(_SLASHES)
