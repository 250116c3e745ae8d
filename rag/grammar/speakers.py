"""The kinds of speaker that a question asks after, and those whom a sentence names.

A thin reading of `rag.grammar.attribution`. Where no speaker is found, nothing is concluded: the
sentence is then the document's own, which is to say its author's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from rag.grammar.attribution import frames
from rag.grammar.reporting_words import Voice
from rag.text.stopwords import WORD
from rag.types import Source

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


def named_documents(question: str, sources: Iterable[Source]) -> frozenset[str]:
    """Give the ids of the documents whose author, or kind of text, a question names.

    "What does Rumi recommend?" names the documents by Rumi, "What does the brief
    say?" those of the genre "Brief". A name that fits every document names none.
    """
    sources = tuple(sources)
    words = {re.sub(r"['’]s?$", "", word.lower()) for word in WORD.findall(question)}
    found = frozenset(source.id for source in sources if _names(source) & words)
    return frozenset() if len(found) == len(sources) else found


def _names(source: Source) -> frozenset[str]:
    """Give the words by which a document may be called: family names, initials, its genre."""
    names: set[str] = set()
    for author in source.authors:
        names.add(str(author.get("family", "")).lower())
        names.update(re.findall(r"\(([a-z]{2,})\)", str(author.get("literal", "")).lower()))
    names.add(str(source.csl.get("genre", "")).lower())
    return frozenset(names - {""})
