"""What a question turns on that a sentence near it may leave open.

"The tenth group", "the biggest grant" and "the sites that were chosen" are met by whatever speaks
of groups, grants and sites: a sentence answers only if it says which one it is, compares, or tells
the choice.
"""

from __future__ import annotations

import re

from rag.answerability.neighbours import leans
from rag.english.vocabulary import FUNCTION_WORDS, MONTHS
from rag.english.word_lists import words
from rag.question.question_type import Slot
from rag.question.superlative import superlatives
from rag.text.content_words import words_of
from rag.text.dates import dates_in
from rag.text.mentions import Mentions
from rag.text.quantities import ordinal
from rag.text.related_words import said_otherwise

_COMPARES = re.compile(
    r"(?<!\bbut the )(?<!\bby )(?<!\bfor )(?<!\bof )(?<!\bin )(?<!\bto )\b"
    r"(?:largest|biggest|greatest|highest|fewest|smallest|lowest|most|least)\b(?! \w+ly\b)",
    re.IGNORECASE,
)
"""Not "by most of them", "most commonly"."""
_COMPARED = re.compile(rf"\b(?:{'|'.join(words('judgement', 'compared'))})\b", re.IGNORECASE)
_CHOICE = re.compile(rf"\b(?:{'|'.join(words('judgement', 'choice'))})\b", re.IGNORECASE)
_SHORT_LIST = re.compile(r"\bshort[- ]list", re.IGNORECASE)
_ADVICE = re.compile(r"\b(?:should|ought|must|best|advis\w+|suggest\w*)\b", re.IGNORECASE)
_SHARED = frozenset((0, 1))
"""No ordinal, and "first", which is often said otherwise ("originally")."""
_NUMBERED = re.compile(r"\b([a-z]{3,}) (\d{1,2})\b(?![.,/:-]\d)")
_NO_NOUNS = FUNCTION_WORDS | frozenset(MONTHS)
_IN_A_CENTURY = re.compile(r"\b\w+ centur(?:y|ies)\b", re.IGNORECASE)


def ordinals_asked(slot: Slot) -> set[int]:
    """Give the ordinals that a question has, "group 4" for one of them.

    None of centuries: a text says those by years.
    """
    asked = _IN_A_CENTURY.sub(" ", slot.question)
    numbered = (one for one in _NUMBERED.finditer(asked) if one[1] not in _NO_NOUNS)
    return {*map(ordinal, words_of(asked)), *(int(one[2]) for one in numbered)} - {0}


def has_ordinal(slot: Slot, text: str) -> bool:
    """Say whether a text has an ordinal that a question has, be it as a number: "group 4"."""
    asked = ordinals_asked(slot) - _SHARED
    for one in reversed([*dates_in(text)]):
        text = f"{text[: one.start]} {text[one.end :]}"
    own = {ordinal(word) or (int(word) if word.isdecimal() else 0) for word in words_of(text)}
    return not asked.isdisjoint(own)


def is_of_another(asked: set[int], sentence: str) -> bool:
    """Say whether a sentence has ordinals, and none of those that are asked for."""
    own = {ordinal(word) for word in words_of(sentence)} - {0} if asked else set()
    return bool(own) and not asked & own


def lacks_ordinal(slot: Slot, sentence: str, over: str) -> bool:
    """Say whether a date is asked of the tenth, of which nothing is said here.

    A sentence that leans on the one before may be of that; ``over`` is what stands over it.
    """
    if slot.sort != "date" or leans(sentence) or not ordinals_asked(slot) - _SHARED:
        return False
    return not has_ordinal(slot, f"{sentence} {over}")


def leaves_open(slot: Slot, sentence: str, over: str) -> bool:
    """Say whether a sentence leaves open what a question turns on.

    ``over`` is what stands over it: its document's title, headings and heads.
    """
    text = f"{over}\n{sentence}"
    return (
        lacks_ordinal(slot, sentence, over)
        or _leaves_comparison(slot, text)
        or _leaves_choice(slot, text)
    )


def _leaves_comparison(slot: Slot, text: str) -> bool:
    asked = _COMPARES.search(slot.question)
    if not asked or not superlatives(slot.question) or slot.sort in ("yes-no", "reason", "manner"):
        return False
    there = superlatives(text) or _COMPARED.search(text) or said_otherwise(asked.group(), text)
    return not there


def _leaves_choice(slot: Slot, text: str) -> bool:
    asked = _CHOICE.findall(_SHORT_LIST.sub("shortlist", slot.question))
    if not asked or slot.sort not in ("which", "what", "open", "name", "count"):
        return False
    text = _SHORT_LIST.sub("shortlist", text)
    there = Mentions([text])
    told = any(there.has(word) or said_otherwise(word.lower(), text) for word in asked)
    return not told and not ("recommended" in asked and _ADVICE.search(text))
