"""What somebody recommends, urges, calls for, or plans and promises to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.english.vocabulary import DETERMINERS, PREPOSITIONS
from rag.english.word_lists import words as listed
from rag.grammar.clause_words import (
    BE,
    CONDITIONAL,
    COORDINATORS,
    PERSONS,
    RELATIVES,
    Word,
    is_finite,
    is_noun_at,
    is_passive,
    next_word,
    opens_noun_phrase,
)
from rag.grammar.clauses import Clause, clause_before
from rag.grammar.duty import (
    Duty,
    Form,
    Strength,
    having_do,
    left_to_list,
    of_clause,
    opens_object,
    to_do,
)
from rag.grammar.predicates import predicate_end
from rag.grammar.short_names import shortest
from rag.grammar.word_classes import is_agent, is_base

UNDERTAKING = frozenset(listed("obligations", "undertaking"))
RECOMMENDING = frozenset(listed("obligations", "recommending"))
RECOMMENDED = frozenset(
    "recommendation proposal suggestion consensus demand recommendations proposals".split()
)
"""Behind these "that" may open what is to be done: "a proposal that a fund be set up"."""
STRESSING = frozenset(listed("obligations", "stressing"))
_ALSO_NOUNS = frozenset("aim plan pledge promise vow".split())
_PLANS = frozenset("plan plans intention intentions".split())
_NEAR = 8
"""Words of what is called for in which no verb may stand: else it's what somebody thinks."""
_NEEDS = frozenset("need needs importance necessity urgency".split())
_WANTING = ("recommend", "advocat", "urg", "propos", "suggest")
_BEFORE_NO_VERB = DETERMINERS | PREPOSITIONS | BE | {"to", "not"}
_MUST = ("requir", "demand", "insist")


def undertaking(words: Sequence[Word], at: int) -> Duty | None:
    """Read "plans to publish"; not "its plans to"."""
    before = words[at - 1].low if at else ""
    if at + 1 >= len(words) or not at:
        return None
    if words[at + 1].low != "to":
        return _bound(words, at) or _promised(words, at)
    begin = at
    if before == "not" and at > 2 and words[at - 2].low in ("do", "does", "did"):
        begin, before = at - 2, words[at - 3].low
    if _is_noun_of_list(words, at) or _is_noun(words, at):
        return None
    if before in PERSONS and begin > 1 and is_noun_at(words, begin - 2):
        return None  # "the steps it intends to take"
    if before in _BEFORE_NO_VERB | {"no", "would", "could", "might"}:
        return None
    verb = next_word(words, at + 2)
    open_ = left_to_list(words, verb)
    doing = not open_ and words[verb].low.endswith("ing") and words[at].low.startswith("commit")
    if not (open_ or doing or is_base(words[verb].low) or words[verb].low == "be"):
        return None
    clause = clause_before(words, first_of(words, begin))
    if not clause.subject or clause.opener in CONDITIONAL:
        return None
    if open_:
        return Duty("will", at, verb, verb, clause, "undertaken")
    return Duty("will", at, verb, predicate_end(words, verb), clause, "undertaken",
                is_passive(words, verb))  # fmt: skip


def _is_noun(words: Sequence[Word], at: int) -> bool:
    """Say whether a base form is no verb: nobody in the plural before it, "a lawful aim to"."""
    before = words[at - 1]
    if words[at].low not in _ALSO_NOUNS or before.adverb or before.low.endswith("s"):
        return False
    plural = PERSONS | RELATIVES | {"people", "children", "women", "men", "police", "not", "will"}
    return before.low not in plural | COORDINATORS


def _is_noun_of_list(words: Sequence[Word], at: int) -> bool:
    """Say whether it's the last of several nouns: "the goals, budgets and plans to"."""
    if words[at - 1].low != "and" or words[at].low not in ("plans", "aims", "pledges", "promises"):
        return False
    for i in range(at - 2, 0, -1):
        if words[i].low == ",":
            return True
        if words[i].mark or is_finite(words, i):
            return False
    return False


