"""What a text or a body rules: "requires owners to", "would prohibit the sale of", "allows".

The one who is told to do something is the actor, not the rule or whoever makes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.english.vocabulary import DETERMINERS, PREPOSITIONS
from rag.grammar.actors import RULING_TEXTS, acts
from rag.grammar.clause_words import (
    BE,
    COORDINATORS,
    PERSONS,
    RELATIVES,
    Word,
    is_finite,
    next_word,
    opens_noun_phrase,
)
from rag.grammar.clauses import Clause, clause_before
from rag.grammar.duty import Duty, having_do, of_clause, strengths, to_do
from rag.grammar.predicates import predicate_end
from rag.grammar.recommendations import may_be_told
from rag.grammar.short_names import shortest

RULING = strengths("ruling")
_HELPERS = frozenset("will would shall must to".split())
_BEFORE_NOUN = (DETERMINERS - {"that", "this"}) | PREPOSITIONS | BE
_NEAR = 8
"""Words of what is ruled in which no verb may stand."""


def ruling(words: Sequence[Word], at: int) -> Duty | None:
    """Read "requires owners to", "the rule bans the sale of", "would mandate that"."""
    if not at or at + 1 >= len(words):
        return None
    low, first = words[at].low, _first(words, at)
    if first is None:
        return None
    subject = clause_before(words, first).subject
    by_text = _is_text(words, subject)
    strength = RULING[low]
    if strength == "may" and not (by_text or acts(words, subject)):
        return None  # "the lift allows visitors to see"
    if words[at + 1].low == "that":
        known = by_text or acts(words, subject)
        return of_clause(words, at + 1, strength, at, "recommended") if known else None
    told = to_do(words, at + 1)
    if low == "inform" and any(one.low in ("of", "about") for one in words[at:told]):
        return None
    if strength == "must not" and (kept := _kept_from(words, at)):
        return kept
    if any(one.low in ("whether", "how") for one in words[at:told]):
        return None
    if told is not None and may_be_told(words, at + 1, told):
        found = having_do(words, (at + 1, told), strength, at, "recommended")
        denied = any(one.low == "not" for one in words[told - 1 : found.verb])
        return replace(found, strength="must not") if denied and strength == "must" else found
    named = by_text and (words[subject[0]].low in DETERMINERS or words[subject[0]].capital)
    return _thing(words, at) if named else None


def _kept_from(words: Sequence[Word], at: int) -> Duty | None:
    """Read "prohibits owners from selling"."""
    for n in range(at + 2, min(at + 2 + _NEAR, len(words) - 1)):
        if words[n].mark or is_finite(words, n):
            return None
        if words[n].low == "from":
            verb = next_word(words, n + 1)
            if verb >= len(words) or not words[verb].low.endswith("ing"):
                return None
            return having_do(words, (at + 1, n), "must not", at, "recommended")
    return None


def rules_for_another(words: Sequence[Word], before: Duty, duty: Duty) -> bool:
    """Say whether a duty is but that somebody rules what another one says: "will require … to"."""
    named = bool(duty.clause.subject) or _is_text(words, before.clause.subject)
    told = words[duty.at].low in RULING and words[duty.at + 1].low != "that"
    return before.verb == duty.at and told and named


def _first(words: Sequence[Word], at: int) -> int | None:
    """Give where a verb that rules begins, with its helpers; None if it's a noun or purpose."""
    low, first = words[at].low, at
    while first > 1 and words[first - 1].adverb:
        first -= 1
    before = words[first - 1].low
    if before in _HELPERS:
        first -= 1
        if before == "to":  # "proposes to require", "would continue to allow"; not "so as to"
            verb = words[first - 1].low
            if not verb.startswith(("propos", "plan", "intend", "continu")):
                return None
            first -= 1
            while first > 1 and (words[first - 1].low in BE | _HELPERS or words[first - 1].adverb):
                first -= 1
        return first or None
    if words[first - 1].mark or before in _BEFORE_NOUN:
        return None
    if low.endswith("s"):
        return first
    plural = before in PERSONS | RELATIVES or before.endswith("s")
    return first if plural and not is_finite(words, first - 1) else None


def _is_text(words: Sequence[Word], subject: range) -> bool:
    """Say whether a subject is a text that rules: a law, a contract, "this proposed NPA"."""
    if not subject:
        return False
    part = shortest(words, subject.start, subject.stop)
    named = [words[i] for i in part]
    ends = PREPOSITIONS | RELATIVES
    until = next((n for n, one in enumerate(named) if n and one.low in ends), len(named))
    head = named[until - 1]
    if head.low[0].isdigit() and until > 1:
        head = named[until - 2]
    short = head.text.isupper() and len(head.text) > 1 and named[0].low == "this"
    return short or head.low.removesuffix("s") in RULING_TEXTS


def _thing(words: Sequence[Word], at: int) -> Duty | None:
    """Read what a text requires, bans or allows, without anybody being told to."""
    first = at + 1
    near = range(first + 1, min(first + _NEAR, len(words)))
    until = next((i for i in near if words[i].mark or words[i].low in RELATIVES), near.stop)
    if any(is_finite(words, i) for i in range(first + 1, until)):
        return None
    word = words[first]
    plain = word.low in DETERMINERS or word.low.endswith("ing") or opens_noun_phrase(words, first)
    if not plain or word.low in PERSONS | frozenset(COORDINATORS):
        return None
    end = predicate_end(words, first)
    return Duty(RULING[words[at].low], at, first, end, Clause(at, at, at), "recommended")
