"""The clause around a verb: where it begins, its subject, and how far what it says of it goes.

There is no parser: closed classes of words tell where clauses and noun phrases end. Where they
don't, there is no subject rather than a wrong one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.english.vocabulary import DETERMINERS, PREPOSITIONS
from rag.grammar.clause_words import (
    BE,
    COORDINATORS,
    FINITE,
    PERSONS,
    RELATIVES,
    STRONG,
    SUBORDINATORS,
    Word,
    is_finite,
    is_past,
    opens_noun_phrase,
)

DEEP = 3
"""Verbs that may share a subject: "must read, and shall sign, and may keep"."""
HIS = frozenset("their its his her whose".split())
"""What they begin belongs to what was named before: "patients who smoke and their families"."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause before its verb: the words of its subject, from ``first`` up to ``last``.

    ``start`` is its own first word, with what's fronted; ``opener`` the word that makes it depend
    on another ("if", "that", a relative pronoun), or "".
    """

    start: int
    first: int
    last: int
    opener: str = ""

    @property
    def relative(self) -> bool:
        """Whether a relative pronoun opens it, so that its subject stands before it."""
        return bool(self.opener) and self.last <= self.start and self.first < self.last

    @property
    def subject(self) -> range:
        """Give the words of its subject; none where it isn't known."""
        return range(self.first, self.last)


def clause_before(words: Sequence[Word], verb: int, deep: int = 0) -> Clause:
    """Read the clause of the verb at an index, as far as it stands before it."""
    end = verb
    while end and words[end - 1].adverb:
        end -= 1
    if not end:
        return Clause(0, 0, 0)
    last = words[end - 1]
    if last.low in RELATIVES and last.low != "whose" and not _stands_alone(words, end - 1):
        return _relative(words, end - 1)
    joined = end - 1 if last.low in COORDINATORS else 0
    if joined:
        return _shared(words, joined, deep)
    if last.low == ",":
        end = _before_aside(words, end - 1)
    elif last.low == ")":
        end = max(_opening(words, end - 1), 0) or end
    start, opener = _start(words, end)
    if (said := _behind_finite(words, start, end)) is not None:
        start, opener = said, ""
    if last.low in PERSONS and end == verb:
        return Clause(start, end - 1, end, opener if end - 1 == start else "")
    first = _first_noun(words, start, end)
    if opener and (second := _second_noun(words, first, end)):
        return Clause(start, second, end)
    return Clause(start, first, end, opener) if first < end else Clause(start, end, end, opener)


def _behind_finite(words: Sequence[Word], start: int, end: int) -> int | None:
    """Give where a clause begins right behind a verb, with no "that": "said its members would"."""
    for i in range(end - 2, start, -1):
        if words[i].low in RELATIVES | SUBORDINATORS or words[i].mark:
            return None
        if is_finite(words, i):
            after = words[i + 1]
            opens = after.low in DETERMINERS | PERSONS or after.capital
            among = {word.low for word in words[start:i]}
            return i + 1 if opens and not among & (RELATIVES | SUBORDINATORS) else None
    return None


def _second_noun(words: Sequence[Word], first: int, end: int) -> int | None:
    """Give where a second noun phrase follows on one: that of the main clause, with no comma.

    "When planning care the following should be considered".
    """
    stops = PREPOSITIONS | DETERMINERS | COORDINATORS | RELATIVES
    return next(
        (
            n
            for n in range(end - 1, first, -1)
            if words[n].low in ("the", "this", "these", "an", "no", "each", "any")
            and not words[n - 1].mark
            and words[n - 1].low not in stops
        ),
        None,
    )


def _stands_alone(words: Sequence[Word], i: int) -> bool:
    """Say whether "that" or "which" is no relative: nothing stands before it."""
    return i == 0 or words[i - 1].low in STRONG


def _relative(words: Sequence[Word], pronoun: int) -> Clause:
    """Give what a relative pronoun stands for: the noun phrase right before it."""
    end = pronoun
    while end and (words[end - 1].low in PREPOSITIONS or words[end - 1].low == ","):
        end -= 1
    start = _phrase_start(words, end)
    named = start < end and all(word.capital for word in words[start:end])
    if named and end == pronoun and start > 1 and words[start - 1].low in PREPOSITIONS:
        start = _phrase_start(words, start - 1)  # "a team within Ofcom that": the team
    return Clause(pronoun, start, end, words[pronoun].low)


def _phrase_start(words: Sequence[Word], end: int) -> int:
    start = end
    while start and not _ends_phrase(words, start - 1, end):
        start -= 1
    return start


def _ends_phrase(words: Sequence[Word], i: int, end: int) -> bool:
    word = words[i]
    if word.mark or word.low in FINITE | SUBORDINATORS or is_finite(words, i):
        return True
    if word.low.endswith("ing") and i and (words[i - 1].low in BE or words[i - 1].adverb):
        return True
    if word.low in PREPOSITIONS:
        return word.low != "of"
    return word.low in ("to", *COORDINATORS) or (word.adverb and i + 1 < end)


def _shared(words: Sequence[Word], joined: int, deep: int) -> Clause:
    """Give the clause whose subject a second verb shares: "must read and shall sign"."""
    if deep >= DEEP:
        return Clause(joined, joined, joined)
    for i in range(joined - 1, -1, -1):
        if words[i].low in STRONG and words[i].low not in ("(", ","):
            break
        if is_finite(words, i):
            found = clause_before(words, i, deep + 1)
            return Clause(joined, found.first, found.last, found.opener)
    return Clause(joined, joined, joined)


