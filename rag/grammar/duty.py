"""An obligation in a sentence, and what the forms that put one have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from rag.english.vocabulary import DETERMINERS, PREPOSITIONS
from rag.english.word_lists import phrases
from rag.grammar.clause_words import (
    COORDINATORS,
    FINITE,
    PERSONS,
    RELATIVES,
    Word,
    is_finite,
    is_passive,
    next_word,
)
from rag.grammar.clauses import Clause
from rag.grammar.predicates import predicate_end
from rag.grammar.word_classes import is_agent, is_base, mostly_verb

Strength = Literal["must", "must not", "should", "may", "will"]
Form = Literal[
    "modal", "told", "to be", "needed", "impersonal", "recommended", "undertaken", "imperative"
]  # fmt: skip
"""How it's put: "must", "is required to", "is to", "X is needed", "it is essential that", "calls
for", "plans to", "Contact …"."""


def strengths(name: str) -> dict[str, Strength]:
    """Give by word how strongly it obliges: a list of `rag.english`."""
    pairs = (phrase.split(" ", 1) for phrase in phrases("obligations", name))
    return {word: cast("Strength", strength) for word, strength in pairs}


MODALS = strengths("modals")
_PHRASE = 7
"""Words of a phrase between a modal and its verb, with that, at most."""
_NUMBER = 4
"""Letters or figures of an entry's number, at most."""
_NEAR = 14
"""Words between "urges" and what it urges somebody "to" do."""


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation: its trigger's first word, and the words of what is to be done.

    ``verb`` up to ``end`` is empty where a list follows that says it. ``clause`` holds who is to
    do it, or in a ``passive`` to whom or what it's done.
    """

    strength: Strength
    at: int
    verb: int
    end: int
    clause: Clause
    form: Form
    passive: bool = False

    @property
    def left_open(self) -> bool:
        """Whether it's left to a list to say what is to be done."""
        return self.verb >= self.end

    @property
    def begins(self) -> int:
        """Give the first word of its clause, subject and all."""
        return min(self.clause.start, self.at)


def denies(words: Sequence[Word], clause: Clause) -> bool:
    """Say whether a clause's subject denies what it says: "no person shall"."""
    subject = clause.subject
    if not subject or words[subject[0]].low not in ("no", "nobody", "nothing", "neither", "none"):
        return False
    return words[subject[0] + 1].low not in ("more", "less", "fewer", "later")


def _listed_verb(words: Sequence[Word], i: int) -> int:
    """Give where the first entry of a list in the same sentence has its verb: "must: (a) keep"."""
    n = i + 1
    if past := n < len(words) and entry_number(words, n):
        n = next_word(words, past)
    while n < len(words) and (words[n].mark or words[n - 1].low == "("):
        n += 1
    return n if n < len(words) and is_base(words[n].low) else i


def _closes(words: Sequence[Word], n: int) -> bool:
    """Say whether an aside between commas ends here: not within "(2), (3) and (4)"."""
    after = words[n + 1] if n + 1 < len(words) else None
    if words[n].low == ",":
        return after is None or not after.mark
    return words[n].low == ":"


def entry_number(words: Sequence[Word], i: int) -> int:
    """Give the index behind the number of an entry that begins here: "(a)", "2)"; else 0."""
    i += words[i].low == "("
    if i + 1 >= len(words) or words[i + 1].low != ")":
        return 0
    number = words[i].low
    short = number.isdigit() or len(number) == 1 or not number.strip("ivx")
    return i + 2 if short and len(number) <= _NUMBER and not words[i].mark else 0


def _phrase_end(words: Sequence[Word], i: int) -> int:
    """Give where the verb stands behind a phrase between it and its modal: "at all times"; or 0."""
    if words[i].low not in PREPOSITIONS:
        return 0
    for n in range(i + 2, min(i + _PHRASE, len(words))):
        before = words[n - 1].low
        if words[n].mark:
            return 0
        if mostly_verb(words[n].low) and words[n].text.islower():
            return 0 if before in DETERMINERS | PREPOSITIONS else n
    return 0


def _aside_end(words: Sequence[Word], i: int) -> int:
    """Give the index behind an aside in brackets that begins here; else 0."""
    if words[i].low != "(":
        return 0
    return next((n + 1 for n in range(i, len(words)) if words[n].low == ")"), 0)


