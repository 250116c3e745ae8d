"""A question joined to the topic of the one before, where it can't be put in full: ", as to …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.english import COUNT_NOUNS, DATE_NOUNS
from rag.mentions import Said, frame_of, topic_of
from rag.phrases import EMPTY_HEADS, MARK, Frame, Phrase, tokens
from rag.pointers import UNFIT, specific

_MOST = 3
"""Noun phrases that are added."""
_MOST_WORDS = 16
"""Words of all that are added."""
_MEASURES = DATE_NOUNS | COUNT_NOUNS | {"money"}
"""What a question asks for, and isn't about: "year", "number"."""


def added(question: str) -> bool:
    """Say whether a question is joined to a topic."""
    return MARK in question


def joined(question: str, history: Sequence[Said]) -> str:
    """Add to a question what the last ones were about, as far as it doesn't say so itself.

    The question as it is where they name nothing.
    """
    if added(question):
        return question
    body = question.strip().rstrip("?!. ")
    known = {token.low for token in tokens(body)}
    names = next((found for turn in reversed(history) if (found := _topics(turn, known))), None)
    return with_topic(body, " and ".join(names)) if names else question


def with_topic(question: str, topic: str) -> str:
    """Write a topic behind a question, unless there is none or one is there already."""
    if not topic or added(question):
        return question
    body = question.strip().rstrip("?!. ")
    return f"{body[:1].upper()}{body[1:]}{MARK}{topic}?"


def _topics(turn: Said, known: set[str]) -> list[str]:
    """Give the noun phrases of a question, then the topic that it was joined to itself."""
    frame = frame_of(turn)
    fit = [p for p in frame.phrases if _is_topic(p, known)]
    fit = [p for p in fit if not any(o is not p and _covers(o, p) for o in fit)]
    # "What college" is what is looked for; "which colleges" may well be what is spoken of.
    fit = [p for p in fit if p.role != "asked" or p.plural] or fit
    lasting = [p for p in fit if not p.date] or [p for p in fit if not p.text.isdigit()]
    names = [_with_links(p, frame) for p in lasting[:_MOST]]
    before = topic_of(turn)
    if before and {token.low for token in tokens(before)} - known:
        names.append(before)
    while len(names) > 1 and len(" ".join(names).split()) > _MOST_WORDS:
        names.pop()
    return names if names and len(names[0].split()) <= _MOST_WORDS else []


def _with_links(phrase: Phrase, frame: Frame) -> str:
    return frame.text[phrase.start : phrase.far]


def _is_topic(phrase: Phrase, known: set[str]) -> bool:
    words = {word.lower() for word in phrase.words}
    if set(phrase.text.lower().split()) & UNFIT or phrase.head in EMPTY_HEADS:
        return False
    if phrase.text.lower().startswith(("any ", "some ", "no ")):
        return False
    if phrase.head in _MEASURES and not re.search(r"\d", phrase.text):
        return False
    return bool(words - known) and specific(phrase.words)


def _covers(one: Phrase, other: Phrase) -> bool:
    return one.start <= other.start and other.end <= one.far
