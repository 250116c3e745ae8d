"""What a number is of: the noun phrase that it counts, or that it's said to be the measure of.

There is no parser: closed classes of words say where a noun phrase ends. Where they don't tell,
nothing is given: no phrase is better than a wrong one.
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
    TIME_UNITS,
)
from rag.english.word_lists import phrases, words
from rag.grammar.verbs import PARTICIPLES, PLAIN_VERBS
from rag.text.tokens import IRREGULAR

LONGEST = 9
"""Words of a noun phrase at most."""

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:[-'’.&/\u2010\u2011][^\W_]+)*")
_STOPS = (
    AUXILIARIES | PREPOSITIONS | PRONOUNS | CONJUNCTIONS | frozenset(words("counted", "stops"))
) - {"one"}
_SKIPPED = DETERMINERS | frozenset(words("counted", "skipped"))
_ROUNDING = re.compile(
    rf"(?:^|(?<=\W))(?:(?:{'|'.join(phrases('counted', 'rounding'))})\s)+$", re.IGNORECASE
)
_MEASURING = frozenset(words("counted", "measuring"))
"""Verbs whose subject is what the number is of: "the roof cost £500"."""
_BE = frozenset("is are was were be been being".split())
_RELATIVES = frozenset("which that who".split())
_NOUNS_IN_LY = frozenset("family supply assembly monopoly anomaly reply rally".split())
_TIME = re.compile(rf"(?:{'|'.join(TIME_UNITS)})s?$", re.IGNORECASE)
_CODE = re.compile(r"\d{4,}")
_GAP = re.compile(r"[^\w,.;:()“”\"!?\u2013\u2014|\[\]]*")
_OPENED = re.compile(r"\s?\(\s?\Z")
_FROM_VERB = frozenset("to by at from".split())
_OR_MORE = frozenset("more less fewer".split())
_JOINING = frozenset("from between for in on to".split())
_IN = frozenset("in during".split())
_PAYING = frozenset("on into for towards toward".split())
_PLURALS = frozenset("people police men women children personnel media criteria data staff".split())
_PAST = (frozenset(IRREGULAR) | PARTICIPLES) - frozenset(words("noun_phrases", "past"))
_AMOUNTS = frozenset("total sum amount maximum minimum average number".split())


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        return self.text.lower()


def aged(text: str, start: int) -> tuple[int, int] | None:
    """Give who is so old, where "aged" begins at ``start``."""
    before = _before(text, start)
    if before and before[-1].low in _BE:
        return _subject(before[:-1])
    return _noun_before(before)


def counted(
    text: str,
    start: int,
    end: int,
    *,
    count: bool = False,
    attributive: bool = False,
    paid: bool = False,
) -> tuple[int, int] | None:
    """Give the characters of a sentence that say of what a number is.

    ``start`` and ``end`` are the number with its unit; ``count`` says that it has none;
    ``attributive`` that it stands before a noun as an adjective does ("a £3 million programme"),
    ``paid`` that it's money: a verb may tell what it is then ("they earn £9").
    """
    behind = _behind(text, end)
    if len(behind) > 1 and behind[0].low == "or" and behind[1].low in _OR_MORE:
        behind = behind[2:]
    if behind and behind[0].low == "of":
        return _phrase(_without_numbers(behind[1:]), plural=count)
    if not count and (found := _of_which(text, start)):
        return found
    if (count or attributive) and (found := _phrase(behind, plural=count)):
        return found
    return _from_before(text, start, behind, paid=paid)


def names_only(text: str, start: int, end: int, of: tuple[int, int] | None) -> bool:
    """Say whether a number that counts nothing behind it is a name: "item 180", "the two".

    ``of`` is what `counted` gives for it.
    """
    said, before, behind = text[start:end], _before(text, start), _behind(text, end)
    direct = bool(behind) and behind[0].low != "of" and _phrase(behind, plural=True)
    if direct or not before or _CODE.fullmatch(said):
        return not direct and _CODE.fullmatch(said) is not None and not of
    last = before[-1]
    if last.low in DETERMINERS:
        return said.isalpha() and not (behind and behind[0].low == "of")
    known = _STOPS | _MEASURING | NUMBER_WORDS
    rounds = _without_rounding(text, start) < start
    return said.isdigit() and not (rounds or last.low in known or _is_verbal(last))


def _behind(text: str, end: int) -> list[_Word]:
    """Give the words behind a place, up to the first mark of punctuation."""
    found: list[_Word] = []
    at = end
    for match in _TOKEN.finditer(text, end):
        if not _GAP.fullmatch(text, at, match.start()) or len(found) > LONGEST:
            break
        found.append(_Word(match.group(), *match.span()))
        at = match.end()
    return found


def _before(text: str, start: int) -> list[_Word]:
    """Give the words before a place, from the last mark of punctuation on."""
    found: list[_Word] = []
    for match in _TOKEN.finditer(text, max(0, start - 160), start):
        if found and not _GAP.fullmatch(text, found[-1].end, match.start()):
            found = []
        found.append(_Word(match.group(), *match.span()))
    return found if found and _GAP.fullmatch(text, found[-1].end, start) else []


def _without_numbers(some: Sequence[_Word]) -> Sequence[_Word]:
    at = 0
    while at < len(some) and (
        some[at].low in _SKIPPED | NUMBER_WORDS or some[at].text[0].isdigit()
    ):
        at += 1
    return some[at:]


def _phrase(some: Sequence[_Word], *, plural: bool) -> tuple[int, int] | None:
    """Give the noun phrase that some words begin with; with ``plural``, up to its plural noun."""
    at = 0
    while at < len(some) and (some[at].low in _SKIPPED or _is_manner(some[at])):
        at += 1
    taken: list[_Word] = []
    for n in range(at, len(some)):
        word, after = some[n], some[n + 1] if n + 1 < len(some) else None
        if word.low in DETERMINERS and taken:
            break
        if word.low in _STOPS and not _is_acronym(word):
            names = taken and after and taken[-1].text[0].isupper() and after.text[0].isupper()
            if not (taken and word.low in ("and", "or") and after and (plural or names)):
                break
        if taken and _is_verb(word, taken[-1], after):
            break
        taken.append(word)
        if plural and _is_plural(word) and not (after and _is_plural(after) and _is_noun(after)):
            break
    while taken and (taken[-1].low in _STOPS and not _is_acronym(taken[-1])):
        taken.pop()
    if not taken or (len(taken) == 1 and _is_verbal(taken[0]) and not _is_plural(taken[0])):
        return None
    return taken[0].start, taken[-1].end


def _of_which(text: str, start: int) -> tuple[int, int] | None:
    """Give what stands before "of" and a number: "a pension from the state of €15,000"."""
    before = _before(text, _without_rounding(text, start))
    if len(before) < 2 or before[-1].low != "of":
        return None
    found = _noun_before(before[:-1])
    rest = [word for word in before if found and word.end <= found[0]]
    if found and rest and rest[-1].low in DETERMINERS:
        rest.pop()
    if not found or len(rest) < 2 or rest[-1].low not in _JOINING:
        return found
    wider = _noun_before(rest[:-1]) if not _is_verbal(rest[-2]) else None
    outside = [word for word in rest if wider and word.end <= wider[0]]
    if wider is None or (outside and outside[-1].low in PREPOSITIONS - {"with"}):
        return found
    return wider[0], found[1]


def _without_rounding(text: str, start: int) -> int:
    rounding = _ROUNDING.search(text, max(0, start - 40), start)
    return rounding.start() if rounding else start


def _from_before(
    text: str, start: int, behind: Sequence[_Word], *, paid: bool
) -> tuple[int, int] | None:
    """Give what a number is of where that stands before it: "wages fell by", "the roof cost"."""
    if opened := _OPENED.search(text, 0, start):
        return _noun_before(_before(text, opened.start()))
    before = _before(text, _without_rounding(text, start))
    if not before:
        return None
    last, rest = before[-1], before[:-1]
    if last.low in _BE or last.low in _MEASURING:
        return _subject(rest)
    if last.low in _FROM_VERB and rest:
        if _is_verbal(rest[-1]):
            return _subject(rest[:-1])
        return _object(rest) if last.low == "by" else None
    if not paid or not _is_verbal(last) or last.low in _STOPS:
        return None
    to = next((n for n, word in enumerate(behind[:5]) if word.low in _PAYING), None)
    if to is not None and all(w.low in _IN or w.text[0].isdigit() for w in behind[:to]):
        found = _phrase(behind[to + 1 :], plural=False)
        if found and not _TIME.search(text[slice(*found)]):
            return found
    return last.start, last.end


def _object(some: Sequence[_Word]) -> tuple[int, int] | None:
    """Give what follows the last verb: "raised the fee for boats by"."""
    verbs = [n for n, word in enumerate(some) if word.text.islower() and _is_verbal(word)]
    return _phrase(some[verbs[-1] + 1 :], plural=False) if verbs else _noun_before(some)


def _subject(some: Sequence[_Word]) -> tuple[int, int] | None:
    """Give the noun phrase before a verb, its auxiliaries and a "which" apart."""
    at = len(some)
    while at and (some[at - 1].low in AUXILIARIES | _RELATIVES or _is_manner(some[at - 1])):
        at -= 1
    while at and (some[at - 1].text[0].isdigit() or some[at - 1].low == "of"):
        at -= 1
    return _noun_before(some[:at])


def _noun_before(some: Sequence[_Word]) -> tuple[int, int] | None:
    """Give the noun phrase that some words end with."""
    at = len(some)
    while at and len(some) - at < LONGEST:
        word = some[at - 1]
        inside = 1 < at < len(some)
        links = word.low == "of" or (word.low in DETERMINERS and some[at - 2].low == "of")
        stops = word.low in _STOPS | DETERMINERS and not _is_acronym(word)
        acts = at < len(some) and _is_verbal(word) and word.text.islower()
        if (stops or acts) and not (inside and links):
            break
        at -= 1
    taken = [*some[at:]]
    while taken and taken[0].low in _STOPS | DETERMINERS and not _is_acronym(taken[0]):
        taken.pop(0)
    if not taken or all(word.low in _AMOUNTS or word.text[0].isdigit() for word in taken):
        return None
    return taken[0].start, taken[-1].end


def _is_acronym(word: _Word) -> bool:
    return word.text.isupper() and len(word.text) > 1


def _is_manner(word: _Word) -> bool:
    return word.low.endswith("ly") and word.text.islower() and word.low not in _NOUNS_IN_LY


def _is_plural(word: _Word) -> bool:
    low = word.low
    ends = low.endswith("s") and not low.endswith(("ss", "us", "is", "'s", "’s", "ous"))
    return (ends and len(low) > 3) or low in _PLURALS


def _is_noun(word: _Word) -> bool:
    """Say whether a word that looks like a plural is no verb's third person."""
    return word.low not in _STOPS and not any(
        word.low.removesuffix(ending) in PLAIN_VERBS for ending in ("s", "es")
    )


def _is_verb(word: _Word, before: _Word, after: _Word | None) -> bool:
    """Say whether a word in a run of nouns and adjectives is the verb behind them."""
    if not word.text.islower() or not _is_verbal(word):
        return False
    ends = after is None or after.low in PREPOSITIONS | DETERMINERS | PRONOUNS
    return _is_plural(before) or (ends and not _is_plural(word))


def _is_verbal(word: _Word) -> bool:
    low = word.low
    if low in PLAIN_VERBS or low in _PAST:
        return True
    if len(low) > 4 and low.endswith(("ed", "ing")):
        return True
    return any(low.removesuffix(ending) in PLAIN_VERBS for ending in ("s", "es") if low != ending)
