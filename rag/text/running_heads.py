"""Whether a heading says no more than its document's title, as what runs over each page does."""

from __future__ import annotations

import re

from rag.english.vocabulary import MONTHS

MOST = 0.6
"""Of the title's letters that such a heading has: "Strategy" may head a section of one."""
_WORDS = re.compile(r"[^\W\d_]+")


def says_the_title(heading: str, title: str) -> bool:
    """Say whether a heading is the title, or most of it, with or without the date.

    Letters alone count: what a page prints in spaced capitals is read as "NAT IONAL SECUR ITY".
    """
    whole, own = ("".join(_letters(text)) for text in (title, heading))
    return bool(own) and own in whole and len(own) >= MOST * len(whole)


def _letters(text: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(text) if word.lower() not in MONTHS]
