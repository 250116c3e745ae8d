"""The abbreviations of a document: where its prose uses them, and where it spells them out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rag.text.abbreviations import ABBREVIATION, FEWEST, spelled_out
from rag.text.spelling import is_english
from rag.text.stopwords import FUNCTION_WORDS
from rag.text.tokens import IRREGULAR, alike, nearly_spelt, root
from rag.types import Document, Span

PROSE = ("paragraph", "item", "footnote")
_SHORT = re.compile(
    rf"(?<![^\W_])(?<![/@.#&=_-])({ABBREVIATION.pattern})(?=s?(?![^\W_]))(?![@_=/])"
)
_ROMAN = re.compile(r"(?=[IVXLC])C{0,3}(?:X[CL]|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SHOUTED = re.compile(r"(?:[A-Z][A-Z’'&]+[\s,:–—/-]+){2,}[A-Z][A-Z’']+")
_OPENED, _OPENS = re.compile(r"[(\[]\W?$"), re.compile(r"s?[”\"’]?\s?[(\[]")
LONGEST = 6
"""Letters of an abbreviation; what is longer is a name or a word, in capitals."""
OFTEN = 3
"""Times that two letters must stand in prose to be no initials."""
_NEAR = 60
_WORD = re.compile(r"[^\W_]+")


def uses(document: Document) -> dict[str, list[int]]:
    """Give the abbreviations that stand in prose, each with where; common words are none."""
    found: dict[str, list[int]] = defaultdict(list)
    for block in document.blocks:
        if block.kind not in PROSE:
            continue
        text = document.text[block.start : block.end]
        loud = [match.span() for match in _SHOUTED.finditer(text)]
        for match in _SHORT.finditer(text):
            if not any(start <= match.start() < end for start, end in loud):
                found[match[1]].append(block.start + match.start())
    return {short: places for short, places in found.items() if not _is_plain(short)}


def _is_plain(short: str) -> bool:
    """Say whether letters are no abbreviation: a numeral, or one that everybody reads: "UK"."""
    letters = short.replace("&", "")
    return _ROMAN.fullmatch(short) is not None or short.lower() in IRREGULAR or len(letters) < 2


def may_be_plain(short: str, count: int) -> bool:
    """Say whether letters may be a word in capitals ("NOT"), a name or somebody's initials."""
    letters = short.replace("&", "")
    seldom = len(letters) < FEWEST and count < OFTEN
    if not letters.isupper() or seldom or len(letters) > LONGEST:
        return True
    return is_english(short.lower()) or (short.isupper() and short.lower() in FUNCTION_WORDS)


def spellings(document: Document, short: str) -> Iterator[tuple[Span, Span]]:
    """Give where an abbreviation is spelled out, each wording once: its place, and the words'."""
    seen: set[tuple[str, ...]] = set()
    for words in spelled_out(document.text, short):
        term = _beside(document.text, words, short)
        key = in_short(document.text[words.start : words.end])
        if term and key not in seen:
            seen.add(key)
            yield term, words


def _beside(text: str, words: Span, short: str) -> Span | None:
    """Give the place of an abbreviation next to the words that spell it out."""
    behind = text.find(short, words.end, words.end + _NEAR)
    before = text.rfind(short, max(0, words.start - _NEAR), words.start)
    at = behind if behind >= 0 else before
    return Span(at, at + len(short)) if at >= 0 else None


def in_short(said: str) -> tuple[str, ...]:
    """Give what two wordings are compared by: their words, in the singular, small ones left out."""
    found = (word.lower().removesuffix("s") for word in _WORD.findall(said))
    return tuple(word for word in found if word not in FUNCTION_WORDS)


def same(one: str, other: str) -> bool:
    """Say whether two wordings, as `in_short` gives them, differ in no more than their spelling."""
    left, right = one.split(), other.split()
    return len(left) == len(right) and all(
        a == b or nearly_spelt(a, b) or alike(root(a), root(b))
        for a, b in zip(left, right, strict=True)
    )


def may_be_spelled(text: str, short: str, places: Sequence[int]) -> bool:
    """Say whether brackets at an abbreviation may hold, or stand behind, what it stands for."""
    return any(
        _OPENED.search(text, max(0, at - 2), at) or _OPENS.match(text, at + len(short))
        for at in places
    )
