"""Words of a question that point outside it: "it", "that policy", "the second one", "there".

A word that may mean something named earlier in the same question doesn't point
outside, nor does the "it" of "is it true that", the "that" of "said that" or the
"there" of "is there".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.english import AUXILIARIES, CONJUNCTIONS, DETERMINERS, ORDINALS, PREPOSITIONS
from rag.phrases import BE, COLLECTIVE, EMPTY_HEADS, WH, Frame, Token, is_plural, parse, tokens
from rag.verbs import PLAIN_VERBS, SAYING

Kind = Literal[
    "pronoun",
    "this",
    "noun",
    "ordinal",
    "former",
    "latter",
    "other",
    "fact",
    "time",
    "one",
    "adverb",
]
Number = Literal["one", "many", "person", "any"]


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A word or two that point outside the question, at characters ``start`` to ``end``.

    ``noun`` is what a "that" stands before, or what an ordinal would; ``fact`` stands
    for what was said, ``adverb`` for a place, a time or all the rest. ``place`` counts
    an ordinal from 1, 0 is the last one; ``step`` says how far on from the one before.
    """

    kind: Kind
    start: int
    end: int
    number: Number = "any"
    possessive: bool = False
    noun: str = ""
    place: int = -1
    step: int = 0


PRONOUNS: dict[str, Number] = {
    "it": "one",
    "its": "one",
    "they": "many",
    "them": "many",
    "their": "many",
    "theirs": "many",
    "he": "person",
    "him": "person",
    "his": "person",
    "she": "person",
    "her": "person",
}
_OBJECTS = frozenset("it him her them".split())
_POSSESSIVE = frozenset("its their his her".split())
_OPENING = frozenset("when if while before after once since although because regarding".split())
_SHORT = 12
"""Words of a question in which an object pronoun may well point outside."""
_ANYBODY = frozenset("someone somebody anyone anybody everyone everybody nobody".split())
_POINTING = frozenset("this that these those".split())
_RANKS = dict(
    zip(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        range(1, 13),
        strict=True,
    )
)
_STEPS = {"next": 1, "following": 1, "previous": -1, "preceding": -1}
_HERE = frozenset(
    "year month week day time way case region world corpus library collection question documents "
    "papers texts sources country respect regard season quarter decade century morning summer winter "
    "kind sort".split()
)
"""Nouns that "this" points to without a word before: the time, the world, what is searched."""
KINDS = frozenset(
    "policy plan law act strategy programme program framework group committee commission council "
    "country province city place area region year date paper report brief document book study "
    "author person man woman organisation organization agency ministry institution institute body "
    "company party number figure amount rule regulation scheme fund tax authority board court war "
    "attack meeting session list table article section chapter proposal recommendation decision "
    "idea problem issue topic point goal reason change reform measure one ones".split()
)
"""Nouns that "that" stands before to point back."""
SOURCES = frozenset("paper report brief document source text one book study article".split())
_BOUNDARIES = (CONJUNCTIONS | WH | {"that"}) - {"not", "too", "even", "just", "only", "ever", "so"}
_IMPERSONAL = re.compile(
    r"\b(?:(?:is|was|be|isn't|wasn't|being|make|makes|made|find|finds) it (?:be |been )?"
    r"(?!\w+ed\b)(?:\w+ ){1,2}(?:to|that|if|whether|for|when|how)\b"
    r"|(?:is|was) it (?:\w+er|more \w+|less \w+)(?: \w+){0,3} (?:to|that|if)\b"
    r"|(?:is|was) it (?:within|against|up to|in line with) .*\bto\b"
    r"|(?:is|was) it (?:\w+ed that|called|named|termed|considered|known|illegal|legal)\b"
    r"|(?:would|will|could|can|might|may|should) it be (?!\w+ed\b|paid)(?:\w+ ){1,2}(?:to|that|if|whether|for) \w"
    r"|it(?:'s| is| was) (?:\w+ ){1,2}(?:to|that|if|whether|for)\b"
    r"|it (?:allowed|permitted|forbidden|prohibited|recommended|said|known|thought) (?:to|that)\b"
    r"|(?:does|do|did|would|will) it (?:take|cost|matter|make sense|help)\b.* (?:to|if|that)\b"
    r"|it (?:seems?|appears?|follows|turns out)\b|it rain|make it (?:\w+ )?to\b"
    r"|(?:is|was) it (?:that|who|the)\b|who is it\b|when it comes to)",
    re.IGNORECASE,
)
_THOSE_WHO = frozenset("who that which whose with in of on under from at for".split())
_SAID = re.compile(r"\b(?:say|says|said|think|thinks|thought|why|how|do|does|did) so$")


