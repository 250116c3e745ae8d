"""What an answer must have besides being near: the thing that is asked for, or the person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.answerability.answer_patterns import FORMS
from rag.answerability.decisions import decision_asked
from rag.answerability.features import Measured
from rag.answerability.office_holder import names_holder
from rag.answerability.ranked_sentence import RankedSentence
from rag.english.vocabulary import (
    AUXILIARIES,
    CAUSES,
    FUNCTION_WORDS,
    GENERAL_WORDS,
    GENERIC_NOUNS,
    LIGHT_WORDS,
    REASON_MARKERS,
)
from rag.question.question_type import Sort
from rag.text.content_words import words_of
from rag.text.mentions import Mentions
from rag.text.related_words import said_otherwise
from rag.types import Evidence

SURELY = 0.65
"""From here on an answer may call what is asked for by another word ("what subject")."""
NEARLY_ALL = 0.8
"""Share of a why-question that a sentence with a cause takes up, to answer it."""
_NAMED: frozenset[Sort] = frozenset(("what", "which", "money"))
_FIGURED: frozenset[Sort] = frozenset(("count", "money", "percent"))
_DIFFERENCE = re.compile(
    r"\b(?:differ\w*|gaps?|discrepan\w+|mismatch\w*|inconsisten\w+|contradict\w*|diverge\w*|"
    r"disparit\w+)\b",
    re.IGNORECASE,
)
_TELLS_WHY = re.compile(r"\b(?:explain\w*|accounts? for|in that|reflects?)\b", re.IGNORECASE)


def borne_out(
    measured: Measured, evidence: Sequence[Evidence], probability: float
) -> tuple[Evidence, ...]:
    """Keep the evidence that has what is asked for; none where it isn't there.

    "What prison sentence …" isn't answered by sentences without that noun, unless it's sure; "who
    is the director" only by those that name one, "how many" only by those with a figure, "when"
    by those with a time, unless it's sure, "why do they differ" by those with a reason.
    """
    question = measured.slot.question
    if why_they_differ(measured):
        return tuple(item for item in evidence if gives_reason(item.text))
    kept = tuple(item for item in evidence if names_holder(measured, item.text))
    asked = decision_asked(measured.slot)
    if asked and asked.coming and kept and not _SUPPOSES.search(question):
        if asked.stated_in(kept[0].text):
            return kept
        kept = kept if not _SUPPOSES.search(kept[0].text) else ()
    if (thing := _whether_any(question)) and not any(_has_any(thing, one.text) for one in kept):
        return ()
    timed = measured.slot.sort == "date" and probability < SURELY
    if measured.slot.sort in _FIGURED or timed:
        forms = FORMS[measured.slot.sort]
        told = [text for one in kept for text in (one.text, one.text.lower())]  # "After the war"
        kept = kept if any(form.search(text) for form in forms for text in told) else ()
    noun = measured.slot.head[-1:]
    if probability >= SURELY or measured.slot.sort not in _NAMED or not noun:
        return kept
    there = Mentions([item.text for item in kept])
    named = noun[0] in LIGHT_WORDS | GENERIC_NOUNS or there.has(noun[0])
    return kept if named or any(said_otherwise(noun[0], item.text) for item in kept) else ()


_SUPPOSES = re.compile(
    r"\b(?:(?:would|could|should|might) have|if (?:\w+ ){0,2}(?:adopted|accepted|approved)|"
    r"recommend\w*|suggest\w*|propos\w+|call(?:s|ed|ing) for|demand\w*)\b",
    re.IGNORECASE,
)
"""What says what was wished or would have been: nobody will have that, for all it says."""
_WHETHER = re.compile(
    r"^(?:is|are|was|were|do|does|did|has|have|had|can|will)\b.*?\b(?:any|there (?:an?|some))\s+"
    r"(?P<thing>.+?)(?=\s(?:in|for|on|to|at|by|that|which|who|when|if|from|with|about|as)\b|[?.,;]|$)",
    re.IGNORECASE,
)


def _whether_any(question: str) -> tuple[str, ...]:
    """Give the words of the thing of which a question asks whether there is any; none if it isn't.

    "Does the paper name any conflict of interest", "is there a fee for it".
    """
    asked = _WHETHER.search(question)
    words = words_of(asked["thing"]) if asked else []
    return tuple(w for w in words if w.lower() not in FUNCTION_WORDS | GENERAL_WORDS)


def _has_any(thing: Sequence[str], text: str) -> bool:
    there = Mentions([text])
    return any(there.has(word) or said_otherwise(word, text) for word in thing)


_ASKED = re.compile(r"\b(?:what|which|how (?:many|much))\s+([^\W\d_]+)(.*)", re.IGNORECASE)


def lacks_what_is_asked(measured: Measured) -> bool:
    """Say whether the very thing that is asked for is missing: "what dividend did", "which fine".

    What stands behind "what" is a thing where an auxiliary follows: "what gives …" has none.
    """
    asked = set(measured.slot.head)
    after = _ASKED.search(measured.slot.question)
    if after and AUXILIARIES.isdisjoint(after.group().lower().split()):
        asked.discard(after[1].lower())
    elif after:
        asked.add(after[1].lower())
    return not asked.isdisjoint(word.lower() for word in measured.missing)


def lacks_a_phrase(measured: Measured) -> bool:
    """Say whether two words side by side in a question for one of several are missing.

    "Which made the final short list?" isn't answered by any of them. Of other questions it isn't
    said: what is asked in other words than the text's lacks as many, and is answered.
    """
    missing = {word.lower() for word in measured.missing}
    asked = [word.lower() for word in words_of(measured.slot.question)]
    side_by_side = any({one, other} <= missing for one, other in pairwise(asked))
    return measured.slot.sort == "which" and side_by_side


def lacks_a_name(measured: Measured) -> bool:
    """Say whether a name that the question says is missing: what is said is said of another.

    Of the questions of the development cases, clapnq_dev and squad2_dev that were answered all the
    same, one in eight had an answer.
    """
    return not set(measured.slot.names).isdisjoint(measured.missing)


def has_its_names(measured: Measured) -> bool:
    """Say whether the likeliest sentence has all names of the question: then something is close."""
    names = measured.slot.names
    return bool(names) and all(map(Mentions([measured.likeliest]).has, names))


def why_they_differ(measured: Measured) -> bool:
    """Say whether a question asks why things differ, which both of them alone don't tell."""
    slot = measured.slot
    return slot.sort == "reason" and _DIFFERENCE.search(slot.question) is not None


def gives_reason(text: str) -> bool:
    """Say whether a text has a word that announces a reason."""
    return bool(REASON_MARKERS.search(text) or _TELLS_WHY.search(text))


def states_cause(measured: Measured, best: RankedSentence) -> bool:
    """Say whether the best sentence has nearly all that a why-question asks of, and its cause.

    Where a word of the question is missing, or one of its names isn't in the sentence, it's the
    cause of something else: without that two of 71 why-questions (clapnq_dev, squad2_dev) would
    be answered by it that have no answer, with it none that wasn't.
    """
    why = measured.slot.sort == "reason" and not measured.missing and measured.opposite is None
    taken = best.told is not None and best.told >= NEARLY_ALL
    there = Mentions([best.found.text])
    named = all(map(there.has, measured.slot.names))
    return why and named and taken and CAUSES.search(best.found.text) is not None
