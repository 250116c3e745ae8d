"""Which words say nearly the same: synonyms, kinds of a thing, a verb and what comes of it.

From WordNet, see `evals/training/relate_words.py`. A sense is not told apart: two words are related
where they are in a leading sense of both.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from rag.text.tokens import root, tokens

FILE = Path(__file__).parents[1] / "english" / "related_words.txt.gz"
"""A line a word: its root, a tab, and the roots of the words it's related to, commas between."""
LONGEST = 3
"""Words of an entry."""


def related(one: str, other: str) -> bool:
    """Say whether two words or phrases, in any form, say nearly the same."""
    return base(other) in related_to(one)


def related_to(said: str) -> frozenset[str]:
    """Give the roots of what says nearly the same as a word or phrase."""
    return _related().get(base(said), frozenset())


def said_otherwise(word: str, text: str) -> bool:
    """Say whether a text has a word or phrase that says nearly the same as a word."""
    others = related_to(word)
    if not others:
        return False
    return any(token.content and root(token.word) in others for token in tokens(text)) or any(
        phrase in others for phrase, _ in phrases_in(text)
    )


def phrases_in(text: str) -> tuple[tuple[str, int], ...]:
    """Give the entries of several words that stand in a text, each with where it starts."""
    found = [(token.start, root(token.word)) for token in tokens(text)]
    known, most = _phrases(), len(found)
    return tuple(
        (phrase, found[at][0])
        for at in range(most)
        if found[at][1] in known
        for length in range(2, min(LONGEST, most - at) + 1)
        if (phrase := " ".join(base for _, base in found[at : at + length])) in known[found[at][1]]
    )


@lru_cache(maxsize=65536)
def base(said: str) -> str:
    """Give the root of each word of a phrase."""
    return " ".join(root(word) for word in said.lower().split())


@cache
def _related() -> Mapping[str, frozenset[str]]:
    both: dict[str, set[str]] = {}
    for line in gzip.decompress(FILE.read_bytes()).decode().splitlines():
        word, _, others = line.partition("\t")
        for other in others.split(","):
            both.setdefault(word, set()).add(other)
            both.setdefault(other, set()).add(word)
    return {word: frozenset(others) for word, others in both.items()}


@cache
def _phrases() -> Mapping[str, frozenset[str]]:
    """Give the entries of several words by their first."""
    first: dict[str, set[str]] = {}
    for entry in _related():
        if " " in entry:
            first.setdefault(entry.split()[0], set()).add(entry)
    return {word: frozenset(entries) for word, entries in first.items()}
