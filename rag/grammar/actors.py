"""Whether a subject is one who acts, and so whether "may" permits and "will" undertakes."""

from __future__ import annotations

from collections.abc import Sequence

from rag.english.vocabulary import FUNCTION_WORDS, PREPOSITIONS
from rag.english.word_lists import words as listed
from rag.grammar.clause_words import PERSONS, RELATIVES, Word, next_word
from rag.grammar.duty import Duty
from rag.grammar.short_names import shortest
from rag.grammar.word_classes import bases, classes, is_agent, listed_as, of_itself
from rag.text.tokens import IRREGULAR

NOT_UNDERTAKEN = frozenset(listed("clauses", "not_undertaken"))
SCHEDULED = frozenset(listed("obligations", "scheduled"))
NO_AGENTS = frozenset(listed("clauses", "no_agents"))
CONSEQUENT = frozenset(listed("clauses", "consequent"))
ALSO_AGENTS = frozenset(listed("clauses", "also_agents"))
UNDERGONE = frozenset(listed("clauses", "undergone"))
ANNOUNCING = frozenset(listed("obligations", "announcing"))
RULING_TEXTS = frozenset(listed("obligations", "ruling_texts"))
_STANDING_FOR = frozenset("it they he she this these that those there which".split())
_ENSURING = frozenset("ensure ensures ensuring ensured sure".split())
"""What behind these "that" will be is what is to come of another deed."""
_NEAR = 6
"""Words within which "announced" stands before its "that"."""
_ABLE = frozenset("able unable likely unlikely subject more less available".split())


def acts(words: Sequence[Word], subject: range) -> bool:
    """Say whether the head of a noun phrase is a person, a body or a name."""
    if not subject:
        return False
    named = [words[i] for i in shortest(words, subject.start, subject.stop) if not words[i].mark]
    heads = _before_of(named)
    if not heads:
        return False
    head = heads[-1]
    if head.low in PERSONS or head.low in ("who", "anyone", "everyone", "nobody"):
        return True
    if head.low == "one":
        return len(named) == 1
    if head.low.removesuffix("s") in NO_AGENTS:
        return False
    if is_agent(head.low) or not ALSO_AGENTS.isdisjoint(bases(head.low)):
        return True
    if head.low in FUNCTION_WORDS:
        return head.text.isupper() and len(head.text) > 1
    name = head.capital and (head.text.isupper() or not classes(head.low))
    return name and not head.low[0].isdigit()


def _has_long_name(words: Sequence[Word], subject: range) -> bool:
    """Say whether several capitals make a name of common words: "the Green Harbour Exchange"."""
    named = _before_of([words[i] for i in shortest(words, subject.start, subject.stop)])
    head = named[-1]
    if head.low.removesuffix("s") in RULING_TEXTS or not head.capital or head.text.isupper():
        return False
    return sum(one.capital for one in named if one.low not in ("the", "a", "an", "this")) > 1


def _before_of(named: list[Word]) -> list[Word]:
    ends = PREPOSITIONS | RELATIVES
    at = next((n for n, word in enumerate(named) if n and word.low in ends), len(named))
    return named[:at]


def is_meant(words: Sequence[Word], duty: Duty, *, law: bool) -> bool:
    """Say whether "may" permits and "will" undertakes here; all other forms do as they say.

    ``law``: the text is one that obliges and permits throughout, so that what may be done is
    permitted, not possible.
    """
    if duty.form == "to be":
        return duty.passive or acts(words, duty.clause.subject)
    if duty.form == "told" and words[max(duty.verb - 2, 0)].low == "going":
        return _undertakes(words, duty)
    if duty.form != "modal" or duty.verb >= len(words):
        return True
    low = words[duty.at].low
    if low == "would":
        return _announced(words, duty) and _undertakes(words, duty)
    if any(one.low in ("likely", "probably") for one in words[duty.at : duty.verb]):
        return False
    if low == "may":
        return _permits(words, duty, law=law)
    return low != "will" or _undertakes(words, duty)


def _deed(words: Sequence[Word], duty: Duty) -> str:
    """Give the verb that says what is done, in lower case: behind "be", if it has one."""
    verb = duty.verb
    if words[verb].low == "be":
        verb += 1
        while verb < len(words) and words[verb].adverb:
            verb += 1
    return words[verb].low if verb < len(words) else ""