def find(question: str) -> tuple[Anaphor, ...]:
    """Give what points outside a question, in the order of the text."""
    frame = parse(question)
    words = tokens(frame.text)
    found = []
    for at in range(len(words)):
        one = next(_at(frame, words, at), None)
        if one and (not found or one.start >= found[-1].end):
            found.append(one)
    return tuple(found)


def _at(frame: Frame, words: Sequence[Token], at: int) -> Iterator[Anaphor]:
    """Give the anaphor that begins at a word, if one does."""
    low = words[at].low
    if words[at].text.isupper() and len(words[at].text) > 1:
        return
    if low in PRONOUNS:
        yield from _pronoun(frame, words, at)
    elif low in _POINTING:
        yield from _pointing(frame, words, at)
    elif low in ("the", "that", "this", "which") or low in ORDINALS:
        yield from _chosen(frame, words, at)
    elif low in ("there", "then"):
        yield from _where(frame, words, at)
    else:
        yield from _rest(frame, words, at)


def _pronoun(frame: Frame, words: Sequence[Token], at: int) -> Iterator[Anaphor]:
    token, number = words[at], PRONOUNS[words[at].low]
    if token.low == "it" and _impersonal(frame.text, token.start):
        return
    possessive = token.low in _POSSESSIVE and (token.low != "her" or _content(words, at + 1))
    as_object = token.low in _OBJECTS and not possessive and not _is_subject(words, at)
    if not _inside(frame, words, at, number, as_object=as_object):
        yield Anaphor("pronoun", token.start, token.end, number, possessive)


def _impersonal(text: str, start: int) -> bool:
    straight = text.replace("’", "'")
    return any(m.start() <= start < m.end() for m in _IMPERSONAL.finditer(straight))


def _is_subject(words: Sequence[Token], at: int) -> bool:
    """Say whether a pronoun stands in front of a verb or right behind an auxiliary."""
    before = words[at - 1].low if at else ""
    after = words[at + 1].low if at + 1 < len(words) else ""
    verb = after in AUXILIARIES or (after.endswith("ed") and words[at + 1].text.islower())
    return not before or before in AUXILIARIES | _BOUNDARIES or verb


def _inside(
    frame: Frame, words: Sequence[Token], at: int, number: Number, *, as_object: bool = False
) -> bool:
    """Say whether something named earlier in the question may be meant, whatever its number.

    What is asked for isn't meant by the subject right behind ("what reforms do
    they need"), nor the subject by an object of the same clause ("who arrests them").
    """
    if number == "many" and any(word.low in _ANYBODY for word in words[:at]):
        return not as_object
    if as_object and len(words) > _SHORT:
        return at > 1
    if _announced(frame, words, at):
        return True
    behind = frame.auxiliary is not None and words[at - 1].end == frame.auxiliary[1]
    if not as_object and not behind and _asked_acts(frame, words[at]):
        return True
    topic = frame.asking is None and frame.auxiliary is None  # "the plan: is there a need for it?"
    for phrase in frame.phrases:
        if phrase.end > words[at].start or (phrase.role == "asked" and behind):
            continue
        if not specific(phrase.words) and phrase.head not in PEOPLE:
            continue
        owner = re.search(r"['’]s? ", phrase.text) is not None
        if not as_object or topic or owner or _boundary(frame, words, phrase.end, at):
            return True
    return False


def _announced(frame: Frame, words: Sequence[Token], at: int) -> bool:
    """Say whether it may be what comes after a clause in front: "before it fell, what did …"."""
    opens = (
        words[0].low in _OPENING and words[1].low not in AUXILIARIES if len(words) > 1 else False
    )
    comma = next((word.start for word in words[at + 1 :] if word.free), None)
    return opens and comma is not None and any(p.start > comma for p in frame.phrases)


def _asked_acts(frame: Frame, pronoun: Token) -> bool:
    """Say whether "who" may itself be meant: "who moved his court"."""
    asked = frame.part(frame.asking).lower().split()
    if not asked or frame.subject is not None or asked[0] not in ("who", "what", "which"):
        return False
    own = {"who": ("he", "she", "his", "her", "their"), "what": ("its",)}
    return pronoun.low in own.get(asked[0], PRONOUNS)


