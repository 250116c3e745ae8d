"""What common English words can be: verbs, nouns, adjectives, and nouns for whoever may act.

From WordNet, see `evals/training/class_words.py`.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from rag.text.tokens import IRREGULAR

FILE = Path(__file__).parents[1] / "english" / "word_classes.txt.gz"
"""A line a word: the word, a tab, and the letters of its classes: a, n, r, v for the parts of
speech, that which it mostly is in capitals; p for who may act (people, bodies, their names); s for
verbs that mostly tell what comes about by itself (being, change, feeling)."""


@lru_cache(maxsize=16384)
def classes(word: str) -> str:
    """Give the classes of a word in lower case and any form, "" if it's unknown."""
    return next((found for base in bases(word) if (found := _listed(base))), "")


def bases(word: str) -> Iterator[str]:
    """Give what a form may be a form of, the likeliest first; first of all itself."""
    yield word
    if word in IRREGULAR:
        yield IRREGULAR[word]
    for ending, others in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word.removesuffix(ending)
            yield from (stem + other for other in others)
            if ending in ("ed", "ing") and stem[-1] == stem[-2]:
                yield stem[:-1]


_PREFIXES = frozenset("re de co pre mis dis over under out".split())
_HEAD = 3
"""Letters of the first part of a word made of two, at least; the other one has more."""
_SHORT = frozenset(("do", "go"))
"""Verbs of two letters: WordNet's list begins with those of three."""
_ENDINGS = (
    ("ies", ("y", "ie")),
    ("es", ("e", "")),
    ("s", ("",)),
    ("ied", ("y", "ie")),
    ("ed", ("e", "")),
    ("ing", ("e", "")),
    ("men", ("man",)),
)


def is_base(word: str) -> bool:
    """Say whether a word in lower case is the base form of a verb."""
    prefix, _, verb = word.partition("-")
    if prefix in _PREFIXES and verb:
        return is_base(verb)  # "de-escalate"
    return word in _SHORT or "v" in _listed(word).lower()


def mostly_verb(word: str) -> bool:
    """Say whether a base form is seldom anything but a verb."""
    return word in _SHORT or "V" in _listed(word)


def listed_as(form: str) -> str:
    """Give the classes that a form is listed with by itself, and not as a form of another word."""
    return _listed(form)


def is_listed_noun(word: str) -> bool:
    """Say whether a form is itself listed as a noun: "hundred", not "backed"."""
    return "n" in _classes().get(word, "").lower()


def is_agent(word: str) -> bool:
    """Say whether a noun in lower case is one for people or bodies, who may act."""
    if any("p" in _listed(base) for base in bases(word)):
        return True
    return not classes(word) and any(
        "p" in _listed(base[n:])
        for base in bases(word)
        for n in range(_HEAD, len(base) - _HEAD)  # "flightcrew", "shipowner"
    )


def of_itself(word: str) -> bool:
    """Say whether a verb in any form mostly tells what comes about by itself."""
    return any("s" in found for base in bases(word) if (found := _listed(base)))


def _listed(word: str) -> str:
    """Give the classes of a word as it's listed, or as it's listed with a "z"."""
    listed = _classes()
    return listed.get(word, "") or (listed.get(f"{word[:-3]}ize", "") if word[-3:] == "ise" else "")


@cache
def _classes() -> Mapping[str, str]:
    lines = gzip.decompress(FILE.read_bytes()).decode().splitlines()
    return dict(line.split("\t") for line in lines)
