"""The words, the noun phrases and the frame that a question is taken apart into."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from rag.english import DETERMINERS

Role = Literal["asked", "subject", "object", "other"]


WH = frozenset("what which who whom whose when where why how".split())


BE = frozenset("is are was were isn't aren't wasn't weren't".split())


DO = frozenset("do does did don't doesn't didn't".split())


PLURALS = frozenset(
    "people police men women children personnel media criteria these those them they".split()
)


COLLECTIVE = frozenset(
    "group committee government police parliament council board party company agency ministry team "
    "court cabinet commission panel army military staff public union family meeting".split()
)
"""One body of many people: "it" and "they" both may mean it."""


DATES = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|winter|"
    r"\d{1,2}(?:st|nd|rd|th)?|[12]\d{3}|years?|month|day|week|decade|time|today)",
    re.IGNORECASE,
)


EMPTY_HEADS = frozenset(
    "way ways kind kinds sort sorts type types part same thing things time times lot number case "
    "most more less least best worst biggest largest greatest smallest latest newest oldest "
    "highest lowest cheapest strongest weakest following rest view views opinion word words "
    "detail details".split()
)


MARK = ", as to "
"""What joins a question to its context, where it can't be put into its own words."""
_TOKEN = re.compile(r"[^\W_]+(?:[-'’.&/][^\W_]+)*")


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
    """A noun phrase: its characters in the question, with those linked to it behind up to ``far``.

    ``preposition`` is the word before it, if it is one.
    """

    text: str
    start: int
    end: int
    far: int
    role: Role
    preposition: str = ""

    @property
    def words(self) -> list[str]:
        """Its words without the determiner in front."""
        words = [match.group() for match in _TOKEN.finditer(self.text)]
        return words[1:] if words and words[0].lower() in DETERMINERS else words

    @property
    def head(self) -> str:
        """The noun that the rest belongs to, in lower case."""
        words = [word.lower() for word in self.words]
        if "of" in words[1:]:
            words = words[: words.index("of")]
        return words[-1] if words else ""

    @property
    def plural(self) -> bool:
        """Whether it means several."""
        words = self.words
        return " and " in self.text or (
            is_plural(self.head) and not (words[-1:] and is_acronym(words[-1]))
        )

    @property
    def name(self) -> bool:
        """Whether it is written as a name."""
        return any(word[0].isupper() for word in self.words)

    @property
    def date(self) -> bool:
        """Whether it is a day, a year or the like."""
        return bool(self.words) and all(DATES.fullmatch(w.removesuffix("s")) for w in self.words)


@dataclass(frozen=True, slots=True)
class Frame:
    """A question without its mark at the end, and its parts as ranges of characters.

    ``asking`` are the words that ask, with a preposition before them and a noun
    behind; ``auxiliary`` the verb that follows or begins; ``verb`` where the rest
    after the subject begins.
    """

    text: str
    asking: tuple[int, int] | None = None
    auxiliary: tuple[int, int] | None = None
    verb: int = 0
    phrases: tuple[Phrase, ...] = field(default=())

    @property
    def subject(self) -> Phrase | None:
        """The noun phrase behind the auxiliary."""
        return next((p for p in self.phrases if p.role == "subject"), None)

    @property
    def asked(self) -> Phrase | None:
        """The noun that is asked for: "which laws"."""
        return next((p for p in self.phrases if p.role == "asked"), None)

    def part(self, span: tuple[int, int] | None) -> str:
        """Give the words of a range; none of None."""
        return self.text[span[0] : span[1]] if span else ""


def tokens(text: str) -> list[Token]:
    """List a text's words."""
    found, last = [], 0
    for match in _TOKEN.finditer(text):
        free = re.search(r"[,;:.!?()–—]", text[last : match.start()]) is not None
        found.append(Token(match.group(), match.start(), match.end(), free))
        last = match.end()
    return found


def is_plural(word: str) -> bool:
    """Say whether a noun, in lower case, looks like a plural."""
    if word in PLURALS:
        return True
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "news", "ics"))


def is_acronym(word: str) -> bool:
    """Say whether a word is an acronym, such as "US" or "IT"."""
    return len(word) > 1 and word.isupper()


def determined(phrase: Phrase) -> bool:
    """Say whether a noun phrase begins with "the", "a" or the like."""
    return phrase.text.split()[0].lower() in DETERMINERS
