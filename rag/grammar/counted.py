"""What a number is of: the noun phrase that it counts, or that it's said to be the measure of.

There is no parser: closed classes of words say where a noun phrase ends. Where they don't tell,
nothing is given: no phrase is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.english.vocabulary import AUXILIARIES, DETERMINERS, NUMBER_WORDS, PREPOSITIONS, TIME_UNITS
from rag.english.word_lists import phrases, words
from rag.grammar.noun_runs import (
    SKIPPED,
    STOPS,
    Word,
    is_manner,
    is_plural,
    is_verbal,
    noun_before,
    noun_behind,
    words_before,
    words_behind,
)
from rag.text.tokens import root

_ROUNDING = re.compile(
    rf"(?:^|(?<=\W))(?:(?:{'|'.join(phrases('counted', 'rounding'))})\s)+$", re.IGNORECASE
)
_MEASURING = frozenset(words("counted", "measuring"))
"""Verbs whose subject is what the number is of: "the roof cost £500"."""
_BE = frozenset("is are was were be been being".split())
_NOT = frozenset("not never also now still already".split())
_LINKS = frozenset("for in on per between among with from".split())
_NUMBERS_OF = frozenset("number amount share total".split())
_RELATIVES = frozenset("which that who".split())
_CHANGES = frozenset(
    root(one) for sort in ("rising", "falling") for one in words("word_relations", sort)
)
_TIME = re.compile(rf"(?:{'|'.join(TIME_UNITS)})s?$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"[A-Z][a-z]+(?:\s[A-Z][a-z.’'-]+)*")
_CODE = re.compile(r"\d{4,}")
_CLOSED = re.compile(r"[)\]”\"]\s?\Z")
_OPENED = re.compile(r"\s?\(\s?\Z")
_CHANGED_BY = frozenset("by from to".split())
_FROM_VERB = frozenset("to by at from up down".split())
_OR_MORE = frozenset("more less fewer".split())
_JOINING = frozenset("from between in".split())
_WITHIN = re.compile(
    r"\b(?:within|after|before)\s(?:(?:about|the|some|at least)\s)?\Z", re.IGNORECASE
)
_IN = frozenset("in during".split())
_PAYING = frozenset("on into for towards toward".split())


def aged(text: str, start: int) -> tuple[int, int] | None:
    """Give who is so old, where "aged" begins at ``start``."""
    before = words_before(text, _without_rounding(text, start))
    if before and (before[-1].low in _BE or (is_verbal(before[-1]) and before[-1].text.islower())):
        return _subject(before[:-1])
    if before and before[-1].low in ("under", "over", "above", "below", "of"):
        before.pop()
    found = noun_before(before)
    return found if found and not _TIME.search(text[slice(*found)]) else None


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
    behind = words_behind(text, end)
    if len(behind) > 1 and behind[0].low == "or" and behind[1].low in _OR_MORE:
        behind = behind[2:]
    if behind and behind[0].low == "of":
        if _WITHIN.search(text, max(0, start - 24), start) and not paid:
            return None  # "within 30 days of the hearing"
        return noun_behind(_without_numbers(behind[1:]), plural=count)
    if not count and (found := _of_which(text, start)):
        return found
    found = noun_behind(behind, plural=count) if count or attributive else None
    if found and not _says_of_subject(text, start, found):
        return found
    if found and not text.endswith("er", *found):
        return None  # "no lock is 100% secure"
    if count and not _CODE.fullmatch(text, start, end) and (found := _of_which(text, start)):
        return found
    return _from_before(text, start, behind, paid=paid, attributive=attributive)


def names_only(text: str, start: int, end: int, of: tuple[int, int] | None) -> bool:
    """Say whether a number that counts nothing behind it is a name: "item 180", "the two".

    ``of`` is what `counted` gives for it.
    """
    said, before, behind = text[start:end], words_before(text, start), words_behind(text, end)
    direct = None
    if behind and behind[0].low != "of":
        direct = noun_behind(behind, plural=True)
        if direct and said.isdigit() and _NAME.fullmatch(text[slice(*direct)]):
            return not text[slice(*direct)].endswith("s")  # "60 Brigade", "530 Harbour View"
    if direct or not before or _CODE.fullmatch(said):
        return not direct and _CODE.fullmatch(said) is not None and not of
    last = before[-1]
    if last.low in DETERMINERS:
        return said.isalpha() and not (behind and behind[0].low == "of")
    known = STOPS | _MEASURING | NUMBER_WORDS
    rounds = _without_rounding(text, start) < start
    return said.isdigit() and not (rounds or last.low in known or is_verbal(last))


def _without_numbers(some: Sequence[Word]) -> Sequence[Word]:
    at = 0
    while at < len(some) and (some[at].low in SKIPPED | NUMBER_WORDS or some[at].text[0].isdigit()):
        at += 1
    return some[at:]


def _of_which(text: str, start: int) -> tuple[int, int] | None:
    """Give what stands before "of" and a number: "a pension from the state of €15,000"."""
    before = words_before(text, _without_rounding(text, start))
    if len(before) < 2 or before[-1].low != "of":
        return None
    found = noun_before(before[:-1])
    rest = [word for word in before if found and word.end <= found[0]]
    if found and rest and rest[-1].low in DETERMINERS:
        rest.pop()
    if not found or len(rest) < 2 or rest[-1].low not in _JOINING:
        return found
    wider = noun_before(rest[:-1]) if not is_verbal(rest[-2]) else None
    outside = [word for word in rest if wider and word.end <= wider[0]]
    if wider is None or (outside and outside[-1].low in PREPOSITIONS - {"with"}):
        return found
    return wider[0], found[1]


def _without_rounding(text: str, start: int) -> int:
    rounding = _ROUNDING.search(text, max(0, start - 40), start)
    return rounding.start() if rounding else start


def _from_before(
    text: str, start: int, behind: Sequence[Word], *, paid: bool, attributive: bool
) -> tuple[int, int] | None:
    """Give what a number is of where that stands before it: "wages fell by", "the roof cost"."""
    if opened := _OPENED.search(text, 0, start):
        found = noun_before(words_before(text, opened.start()))
        return found if found and not _DIGIT.search(text[slice(*found)]) else None
    before = words_before(text, _without_rounding(text, start))
    if not before:
        return None
    last, rest = before[-1], before[:-1]
    if last.low == "to" and len(rest) > 2 and rest[-1].text[0].isdigit():
        last, rest = rest[-2], rest[:-2]  # "from 60 to"
    if last.low == "be" and len(rest) > 2 and rest[-1].low == "to" and is_verbal(rest[-2]):
        rest = rest[:-2]  # "is expected to be"
    if last.low in _BE or last.low in _MEASURING or (attributive and _changes(last)):
        found = _subject(rest)
        whole = found and (found[0] > before[0].start or not _CLOSED.search(text, 0, found[0]))
        return found if whole else None  # not "vaccine" of "measles (M) vaccine was 83%"
    if last.low in _FROM_VERB and rest:
        return _changed(last, rest)
    return _paid_for(last, behind) if paid and last.low not in STOPS and is_verbal(last) else None


def _changed(last: Word, rest: Sequence[Word]) -> tuple[int, int] | None:
    """Give what changes "to" or "by" so much: the verb's subject or its object."""
    if len(rest) > 1 and is_manner(rest[-1]):
        rest = rest[:-1]  # "fell sharply to"
    if is_verbal(rest[-1]) or rest[-1].low in _MEASURING:
        return _subject(rest[:-1])
    return _object(rest, changed=last.low == "to") if last.low in _CHANGED_BY else None