def _bound(words: Sequence[Word], at: int) -> Duty | None:
    """Read "committed the mayor to report", "agrees with the need to": what binds somebody."""
    if not _is_verb(words, at):
        return None
    if words[at].low.startswith("commit") and (to := to_do(words, at + 1)):
        if may_be_told(words, at + 1, to):
            return having_do(words, (at + 1, to), "will", at, "undertaken")
        return None
    if [one.low for one in words[at + 1 : at + 5]] != ["with", "the", "need", "to"]:
        return None
    verb = next_word(words, at + 5)
    clause = clause_before(words, first_of(words, at))
    if verb >= len(words) or not is_base(words[verb].low) or not clause.subject:
        return None
    return Duty("will", at, verb, predicate_end(words, verb), clause, "undertaken",
                is_passive(words, verb))  # fmt: skip


def _promised(words: Sequence[Word], at: int) -> Duty | None:
    """Read "promised a new clinic", "pledged the release of": a thing that somebody is to give."""
    if not words[at].low.startswith(("promise", "pledge")) or not _is_verb(words, at):
        return None
    if words[at + 1].low not in ("a", "an", "the"):
        return None
    clause = clause_before(words, first_of(words, at))
    if not clause.subject:
        return None
    return Duty("will", at, at + 1, predicate_end(words, at + 1), clause, "undertaken")


def recommending(words: Sequence[Word], at: int) -> Duty | None:
    """Read "recommends that", "urges X to", "calls for", "proposed a": whoever does so."""
    if not _is_verb(words, at):
        return None
    word, clause = words[at].low, clause_before(words, first_of(words, at))
    if not clause.subject and not (word.endswith("ing") and words[at - 1].low == ","):
        return None
    strength: Strength = "must" if word.startswith(_MUST) else "should"
    link, first = words[at + 1].low, at + 1
    if link in PERSONS and word.startswith(_WANTING) and not to_do(words, first):
        return of_clause(words, at, strength, at, "recommended")
    if link in ("that", ":"):
        return _that(words, at, strength)
    if word.startswith(("call", "advocat")):
        first += link in ("for", "on", "upon")
        if word.startswith("call") and first == at + 1:
            return None
    told = to_do(words, first)
    open_ = told is not None and left_to_list(words, told + 1)
    if told and (open_ or link in ("on", "upon") or may_be_told(words, first, told)):
        return having_do(words, (first, told), strength, at, "recommended")
    if _proposes_doing(words, at, clause):
        end = predicate_end(words, at + 1)
        return Duty("will", at, at + 1, end, clause, "undertaken")
    ours = bool(clause.subject) and words[clause.first].low in ("we", "i")
    if link == "for" or word.startswith(_WANTING[: 3 if ours else None]):
        return _wanted(words, at, first, strength)
    return None


def _proposes_doing(words: Sequence[Word], at: int, clause: Clause) -> bool:
    """Read "proposes banning": if who proposes it can do it, a body and no text."""
    if not (words[at].low.startswith("propos") and words[at + 1].low.endswith("ing")):
        return False
    named = [words[n].low for n in shortest(words, clause.first, clause.last)]
    return bool(named) and (is_agent(named[-1]) or words[clause.last - 1].text.isupper())


def may_be_told(words: Sequence[Word], first: int, to: int) -> bool:
    """Say whether who is told "to" do something can do it: "requests approval to employ" can't."""
    named = [words[n] for n in shortest(words, first, to)]
    return words[to - 1].low != "be" and any(
        is_agent(one.low) or one.low in PERSONS | {"us", "them", "him", "her"} or one.capital
        for one in named
    )


def first_of(words: Sequence[Word], at: int) -> int:
    """Give where a verb begins with what helps it: "has called", "is urging"."""
    while at > 1 and (words[at - 1].low in BE | {"has", "have", "had"} or words[at - 1].adverb):
        at -= 1
    return at


def recommended(words: Sequence[Word], at: int) -> Duty | None:
    """Read "the recommendation that the board close": only if it's put as what is to be done."""
    if at + 2 >= len(words) or words[at + 1].low != "that":
        return None
    return of_clause(words, at + 1, "should", at, "recommended")


