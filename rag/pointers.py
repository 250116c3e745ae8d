"""What points outside a question, and the closed lists of words by which that is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.english import AUXILIARIES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS
from rag.phrases import EMPTY_HEADS, WH, Frame, Token
from rag.verbs import PLAIN_VERBS

Kind = Literal[
    "pronoun",
    "this",
    "noun",
    "ordinal",
    "former",
    "latter",
    "other",
    "fact",
    "deed",
    "time",
    "one",
    "adverb",
]


Number = Literal["one", "many", "person", "any"]


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A word or two that point outside the question, at characters ``start`` to ``end``.

    ``noun`` is what a "that" stands before, or what an ordinal would; ``fact`` stands
    for what was said, ``deed`` for what was done, ``adverb`` for a place, a time or all
    the rest. ``place`` counts an ordinal from 1, 0 is the last one; ``step`` says how far
    on from the one before. ``acts`` says that it does what people do: "they met";
    ``says`` that it says something: "they suggest";
    ``identity`` that it's asked who that is: "who are they"; ``mutual`` that what they do
    takes two: "do they agree".
    """

    kind: Kind
    start: int
    end: int
    number: Number = "any"
    possessive: bool = False
    noun: str = ""
    place: int = -1
    step: int = 0
    acts: bool = False
    says: bool = False
    identity: bool = False
    mutual: bool = False


THIRD_PERSON: dict[str, Number] = {
    "it": "one",
    "its": "one",
    "they": "many",
    "them": "many",
    "their": "many",
    "theirs": "many",
    "he": "person",
    "him": "person",
    "his": "person",
    "she": "person",
    "her": "person",
}


KINDS = frozenset(
    "policy plan law act strategy programme program framework group committee commission council "
    "country province city place area region year date paper report brief document book study "
    "author person man woman organisation organization agency ministry institution institute body "
    "company party number figure amount rule regulation scheme fund tax authority board court war "
    "attack meeting session list table article section chapter proposal recommendation decision "
    "idea problem issue topic point goal reason change reform measure one ones".split()
)
"""Nouns that "that" stands before to point back."""


SOURCES = frozenset("paper report brief document source text one book study article".split())


RANKS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
PEOPLE = frozenset(
    "people person persons member members participant participants expert experts".split()
)


_VAGUE = (
    frozenset(THIRD_PERSON)
    | DETERMINERS
    | EMPTY_HEADS
    | PEOPLE
    | frozenset(
        "others everyone anyone someone somebody anybody everybody nobody else anything something "
        "nothing there here one ones former latter other next previous available only they known "
        "little yes otherwise afterwards thereafter instead".split()
    )
)


UNFIT = frozenset("he him his she her it its they them their i me my we us our you your".split())
"""Words of a noun phrase that can't be named again, or mean who asks and who is asked."""


def named(frame: Frame) -> bool:
    """Say whether a question names anything itself that isn't just "people" or "members"."""
    return any(specific(p.words) and p.head not in EMPTY_HEADS for p in frame.phrases)


def specific(words: Sequence[str]) -> bool:
    """Say whether the words of a noun phrase tell what is meant."""
    return any(word.lower() not in _VAGUE for word in words)


def content(words: Sequence[Token], at: int) -> bool:
    """Say whether a word is there that may be a noun, an adjective or a verb."""
    if at >= len(words) or words[at].free:
        return False
    return words[at].low not in (
        AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | WH | frozenset(THIRD_PERSON) | DETERMINERS
    )


def verb_like(words: Sequence[Token], at: int) -> bool:
    """Say whether the next word goes on with a verb, or is none that a noun phrase has."""
    if at >= len(words):
        return True
    low = words[at].low
    if low in ("to", "of", "in", "on", "who", "that", "for", "from", "ever", "even", "if", "as"):
        return False
    return low in PLAIN_VERBS or low in AUXILIARIES or words[at].free or not content(words, at)
