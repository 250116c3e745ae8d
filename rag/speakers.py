"""Who says what: the speaker that a question asks after, and those that a sentence names.

By rules over reporting verbs, for English. Where no speaker is found, nothing is
concluded: the sentence is then the document's own, which is to say its author's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from rag.stopwords import WORD
from rag.types import Source

Speaker = Literal["person", "body", "author"]
"""Somebody in the room; the room, or an institution, as one; who wrote the document."""

_PERSON = frozenset(
    "member members participant participants speaker speakers attendee attendees delegate "
    "delegates expert experts witness witnesses one another some others he she they".split()
)
_BODY = frozenset(
    "group groups meeting committee commission council panel board parliament court government "
    "ministry cabinet party agency conference session".split()
)
_AUTHOR = frozenset("author authors writer report brief paper study".split())
_KINDS: Mapping[Speaker, frozenset[str]] = {"person": _PERSON, "body": _BODY, "author": _AUTHOR}

_SAYING = re.compile(
    r"(?:argu|advis|agre|not|observ|propos|urg|conclud|stat|shar|believ|underscor|acknowledg|"
    r"describ|debat|emphasi[sz]|criticis|criticiz|not)(?:e|es|ed|ing)"
    r"|(?:call|warn|suggest|recommend|ask|question|maintain|insist|claim|explain|discuss|recall|"
    r"demand|complain|caution|remark|comment|express|reject|report|stress|mention|want|object)"
    r"(?:s|ed|ing)?"
    r"|say|says|said|saying|think|thinks|thought|hold|holds|held|tell|tells|told|see|sees|saw|"
    r"argue|advise|agree|note|observe|propose|urge|conclude|state|react|reacted|feel|felt|den(?:y|ied)"
)
_OPINION = frozenset("view views opinion opinions position stance advice account according".split())
_REACH = 3
"""Words between a speaker and the verb: "members of the group also argued"."""


def asked_speakers(question: str) -> frozenset[Speaker]:
    """Give the kinds of speaker whose position a question asks for; empty if it asks for none.

    "Who said …?" asks for a person or a body, whichever it was.
    """
    words = [word.lower() for word in WORD.findall(question)]
    about_saying = any(
        _SAYING.fullmatch(word) or word.removesuffix("'s") in _OPINION for word in words
    )
    if not about_saying:
        return frozenset()
    if words[:1] == ["who"]:
        return frozenset({"person", "body"})
    return frozenset(kind for word in words for kind in _kinds(_singular(word)))


def speakers_of(sentence: str) -> frozenset[Speaker]:
    """Give the kinds of speaker to whom a sentence, or a part of it, is attributed."""
    words = [word.lower() for word in WORD.findall(sentence)]
    found: set[Speaker] = set()
    for at, word in enumerate(words):
        if _SAYING.fullmatch(word):
            for before in words[max(0, at - _REACH) : at]:
                found.update(_kinds(before))
        if word == "according":
            for after in words[at + 1 : at + 2 + _REACH]:
                found.update(_kinds(after))
    return frozenset(found)


def named_documents(question: str, sources: Iterable[Source]) -> frozenset[str]:
    """Give the ids of the documents whose author, or kind of text, a question names.

    "What does Rumi recommend?" names the documents by Rumi, "What does the brief
    say?" those of the genre "Brief". A name that fits every document names none.
    """
    sources = tuple(sources)
    words = {_singular(word.lower()) for word in WORD.findall(question)}
    found = frozenset(source.id for source in sources if _names(source) & words)
    return frozenset() if len(found) == len(sources) else found


def _kinds(word: str) -> Iterable[Speaker]:
    return (kind for kind, words in _KINDS.items() if word in words)


def _singular(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


def _names(source: Source) -> frozenset[str]:
    """Give the words by which a document may be called: family names, initials, its genre."""
    names: set[str] = set()
    for author in source.authors:
        names.add(str(author.get("family", "")).lower())
        names.update(re.findall(r"\(([a-z]{2,})\)", str(author.get("literal", "")).lower()))
    names.add(str(source.csl.get("genre", "")).lower())
    return frozenset(names - {""})
