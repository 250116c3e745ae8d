"""The topic of the last questions, which is joined to one that doesn't say what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.conversation.anaphora import without_lead
from rag.conversation.antecedents import UNFIT
from rag.conversation.history import Turn
from rag.conversation.noun_phrases import Phrase, phrases, tokens
from rag.english.vocabulary import COUNT_NOUNS, DATE_NOUNS, ORDINALS

_MOST = 3
"""Noun phrases that are taken."""
_MOST_WORDS = 16
"""Words of all that are taken."""
_MEASURES = DATE_NOUNS | COUNT_NOUNS | {"money"}
"""What a question asks for, and isn't about: "year", "number"."""


def topic_for(question: str, history: Sequence[Turn]) -> str:
    """Give what the last questions were about, as far as a question doesn't say so itself."""
    known = {token.low for token in tokens(question)}
    return next((found for turn in reversed(history) if (found := _topic(turn, known))), "")


def _topic(turn: Turn, known: set[str]) -> str:
    """Give the noun phrases of a question, then the topic that it was joined to itself."""
    fit = [p for p in phrases(without_lead(turn.question)) if _is_topic(p, known)]
    # "What college" is what is looked for; "which colleges" may well be what is spoken of.
    fit = [p for p in fit if not p.asked or p.plural] or fit
    lasting = [p for p in fit if not p.date] or [p for p in fit if not p.text.isdigit()]
    names = [_ordered(phrase.text, known) for phrase in lasting[:_MOST]]
    if {token.low for token in tokens(turn.topic)} - known:
        names.append(turn.topic)
    while len(names) > 1 and len(" ".join(names).split()) > _MOST_WORDS:
        names.pop()
    return " and ".join(names) if len(names[:1] and names[0].split()) <= _MOST_WORDS else ""


def _ordered(text: str, known: set[str]) -> str:
    """Let "the first group" be "the second group" for a question about "the second one"."""
    ordinals = known & ORDINALS
    if len(ordinals) != 1:
        return text
    (own,) = ordinals
    return " ".join(own if word.lower() in ORDINALS else word for word in text.split())


def _is_topic(phrase: Phrase, known: set[str]) -> bool:
    words = {word.lower() for word in phrase.words}
    if set(phrase.text.lower().split()) & UNFIT or not phrase.specific:
        return False
    if phrase.text.lower().startswith(("any ", "some ", "no ")):
        return False
    if phrase.head in _MEASURES and not re.search(r"\d", phrase.text):
        return False
    return bool(words - known)
