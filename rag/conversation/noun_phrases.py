"""The words of a question, and its noun phrases: what stands between words that can't be in one.

There is no parser: closed lists say what ends a noun phrase, and the order of English
questions says which word is the verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.english.vocabulary import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    IMPERATIVES,
    ORDINALS,
    PREPOSITIONS,
    PRONOUNS,
)
from rag.english.word_lists import words
from rag.grammar.verbs import PARTICIPLES, PLAIN_VERBS
from rag.text.tokens import IRREGULAR

WH = frozenset("what which who whom whose when where why how".split())
COLLECTIVE = frozenset(words("noun_phrases", "collective"))
"""One body of many people: "it" and "they" both may mean it."""
EMPTY = frozenset(words("noun_phrases", "empty"))
"""Nouns that don't say what is meant: most stand for what was named before."""
_PLURALS = frozenset("people police men women children personnel media criteria".split())
_ADVERBS = frozenset(words("noun_phrases", "adverbs"))
_DETERMINERS = DETERMINERS - {"that", "many", "much"}
_STOPS = (AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | WH | _ADVERBS) - (
    _DETERMINERS | {"one", "of"}
)
_DATE = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|winter|"
    r"\d{1,2}(?:st|nd|rd|th)?|[12]\d{3}|years?|months?|days?|weeks?|decades?|time|today)",
    re.IGNORECASE,
)
_VERBS = (PLAIN_VERBS | IMPERATIVES | frozenset(IRREGULAR.values())) - frozenset(
    "child woman man us uk defence leave lead".split()
)
_PAST = (frozenset(IRREGULAR) | PARTICIPLES) - frozenset(words("noun_phrases", "past"))
_TOKEN = re.compile(r"[^\W_]+(?:[-'’.&/][^\W_]+)*")
_PUNCTUATION = re.compile(r"[,;:.!?()–—]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text and where it stands; ``free`` says that punctuation stands before it."""

    text: str
    start: int
    end: int
    free: bool = False

    @property
    def low(self) -> str:
        """The word in lower case, with a straight apostrophe."""
        return self.text.lower().replace("’", "'")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase and the characters of the question that it takes.

    ``before`` is the word in front of it, in lower case.
    """

    text: str
    start: int
    end: int
    before: str = ""

    @property
    def words(self) -> list[str]:
        """Its words without the determiner in front."""
        words = _TOKEN.findall(self.text)
        return words[1:] if words and words[0].lower() in _DETERMINERS else words

    @property
    def head(self) -> str:
        """The noun that the rest belongs to, in lower case."""
        words = [word.lower() for word in self.words]
        return (words[: words.index("of")] if "of" in words[1:] else words or [""])[-1]

    @property
    def plural(self) -> bool:
        """Whether it means several."""
        acronym = self.words[-1].isupper() and len(self.words[-1]) > 1
        return is_plural(self.head) and not acronym

    @property
    def name(self) -> bool:
        """Whether it is written as a name."""
        return any(word[0].isupper() for word in self.words)

    @property
    def definite(self) -> bool:
        """Whether a determiner or an owner stands in front, or it is a name."""
        return self.name or len(self.words) < len(_TOKEN.findall(self.text))

    @property
    def asked(self) -> bool:
        """Whether it is what is asked for: "which laws", "how many schools"."""
        return self.before in ("what", "which", "whose", "many", "much")

    @property
    def date(self) -> bool:
        """Whether it is a day, a year or the like."""
        return all(_DATE.fullmatch(word) for word in self.words)

    @property
    def specific(self) -> bool:
        """Whether it says by itself what is meant."""
        return any(word.lower() not in EMPTY | ORDINALS for word in self.words)


def tokens(text: str) -> list[Token]:
    """List a text's words."""
    found, last = [], 0
    for match in _TOKEN.finditer(text):
        free = _PUNCTUATION.search(text, last, match.start()) is not None
        found.append(Token(match.group(), match.start(), match.end(), free))
        last = match.end()
    return found


def is_plural(word: str) -> bool:
    """Say whether a noun, in lower case, looks like a plural."""
    ends = word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "news", "ics"))
    return ends or word in _PLURALS


def phrases(question: str) -> tuple[Phrase, ...]:
    """List the noun phrases of a question, in order."""
    words = tokens(question)
    found = []
    for start, end in _runs(words):
        for first, last in _without_verbs(words, start, end):
            text = question[words[first].start : words[last - 1].end]
            before = words[first - 1].low if first else ""
            phrase = Phrase(text, words[first].start, words[last - 1].end, before)
            how = before == "how" and last == first + 1  # "how big", "how far"
            if phrase.words and not how:
                found.append(phrase)
    return tuple(found)


def _runs(words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Give the runs of words that no stop, punctuation or determiner interrupts."""
    start = 0
    for at, word in enumerate(words):
        determiner = word.low in _DETERMINERS
        after_of = at > start and words[at - 1].low == "of"
        ends = word.free or _stops(word) or (determiner and not after_of)
        if ends and at > start:
            yield start, at
        if _stops(word):
            start = at + 1
        elif ends:
            start = at
    if start < len(words):
        yield start, len(words)


def _stops(word: Token) -> bool:
    if word.text.isupper() and len(word.text) > 1:
        return False  # "US", "IT"
    low = word.low.removesuffix("'s")
    manner = word.low.endswith("ly") and word.text.islower() and word.low not in ("family", "july")
    stop = low in _STOPS and word.text != "May"
    return stop or manner


def _without_verbs(words: Sequence[Token], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut the verbs out of a run, and the "of" that is left at an end.

    A verb is a word of the list, one in the past, and what "did" or "will" asks for at the
    end of the run: "did the second scheme test".
    """
    first = start
    helped = start > 0 and words[start - 1].low in AUXILIARIES - {"is", "are", "was", "were"}
    helped = helped and not words[start].free
    if helped and end < len(words) and words[end].low in ("be", "have") and not words[end].free:
        yield start, end  # "can a garden shed be"
        return
    for at in range(start, end + 1):
        asked_for = helped and at + 1 == end and at > first and _may_follow(words, first, at)
        if at == end or asked_for or _is_verb(words, at, start):
            inner = [n for n in range(first, at) if words[n].low != "of"]
            if inner:
                yield inner[0], inner[-1] + 1
            first, helped = at + 1, False


def _may_follow(words: Sequence[Token], first: int, at: int) -> bool:
    """Say whether the last word of a run may be the verb of what goes before it."""
    enough = at > first + 1 or is_plural(words[first].low) or words[first].text[0].isupper()
    return enough and words[at].text.islower() and not is_plural(words[at].low)


def _is_verb(words: Sequence[Token], at: int, start: int) -> bool:
    word, before = words[at], words[at - 1].low if at else ""
    after = words[at + 1].low if at + 1 < len(words) else ""
    ends = not after or words[at + 1].free or _stops(words[at + 1]) or after in _DETERMINERS
    if (at and not word.text.islower()) or before in _DETERMINERS:
        return False
    asks = at == start and before in ("who", "that", "what", "which")
    if word.low in _VERBS or after == "than" or (before == "who" and ends):
        return True
    if word.low.endswith("ed") or word.low in _PAST:
        return asks or ends or (at > start and before != "of")  # not "protected areas"
    third = word.low.endswith("s") and word.low.removesuffix("s") in _VERBS
    return third and (at > start or asks)
