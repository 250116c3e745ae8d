"""How many things a text says that there are: "the five pillars", "12 alternatives"."""

from __future__ import annotations

import re

from rag.english.word_lists import words

_UNITS = {word: number for number, word in enumerate(words("quantities", "units"))}
COUNT = rf"(?:{'|'.join(words('quantities', 'units')[2:])}|\d{{1,2}})"
"""Two things or more."""
_FIRST = re.compile(rf"(?:the )?(?P<count>{COUNT})\b\W*(?P<rest>.*)", re.IGNORECASE)
_ANY = re.compile(rf"(?<![\w.,§])({COUNT})(?= [^\W\d_])", re.IGNORECASE)


def counted_of(text: str) -> tuple[int, str]:
    """Give how many things a text begins with, and what is left; 0 and all where it says none."""
    match = _FIRST.fullmatch(text)
    return (number_of(match["count"]), match["rest"]) if match and match["rest"] else (0, text)


def counts_in(text: str) -> frozenset[int]:
    """Give all numbers of things in a text."""
    return frozenset(map(number_of, _ANY.findall(text)))


def number_of(word: str) -> int:
    """Give the value of a figure or a word for one."""
    return _UNITS.get(word.lower(), int(word) if word.isdigit() else 0)