def _before_aside(words: Sequence[Word], comma: int) -> int:
    """Give where the subject ends that an aside parts from its verb: "the board, if asked, …"."""
    for i in range(comma - 1, 0, -1):
        if words[i].low in STRONG and words[i].low != "(":
            break
        if words[i].low == "," and (
            not opens_noun_phrase(words, i + 1) or _is_apposed(words, i, comma)
        ):
            return i
    return comma


def _is_apposed(words: Sequence[Word], first: int, second: int) -> bool:
    """Say whether what two commas hold only says who somebody is: "Ann Li, a judge, …"."""
    start = first
    while start and words[start - 1].low != "," and words[start - 1].low not in STRONG:
        start -= 1
    named = first > start and opens_noun_phrase(words, start)
    plain = not any(is_finite(words, i) for i in range(start, second))
    joined = any(words[i].low in COORDINATORS for i in range(start, second))
    return named and plain and not joined and words[first + 1].low in ("a", "an", "the")


def _opening(words: Sequence[Word], closing: int) -> int:
    """Give the index of the bracket that one at an index closes, or -1."""
    return next((i for i in range(closing - 1, -1, -1) if words[i].low == "("), -1)


def _start(words: Sequence[Word], end: int) -> tuple[int, str]:
    """Give where a clause begins whose subject ends at ``end``, and the word that opens it."""
    i = end - 1
    while i >= 0:
        low = words[i].low
        if low == ")" and (opening := _opening(words, i)) >= 0:
            i = opening - 1
            continue
        if low in STRONG:
            return i + 1, ""
        if low in (",", *COORDINATORS) and _parts_clauses(words, i, end):
            return i + 1, ""
        if low in SUBORDINATORS | RELATIVES and _opens_clause(words, i, end):
            return i + 1, low
        i -= 1
    return 0, ""


def _parts_clauses(words: Sequence[Word], i: int, end: int) -> bool:
    """Say whether a new clause begins behind a comma, or an "and", and not the next of a list."""
    fronted = words[i].low in COORDINATORS and words[i + 1].low in PREPOSITIONS
    if not (fronted or opens_noun_phrase(words, i + 1)):
        return False
    if any(is_finite(words, n) for n in range(i + 1, end)):
        return False
    if words[i].low == "," and not any(words[n].low in COORDINATORS for n in range(i, end)):
        return True
    before = i - 1
    if before >= 0 and words[before].low == ",":
        before -= 1
    listing = words[i].low != ","
    while before >= 0 and words[before].low not in STRONG:
        if words[before].low == ",":
            if not listing:
                break
        elif is_finite(words, before):
            told = before and words[before - 1].low in RELATIVES and words[i - 1].low != ","
            if told and not starts_main(words, i + 1):
                return False
            return _main(words, before) if listing else True
        before -= 1
    return not listing and not opens_noun_phrase(words, before + 1)


def starts_main(words: Sequence[Word], i: int) -> bool:
    """Say whether what follows a link can't go on with a relative clause: it begins a phrase."""
    return words[i].low in DETERMINERS - HIS or words[i].low in PERSONS or words[i].capital


def _main(words: Sequence[Word], finite: int) -> bool:
    """Say whether a finite verb is that of a main clause, and not of one that stands before it."""
    i = finite
    while i > 0 and words[i - 1].low != "," and words[i - 1].low not in STRONG:
        i -= 1
    return words[i].low not in SUBORDINATORS - {"that"}


def _opens_clause(words: Sequence[Word], i: int, end: int) -> bool:
    """Say whether a word opens the clause whose subject follows, with no verb between."""
    if any(is_finite(words, n) for n in range(i + 1, end)) or i + 1 >= end:
        return False
    low, before = words[i].low, words[i - 1] if i else None
    if low == "than" and before and before.low in ("more", "less", "fewer", "later", "other"):
        return False
    if low == "provided":
        return words[i + 1].low == "that"
    if low == "that":  # "that person must" stands first or behind a preposition
        return before is not None and not before.mark and before.low not in PREPOSITIONS
    if low == "as" and before and not before.mark and words[i + 1].low not in PERSONS | {"the"}:
        return False  # "an owner who works as pilot must"
    if low == "as" and before and (before.low == "such" or is_past(before.low)):
        return False
    if low in ("as", "since", "before", "after", "until", "than", "like", "once"):
        return words[end - 1].low != "," and "," not in {word.low for word in words[i:end]}
    return True


def _first_noun(words: Sequence[Word], start: int, end: int) -> int:
    """Give where the subject begins in a clause's words, behind what is fronted without a comma."""
    i = start
    while i < end and (
        words[i].adverb or words[i].low in COORDINATORS or words[i].low in ("“", '"')
    ):
        i += 1
    if i < end and words[i].low == "(":
        i = next((n + 1 for n in range(i, end) if words[n].low == ")"), end)
    if i >= end or opens_noun_phrase(words, i):
        return i
    if words[i].low in ("to", "that") or words[i].low.endswith("ing"):
        return i
    return next(
        (
            n
            for n in range(end - 1, i + 1, -1)
            if (words[n].low in DETERMINERS or (words[n].capital and not words[n - 1].capital))
            and words[n - 1].low not in PREPOSITIONS | DETERMINERS | set(COORDINATORS)
        ),
        end,
    )
