"""Who is called a speaker, and the verbs and nouns of saying. Closed lists of English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from rag.english.vocabulary import DETERMINERS, MONTHS
from rag.english.word_lists import words
from rag.text.tokens import Token

ANY_SINGLE = frozenset(words("reporting_words", "any_single"))
SINGLE = ANY_SINGLE | frozenset(words("reporting_words", "single"))
"""Somebody by role; those in the first set tell no more than that somebody was there."""
PLURAL = frozenset(word + "s" for word in SINGLE if not word.endswith("s")) | {
    "witnesses", "people", "attendants", "those",
}  # fmt: skip
GROUPS = frozenset(words("reporting_words", "groups"))
BODIES = frozenset(words("reporting_words", "bodies"))
AUTHORS = frozenset(words("reporting_words", "authors"))
SOME = frozenset("some others several few many certain".split())
SAYING = re.compile(
    r"(?:not|shar)(?:es|ed|ing)|stat(?:ed|ing)|(?:argu|advis|observ|propos|urg|conclud|believ|underscor|underlin|"
    r"acknowledg|describ|emphasi[sz](?=[ei])|criticis|criticiz|agre|declar|disclos|complain|"
    r"caution|den[iy]|realis|realiz|warn|suggest|recommend|maintain|insist|claim|explain|"
    r"recall|demand|remark|comment|report|stress|mention|object|lament|assert|contend|"
    r"point|remind|admit|add|question|highlight|deem|view|fear|worr[iy]|hold|want|disagre|"
    r"accept|reject|oppos|disput|confirm|predict|blam|accus)"
    r"(?:e|es|ed|ing|s|t?ed|ying|d)?"
    r"|call|calls|called|calling|say|says|said|saying|think|thinks|thought|held|tell|tells|told|"
    r"felt|feels|wrote|writes|found|finds|asked|asks|heard|hears|"
    r"saw|sees|understood"
)
ONLY_WITH_THAT = frozenset("held hold holds found find finds saw see sees".split())
TURNED = frozenset("said says wrote argued noted added warned observed".split())
"""Verbs that stand before their speaker, too: "said a member"."""
HEARD = frozenset("told warned reminded asked".split())
TELLING = frozenset(words("reporting_words", "telling"))
"""Before these, whatever noun stands there is the speaker."""
NEUTRAL = frozenset(words("reporting_words", "neutral"))
ADJECTIVES = frozenset("same other another particular senior fellow whole tenth working".split())
SAID_NOUNS = frozenset(words("reporting_words", "said_nouns"))
BETWEEN = frozenset("not also even often always sometimes never first once then still".split())
OPINION = frozenset("view views opinion opinions advice words eyes position judgement".split())
PASSIVE = frozenset("is was were are been being be".split())
_BEFORE_SPEAKERS = (
    DETERMINERS | ADJECTIVES | SINGLE | GROUPS | BODIES
    | {"one", "of", "single", "interior", "foreign"}
)  # fmt: skip
Voice = Literal[
    "one", "some", "members", "group", "body", "name", "author", "nobody", "pronoun", "other"
]
"""Who speaks; "other" is whatever stands before a verb that only speakers have."""


def voice_at(
    words: Sequence[Token], i: int, sentence: str
) -> tuple[Voice | None, frozenset[str], int]:
    """Say whose voice the word at ``i`` is, by what it is called, and where its name begins."""
    token, start = words[i], i
    while start and words[start - 1].word in _BEFORE_SPEAKERS:
        start -= 1
    before = {word.word for word in words[start:i]}
    if (of := _part_of(words, i)) is not None:
        return voice_at(words, of, sentence)
    voice = _plain_voice(words, i, before)
    if voice is not None:
        role = token.word in SINGLE or (token.word in PLURAL and voice != "one")
        return voice, _role(token) if role else frozenset(), start
    if token.word in BODIES - {"prime", "office"} or (token.word == "office" and i > start):
        who = frozenset({token.stem, *(w.stem for w in words[start:i] if w.content)})
        return "body", who, start
    named = token.capital and token.content and token.word not in DETERMINERS | frozenset(MONTHS)
    if named and not token.first:
        while start and words[start - 1].capital and words[start - 1].content:
            start -= 1
        return "name", frozenset(w.stem for w in words[start : i + 1] if w.content), start
    if token.first and token.text.isupper() and len(token.word) > 2:
        return "name", frozenset({token.stem}), start
    if _tells(words, i, sentence):
        return "body", frozenset({token.stem}), start
    return None, frozenset(), start


def _part_of(words: Sequence[Token], i: int) -> int | None:
    """Give the people of a body, in front of it: "some members of the panel"."""
    before = (n for n in range(i - 1, -1, -1) if words[n].word not in DETERMINERS)
    at = next(before, 0)
    if words[i].word not in GROUPS | BODIES or at < 1 or words[at].word not in ("of", "on"):
        return None
    return at - 1 if words[at - 1].word in PLURAL | SINGLE else None


def _plain_voice(words: Sequence[Token], i: int, before: set[str]) -> Voice | None:
    """Say whose voice a common word is: one member's, the group's, the author's."""
    word = words[i].word
    if word in PLURAL:
        one = before & {"one", "another"}
        return "one" if one else "some" if before & SOME else "members"
    if word in GROUPS:
        return "one" if {"one", "of"} <= before else "group"
    if word in SINGLE or word in ("someone", "somebody", "else"):
        return "one"
    if word in AUTHORS:
        return "author"
    if word in ("he", "she", "they", "who"):
        return "pronoun"
    if word in ("another", "one") and _alone(words, i):
        return "one"
    return "some" if word in SOME - {"few", "certain"} and _alone(words, i) else None


def _tells(words: Sequence[Token], i: int, sentence: str) -> bool:
    """Say whether a noun stands right before "said": then whoever it is speaks."""
    token = words[i]
    if i + 1 >= len(words) or words[i + 1].word not in TELLING:
        return False
    beside = sentence[token.end : words[i + 1].start] == " "
    return beside and token.content and not token.word.endswith("ly") and token.word[0].isalpha()


def _role(token: Token) -> frozenset[str]:
    """Give what a speaker is called where that tells more than that somebody was there."""
    plain = token.word.rstrip("s") in ANY_SINGLE or token.word in ("people", "attendants", "those")
    return frozenset() if plain else frozenset({token.stem})


def _alone(words: Sequence[Token], i: int) -> bool:
    """Say whether "another" or "some" stands for a person: followed by a verb, not by a noun."""
    after = words[i + 1].word if i + 1 < len(words) else ""
    return not after or bool(SAYING.fullmatch(after)) or after in (
        "also", "even", "further", "then", "of", "has", "had", "have", "strongly",
    )  # fmt: skip