def _that(words: Sequence[Word], at: int, strength: Strength) -> Duty | None:
    """Read the clause behind "recommends that"; what's left to a list ends the sentence."""
    if at + 2 >= len(words) or words[at + 2].low == ":" or words[at + 1].low == ":":
        end = len(words)
        return Duty(strength, at, end, end, Clause(at, at, at), "recommended")
    if words[at].low.startswith("expect") and (foreseen := _expected(words, at)):
        return foreseen
    if words[-1].low == ":" and not any(is_finite(words, i) for i in range(at + 2, len(words))):
        return Duty(strength, at, len(words), len(words), Clause(at, at + 2, len(words) - 1),
                    "recommended")  # fmt: skip
    return of_clause(words, at + 1, strength, at, "recommended")


def _expected(words: Sequence[Word], at: int) -> Duty | None:
    """Read "expects that ships will be clean": what they should be."""
    for i in range(at + 3, len(words) - 1):
        if words[i].low == "will":
            verb = next_word(words, i + 1)
            end = predicate_end(words, verb)
            passive = verb < len(words) and is_passive(words, verb)
            return Duty("should", at, verb, end, Clause(at, at + 2, i), "recommended", passive)
        if words[i].mark or is_finite(words, i):
            return None
    return None


def _is_verb(words: Sequence[Word], at: int) -> bool:
    """Say whether it's a verb that somebody does, and no noun or adjective: "its demands"."""
    low, before = words[at].low, words[at - 1].low if at else ""
    doing = low.endswith("ing") and before in ("is", "are", "was", "were")
    if at + 1 >= len(words) or (before in _BEFORE_NO_VERB and not doing):
        return False
    if not low.endswith(("s", "ed", "ing")):
        return before in PERSONS or before.endswith("s") or before in ("people", "who")
    return before not in COORDINATORS or opens_object(words, at + 1)


def _wanted(words: Sequence[Word], at: int, first: int, strength: Strength) -> Duty | None:
    """Give a thing that's recommended or called for: it's what is to be done."""
    if first >= len(words):
        return None
    near = range(first + 1, min(first + _NEAR, len(words)))
    until = next((i for i in near if words[i].mark or words[i].low in RELATIVES), near.stop)
    if any(is_finite(words, i) for i in range(first + 1, until)):
        return None  # "suggest the loss was small"
    plain = opens_noun_phrase(words, first) or words[first].low in DETERMINERS
    if not plain and not words[first].low.endswith("ing"):
        return None
    return Duty(strength, at, first, predicate_end(words, first), Clause(at, at, at), "recommended")


def stressed(words: Sequence[Word], at: int) -> Duty | None:
    """Read "stressed the need for", "there is an urgent need to": what is needed should be done."""
    there = at > 0 and words[at - 1].low == "there"
    if not (there or words[at].low in STRESSING):
        return None
    needs = _NEEDS | _PLANS if there else _NEEDS
    need = next(
        (i for i in range(at + 1, min(at + 6, len(words) - 2)) if words[i].low in needs), None
    )
    if need is None or any(one.mark or one.low == "no" for one in words[at:need]):
        return None
    form: Form = "impersonal" if there else "recommended"
    begin = at - there
    if not there and not clause_before(words, at).subject:
        return None
    link, first = words[need + 1].low, need + 2
    if link in ("for", "of"):
        if (to := to_do(words, first)) and may_be_told(words, first, to):
            return having_do(words, (first, to), "should", begin, form)
        found = _wanted(words, begin, first, "should")
        return replace(found, form=form) if found else None
    verb = next_word(words, first)
    if link != "to" or verb >= len(words):
        return None
    if not is_base(words[verb].low) and words[verb].low != "be":
        return None
    clause, end = Clause(begin, begin, begin), predicate_end(words, verb)
    strength: Strength = "will" if words[need].low in _PLANS else "should"
    return Duty(strength, begin, verb, end, clause, form, is_passive(words, verb))
