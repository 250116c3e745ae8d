"""How strongly a sentence speaks: obligation, doubt, how often, how many, and denial. English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from rag.english.vocabulary import FUNCTION_WORDS
from rag.english.word_lists import scales
from rag.text.tokens import Token, tokens

Scale = Literal[
    "modal", "often", "extent", "many", "denial", "doubt", "proof", "deed", "hearsay", "attempt",
]  # fmt: skip

_LONGEST = 5
_BARRIERS = frozenset("which who that while because but and or whereas although though".split())
_COMPARED = frozenset("as more less most least how equally so".split())
_SKIPPED = frozenset("even yet still ever really so too very any longer be been".split())
_REACH = 5
_LY_VERBS = frozenset("supply apply rely reply comply multiply imply family assembly fly".split())


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that say how strongly, and the word that they bear on.

    ``at`` and ``until`` are indices of tokens; ``head`` is that of the next telling word, or -1.
    """

    scale: Scale
    group: str
    at: int
    until: int
    head: int


_TABLE: dict[tuple[str, ...], list[tuple[Scale, str]]] = {}
for _scale, _groups in scales().items():
    for _group, _phrases in _groups.items():
        for _phrase in _phrases.split("|"):
            _meanings = _TABLE.setdefault(tuple(_phrase.split()), [])
            _meanings.append((cast("Scale", _scale), _group))


@lru_cache(maxsize=2048)
def marks(sentence: str) -> tuple[Mark, ...]:
    """Find the words of a sentence that say how strongly, how often, how many or that deny."""
    words = tokens(sentence)
    found: list[Mark] = []
    taken = -1
    for at in range(len(words)):
        if at < taken:
            continue
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            key = tuple(token.word for token in words[at : at + length])
            meanings = _TABLE.get(key)
            if meanings and not _idle(words, at, key) and not _month(words[at], sentence):
                taken = at + length
                head = _head(words, taken, sentence)
                if at and words[at - 1].word == "or" and key == ("not",):
                    head = -1  # "religious or not"
                found += [Mark(scale, group, at, taken, head) for scale, group in meanings]
                break
    return tuple(found)


def marks_of(scale: Scale, sentence: str) -> list[Mark]:
    """Give the marks of one scale."""
    return [mark for mark in marks(sentence) if mark.scale == scale]


def _idle(words: Sequence[Token], at: int, key: tuple[str, ...]) -> bool:
    """Say whether a word grades nothing: "at most ten", "would rather stay than go"."""
    before = words[at - 1].word if at else ""
    if key == ("has", "to"):
        return [t.word for t in words[at + 2 : at + 3]] == ["do"]  # "has to do with"
    if key == ("likely",):
        return before in _COMPARED  # "three times as likely"
    if key == ("most",):
        return before == "at"
    return key == ("rather",) and (before == "would" or any(t.word == "than" for t in words[at:]))


def _month(token: Token, sentence: str) -> bool:
    """Say whether "May" is the month here: written large, and no sentence's first word."""
    if token.word != "may" or not token.capital:
        return False
    return not token.first or sentence[token.end : token.end + 2].strip().isdigit()


def _head(words: Sequence[Token], at: int, sentence: str) -> int:
    """Give the index of the next word that tells something, in the same clause; -1 without."""
    for i in range(at, min(at + _REACH, len(words))):
        between = sentence[words[at - 1].end : words[i].start]
        if words[i].word in _BARRIERS or any(mark in between for mark in ";:()"):
            return -1
        adverb = words[i].word.endswith("ly") and words[i].word not in _LY_VERBS
        skip = words[i].word in _SKIPPED or adverb
        if words[i].weight > 0 and not skip and words[i].word not in FUNCTION_WORDS:
            return i
    return -1
