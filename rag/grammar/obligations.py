"""What a sentence obliges, recommends, permits, forbids or undertakes: each with its own clause.

By the forms that English has for it: modals, "is required to", "has a duty to", "it is essential
that", "recommends that", "plans to", imperatives. Left out are what is merely possible or foretold,
what was so, and what only holds if something else does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.english.vocabulary import DETERMINERS
from rag.english.word_lists import words as listed
from rag.grammar.clause_words import (
    CONDITIONAL,
    PERSONS,
    RELATIVES,
    SUBORDINATORS,
    Word,
    is_passive,
    is_past,
    next_word,
)
from rag.grammar.clauses import Clause, clause_before, predicate_end
from rag.grammar.duty import (
    MODALS,
    Duty,
    Strength,
    having_do,
    of_clause,
    strengths,
    to_do,
    verb_after,
)
from rag.grammar.recommendations import RECOMMENDING, UNDERTAKING, recommending, undertaking
from rag.grammar.word_classes import is_base

_TOLD = strengths("participles")
NEEDED = strengths("needed")
_IT_IS = strengths("it_is")
_POSSESSED = strengths("possessed")
_THOUGHT = frozenset(listed("obligations", "thought"))
_BEFORE_NOUNS = frozenset("the a an of in at his her its their my our your free own".split())
"""Before these "will" and "must" are nouns."""
_UNREAL = frozenset("would could might did does do may".split())
"""Behind these "need to" and "have to" oblige nobody."""
TELLING = frozenset((*MODALS, *_TOLD, *NEEDED, *_IT_IS, *UNDERTAKING, *RECOMMENDING, "to"))
"""Words of which each sentence with an obligation, an imperative apart, has one."""


def duties(words: Sequence[Word]) -> list[Duty]:
    """Find the obligations of a sentence, imperatives apart; each ends where the next begins."""
    if not words or words[-1].low == "?":
        return []
    found: list[Duty] = []
    for at in range(len(words)):
        if found and at < found[-1].verb:
            continue
        if duty := _duty(words, at):
            found.append(duty)
    return _parted(found, words)


def _parted(found: list[Duty], words: Sequence[Word]) -> list[Duty]:
    """End each action where the next clause begins; leave out what another one takes up."""
    parted: list[Duty] = []
    for n, duty in enumerate(found):
        end = duty.end
        for other in found[n + 1 :]:
            if duty.verb < other.begins < end:
                end = other.begins
                while end > duty.verb + 1 and words[end - 1].low in (",", "and", "or", "but"):
                    end -= 1
                break
        parted.append(replace(duty, end=end))
    return parted


def _duty(words: Sequence[Word], at: int) -> Duty | None:
    low = words[at].low
    if low in MODALS:
        found = _modal(words, at)
    elif low in ("is", "are", "am"):
        found = _impersonal(words, at) or _being(words, at, at)
    elif low in ("was", "were"):
        found = _impersonal(words, at)
    elif low in ("need", "needs", "has", "have"):
        been = next_word(words, at + 1)
        if been < len(words) and words[been].low == "been":
            found = _being(words, been, at)
        else:
            found = _needing(words, at)
    elif low in UNDERTAKING and (found := undertaking(words, at)):
        return found
    elif low in RECOMMENDING:
        found = recommending(words, at)
    else:
        return None
    return found if found and not _depends(words, found) else None


def _depends(words: Sequence[Word], duty: Duty) -> bool:
    """Say whether it only holds if something does, or is asked: "if it must", "what it must"."""
    opener, start = duty.clause.opener, duty.clause.start
    if opener in CONDITIONAL:
        return True
    if opener == "that" and start > 1 and words[start - 2].low == "so":
        return True
    return opener in ("when", "whenever", "where", "wherever", "until", "before", "after", "once")


def _modal(words: Sequence[Word], at: int) -> Duty | None:
    low, before = words[at].low, words[at - 1] if at else None
    if _is_no_modal(words, at):
        return None
    placed = verb_after(words, at + 1 + (low == "ought"))
    if placed is None:
        return None
    verb, denied = placed
    left = verb < len(words) and words[verb].low in ("be", "need", "have") and not denied
    if left and (told := _behind_modal(words, at, verb)):
        return told
    if _perfect(words, verb, low):
        return None
    clause = clause_before(words, at)
    strength = MODALS[low]
    if (denied or (before and _denies(words, clause))) and strength in ("must", "may"):
        strength = "must not"
    passive = verb < len(words) and is_passive(words, verb)
    return Duty(strength, at, verb, predicate_end(words, verb), clause, "modal", passive)


def _is_no_modal(words: Sequence[Word], at: int) -> bool:
    """Say whether it's a noun, the month, or opens a question: "the will", "May", "should you"."""
    low, before = words[at].low, words[at - 1] if at else None
    if before is None:
        return True
    if low == "may":
        return words[at].capital or before.low in _BEFORE_NOUNS
    if low == "ought":
        return words[at + 1 : at + 2] == () or words[at + 1].low != "to"
    return low in ("will", "must") and before.low in _BEFORE_NOUNS


def _denies(words: Sequence[Word], clause: Clause) -> bool:
    subject = clause.subject
    return bool(subject) and words[subject[0]].low in ("no", "nobody", "neither", "none")


