"""Runs of nouns in a sentence: the noun phrase behind a place, or before it.

There is no parser: closed classes of words say where a noun phrase ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.english.vocabulary import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    NUMBER_WORDS,
    PREPOSITIONS,
    PRONOUNS,
)
from rag.english.word_lists import words
from rag.grammar.verbs import PARTICIPLES, PLAIN_VERBS
from rag.text.tokens import IRREGULAR

LONGEST = 9
"""Words of a noun phrase at most."""
STOPS = (
    AUXILIARIES | PREPOSITIONS | PRONOUNS | CONJUNCTIONS | frozenset(words("noun_runs", "stops"))
) - {"one"}
SKIPPED = DETERMINERS - {"that"} | frozenset(words("noun_runs", "skipped"))
"""Before a noun phrase, and no part of it: "the other", "more"."""

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:st|nd|rd|th)?|[^\W_]+(?:[-'’.&/\u2010\u2011][^\W_]+)*")
_GAP = re.compile(r"[^\w,.;:()“”\"!?\u2013\u2014|\[\]]*")
_NOUNS_IN_LY = frozenset("family supply assembly monopoly anomaly reply rally".split())
_PLURALS = frozenset("people police men women children personnel media criteria data staff".split())
_PAST = (frozenset(IRREGULAR) | PARTICIPLES) - frozenset(words("noun_phrases", "past"))
_OPENING = frozenset("that which what each all both".split())
"""Determiners that may as well begin a clause or stand alone behind a noun."""
_BEFORE_VERBS = frozenset(
    "i you we they he she who can could may might must shall should will would".split()
)
_AMOUNTS = frozenset("total sum amount maximum minimum average number".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """The word in small letters."""
        return self.text.lower()


def words_behind(text: str, end: int) -> list[Word]:
    """Give the words behind a place, up to the first mark of punctuation."""
    found: list[Word] = []
    at = end
    for match in _TOKEN.finditer(text, end):
        if not _GAP.fullmatch(text, at, match.start()) or len(found) > LONGEST:
            break
        found.append(Word(match.group(), *match.span()))
        at = match.end()
    return found


def words_before(text: str, start: int) -> list[Word]:
    """Give the words before a place, from the last mark of punctuation on."""
    found: list[Word] = []
    for match in _TOKEN.finditer(text, max(0, start - 160), start):
        if found and not _GAP.fullmatch(text, found[-1].end, match.start()):
            found = []
        found.append(Word(match.group(), *match.span()))
    return found if found and _GAP.fullmatch(text, found[-1].end, start) else []


def noun_behind(some: Sequence[Word], *, plural: bool) -> tuple[int, int] | None:
    """Give the noun phrase that some words begin with; with ``plural``, up to its plural noun."""
    at = 0
    while at < len(some) and (some[at].low in SKIPPED or is_manner(some[at])):
        at += 1
    taken: list[Word] = []
    for n in range(at, len(some)):
        word, after = some[n], some[n + 1] if n + 1 < len(some) else None
        if word.low in DETERMINERS and taken:
            break
        if word.low in STOPS and not _is_acronym(word):
            names = taken and after and taken[-1].text[0].isupper() and after.text[0].isupper()
            if not (taken and word.low in ("and", "or") and after and (plural or names)):
                break
        if taken and _is_verb(word, taken[-1], after):
            break
        taken.append(word)
        if plural and is_plural(word) and not (after and is_plural(after) and _is_noun(after)):
            break
    while (
        taken and (_is_measured(taken[-1]) or taken[-1].low in STOPS) and not _is_acronym(taken[-1])
    ):
        taken.pop()
    lone = len(taken) == 1 and not is_plural(taken[0])
    goes_on = plural and lone and taken[0].text.islower() and taken[0] is not some[-1]
    acts = lone and is_verbal(taken[0]) and (plural or not taken[0].low.endswith("ing"))
    acts = acts or (lone and taken[0].text.islower() and _has_object(taken[0], some))
    if not taken or acts or goes_on:
        return None  # "9 deal with it"
    return taken[0].start, taken[-1].end


def _has_object(word: Word, some: Sequence[Word]) -> bool:
    """Say whether a determiner or "it" follows a word: "rent the land"."""
    after = next((one for one in some if one.start >= word.end), None)
    return after is not None and after.low in DETERMINERS - _OPENING | {"it", "them", "him", "us"}


def noun_before(some: Sequence[Word]) -> tuple[int, int] | None:
    """Give the noun phrase that some words end with."""
    at = len(some)
    while at and len(some) - at < LONGEST:
        word = some[at - 1]
        inside = 1 < at < len(some)
        links = word.low == "of" or (word.low in DETERMINERS and some[at - 2].low == "of")
        stops = word.low in STOPS | DETERMINERS and not _is_acronym(word)
        determined = at > 1 and some[at - 2].low in DETERMINERS - {"that"}  # "the speed limit"
        acts = at < len(some) and is_verbal(word) and word.text.islower() and not determined
        if (stops or acts) and not (inside and links):
            break
        at -= 1
    taken = [*some[at:]]
    if at and some[at - 1].low in _BEFORE_VERBS:
        return None  # "they borrow", "would result"
    while taken and (_is_number(taken[0]) or _opens(taken[0])):
        taken.pop(0)
    if not taken or all(word.low in _AMOUNTS or word.text[0].isdigit() for word in taken):
        return None
    return taken[0].start, taken[-1].end


def _opens(word: Word) -> bool:
    return word.low in STOPS | DETERMINERS and not _is_acronym(word)


def _is_number(word: Word) -> bool:
    return word.text[0].isdigit() or word.low in NUMBER_WORDS


def _is_measured(word: Word) -> bool:
    """Say whether a word is a number of several parts: "81.9", "1,250"."""
    return word.text[0].isdigit() and not word.text.isalnum()


def _is_acronym(word: Word) -> bool:
    return word.text.isupper() and len(word.text) > 1


def is_manner(word: Word) -> bool:
    """Say whether a word is an adverb in "-ly"."""
    return word.low.endswith("ly") and word.text.islower() and word.low not in _NOUNS_IN_LY


def is_plural(word: Word) -> bool:
    """Say whether a word looks like a noun's plural."""
    low = word.low
    ends = low.endswith("s") and not low.endswith(("ss", "us", "is", "'s", "’s", "ous"))
    return (ends and len(low) > 3) or low in _PLURALS


def _is_noun(word: Word) -> bool:
    """Say whether a word that looks like a plural is no verb's third person."""
    return word.low not in STOPS and not any(
        word.low.removesuffix(ending) in PLAIN_VERBS for ending in ("s", "es")
    )


def _is_verb(word: Word, before: Word, after: Word | None) -> bool:
    """Say whether a word in a run of nouns and adjectives is the verb behind them."""
    if not word.text.islower() or not is_verbal(word):
        return False
    ends = after is None or after.low in PREPOSITIONS | DETERMINERS | PRONOUNS
    return is_plural(before) or (ends and not is_plural(word))


def is_verbal(word: Word) -> bool:
    """Say whether a word may be a form of a verb."""
    low = word.low
    if low in PLAIN_VERBS or low in _PAST:
        return True
    if len(low) > 4 and low.endswith(("ed", "ing")):
        return True
    return any(low.removesuffix(ending) in PLAIN_VERBS for ending in ("s", "es") if low != ending)