def _permits(words: Sequence[Word], duty: Duty, *, law: bool) -> bool:
    deed, subject = _deed(words, duty), duty.clause.subject
    if duty.strength == "must not":
        none = bool(subject) and words[subject[0]].low in ("no", "nobody", "neither")
        told = (law or none or acts(words, subject)) and not _is_copular(words, duty)
        told = told and not (duty.passive and deed in UNDERGONE)
        return told and _root(deed) not in NOT_UNDERTAKEN
    if duty.passive:
        return law and deed not in UNDERGONE
    if words[duty.verb].low in ("be", "have") or _root(deed) in NOT_UNDERTAKEN:
        return False
    if not acts(words, subject):
        return False
    you = words[subject[0]].low in ("you", "we")
    return (law or you) and not duty.clause.relative


def _has_object(words: Sequence[Word], verb: int) -> bool:
    i = next_word(words, verb + 1)
    if i >= len(words) or words[i].mark:
        return False
    return words[i].low == "to" or words[i].low not in PREPOSITIONS


def _is_copular(words: Sequence[Word], duty: Duty) -> bool:
    return not duty.passive and words[duty.verb].low in ("be", "have")


def _undertakes(words: Sequence[Word], duty: Duty) -> bool:
    deed, subject, relative = _deed(words, duty), duty.clause.subject, duty.clause.relative
    if duty.passive:
        return deed not in UNDERGONE and not relative and bool(subject)
    if words[duty.verb].low == "be" and not _is_doing(deed):
        return False
    if duty.clause.opener == "that" and words[duty.clause.start - 2].low in _ENSURING:
        return False
    if _root(deed) in NOT_UNDERTAKEN or not subject or duty.clause.opener in ("because", "since"):
        return False
    first = words[subject[0]].low
    if first in ("this", "these", "that", "those", "there") and len(subject) == 1:
        return False
    if relative and duty.clause.opener != "who" and first not in ("a", "an", "the"):
        return False
    if acts(words, subject):
        named = not relative and first not in ("it", "they", "he", "she")
        return _is_done(words, duty, deed, named=named)
    if _has_long_name(words, subject) and _root(deed) not in CONSEQUENT - {"ensure"}:
        return not of_itself(deed) and not duty.clause.opener
    return (
        not duty.clause.opener and first not in _STANDING_FOR and _is_scheduled(words, duty, deed)
    )


def _is_doing(deed: str) -> bool:
    """Say whether a form in "-ing" tells what is done, and is no adjective: "challenging"."""
    return deed.endswith("ing") and deed not in _ABLE and "A" not in listed_as(deed)


def _is_done(words: Sequence[Word], duty: Duty, deed: str, *, named: bool) -> bool:
    """Say whether somebody does it, and it doesn't just come about with them.

    ``named``: the subject says by itself who that is.
    """
    if _root(deed) in SCHEDULED:
        return True
    if of_itself(deed):
        return named and _has_object(words, duty.verb)
    return named or _root(deed) not in CONSEQUENT


def _is_scheduled(words: Sequence[Word], duty: Duty, deed: str) -> bool:
    """Say whether it's planned of a thing, and not foretold."""
    after = words[duty.verb + 1].low if duty.verb + 1 < len(words) else ""
    if deed in ("take", "come"):
        return after in ("effect", "place", "into")
    return _root(deed) in SCHEDULED or not (of_itself(deed) or _root(deed) in CONSEQUENT)


def _root(deed: str) -> str:
    if deed in IRREGULAR:
        return IRREGULAR[deed]
    return next((one for one in bases(deed) if one in NOT_UNDERTAKEN | SCHEDULED), deed)


def _announced(words: Sequence[Word], duty: Duty) -> bool:
    """Say whether somebody announced what would be done: "said that the board would"."""
    before = duty.clause.start - 1
    if before < 1:
        return False
    if words[before].low != "that":
        return words[before].low in ANNOUNCING
    near = words[max(0, before - _NEAR) : before]
    return any(one.low in ANNOUNCING for one in near) and not any(one.mark for one in near[-2:])


def is_thing(words: Sequence[Word], subject: range) -> bool:
    """Say whether a subject stands for something unnamed: "it", "this", "there"."""
    return len(subject) == 1 and words[subject[0]].low in _STANDING_FOR | {"what"}