def _paid_for(last: Word, behind: Sequence[Word]) -> tuple[int, int] | None:
    """Give what money goes to behind a verb: "spent £3 million on roads"."""
    to = next((n for n, word in enumerate(behind[:5]) if word.low in _PAYING), None)
    if to is not None and all(w.low in _IN or w.text[0].isdigit() for w in behind[:to]):
        found = noun_behind(behind[to + 1 :], plural=False)
        said = [word.text for word in behind if found and found[0] <= word.start < found[1]]
        if said and not (said[0][0].isdigit() or _TIME.search(said[-1])):
            return found
    return last.start, last.end


def _says_of_subject(text: str, start: int, found: tuple[int, int]) -> bool:
    """Say whether what is behind a number is said of the subject: "wages are 5% higher"."""
    before = words_before(text, _without_rounding(text, start))
    said = Word(text[slice(*found)], *found)
    lone = said.text.isalpha() and said.text.islower() and not is_plural(said)
    return lone and bool(before) and before[-1].low in _BE


def _changes(word: Word) -> bool:
    """Say whether a verb says that something becomes more or less."""
    return root(word.low) in _CHANGES


def _object(some: Sequence[Word], *, changed: bool) -> tuple[int, int] | None:
    """Give what follows the last verb, with ``changed`` one of change: "raised the fee"."""
    verbs = [n for n, word in enumerate(some) if word.text.islower() and is_verbal(word)]
    before = [n for n in verbs if n + 1 < len(some) and some[n + 1].low in DETERMINERS]
    at = (before or verbs or [-1])[-1]
    if at < 0 or (changed and not _changes(some[at])):
        return None
    rest = some[at + 1 :]
    of = next((n for n in (1, 2) if n < len(rest) and rest[n].low == "of"), 0)
    if of and rest[of - 1].low in _NUMBERS_OF:
        rest = rest[of + 1 :]  # "cut the number of seats"
    return noun_behind(rest, plural=False)


def _subject(some: Sequence[Word]) -> tuple[int, int] | None:
    """Give the noun phrase before a verb, its auxiliaries and a "which" apart."""
    at = len(some)
    skipped = AUXILIARIES | _RELATIVES | _NOT
    relative = any(word.low in _RELATIVES for word in some[-3:])
    while at and (some[at - 1].low in skipped or is_manner(some[at - 1])):
        at -= 1
    while at and (some[at - 1].text[0].isdigit() or some[at - 1].low == "of"):
        at -= 1
    return noun_before(some[:at]) if relative else _with_what_it_is_of(some[:at])


def _with_what_it_is_of(some: Sequence[Word]) -> tuple[int, int] | None:
    """Give a subject with the noun that it hangs on by a preposition: "the fine for parking"."""
    found = noun_before(some)
    rest = [word for word in some if found and word.end <= found[0]]
    while rest and rest[-1].low in DETERMINERS:
        rest.pop()
    if not found or not rest or rest[-1].low not in _LINKS:
        return found
    head = noun_before(rest[:-1])
    return (head[0], found[1]) if head else None