def _boundary(frame: Frame, words: Sequence[Token], after: int, at: int) -> bool:
    """Say whether another clause begins between a phrase and a word."""
    if words[at].free and words[at - 1].start >= after - len(words[at - 1].text):
        return True
    for n in range(at):
        token = words[n]
        if token.start < after:
            continue
        verb = token.low == "to" and n + 1 < at
        verb = verb or (token.low in AUXILIARIES and token.end != (frame.auxiliary or (0, 0))[1])
        doing = token.low.endswith("ing") and n > 0 and words[n - 1].low not in AUXILIARIES
        if token.free or token.low in _BOUNDARIES or verb or doing:
            return True
    return False


def _pointing(frame: Frame, words: Sequence[Token], at: int) -> Iterator[Anaphor]:
    token = words[at]
    number: Number = "many" if token.low in ("these", "those") else "one"
    before = words[at - 1].low if at else ""
    after = words[at + 1].low if at + 1 < len(words) else ""
    noun = _pointed_noun(words, at)
    if token.low == "those" and (after in _THOSE_WHO or after.endswith(("ed", "ing"))):
        return
    if token.low == "that" and (after == "of" or not _points(before, after, noun)):
        return
    if noun:
        same = any(noun == p.head and p.end <= token.start for p in frame.phrases)
        same = same or _inside(frame, words, at, "any", as_object=True)
        if not same and not (token.low in ("this", "these") and noun in _HERE):
            yield Anaphor("noun", token.start, words[at + 1].end, number, noun=noun)
        return
    if _inside(frame, words, at, "any", as_object=True):
        return
    if before in ("before", "after") and not after:
        yield Anaphor("time", token.start, token.end)
        return
    says = before in SAYING or before in ("decide", "decides", "decided")
    yield Anaphor("fact" if says else "this", token.start, token.end, number)


def _points(before: str, after: str, noun: str) -> bool:
    """Say whether a "that" points back, and doesn't just join a clause."""
    if not after:
        return True
    if not before or before in AUXILIARIES | PREPOSITIONS | CONJUNCTIONS:
        return bool(noun) or before in AUXILIARIES | PREPOSITIONS or not before
    return noun in KINDS


def _pointed_noun(words: Sequence[Token], at: int) -> str:
    """Give the noun behind "this" or "that"; none where a verb or nothing follows."""
    if not _content(words, at + 1):
        return ""
    noun = words[at + 1].low
    before = words[at - 1].low if at else ""
    singular = noun[:-1] if noun.endswith("s") else noun
    if noun in KINDS or singular in KINDS or noun in _HERE:
        return noun
    if words[at].low in ("these", "those") and is_plural(noun):
        return noun
    if noun in PLAIN_VERBS or noun.endswith(("ed", "ing")):
        return ""
    if before in BE | AUXILIARIES:
        return noun if _content(words, at + 2) else ""
    clear = words[at].low != "that" or before in PREPOSITIONS
    return noun if clear or not before else ""


def _chosen(frame: Frame, words: Sequence[Token], at: int) -> Iterator[Anaphor]:
    """Read "the second one", "the latter", "the other paper", "which one"."""
    token = words[at]
    first = at if token.low in ORDINALS else at + 1
    if first >= len(words):
        return
    if token.low in ORDINALS and at and (words[at - 1].low != "the" or words[at - 1].free):
        return
    low, last = words[first].low, first
    one = first + 1 < len(words) and words[first + 1].low in ("one", "ones")
    bare = one or first + 1 == len(words) or _verb_like(words, first + 1)
    after = words[first + 1].low if first + 1 < len(words) else ""
    noun = after if after in SOURCES or after.removesuffix("s") in SOURCES else ""
    if one or noun:
        last = first + 1
    if low in _RANKS and (bare or noun) and (token.low != "which"):
        if not _named_list(frame, words, first):
            yield Anaphor("ordinal", token.start, words[last].end, noun=noun, place=_RANKS[low])
    elif low == "last" and one:
        yield Anaphor("ordinal", token.start, words[last].end, place=0)
    elif low in _STEPS and one:
        yield Anaphor("ordinal", token.start, words[last].end, step=_STEPS[low])
    elif low == "one" and after in ("after", "before") and first + 2 < len(words):
        end = words[first + 2].end if words[first + 2].low in ("that", "it") else 0
        if end:
            yield Anaphor("ordinal", token.start, end, step=1 if after == "after" else -1)
    elif low in ("former", "latter") and bare:
        if sum(p.end <= token.start for p in frame.phrases) < 2:
            yield Anaphor("former" if low == "former" else "latter", token.start, words[last].end)
    elif low == "other" and (one or noun):
        yield Anaphor("other", token.start, words[last].end, noun=noun or "one")
    elif one and token.low == "the" and _content(words, first) and _verb_like(words, first + 2):
        yield Anaphor("one", words[first + 1].start, words[first + 1].end)
    elif low in ("one", "ones") and _verb_like(words, first + 1):
        if not any(p.end <= token.start for p in frame.phrases):
            yield Anaphor("adverb", words[first].start, words[first].end)


