"""Words as they are typed, found in a text: in any case, over line ends, in any quotation marks."""

from __future__ import annotations

import re

from rag.types import Span

LONGEST = 200
"""Characters of what is looked for; the rest is left out."""
_ALIKE = ("'‘’ʼ′", '"“”„″', "-\u2010\u2011\u2012\u2013\u2014\u00ad")  # noqa: RUF001
_CLASSES = {one: f"[{re.escape(alike)}]" for alike in _ALIKE for one in alike}


def find_plainly(text: str, words: str, most: int) -> tuple[Span, ...]:
    """Give the first ``most`` places where the words stand, parts of words included, in order."""
    parts = words[:LONGEST].split()
    if not parts:
        return ()
    pattern = re.compile(r"\s+".join("".join(map(_alike, part)) for part in parts), re.IGNORECASE)
    found: list[Span] = []
    for match in pattern.finditer(text):
        if len(found) == most:
            break
        found.append(Span(*match.span()))
    return tuple(found)


def _alike(letter: str) -> str:
    return _CLASSES.get(letter) or re.escape(letter)
