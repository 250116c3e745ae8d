"""Words that exclude each other, and words that tell one thing from its two sides."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rag.english.word_lists import text
from rag.text.tokens import root

_COMMON = text("antonyms", "common")
OPPOSITES = tuple(tuple(pair.split("/")) for pair in _COMMON.split())
"""Pairs of common words of which one can't hold where the other does."""
_FURTHER = text("antonyms", "further")
"""More such pairs, for comparing a sentence with its source."""
_UP = "rise increase grow climb expand gain jump surge widen raise soar grow worsen multiply"
_DOWN = (
    "fall decrease drop decline shrink cut reduce lower lessen diminish narrow plummet slump halve"
)
_FOR = "support favour favor welcome endorse praise approve embrace defend applaud"
_AGAINST = (
    "oppose reject condemn criticise criticize denounce deplore decry shun dislike discourage"
)
_CONVERSE = text("antonyms", "converse")
_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "de", "mis", "anti", "counter")


def _opposites() -> Mapping[str, frozenset[str]]:
    pairs = [tuple(pair.split("/")) for pair in _FURTHER.split()]
    pairs += [(up, down) for up in _UP.split() for down in _DOWN.split()]
    pairs += [(one, other) for one in _FOR.split() for other in _AGAINST.split()]
    found: dict[str, set[str]] = {}
    for one, other in (*OPPOSITES, *pairs):
        a, b = root(one), root(other)
        if a != b:
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)
    return {word: frozenset(others) for word, others in found.items()}


_OPPOSED = _opposites()


_CONVERSES = frozenset(
    frozenset(root(word) for word in pair.split("/")) for pair in _CONVERSE.split()
)


def converse(one: str, other: str) -> bool:
    """Say whether two words (lower case) tell one thing from either side: "lend", "borrow"."""
    return frozenset((root(one), root(other))) in _CONVERSES


@lru_cache(maxsize=65536)
def opposed(one: str, other: str) -> bool:
    """Say whether two words (lower case) are opposites: listed, or one denies the other by prefix.

    "militarization" and "demilitarization", "affected" and "unaffected".
    """
    a, b = root(one), root(other)
    if b in _OPPOSED.get(a, ()):
        return True
    if one.endswith("est") and other.endswith("est"):
        return _positive(b) in _OPPOSED.get(_positive(a), ())
    short, long = sorted((one, other), key=len)
    if len(short) < 4 or len(long) - len(short) > 7:
        return False
    return any(
        long.startswith(prefix)
        and (long[len(prefix) :] == short or root(long[len(prefix) :]) == root(short))
        for prefix in _PREFIXES
    )


def _positive(stem: str) -> str:
    """Give the stem of an adjective whose superlative this is: "dri" for "driest"."""
    base = stem.removesuffix("est")
    return root(base[:-1] if len(base) > 2 and base[-1] == base[-2] else base)
