"""Sentences that tell the reader what to do: "Contact …", "If it leaks, close …", "Do not …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.english.vocabulary import DETERMINERS, PREPOSITIONS
from rag.english.word_lists import words as words_of
from rag.grammar.clause_words import (
    PERSONS,
    RELATIVES,
    STRONG,
    SUBORDINATORS,
    Word,
    is_finite,
    is_past,
)
from rag.grammar.clauses import Clause
from rag.grammar.duty import Duty, Strength
from rag.grammar.predicates import predicate_end
from rag.grammar.word_classes import classes, is_base, mostly_verb

POINTING = frozenset(words_of("clauses", "pointing"))
NOT_UNDERTAKEN = frozenset(words_of("clauses", "not_undertaken"))
_FRONTED = frozenset(
    "if should when where while before after unless once for in on at to as during by".split()
)
_TITLE = 6
"""Words below which one in capitals behind the verb makes it a title: "Support Services"."""
_FEWEST = 3
"""Words of an imperative, so that a list of catchwords ("Store", "Fund") holds none."""


def imperative(words: Sequence[Word], *, entry: bool = False, listed: bool = False) -> Duty | None:
    """Read a sentence as an imperative; None where it's none.

    ``entry``: it's an entry of a list whose words before it leave it to be done ("must:"), so that
    a base form is a verb. ``listed``: it's an entry of some list.
    """
    begun = 0
    for tried, first in enumerate(_openings(words)):
        if first == 0 and not entry and not words[0].capital:
            return None
        found = _imperative_at(words, first, entry=entry, listed=listed)
        if found and (tried == 0 or _is_sure(words, found.verb)):
            return found
        begun = begun or first
        if any(is_finite(words, i) for i in range(begun + 1, first)):
            return None
    return None


def _is_sure(words: Sequence[Word], verb: int) -> bool:
    """Say whether it can't be a noun of a list: "any compound, mixture or preparation"."""
    after = words[verb + 1] if verb + 1 < len(words) else None
    return mostly_verb(words[verb].low) and after is not None and _opens_object(after)


def _imperative_at(words: Sequence[Word], first: int, *, entry: bool, listed: bool) -> Duty | None:
    negative = words[first].low in ("don't", "never") or (
        words[first].low == "do" and first + 1 < len(words) and words[first + 1].low == "not"
    )
    negative = negative or (entry and words[first].low == "not")
    verb = first
    while verb < len(words) and (words[verb].adverb or words[verb].low in ("do", "don't")):
        if words[verb].low == "do" and not negative:
            break
        verb += 1
    sure = entry or negative
    if verb >= len(words) or not _is_imperative(words, verb, entry=sure, listed=listed):
        return None
    end = predicate_end(words, verb)
    strength: Strength = "must not" if negative else "should"
    return Duty(strength, first, verb, end, Clause(0, first, first), "imperative")


def _openings(words: Sequence[Word]) -> Iterator[int]:
    """Give the first word behind a number, and those behind the commas of a fronted clause."""
    i = 0
    while i < len(words) and (words[i].mark or _is_number(words, i)):
        i += 1
    if i >= len(words) or words[i].low not in _FRONTED:
        yield from range(i, min(i + 1, len(words)))
        return
    for n in range(i, len(words) - 1):
        if words[n].low in (";", ":"):
            return
        if words[n].low == ",":
            yield n + 1


def _is_number(words: Sequence[Word], i: int) -> bool:
    """Say whether a word is but the number of an entry: "3", "a)", "iv"."""
    low = words[i].low
    closed = i + 1 < len(words) and words[i + 1].low in (")", "-", ":")
    return low[0].isdigit() or (len(low) <= 3 and closed)


def _is_imperative(words: Sequence[Word], verb: int, *, entry: bool, listed: bool) -> bool:
    word = words[verb]
    if word.low in POINTING or not (is_base(word.low) or (word.low == "be" and entry)):
        return False
    if word.low in NOT_UNDERTAKEN and not entry and word.low != "keep":
        return False
    if word.text.isupper() or len([one for one in words if not one.mark]) < (
        2 if entry else _FEWEST
    ):
        return False
    if _has_verb(words, verb + 1):
        return False
    after = words[verb + 1] if verb + 1 < len(words) else None
    if after is None or after.mark:
        return mostly_verb(word.low) or entry
    if after.low == "of":
        return False
    if after.low in ("and", "or"):  # "review and update", not "sleep and food"
        other = words[verb + 2].low if verb + 2 < len(words) else ""
        return is_base(other) and (entry or mostly_verb(word.low))
    if entry or _opens_object(after):
        return True
    if word.capital and after.capital and verb == 0 and len(words) < _TITLE:
        return False  # a title: "Support Services"
    only = "n" not in classes(word.low).lower()
    return mostly_verb(word.low) and (only or listed) and not is_past(after.low)


def _opens_object(word: Word) -> bool:
    return word.low in DETERMINERS | PERSONS | {"that", "whether", "how", "up", "out", "me", "us"}


def _has_verb(words: Sequence[Word], start: int) -> bool:
    """Say whether the clause has a finite verb: then its first word is its subject."""
    for i in range(start, len(words)):
        low = words[i].low
        if low in STRONG or low in RELATIVES | SUBORDINATORS or low in ("and", "or", ","):
            return False
        if low == "to" and i > start and i + 1 < len(words) and is_base(words[i + 1].low):
            return False
        if low == "to" or (low in PREPOSITIONS and i == start and "v" not in classes(low).lower()):
            continue
        if is_finite(words, i):
            return True
    return False