def _named_list(frame: Frame, words: Sequence[Token], at: int) -> bool:
    """Say whether the question itself names what an ordinal chooses from."""
    before = [p for p in frame.phrases if p.end <= words[at].start]
    return any(p.plural or {w.lower() for w in p.words} & ORDINALS for p in before)


def _where(frame: Frame, words: Sequence[Token], at: int) -> Iterator[Anaphor]:
    token = words[at]
    before = words[at - 1].low if at else ""
    after = words[at + 1].low if at + 1 < len(words) else ""
    if token.low == "then":
        if (before in ("since", "by", "until", "till", "before") and not named(frame)) or (
            not after and at and not token.free and before in ("happened", "happens", "next")
        ):
            yield Anaphor("adverb", token.start, token.end)
        return
    if before not in AUXILIARIES and after not in AUXILIARIES | {"exist", "exists"} and at:
        yield Anaphor("adverb", token.start, token.end)


def _rest(frame: Frame, words: Sequence[Token], at: int) -> Iterator[Anaphor]:
    """Read "else", "instead", "others", "both" and "so", where nothing more is named."""
    token = words[at]
    after = words[at + 1].low if at + 1 < len(words) else ""
    choice = token.low in ("both", "either", "neither") and _alone(words, at) and len(words) < 8
    adverb = (
        token.low in ("else", "afterwards", "thereafter", "otherwise")
        or (token.low == "instead" and after != "of")
        or (token.low in ("others", "another") and not _content(words, at + 1))
    )
    fact = token.low == "so" and at + 1 == len(words) and _SAID.search(frame.text.lower())
    if choice or ((adverb or fact) and not named(frame)):
        yield Anaphor("fact" if fact else "adverb", token.start, token.end)


def named(frame: Frame) -> bool:
    """Say whether a question names anything itself that isn't just "people" or "members"."""
    return any(specific(p.words) and p.head not in EMPTY_HEADS for p in frame.phrases)


def specific(words: Sequence[str]) -> bool:
    """Say whether the words of a noun phrase tell what is meant."""
    return any(word.lower() not in _VAGUE for word in words)


PEOPLE = frozenset(
    "people person persons member members participant participants expert experts".split()
)
_VAGUE = (
    frozenset(PRONOUNS)
    | DETERMINERS
    | EMPTY_HEADS
    | PEOPLE
    | frozenset(
        "others everyone anyone someone somebody anybody everybody nobody else anything something "
        "nothing there here one ones former latter other next previous available only they known little yes "
        "otherwise afterwards thereafter instead".split()
    )
)


def _alone(words: Sequence[Token], at: int) -> bool:
    """Say whether "both" or "either" stands for itself, without an "and" or a noun behind."""
    if at + 1 < len(words) and words[at + 1].low == "of":
        return False
    if any(words[n].low in ("and", "or") for n in range(at + 1, len(words))):
        return False
    return not _content(words, at + 1) or _verb_like(words, at + 1)


def _content(words: Sequence[Token], at: int) -> bool:
    """Say whether a word is there that may be a noun, an adjective or a verb."""
    if at >= len(words) or words[at].free:
        return False
    return words[at].low not in (
        AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | WH | frozenset(PRONOUNS) | DETERMINERS
    )


def _verb_like(words: Sequence[Token], at: int) -> bool:
    """Say whether the next word goes on with a verb, or is none that a noun phrase has."""
    if at >= len(words):
        return True
    low = words[at].low
    if low in ("to", "of", "in", "on", "who", "that", "for", "from", "ever", "even", "if", "as"):
        return False
    return low in PLAIN_VERBS or low in AUXILIARIES or words[at].free or not _content(words, at)