def verb_after(words: Sequence[Word], i: int) -> tuple[int, bool] | None:
    """Give where the verb behind a modal stands, past adverbs and asides, and whether it's denied.

    None where no verb follows: "should you need", "the will of"; the index of a mark where the
    rest is left to a list.
    """
    denied = False
    while i < len(words):
        if past := entry_number(words, i) or _aside_end(words, i) or _phrase_end(words, i):
            i = past
            continue
        if words[i].low in ("each", "all") and i + 1 < len(words) and words[i + 1].low != "of":
            i += 1
            continue
        if words[i].low == ",":
            close = next((n for n in range(i + 1, len(words)) if _closes(words, n)), -1)
            if close < 0:
                return None
            i = close + (words[close].low == ",")
            continue
        if words[i].mark or not words[i].adverb:
            break
        only = i + 1 < len(words) and words[i + 1].low in ("only", "just", "merely")
        denied = denied or words[i].low == "never" or (words[i].low == "not" and not only)
        i += 1
    if i < len(words) and words[i].low in (":", "—", "–", "--"):
        i = _listed_verb(words, i)
    if i >= len(words) or words[i].mark:
        listed = i >= len(words) or words[i].low in (":", "—", "–", "--", "-")
        return (i, denied) if listed else None
    verb = words[i].low
    closed = DETERMINERS | PREPOSITIONS | PERSONS | FINITE | COORDINATORS
    plain = words[i].text.islower() and verb not in closed
    if verb in ("be", "have", "do") or is_base(verb):
        return i, denied
    return (i, denied) if plain and not verb.endswith(("ing", "ed", "s")) else None


def of_clause(
    words: Sequence[Word], that: int, strength: Strength, at: int, form: Form
) -> Duty | None:
    """Read the clause behind "that": its subject, and its verb if it has no modal of its own."""
    first, aside = that + 1, 0
    for i in range(first + 1, len(words)):
        low = words[i].low
        if low == "," and i + 1 < len(words) and words[i + 1].low in RELATIVES:
            aside = next((n for n in range(i + 1, len(words)) if words[n].low == ","), 0)
        if i < aside:
            continue
        if low in MODALS:
            return None
        if words[i].mark and low not in (",", "(", ")", "“", "”"):
            return None
        subjunctive = low in ("be", "not") or (
            is_base(low) and words[i - 1].low not in DETERMINERS | PREPOSITIONS | {"to", "and"}
            and not words[i - 1].mark
            and (opens_object(words, i + 1) or is_agent(words[i - 1].low)
                 or (mostly_verb(low) and words[i + 1].low in ("together", "closely")))
        )  # fmt: skip
        if subjunctive or (is_finite(words, i) and (form != "recommended" or low not in FINITE)):
            clause = Clause(at, first, i)
            return Duty(strength, at, i, predicate_end(words, i), clause, form,
                        is_passive(words, i))  # fmt: skip
    return None


def opens_object(words: Sequence[Word], i: int) -> bool:
    """Say whether what follows a verb begins here, or nothing follows."""
    return i >= len(words) or words[i].low in DETERMINERS | PREPOSITIONS | {"to", "that"}


def left_to_list(words: Sequence[Word], i: int) -> bool:
    """Say whether a list follows here that says the rest: the words end, or a colon does it."""
    return i >= len(words) or (i == len(words) - 1 and words[i].low in (":", "—", "–", "--"))


def to_do(words: Sequence[Word], first: int) -> int | None:
    """Give where "to" and a verb stand behind the noun phrase that begins at ``first``."""
    if first >= len(words) or words[first].low in PREPOSITIONS:
        return None
    for i in range(first + 1, min(first + _NEAR, len(words))):
        low = words[i].low
        if left_to_list(words, i + 1):
            return i if low == "to" else None
        follows = words[i + 1].low
        if low == "to" and (is_base(follows) or follows in ("be", "not") or words[i + 1].adverb):
            return i
        if low in (";", ":", ".", "that") or low in FINITE:
            return None
    return None


def having_do(
    words: Sequence[Word], phrase: tuple[int, int], strength: Strength, at: int, form: Form
) -> Duty:
    """Give what somebody is to do: "for the board to publish", "urges the board to publish"."""
    first, to = phrase
    verb = next_word(words, to + 1)
    if left_to_list(words, verb):
        return Duty(strength, at, verb, verb, Clause(at, first, to), form)
    return Duty(strength, at, verb, predicate_end(words, verb), Clause(at, first, to), form,
                is_passive(words, verb))  # fmt: skip