def _behind_modal(words: Sequence[Word], at: int, verb: int) -> Duty | None:
    """Read "will need to", "shall be entitled to", "may be required to"."""
    if words[verb].low == "be":
        i = next_word(words, verb + 1)
        if i < len(words) and words[i].low in ("required", "entitled", "permitted", "allowed",
                                               "responsible", "obliged", "eligible", "prohibited",
                                               "authorised", "authorized"):  # fmt: skip
            found = _being(words, verb, at)
            return found if found and found.form == "told" else None
        return None
    return _needing(words, verb, at) if words[at].low not in _UNREAL else None


def _perfect(words: Sequence[Word], verb: int, modal: str) -> bool:
    """Say whether it's told of what has been: "must have been", "should have read"."""
    if verb + 1 >= len(words) or words[verb].low != "have":
        return False
    after = next_word(words, verb + 1)
    if after >= len(words) or not is_past(words[after].low):
        return False
    return modal not in ("must", "shall") or words[after].low == "been"


def _being(words: Sequence[Word], be: int, at: int) -> Duty | None:
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
    if low in _TOLD and (verb := _told_verb(words, i)):
        strength = _TOLD[low]
        if denied and strength != "may":
            return None
        clause = clause_before(words, at)
        if _denies(words, clause) or denied:
            strength = "must not"
        return Duty(strength, at, verb, predicate_end(words, verb), clause, "told")
    if low in NEEDED and not denied and (be == at or words[be].low == "been"):
        return _needed(words, at, i)
    return None


def _told_verb(words: Sequence[Word], i: int) -> int | None:
    """Give where the verb stands that somebody is required to, responsible for, barred from …."""
    low, n = words[i].low, i + 1
    if n + 1 >= len(words):
        return None
    link, verb = words[n].low, next_word(words, n + 1)
    if verb >= len(words):
        return None
    follows = words[verb].low
    if low in ("responsible", "accountable"):
        return verb if link == "for" and follows.endswith("ing") else None
    if link == "from":
        return verb if follows.endswith("ing") else None
    if link != "to":
        return None
    if (low == "committed" and follows.endswith("ing")) or words[verb].low in (":", "—", "–"):
        return verb
    return verb if is_base(follows) or follows in ("be", "have", "do") else None


def _is_to(words: Sequence[Word], at: int, to: int) -> Duty | None:
    verb = next_word(words, to + 1)
    if verb >= len(words) or not (is_base(words[verb].low) or words[verb].low == "be"):
        return None
    clause = clause_before(words, at)
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
    if not named or clause.opener in RELATIVES or after in ("by", "in", "at"):
        return None
    verb = i + 2 if after == "to" and i + 2 < len(words) else i
    end = predicate_end(words, verb)
    return Duty(NEEDED[words[i].low], at, verb, end, clause, "needed", passive=True)


def _needing(words: Sequence[Word], i: int, at: int | None = None) -> Duty | None:
    """Read "needs to", "has to" and "has a duty to"; ``at`` is the modal before it, if any."""
    first = i if at is None else at
    before = next((one.low for one in reversed(words[:first]) if not one.adverb), "")
    if at is None and (before in _UNREAL | DETERMINERS | {"to", "of"} or not first):
        return None
    n = next_word(words, i + 1)
    if n + 1 >= len(words):
        return None
    clause = clause_before(words, first)
    strength: Strength = "must"
    if words[n].low != "to":
        if words[i].low not in ("has", "have") or not (noun := _possession(words, n)):
            return None
        strength, n = _POSSESSED[words[noun].low], noun + 1
    verb = next_word(words, n + 1)
    plain = verb < len(words) and (is_base(words[verb].low) or words[verb].low in ("be", "have"))
    if not plain or (
        words[verb].low == "do" and [one.low for one in words[verb + 1 : verb + 2]] == ["with"]
    ):
        return None
    return Duty(strength, first, verb, predicate_end(words, verb), clause, "told",
                is_passive(words, verb))  # fmt: skip


def _possession(words: Sequence[Word], n: int) -> int | None:
    """Give where the noun stands in "(has) a legal duty to", or nothing."""
    if words[n].low == "no":
        return None
    for i in range(n, min(n + 4, len(words) - 1)):
        if words[i].mark:
            return None
        if words[i].low in _POSSESSED:
            return i if words[i + 1].low == "to" else None
    return None


def _impersonal(words: Sequence[Word], at: int) -> Duty | None:
    """Read "it is essential that", "it is for … to", "it was recommended that"."""
    if not at or words[at - 1].low != "it":
        return None
    i = next_word(words, at + 1)
    if i + 1 >= len(words) or words[i].low not in _IT_IS or words[i - 1].low == "not":
        return None
    if words[at].low in ("was", "were") and not words[i].low.endswith("ed"):
        return None
    opener = words[at - 2].low if at > 1 else ""
    if opener in SUBORDINATORS - {"that", "because"}:
        return None
    strength, link = _IT_IS[words[i].low], words[i + 1].low
    start = Clause(at - 1, at - 1, at - 1)
    if link == "that":
        return of_clause(words, i + 1, strength, at, "impersonal")
    if link == "to":
        verb = next_word(words, i + 2)
        if verb >= len(words) or words[verb].low in _THOUGHT:
            return None
        return Duty(strength, at - 1, verb, predicate_end(words, verb), start, "impersonal")
    if link == "for" and (to := to_do(words, i + 2)):
        return having_do(words, (i + 2, to), strength, at - 1, "impersonal")
    return None
