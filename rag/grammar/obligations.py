"""What a sentence obliges, recommends, permits, forbids or undertakes: each with its own clause.

By the forms that English has for it: modals, "is required to", "has a duty to", "it is essential
that", "recommends that", "plans to", imperatives. Left out are what is merely possible or foretold,
what was so, and what only holds if something else does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.english.word_lists import words as listed
from rag.grammar.clause_words import (
    CONDITIONAL,
    PERSONS,
    Word,
    is_finite,
    is_noun_at,
    is_passive,
    is_past,
    next_word,
)
from rag.grammar.clauses import Clause, clause_before
from rag.grammar.duty import (
    MODALS,
    Duty,
    denies,
    verb_after,
)
from rag.grammar.listed_duties import each_listed
from rag.grammar.predicates import predicate_end
from rag.grammar.recommendations import (
    RECOMMENDED,
    RECOMMENDING,
    STRESSING,
    UNDERTAKING,
    recommended,
    recommending,
    stressed,
    undertaking,
)
from rag.grammar.requirements import (
    IT_IS,
    NEEDED,
    POSSESSED,
    TOLD,
    UNREAL,
    being,
    impersonal,
    needing,
    standing_ready,
)
from rag.grammar.rulings import RULING, rules_for_another, ruling
from rag.grammar.word_classes import is_base

TOLD_IN_PAST = frozenset(listed("clauses", "told_in_past"))
DEFINING = frozenset(listed("clauses", "defining"))
DEFINED = frozenset(listed("clauses", "defined"))
_BEFORE_NOUNS = frozenset(
    "the a an of in at his her its their my our your free own last good political".split()
)
"""Before these "will" and "must" are nouns."""
TELLING = frozenset(
    (
        *("need", "needs", "has", "have", "had", "is to", "are to", "to be", "ready"),
        *(*POSSESSED, *STRESSING, *MODALS, *TOLD, *NEEDED, *IT_IS),
        *(*UNDERTAKING, *RECOMMENDING, *RECOMMENDED, *RULING),
    )
)
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
            open_ = duty.verb >= len(words) or words[duty.verb].mark
            if found and rules_for_another(words, found[-1], duty):
                if found[-1].strength != "will":
                    continue  # "must permit owners to": it's said what who permits must do
                found.pop()
            found += [replace(duty, end=duty.verb)] if open_ else each_listed(words, duty)
    return _parted(found, words)


def _parted(found: list[Duty], words: Sequence[Word]) -> list[Duty]:
    """End each action where the next clause begins; leave out what another one takes up."""
    parted: list[Duty] = []
    for n, duty in enumerate(found):
        end = duty.end
        for other in found[n + 1 :]:
            if duty.verb < other.begins < end:
                end = other.begins
                break
        while end > duty.verb + 1 and words[end - 1].low in (",", "and", "or", "but"):
            end -= 1
        parted.append(replace(duty, end=end))
    return parted


def _duty(words: Sequence[Word], at: int) -> Duty | None:
    low = words[at].low
    found = reader(words, at) if (reader := _READERS.get(low)) else None
    if found is None and low in UNDERTAKING:
        found = undertaking(words, at)
    if found is None and low in RECOMMENDING:
        found = recommending(words, at)
    if found is None and low in RULING:
        found = ruling(words, at)
    return found if found and not _depends(words, found) else None


def _is(words: Sequence[Word], at: int) -> Duty | None:
    return impersonal(words, at) or stressed(words, at) or being(words, at, at)


def _remains(words: Sequence[Word], at: int) -> Duty | None:
    i = next_word(words, at + 1)
    told = i < len(words) and words[i].low == "committed"
    if i < len(words) and words[i].low == "ready":
        return standing_ready(words, at, i)
    return being(words, at, at) if told else impersonal(words, at)


def _has(words: Sequence[Word], at: int) -> Duty | None:
    been = next_word(words, at + 1)
    if been < len(words) and words[been].low == "been":
        return being(words, been, at)
    return needing(words, at)


def _had(words: Sequence[Word], at: int) -> Duty | None:
    return needing(words, at) if _is_told(words, at) else None


def _to_be(words: Sequence[Word], at: int) -> Duty | None:
    """Read "with a report to be published in May", and the same without any other verb."""
    if at + 2 >= len(words) or words[at + 1].low != "be" or not is_noun_at(words, at - 1):
        return None
    if not is_passive(words, at + 1):
        return None
    start = next((i + 1 for i in range(at - 1, 0, -1) if words[i].low == "with"), 0)
    aside = start > 1 and words[start - 2].low == ","
    if aside and any(words[i].mark for i in range(start, at)):
        return None
    if any(is_finite(words, i) for i in range(start if aside else 0, at)):
        return None
    told = any(is_past(words[i].low) or words[i].low in PERSONS for i in range(1, at))
    if not aside and (told or any(is_finite(words, i) for i in range(at, len(words)))):
        return None
    clause = Clause(start if aside else 0, start if aside else 0, at)
    return Duty("will", at, at + 1, predicate_end(words, at + 1), clause, "to be", passive=True)


def _is_told(words: Sequence[Word], at: int) -> bool:
    """Say whether it's told in the past what was needed then: "felt that they had to"."""
    start, opener = clause_before(words, at).start, clause_before(words, at).opener
    return opener == "that" and start > 1 and words[start - 2].low in TOLD_IN_PAST


