"""A question taken apart without a tagger: asking words, auxiliary, subject, verb, noun phrases.

Only an approximation: where a plain verb can't be told from a noun, the order of
English questions decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from rag.english import AUXILIARIES, CONJUNCTIONS, DETERMINERS, IMPERATIVES, PREPOSITIONS, PRONOUNS
from rag.verbs import IRREGULAR, PLAIN_VERBS

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
    "most more less following rest view views opinion word words detail details".split()
)
LINKS = frozenset("of on about against between for with".split())
"""Prepositions whose phrase belongs to the noun phrase before it."""

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.&/][^\W_]+)*")
_STOPS = (AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | WH | {"yes", "according"}) - {
    "one",
    "same",
}
_ADVERBS = frozenset(
    "always often usually also ever never still already now currently ago actually originally "
    "mainly mostly only really so far well too again together instead".split()
)
_NOT_NOUNS = frozenset(
    "likely able part different safe legal illegal lawful unlawful valid invalid free open binding "
    "mandatory compulsory voluntary eligible equal enough true false right wrong ready important "
    "necessary effective active popular rich poor cheap expensive bigger smaller higher lower good "
    "bad better worse secret public private permanent temporary exempt subject independent correct "
    "successful clear complete fair sure due allowed happy common rare strong weak".split()
)
"""Words that end the subject of "is X …", where nothing that could be a noun follows."""
_ADJECTIVE = re.compile(r"[a-z]{3,}(?:able|ible|ous|ful|less)")
_COMPARED = frozenset("more most less least better worse best worst".split())
_LY_NOUNS = frozenset("family assembly supply reply monopoly ally italy july".split())
_TO_DO = frozenset(
    "allowed permitted required supposed obliged entitled forced expected asked told able want wants "
    "need needs likely have has had going".split()
)
_MUCH = frozenset("many much long old often far big large high soon quickly well".split())


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
        return is_plural(self.head) or " and " in self.text

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


def parse(question: str) -> Frame:
    """Take a question apart; one that isn't a question has noun phrases only."""
    text = question.strip().rstrip("?!. ")
    words = tokens(text)
    at, asking, asked = _asking(words)
    auxiliary = None
    phrases = [asked] if asked else []
    if at < len(words) and words[at].low in AUXILIARIES:
        auxiliary = (words[at].start, words[at].end)
        at += 1
        wh_acts = asked is not None or (asking is not None and words[0].low == "who")
        predicate = wh_acts and words[at - 1].low in BE and _bare_noun(words, at)
        acts = words[at - 1].low not in DO | BE and _is_verb(words, at)
        if not (asking and (acts or _is_participle(words, at))) and not predicate:
            end = _subject_end(words, at, verb=words[at - 1].low not in BE)
            if end > at:
                phrases.append(_phrase(text, words, at, end, "subject"))
            at = end
    if asking is None and auxiliary is None and words and words[0].low in IMPERATIVES:
        at = 1
    verb = words[at].start if at < len(words) else len(text)
    phrases += _others(text, words, at, first_is_verb=auxiliary is not None or asking is not None)
    return Frame(text, asking, auxiliary, verb, tuple(_linked(text, phrases)))


def _asking(words: Sequence[Token]) -> tuple[int, tuple[int, int] | None, Phrase | None]:
    """Give where what asks ends, its characters, and the noun in it."""
    first = 1 if len(words) > 1 and words[0].low in PREPOSITIONS and words[1].low in WH else 0
    if len(words) <= first or words[first].low not in WH:
        return 0, None, None
    at = first + 1
    if words[first].low == "how" and at < len(words) and words[at].low in _MUCH:
        at += 1
    counts = words[at - 1].low in ("what", "which", "whose", "many", "much")
    end = at
    while counts and end < len(words) and end < at + 6 and not _stops(words[end], of=end > at):
        end += 1
    has_verb = end < len(words) and words[end].low in AUXILIARIES
    if end > at and not has_verb and words[at - 1].low != "what":
        # "which group discussed it": the verb is the first word that ends like one.
        end = next((n for n in range(at + 1, end) if _ends_like_verb(words[n].low)), at + 1)
    elif not has_verb:
        end = at
    span = (words[0].start, words[end - 1].end)
    if end == at:
        return at, span, None
    last = words[end - 1].end
    return end, span, Phrase("", words[at].start, last, last, "asked")


