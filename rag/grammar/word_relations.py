"""Which words are opposites, exclude each other, or say the same. Closed lists of English."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from functools import lru_cache

from rag.english.word_lists import phrases, words
from rag.text.tokens import root

_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "de", "mis", "anti", "counter")


def _listed(name: str) -> list[list[str]]:
    return [pair.split("/") for pair in words("word_relations", name)]


OPPOSITES = _listed("opposites")
"""Pairs of common words of which one can't hold where the other does."""


def _opposites() -> Mapping[str, set[str]]:
    pairs = [*OPPOSITES, *_listed("further_opposites")]
    for one, other in (("rising", "falling"), ("approving", "disapproving")):
        listed = words("word_relations", one), words("word_relations", other)
        pairs += [list(pair) for pair in itertools.product(*listed)]
    found: dict[str, set[str]] = {}
    for a, b in (map(root, pair) for pair in pairs):
        if a != b:
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)
    return found


_OPPOSED = _opposites()
_CONVERSES = {frozenset(map(root, pair)) for pair in _listed("converses")}


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


def _groups_of() -> Mapping[str, Mapping[int, int]]:
    """Give by stem the numbers of its kinds, and of its group in each, where "/" joins the same."""
    found: dict[str, dict[int, int]] = {}
    for kind, line in enumerate(phrases("word_relations", "excluding")):
        for number, group in enumerate(line.split()):
            for word in group.split("/"):
                found.setdefault(root(word), {})[kind] = number
    return found


_GROUPS_OF = _groups_of()


@lru_cache(maxsize=65536)
def excluding(one: str, other: str) -> bool:
    """Say whether two stems are of one kind and not the same: "police" and "army"."""
    ours, theirs = _GROUPS_OF.get(one, {}), _GROUPS_OF.get(other, {})
    shared = ours.keys() & theirs.keys()
    return bool(shared) and all(ours[kind] != theirs[kind] for kind in shared)


_SAME_SORT = [set(group.split()) for group in phrases("word_relations", "same_sort")]


def one_sort(one: str, other: str) -> bool:
    """Say whether two words (lower case) are known to mean the same, or nearly."""
    return any(one in group and other in group for group in _SAME_SORT)
