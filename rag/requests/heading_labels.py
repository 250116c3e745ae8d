"""A heading taken apart: what it's called, by which number, and what it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.english.word_lists import phrases
from rag.text.tokens import root, tokens
from rag.types import Block, Document

_DIGITS = r"\d{1,4}[A-Za-z]?(?:\.\d{1,3}){0,4}"
LABEL = re.compile(
    rf"(?P<noun>[^\W\d_]{{2,20}})\.?\s+(?P<of>{_DIGITS}\b|[IVXivx]{{1,6}}\b(?=\W*(?:$|[^\w\s]))|"
    rf"[A-Z](?:\.\d{{1,2}})?\b(?=\W*(?:$|[^\w\s])))"
    rf"|(?P<sign>§+\s?|[(\[])?(?P<bare>{_DIGITS}(?=[.):\]\s–—-]|$)|(?:[IVX]\s?){{1,6}}(?=\s?[.):–—])"
    r"|[A-Z](?=[.):]\s))"
)
"""The noun and number, or the number alone, that a title begins with."""
LONGEST_LABEL = 80
"""Characters of the label of a table's row whose cell is a list."""
_PAIRS = [pair.partition(" ") for pair in phrases("requests", "short_part_nouns")]
SHORT_NOUNS = {short: noun for short, _, noun in _PAIRS}
_ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class Label:
    """What a heading is called by: "Article 12. Penalties" by noun, number and ``stems``.

    ``stems`` are those of its other words, of the noun where it has none.
    """

    noun: str
    number: str
    stems: frozenset[str]


def stems_of(text: str) -> frozenset[str]:
    """Give the stems of the words of a title that say what it is about; "About the author" too."""
    plain = text.lower() if text.isupper() else text  # "AND" is no acronym there
    return frozenset(
        token.stem for token in tokens(plain) if token.content or token.word == "about"
    )


@lru_cache(maxsize=16384)
def label_of(title: str) -> Label:
    """Take a title apart."""
    match = LABEL.match(title)
    if not match:
        return Label("", "", stems_of(title))
    noun, number = (match["noun"] or "").lower(), match["of"] or match["bare"]
    noun = SHORT_NOUNS.get(noun, noun)
    return Label(
        root(noun) if noun else "§" if "§" in (match["sign"] or "") else "",
        plain_number(number),
        stems_of(title[match.end() :]) or stems_of(noun),
    )


def whole_noun(noun: str) -> str:
    """Give the stem of a noun in small letters, that of the whole for "sec"."""
    return root(SHORT_NOUNS.get(noun, noun))


def plain_number(number: str) -> str:
    """Give a number in small letters; roman numerals up to thirty-nine in figures."""
    low = number.lower().replace(" ", "").strip(".")
    if not low or set(low) - set(_ROMAN):
        return low
    values = [_ROMAN[letter] for letter in low]
    following = [*values[1:], 0]
    return str(sum(-a if a < b else a for a, b in zip(values, following, strict=True)))


def same_noun(one: str, other: str) -> bool:
    """Say whether two nouns in front of a number are one, perhaps cut short: "sec", "section"."""
    return min(len(one), len(other)) > 2 and (one.startswith(other) or other.startswith(one))


def is_row_label(document: Document, block: Block, behind: Block) -> bool:
    """Say whether a block is the label of a table's row whose cell is a list, in the next block."""
    text = document.text[block.start : block.end]
    label = block.kind == "table" and "|" not in "".join((text, *block.heading_path[-1:]))
    return label and len(text) <= LONGEST_LABEL and behind.kind == "item"