def _ends_like_verb(word: str) -> bool:
    return word.endswith(("ed", "es", "s")) or word in PLAIN_VERBS


def _stops(token: Token, *, of: bool = False) -> bool:
    stop = token.low in _STOPS and not is_acronym(token.text)
    return token.free or (stop and not (of and token.low == "of"))


def is_acronym(word: str) -> bool:
    """Say whether a word is an acronym, such as "US" or "IT"."""
    return len(word) > 1 and word.isupper()


def _is_participle(words: Sequence[Token], at: int) -> bool:
    """Say whether what follows the auxiliary goes on with the verb, so that "who" is the subject."""
    if at >= len(words):
        return False
    low = words[at].low
    return low in ("be", "been", "being", "have") or (
        low.endswith(("ed", "ing")) and words[at].text.islower()
    )


def _is_verb(words: Sequence[Token], at: int) -> bool:
    """Say whether what follows a "will" is its verb: a single plain word, or a well-known one."""
    if at >= len(words):
        return False
    alone = at + 1 == len(words) or (_stops(words[at + 1]) and words[at + 1].low not in AUXILIARIES)
    return words[at].low in PLAIN_VERBS or (alone and _plain(words[at]))


def _bare_noun(words: Sequence[Token], at: int) -> bool:
    """Say whether what follows "which laws are" tells what they are, and isn't a subject."""
    return at < len(words) and words[at].text.islower() and words[at].low not in DETERMINERS


def _subject_end(words: Sequence[Token], at: int, *, verb: bool) -> int:
    """Give where the subject after an auxiliary ends; ``verb`` says that a plain verb must follow."""
    start = at
    if at < len(words) and words[at].low in _COMPARED and not verb:
        return at
    if at < len(words) and words[at].low in PRONOUNS and words[at].low not in DETERMINERS:
        return at + 1
    if at < len(words) and words[at].low in DETERMINERS:
        at += 1
        if at < len(words) and _stops(words[at]):
            return at
    first, proper = at, at < len(words) and words[at].text[0].isupper()
    while at < len(words):
        token = words[at]
        joins = token.low in ("and", "or", "of") and at > first and not token.free
        if joins and at + 1 < len(words) and words[at + 1].low not in _STOPS - DETERMINERS:
            at += 2 if words[at + 1].low not in DETERMINERS else 3
            continue
        if _stops(token) or (token.low in DETERMINERS and at > start):
            break
        later = words[at + 1].low if at + 1 < len(words) else ""
        noun = proper and later in PLAIN_VERBS and token.low not in PLAIN_VERBS
        begins = _begins_verb(token, verb=verb, proper=proper) and not (verb and noun)
        if at > first and not verb:
            begins = begins and (proper or is_plural(words[at - 1].low) or _closes(words, at + 1))
        begins = begins and not words[at - 1].low.endswith(("'s", "s'"))
        if at > first and (token.low in _ADVERBS or later == "than" or begins):
            break
        at += 1
    at = min(at, len(words))
    ran_on = at == len(words) or words[at].low in _STOPS | DETERMINERS
    if verb and ran_on and at - first >= 2 and _plain(words[at - 1]):
        return at - 1
    if verb and ran_on and at - first >= 3 and _plain(words[at - 2]):
        return at - 2  # "the council ban drones": the last is what the verb is done to
    return at


def _closes(words: Sequence[Token], at: int) -> bool:
    """Say whether no noun can follow."""
    return at >= len(words) or _stops(words[at]) or words[at].low.endswith("ly")


