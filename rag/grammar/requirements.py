"""What is required, permitted, needed, called essential: "is required to", "has a duty to" …."""

from __future__ import annotations

from collections.abc import Sequence

from rag.english.vocabulary import DETERMINERS
from rag.english.word_lists import words as listed
from rag.grammar.clause_words import (
    PERSONS,
    SUBORDINATORS,
    Word,
    is_finite,
    is_noun_at,
    is_passive,
    is_past,
    next_word,
)
from rag.grammar.clauses import Clause, clause_before
from rag.grammar.duty import (
    Duty,
    Strength,
    denies,
    having_do,
    left_to_list,
    of_clause,
    strengths,
    to_do,
)
from rag.grammar.predicates import predicate_end
from rag.grammar.word_classes import is_base

TOLD = strengths("participles")
NEEDED = strengths("needed")
STATED = strengths("stated")
IT_IS = strengths("it_is")
POSSESSED = strengths("possessed")
_GOALS = frozenset("goal goals aim aims objective objectives ambition target intent".split())
_OURS = frozenset("my our your their its his her".split())
_THOUGHT = frozenset(listed("obligations", "thought"))
_WHATEVER = frozenset("what whatever whichever as where that".split())
_NEAR = 8
"""Words within which "to" stands in "required by law to"."""
_BETWEEN = frozenset("by as under in at within on pursuant".split())
_BY = frozenset("required obliged permitted allowed entitled".split())
_PARTS = frozenset("more much less little all".split())
UNREAL = frozenset("would could might did does do may".split())
"""Behind these "need to" and "have to" oblige nobody."""


def being(words: Sequence[Word], be: int, at: int) -> Duty | None:
    """Read "is required to", "is responsible for", "is to", "is needed"."""
    i = be + 1
    denied = False
    while i < len(words) and (words[i].adverb or words[i].low == "being"):
        denied = denied or words[i].low in ("not", "never")
        i += 1
    if i >= len(words):
        return None
    low = words[i].low
    if low == "to" and be == at:
        return _is_to(words, at, i)
    if low in TOLD and (verb := _told_verb(words, i)):
        strength = TOLD[low]
        if denied and strength != "may":
            return None
        clause = clause_before(words, at)
        if denies(words, clause) or denied:
            strength = "must not"
        return Duty(strength, at, verb, predicate_end(words, verb), clause, "told")
    if (
        low in NEEDED
        and (not denied or NEEDED[low] == "may")
        and (be == at or words[be].low == "been")
    ):
        return _needed(words, at, i)
    return None


def _told_verb(words: Sequence[Word], i: int) -> int | None:
    """Give where the verb stands that somebody is required to, responsible for, barred from …."""
    low, n = words[i].low, i + 1
    if n < len(words) and words[n].low in ("to", "for", "from") and left_to_list(words, n + 1):
        return n + 1
    if n + 1 < len(words) and words[n].low in _BETWEEN and low in _BY:
        near = range(n + 2, min(n + 2 + _NEAR, len(words) - 1))
        n = next((i for i in near if words[i].low == "to" or words[i].mark), n)
    if n + 1 >= len(words):
        return None
    link, verb = words[n].low, next_word(words, n + 1)
    if verb >= len(words):
        return None
    if link == "to":
        return verb if _may_be_done(words, low, verb) else None
    doing = words[verb].low.endswith("ing")
    if low in ("scheduled", "slated", "planned") and link == "for":
        return verb
    linked = {"responsible": "for", "accountable": "for", "tasked": "with", "entrusted": "with"}
    return verb if doing and link == linked.get(low, "from") else None


def _may_be_done(words: Sequence[Word], told: str, verb: int) -> bool:
    """Say whether what follows "required to" is a verb, or left to a list."""
    follows = words[verb].low
    if told in ("responsible", "accountable") or (told == "determined" and follows == "be"):
        return False
    if (told == "committed" and follows.endswith("ing")) or follows in (":", "—", "–"):
        return True
    return is_base(follows) or follows in ("be", "have", "do")


def _is_to(words: Sequence[Word], at: int, to: int) -> Duty | None:
    verb = next_word(words, to + 1)
    if verb >= len(words) or not (is_base(words[verb].low) or words[verb].low == "be"):
        return None
    clause = clause_before(words, at)
    said = [STATED[words[i].low] for i in clause.subject if words[i].low in STATED]
    if not said and clause.subject and words[clause.first].low in _OURS:
        said = ["will"] if words[clause.last - 1].low in _GOALS else []
    if said:
        end = predicate_end(words, verb)
        return Duty(said[0], at, verb, end, Clause(at, at, at), "told", is_passive(words, verb))
    return Duty("must", at, verb, predicate_end(words, verb), clause, "to be",
                is_passive(words, verb))  # fmt: skip


def _needed(words: Sequence[Word], at: int, i: int) -> Duty | None:
    """Read "X is needed": of what is to be done, its words before the verb tell."""
    clause = clause_before(words, at)
    after = words[i + 1].low if i + 1 < len(words) else ""
    named = bool(clause.subject) and words[clause.first].low not in PERSONS | {
        "this",
        "what",
        "that",
    }
    if not named or clause.relative or after == "as" or words[clause.last - 1].low in _WHATEVER:
        return None
    verb = i + 2 if after == "to" and i + 2 < len(words) else i
    end = predicate_end(words, verb)
    strength = NEEDED[words[i].low]
    if denies(words, clause) or any(one.low == "not" for one in words[at:i]):
        if strength != "may":
            return None
        strength = "must not"
    return Duty(strength, at, verb, end, clause, "needed", passive=True)