def _depends(words: Sequence[Word], duty: Duty) -> bool:
    """Say whether it only holds if something does, or is asked: "if it must", "what it must"."""
    if (
        duty.form == "to be"
        and words[duty.verb : duty.verb + 1]
        and words[duty.verb].low == "blame"
    ):
        return True
    opener, start = duty.clause.opener, duty.clause.start
    if duty.clause.subject and words[duty.clause.first].low == "of":
        return True  # "which of them must"
    if opener == "why" and start > 1 and words[start - 2].low == "is":
        return False  # "that is why we will"
    if opener in CONDITIONAL:
        return True
    ruled = clause_before(words, duty.at).opener if duty.form == "recommended" else ""
    if ruled in CONDITIONAL | {"where"}:
        return True  # "unless the context otherwise requires: …"
    if opener == "that" and start > 1 and words[start - 2].low == "so":
        return True
    return opener in ("when", "whenever", "where", "wherever", "until", "before", "after", "once")


def _modal(words: Sequence[Word], at: int) -> Duty | None:
    low = words[at].low
    if _is_no_modal(words, at):
        return None
    placed = verb_after(words, at + 1 + (low == "ought"))
    if placed is None:
        return None
    verb, denied = placed
    left = verb < len(words) and words[verb].low in ("be", "need", "have") and not denied
    if left and (told := _behind_modal(words, at, verb)):
        return told
    if low == "may" and (advised := _may_wish(words, at, verb)):
        return advised
    if _perfect(words, verb, low) or _defines(words, verb):
        return None
    clause = clause_before(words, at)
    strength = MODALS[low]
    denied = denied or denies(words, clause)
    if denied and [one.low for one in words[verb : verb + 2]] == ["have", "to"]:
        return None  # "should not have to choose"
    if denied and strength in ("must", "may"):
        strength = "must not"
    passive = verb < len(words) and is_passive(words, verb)
    return Duty(strength, at, verb, predicate_end(words, verb), clause, "modal", passive)


def _may_wish(words: Sequence[Word], at: int, verb: int) -> Duty | None:
    """Read "you may wish to": it's advice, put politely."""
    if verb + 2 >= len(words) or words[verb].low not in ("wish", "want"):
        return None
    to = next_word(words, verb + 2)
    if words[verb + 1].low != "to" or to >= len(words) or not is_base(words[to].low):
        return None
    end = predicate_end(words, to)
    return Duty("should", at, to, end, clause_before(words, at), "told", is_passive(words, to))


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


def _behind_modal(words: Sequence[Word], at: int, verb: int) -> Duty | None:
    """Read "will need to", "shall be entitled to", "may be required to"."""
    if words[verb].low == "be":
        if said := impersonal(words, verb, at):
            return said
        i = next_word(words, verb + 1)
        if i < len(words) and words[i].low in ("required", "entitled", "permitted", "allowed",
                                               "responsible", "obliged", "eligible", "prohibited",
                                               "authorised", "authorized"):  # fmt: skip
            found = being(words, verb, at)
            if found is None or found.form != "told":
                return None
            weak = words[at].low in ("should", "may") and found.strength == "must"
            return replace(found, strength=MODALS[words[at].low]) if weak else found
        return None
    return needing(words, verb, at) if words[at].low not in UNREAL else None


def _defines(words: Sequence[Word], verb: int) -> bool:
    """Say whether it only says what is meant: "shall mean", "may be cited as"."""
    if verb + 1 >= len(words):
        return False
    after = words[verb + 1 : verb + 4]
    if words[verb].low == "be":
        return after[0].low in DEFINED and any(one.low in ("as", "to") for one in after)
    return words[verb].low in DEFINING or (
        words[verb].low == "have" and any(one.low == "meaning" for one in after)
    )


def _perfect(words: Sequence[Word], verb: int, modal: str) -> bool:
    """Say whether it's told of what has been: "must have been", "should have read"."""
    if verb + 1 >= len(words) or words[verb].low != "have":
        return False
    after = next_word(words, verb + 1)
    if after >= len(words):
        return False
    if words[after].low not in ("been", "had") and not is_past(words[after].low):
        return False
    return modal not in ("must", "shall") or words[after].low == "been"


_READERS: dict[str, Callable[[Sequence[Word], int], Duty | None]] = {
    **dict.fromkeys(STRESSING, stressed),
    **dict.fromkeys(RECOMMENDED, recommended),
    **dict.fromkeys(MODALS, _modal),
    **dict.fromkeys(("is", "are", "am"), _is),
    **dict.fromkeys(("was", "were"), impersonal),
    **dict.fromkeys(("remain", "remains", "stand", "stands"), _remains),
    **dict.fromkeys(("need", "needs", "has", "have"), _has),
    **dict.fromkeys(("needed", "had"), _had),
    "to": _to_be,
}
"""What reads an obligation, by the word that it begins with."""
