"""What a turn speaks of besides its question: titles, people, the parts of a list, names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Protocol

from rag.clauses import parse
from rag.ellipsis import without_lead
from rag.english import AUXILIARIES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS
from rag.phrases import MARK, Frame, Phrase, Token, tokens
from rag.pointers import RANKS, SOURCES, UNFIT


class Said(Protocol):
    """A turn, as much of it as is needed here."""

    @property
    def question(self) -> str:
        """The question that was asked."""
        ...

    @property
    def shown(self) -> str:
        """What was shown for it."""
        ...

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the documents cited."""
        ...

    @property
    def authors(self) -> tuple[str, ...]:
        """The people who wrote them."""
        ...


_SHORTENED = re.compile(r"\b(what|who|where|when|how|there|that|it)'s\b", re.IGNORECASE)


_LONGEST = 12
"""Words of a noun phrase that takes a pronoun's place."""
GENERIC = frozenset(
    "people person persons member members participant participants group groups expert experts "
    "document documents paper report brief text author authors".split()
)
_ITEM = 6
"""Words of one part of a list."""


_NOT_IN_ITEMS = (AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | {"namely"}) - {"of"}


_PERSON = re.compile(r"\b((?:[A-Z][\w'’-]+|[A-Z]\.)(?: (?:[A-Z][\w'’-]+|[A-Z]\.)){1,3})")


_NOT_PERSONS = frozenset(
    "the policy plan institute group ministry council committee party bank university national "
    "international internal security act agency authority department action center centre times "
    "studies house court commission board united states republic of for and schedule army police "
    "government january february march april may june july august september october november "
    "december".split()
)


PERSON_HEADS = frozenset(
    "member participant author speaker minister president chairman chair head leader expert judge "
    "official officer director secretary commissioner writer analyst person man woman mr mrs ms dr "
    "professor sir lady".split()
)


def frame_of(turn: Said) -> Frame:
    """Take a turn's question apart, without the topic that was joined to it."""
    straight = turn.question.partition(MARK)[0].replace("’", "'")
    return parse(_SHORTENED.sub(r"\1 is", without_lead(straight)))


def topic_of(turn: Said) -> str:
    """Give the topic that a turn's question was joined to; none if it wasn't."""
    return turn.question.partition(MARK)[2].rstrip("?!. ")


def listed(turn: Said) -> list[str]:
    """Give the parts of "A, B and C": in the last question, else in what was shown for it."""
    for text in (turn.question, turn.shown):
        words = tokens(text)
        for at, word in enumerate(words):
            if word.low == "and" and at and (items := _items(text, words, at)):
                return items
    return []


def _items(text: str, words: Sequence[Token], at: int) -> list[str]:
    """Give the parts of a list around the "and" at a place; none if there are just two."""
    last = list(takewhile(_in_item, words[at + 1 : at + 1 + _ITEM]))
    items = [text[last[0].start : last[-1].end]] if last else []
    end = at
    while items and end > 0 and len(items) < len(RANKS):
        start = end - 1
        while start > 0 and _in_item(words[start]) and not words[start].free:
            start -= 1
        whole = _in_item(words[start])
        start += not whole
        if end - start not in range(1, _ITEM + 1):
            break
        items.insert(0, text[words[start].start : words[end - 1].end])
        if not whole or not words[start].free:
            break
        end = start
    return items if len(items) > 2 else []


def _in_item(word: Token) -> bool:
    return word.low not in _NOT_IN_ITEMS


def other_title(history: Sequence[Said], titles: Sequence[str]) -> str | None:
    """Give the one title that wasn't cited last, if there are two in all."""
    known = list(dict.fromkeys([*titles, *(title for turn in history for title in turn.titles)]))
    cited = history[-1].titles[:1]
    others = [title for title in known if title not in cited]
    return f"“{others[0]}”" if cited and len(others) == 1 else None


def title_with(noun: str, turn: Said) -> str | None:
    """Give the one title cited that has the noun in it, or any if it's "that report"."""
    fits = [t for t in turn.titles if noun in SOURCES or noun in t.lower().split()]
    return f"“{fits[0]}”" if len(fits) == 1 and noun != "one" else None


def new_name(turn: Said) -> str | None:
    """Give the one name in what was shown that the question didn't have, if it's one word."""
    asked = {token.low for token in tokens(turn.question)}
    words = tokens(turn.shown[: turn.shown.find(". ") + 1 or len(turn.shown)])
    names = [w.text for n, w in enumerate(words) if n and w.text[0].isupper()]
    new = [name for name in dict.fromkeys(names) if name.lower() not in asked]
    return new[0] if len(new) == 1 else None


def person(history: Sequence[Said]) -> str | None:
    """Give the person that was spoken of: in the last questions, else in what was shown."""
    for turn in reversed(history):
        frame = frame_of(turn)
        for phrase in frame.phrases:
            if is_person(phrase):
                return whole_of(phrase, frame)
        for match in _PERSON.finditer(turn.shown):
            words = match[1].split()
            if not {word.lower() for word in words} & _NOT_PERSONS:
                return match[1]
        if len(turn.authors) == 1:
            return turn.authors[0]
    return None


def is_person(phrase: Phrase) -> bool:
    """Say whether a noun phrase is a name like a person's, or what a person is called by."""
    if phrase.head in PERSON_HEADS:
        return True
    capital = phrase.name and all(word[0].isupper() for word in phrase.words)
    bare = phrase.text.split()[0].lower() not in DETERMINERS
    small = {word.lower() for word in phrase.words}
    return capital and bare and len(phrase.words) <= 3 and not small & _NOT_PERSONS


def whole_of(phrase: Phrase, frame: Frame) -> str:
    """Give a noun phrase as it can stand in another question: definite, not too long."""
    text = frame.text[phrase.start : phrase.far]
    if len(text.split()) > _LONGEST:
        text = phrase.text
    first = text.split()[0]
    if first.lower() in ("a", "an", "any", "some"):
        return f"the {text[len(first) + 1 :]}"
    if phrase.role == "asked":
        owner, verb = frame.subject, frame.text[frame.verb :].lower()
        if owner and verb == "have" and not set(owner.text.lower().split()) & UNFIT:
            return f"the {text} of {owner.text}"
        return text if phrase.head in GENERIC else f"the {text}"
    return text