def needing(words: Sequence[Word], i: int, at: int | None = None) -> Duty | None:
    """Read "needs to", "has to" and "has a duty to"; ``at`` is the modal before it, if any."""
    first = i if at is None else at
    before = next((one.low for one in reversed(words[:first]) if not one.adverb), "")
    n = next_word(words, i + 1)
    part = before in _PARTS and n < len(words) and words[n].low == "to"
    stops = UNREAL | DETERMINERS | {"to", "of"}
    if at is None and ((before in stops and not part) or not first):
        return None
    if n >= len(words):
        return None
    clause = clause_before(words, first)
    told = before == "should" if at is None else denies(words, clause)
    if told or before.endswith("n't"):
        return None  # "nobody should have to"
    if words[n].low == "to" and left_to_list(words, n + 1):
        return Duty("must", first, n + 1, n + 1, clause, "told")
    if n + 1 >= len(words):
        return None
    if at is None and _is_of_a_noun(words, first - 1):
        return None
    strength: Strength = "must"
    if words[n].low != "to":
        if words[i].low not in ("has", "have", "had") or not (noun := _possession(words, n)):
            return None
        strength, n = POSSESSED[words[noun].low], noun + 1
    verb = next_word(words, n + 1)
    plain = verb < len(words) and (is_base(words[verb].low) or words[verb].low in ("be", "have"))
    if not plain or (
        words[verb].low == "do" and [one.low for one in words[verb + 1 : verb + 2]] == ["with"]
    ):
        return None
    return Duty(strength, first, verb, predicate_end(words, verb), clause, "told",
                is_passive(words, verb))  # fmt: skip


def _is_of_a_noun(words: Sequence[Word], person: int) -> bool:
    """Say whether a pronoun's clause only tells of a noun: "the credits (that) you need to"."""
    if person < 1 or words[person].low not in PERSONS:
        return False
    if words[person - 1].low not in ("that", "which"):
        return is_noun_at(words, person - 1)
    noun = person - 2
    verbal = noun < 0 or is_finite(words, noun) or is_past(words[noun].low)
    return not verbal and is_noun_at(words, noun)


def _possession(words: Sequence[Word], n: int) -> int | None:
    """Give where the noun stands in "(has) a legal duty to", or nothing."""
    if words[n].low == "no":
        return None
    for i in range(n, min(n + 4, len(words) - 1)):
        if words[i].mark:
            return None
        if words[i].low in POSSESSED:
            return i if words[i + 1].low == "to" else None
    return None


def standing_ready(words: Sequence[Word], at: int, ready: int) -> Duty | None:
    """Read "stands ready to help"."""
    verb, clause = next_word(words, ready + 2), clause_before(words, at)
    if verb >= len(words) or words[ready + 1].low != "to" or not is_base(words[verb].low):
        return None
    return Duty("will", at, verb, predicate_end(words, verb), clause, "told")


def impersonal(words: Sequence[Word], be: int, modal: int | None = None) -> Duty | None:
    """Read "it is essential that", "it is for … to", "it shall be unlawful to"."""
    at = be if modal is None else modal
    if not at or words[at - 1].low != "it":
        return None
    i = next_word(words, be + 1)
    if duty := _whose(words, at, i):
        return duty
    if i + 1 >= len(words) or words[i].low not in IT_IS or words[i - 1].low == "not":
        return None
    if words[at].low in ("was", "were") and not words[i].low.endswith("ed"):
        return None
    opener = words[at - 2].low if at > 1 else ""
    if opener in SUBORDINATORS - {"that", "because"}:
        return None
    return _is_said(words, at, i)


def _is_said(words: Sequence[Word], at: int, i: int) -> Duty | None:
    """Read what follows "it is essential": "that nurses …", "to …", "for nurses to …"."""
    strength, link = IT_IS[words[i].low], words[i + 1].low
    if link == "that":
        if left_to_list(words, i + 2):
            return Duty(strength, at, i + 2, i + 2, Clause(at, at, at), "impersonal")
        return of_clause(words, i + 1, strength, at, "impersonal")
    if link == "for" and (to := to_do(words, i + 2)):
        return having_do(words, (i + 2, to), strength, at - 1, "impersonal")
    verb = next_word(words, i + 2)
    if link != "to" or verb >= len(words) or words[verb].low in _THOUGHT:
        return None
    if not is_base(words[verb].low) and words[verb].low not in ("be", "have"):
        return None  # "it is essential to our future"
    end = predicate_end(words, verb)
    return Duty(strength, at - 1, verb, end, Clause(at - 1, at - 1, at - 1), "impersonal")


def _whose(words: Sequence[Word], at: int, i: int) -> Duty | None:
    """Read "it is the duty of the clerk to": whoever it's the duty of."""
    noun = next((n for n in range(i, min(i + 4, len(words))) if words[n].low in POSSESSED), None)
    if noun is None or noun + 2 >= len(words):
        return None
    if words[i].low in _OURS and words[noun + 1].low == "to":
        verb, start = next_word(words, noun + 2), Clause(at - 1, at - 1, at - 1)
        end = predicate_end(words, verb)
        return Duty(POSSESSED[words[noun].low], at - 1, verb, end, start, "impersonal")
    if words[i].low != "the":
        return None
    if words[noun + 1].low != "of" or not (to := to_do(words, noun + 2)):
        return None
    return having_do(words, (noun + 2, to), POSSESSED[words[noun].low], at - 1, "impersonal")
