"""The kinds of speaker that a question asks after, and those whom a sentence names.

A thin reading of `rag.grammar.attribution`. Where no speaker is found, nothing is concluded: the
sentence is then the document's own, which is to say its author's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from rag.grammar.attribution import frames
from rag.grammar.reporting_words import Voice

Speaker = Literal["person", "body", "author"]
"""Somebody in the room; the room, or an institution, as one; who wrote the document."""

_KINDS: Mapping[Voice, Speaker] = {
    "one": "person",
    "some": "person",
    "members": "person",
    "pronoun": "person",
    "group": "body",
    "body": "body",
    "author": "author",
}


def asked_speakers(question: str) -> frozenset[Speaker]:
    """Give the kinds of speaker whose position a question asks for; empty if it asks for none.

    "Who said …?" asks for a person or a body, whichever it was.
    """
    if frames(question) and question.lower().startswith("who "):
        return frozenset({"person", "body"})
    return speakers_of(question)


def speakers_of(sentence: str) -> frozenset[Speaker]:
    """Give the kinds of speaker to whom a sentence, or a part of it, is attributed."""
    return frozenset(_KINDS[one.voice] for one in frames(sentence) if one.voice in _KINDS)