def _begins_verb(token: Token, *, verb: bool, proper: bool) -> bool:
    if not token.text.islower():
        return False
    if verb:
        return token.low in PLAIN_VERBS or (proper and _plain(token))
    verbal = token.low.endswith(("ed", "ing")) or token.low in _NOT_NOUNS | IRREGULAR
    return verbal or _ADJECTIVE.fullmatch(token.low) is not None


def _plain(token: Token) -> bool:
    """Say whether a word can be a plain verb: in small letters, without a plural's ending."""
    return token.text.islower() and not (token.low.endswith("s") and not token.low.endswith("ss"))


def _others(text: str, words: Sequence[Token], at: int, *, first_is_verb: bool) -> list[Phrase]:
    """Give the noun phrases behind the subject."""
    found = []
    skip = first_is_verb
    while at < len(words):
        low = words[at].low
        manner = low.endswith("ly") and words[at].text.islower() and low not in _LY_NOUNS
        compared = low in _COMPARED and (at + 1 == len(words) or words[at + 1].text.islower())
        joins = low == "that" and (not at or words[at - 1].low not in PREPOSITIONS)
        if (
            low in _ADVERBS
            or manner
            or compared
            or joins
            or (_stops(words[at]) and low not in DETERMINERS)
        ):
            skip = low in AUXILIARIES or compared or _infinitive(words, at)
            at += 1
            continue
        before = words[at - 1].low if at else ""
        start = at
        if low in DETERMINERS:
            at += 1
        elif skip and words[at].text.islower():
            skip = False
            at += 1
            continue
        skip = False
        inside = at
        while at < len(words) and not _stops(words[at]) and words[at].low not in _ADVERBS:
            if words[at].low in DETERMINERS and at > inside:
                break
            at += 1
            if at + 1 < len(words) and words[at].low in ("of", "and", "or"):
                more = words[at + 1].low
                joined = words[at].low == "of" or words[at + 1].text[0].isupper()
                if joined and not words[at].free and more not in _STOPS - DETERMINERS:
                    at += 1 if more not in DETERMINERS else 2
        while at - inside > 1 and words[at - 1].text.islower() and words[at - 1].low.endswith("ed"):
            at -= 1
            skip = True
        if at > inside:
            role: Role = "other" if before in PREPOSITIONS else "object"
            preposition = before if before in PREPOSITIONS else ""
            found.append(_phrase(text, words, start, at, role, preposition))
    return found


def _infinitive(words: Sequence[Token], at: int) -> bool:
    """Say whether a "to" has a verb behind it."""
    if words[at].low != "to" or (at and words[at - 1].low == "as") or at + 1 >= len(words):
        return False
    if at and words[at - 1].low in _TO_DO:
        return True
    object_follows = at + 2 < len(words) and not words[at + 2].free
    stops = object_follows and words[at + 2].low in _STOPS - DETERMINERS
    return words[at + 1].low in PLAIN_VERBS or (object_follows and not stops)


def _phrase(
    text: str, words: Sequence[Token], at: int, end: int, role: Role, preposition: str = ""
) -> Phrase:
    start, stop = words[at].start, words[min(end, len(words)) - 1].end
    return Phrase(text[start:stop], start, stop, stop, role, preposition)


def _linked(text: str, phrases: Sequence[Phrase]) -> list[Phrase]:
    """Let each phrase reach over those that are linked to it by a preposition."""
    linked: list[Phrase] = []
    far = 0
    for phrase in reversed(phrases):
        reach = phrase.end
        if linked:
            follower = linked[-1]
            between = text[phrase.end : follower.start].strip(" ,").lower()
            if between in (*LINKS, "as to") and phrase.role != "asked":
                reach = follower.far
        far = max(far, reach)
        words = text[phrase.start : phrase.end]
        linked.append(
            Phrase(words, phrase.start, phrase.end, reach, phrase.role, phrase.preposition)
        )
    return linked[::-1]
