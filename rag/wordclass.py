"""What a word of a question can be: a verb, a verb in the past, a noun, what ends a phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.english import AUXILIARIES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS
from rag.phrases import BE, WH, Token, is_acronym, is_plural
from rag.verbs import IRREGULAR, PAST, PLAIN_VERBS

STOPS = (AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | WH | {"yes", "according"}) - {
    "one",
    "same",
}


ADVERBS = frozenset(
    "always often usually also ever never still already now currently ago actually originally "
    "mainly mostly only really so far well too again together instead abroad overseas today "
    "yesterday tomorrow online nationwide worldwide".split()
)


_NOT_NOUNS = frozenset(
    "likely able part different safe legal illegal lawful unlawful valid invalid free open binding "
    "mandatory compulsory voluntary eligible equal enough true false right wrong ready important "
    "necessary effective active popular rich poor cheap expensive bigger smaller higher lower good "
    "bad better worse secret public private permanent temporary exempt subject independent correct "
    "successful clear complete fair sure due allowed happy common rare strong weak".split()
)
"""Words that end the subject of "is X …", where nothing that could be a noun follows."""


_ADJECTIVE = re.compile(r"[a-z]{3,}(?:able|ible|ous|ful|less)")


_LY_NOUNS = frozenset("family assembly supply reply monopoly ally italy july".split())


_TO_DO = frozenset(
    "allowed permitted required supposed obliged entitled forced expected asked told able want "
    "wants need needs likely have has had going".split()
)


def stops(token: Token, *, of: bool = False) -> bool:
    """Say whether a word ends a noun phrase; ``of``: an "of" doesn't."""
    stop = token.low in STOPS and not is_acronym(token.text) and token.text != "May"
    return token.free or (stop and not (of and token.low == "of"))


def plain_verb(token: Token) -> bool:
    """Say whether a word can be a plain verb: in small letters, without a plural's ending."""
    return token.text.islower() and not (token.low.endswith("s") and not token.low.endswith("ss"))


def plain_noun(token: Token) -> bool:
    """Say whether a word can be a noun, and isn't a name, a stop or an adverb."""
    adverb = token.low in ADVERBS or token.low.endswith("ly")
    return token.text.islower() and not (adverb or stops(token) or token.low in DETERMINERS)


def bare_noun(words: Sequence[Token], at: int) -> bool:
    """Say whether what follows "which laws are" tells what they are, and isn't a subject."""
    return at < len(words) and words[at].text.islower() and words[at].low not in DETERMINERS


def is_past(token: Token) -> bool:
    """Say whether a word can be a verb in the past: "died", "fell", "was"."""
    past = token.low.endswith("ed") or (token.low in PAST and token.low not in PLAIN_VERBS)
    return token.text.islower() and past and not is_plural(token.low)


def is_past_at(words: Sequence[Token], at: int) -> bool:
    """Say whether there is a word at a place that can be a verb in the past."""
    return at < len(words) and not words[at].free and is_past(words[at])


def ends_like_verb(word: str) -> bool:
    """Say whether a lower-case word may be a finite verb, by its ending or from a list."""
    return word.endswith(("ed", "es", "s")) or word in PLAIN_VERBS or word in PAST


def goes_on(words: Sequence[Token], at: int) -> bool:
    """Say whether the verb goes on behind the auxiliary, so that "who" is the subject."""
    if at >= len(words):
        return False
    low = words[at].low
    if low in IRREGULAR and words[at].text.islower():
        return at + 1 == len(words) or stops(words[at + 1])  # "what was said", not "set theory"
    noun_follows = at + 1 < len(words) and plain_noun(words[at + 1])
    if noun_follows and low.endswith("ed") and words[0].low == "what" and words[at - 1].low in BE:
        return False  # "what are protected areas"
    return low in ("be", "been", "being", "have") or (
        low.endswith(("ed", "ing")) and words[at].text.islower()
    )


def is_verb(words: Sequence[Token], at: int) -> bool:
    """Say whether what follows a "will" is its verb: a single plain word, or a well-known one."""
    if at >= len(words):
        return False
    follows = words[at + 1] if at + 1 < len(words) else None
    undetermined = plain_verb(words[at]) and words[at].low not in DETERMINERS
    if words[0].low == "who" and undetermined and follows and follows.low in DETERMINERS:
        return True  # "who should bridge the divide"
    alone = at + 1 == len(words) or (stops(words[at + 1]) and words[at + 1].low not in AUXILIARIES)
    return words[at].low in PLAIN_VERBS or (alone and plain_verb(words[at]))


def begins_verb(token: Token, *, verb: bool, proper: bool) -> bool:
    """Say whether what is said of a subject may begin at a word; ``verb``: with a plain verb."""
    if not token.text.islower():
        return False
    if verb:
        return token.low in PLAIN_VERBS or (proper and plain_verb(token))
    verbal = token.low.endswith(("ed", "ing")) or token.low in _NOT_NOUNS | IRREGULAR
    return verbal or _ADJECTIVE.fullmatch(token.low) is not None


def closes(words: Sequence[Token], at: int) -> bool:
    """Say whether no noun can follow."""
    return at >= len(words) or stops(words[at]) or words[at].low.endswith("ly")


def no_noun(words: Sequence[Token], at: int) -> bool:
    """Say whether a word can't be in a noun phrase, unless it's a determiner."""
    token = words[at]
    manner = token.low.endswith("ly") and token.text.islower() and token.low not in _LY_NOUNS
    joins = token.low == "that" and (not at or words[at - 1].low not in PREPOSITIONS)
    ends = stops(token) and token.low not in DETERMINERS
    return token.low in ADVERBS or manner or joins or ends


def infinitive(words: Sequence[Token], at: int) -> bool:
    """Say whether a "to" has a verb behind it."""
    if words[at].low != "to" or (at and words[at - 1].low == "as") or at + 1 >= len(words):
        return False
    if at and words[at - 1].low in _TO_DO:
        return True
    object_follows = at + 2 < len(words) and not words[at + 2].free
    ends = object_follows and words[at + 2].low in STOPS - DETERMINERS - {"it", "them", "him"}
    return words[at + 1].low in PLAIN_VERBS or (object_follows and not ends)
