"""Words of a question that point outside it: "it", "that policy", "the second one", "there".

A word that may mean something named earlier in the same question doesn't point
outside, nor does the "it" of "is it true that", the "that" of "said that" or the
"there" of "is there".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.choosing import chosen, placed, remaining
from rag.clauses import parse
from rag.english import AUXILIARIES, CONJUNCTIONS, ORDINALS, PREPOSITIONS
from rag.phrases import BE, DO, WH, Frame, Token, is_plural, tokens
from rag.pointers import KINDS, PEOPLE, THIRD_PERSON, Anaphor, Number, content, specific
from rag.verbs import ACTING, PLAIN_VERBS, RECIPROCAL, SAYING

_OBJECTS = frozenset("it him her them".split())


_POSSESSIVE = frozenset("its their his her".split())


_OPENING = frozenset("when if while before after once since although because regarding".split())


_SHORT = 12
"""Words of a question in which an object pronoun may well point outside."""


_ANYBODY = frozenset("someone somebody anyone anybody everyone everybody nobody".split())


_WRITING = frozenset("wrote write written published publish edited compiled authored".split())


_SOME = frozenset("which who whom what many much some any all none most each few one two".split())


_POINTING = frozenset("this that these those".split())


_HERE = frozenset(
    "year month week day time way case region world corpus library collection question documents "
    "papers texts sources country respect regard season quarter decade century morning "
    "summer winter kind sort".split()
)
"""Nouns that "this" points to without a word before: the time, the world, what is searched."""


_BOUNDARIES = (CONJUNCTIONS | WH | {"that"}) - {"not", "too", "even", "just", "only", "ever", "so"}


_IMPERSONAL = re.compile(
    r"\b(?:(?:is|was|be|isn't|wasn't|being|make|makes|made|find|finds) it (?:be |been )?"
    r"(?!\w+ed\b)(?:\w+ ){1,2}(?:to|that|if|whether|for|when|how)\b"
    r"|(?:is|was) it (?:\w+er|more \w+|less \w+)(?: \w+){0,3} (?:to|that|if)\b"
    r"|(?:is|was) it (?:within|against|up to|in line with) .*\bto\b"
    r"|(?:is|was) it (?:\w+ed that|called|named|termed|considered|known)\b"
    r"|(?:is|was) it (?:illegal|legal) \w"
    r"|(?:would|will|could|can|might|may|should) it be (?!\w+ed\b|paid)(?:\w+ ){1,2}"
    r"(?:to|that|if|whether|for) \w"
    r"|it(?:'s| is| was) (?:\w+ ){1,2}(?:to|that|if|whether|for)\b"
    r"|it (?:allowed|permitted|forbidden|prohibited|recommended|said|known|thought) (?:to|that)\b"
    r"|(?:does|do|did|would|will) it (?:take|cost|matter|make sense|help)\b.* (?:to|if|that)\b"
    r"|it (?:seems?|appears?|follows|turns out)\b|it rain|make it (?:\w+ )?to\b"
    r"|(?:is|was) it (?:that|who|the)\b|who is it\b|when it comes to)",
    re.IGNORECASE,
)


_THOSE_WHO = frozenset("who that which whose with in of on under from at for".split())


def find(question: str) -> tuple[Anaphor, ...]:
    """Give what points outside a question, in the order of the text."""
    frame = parse(question)
    words = tokens(frame.text)
    found: list[Anaphor] = []
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
    if low in THIRD_PERSON:
        yield from _pronoun(frame, words, at)
    elif low in _POINTING:
        yield from _pointing(frame, words, at)
    elif low in ("the", "that", "this", "which") or low in ORDINALS:
        yield from chosen(frame, words, at)
    elif low in ("there", "then"):
        yield from placed(frame, words, at)
    else:
        yield from remaining(frame, words, at)


def _pronoun(frame: Frame, words: Sequence[Token], at: int) -> Iterator[Anaphor]:
    token, number = words[at], THIRD_PERSON[words[at].low]
    if token.low == "it" and _impersonal(frame.text, token.start):
        return
    possessive = token.low in _POSSESSIVE and (token.low != "her" or content(words, at + 1))
    as_object = token.low in _OBJECTS and not possessive and not _is_subject(words, at)
    if _part_of(words, at) or not _inside(frame, words, at, number, as_object=as_object):
        if _deed(frame, words, at):
            yield Anaphor("deed", token.start, token.end)
            return
        verb = "" if possessive or as_object else _next_verb(words, at)
        alone = at + 1 == len(words) and frame.auxiliary == (words[at - 1].start, words[at - 1].end)
        yield Anaphor(
            "pronoun",
            token.start,
            token.end,
            number,
            possessive,
            acts=verb in ACTING,
            says=verb in SAYING,
            identity=alone and words[0].low == "who",
            mutual=verb in RECIPROCAL,
        )


def _part_of(words: Sequence[Token], at: int) -> bool:
    """Say whether a question is about some of several: "which of them", "how many of these"."""
    return at in (2, 3) and words[at - 1].low == "of" and words[at - 2].low in _SOME


def _next_verb(words: Sequence[Token], at: int) -> str:
    """Give the word behind a pronoun, adverbs left out."""
    later = (word.low for word in words[at + 1 : at + 4])
    return next((low for low in later if low not in AUXILIARIES and not low.endswith("ly")), "")


def _deed(frame: Frame, words: Sequence[Token], at: int) -> bool:
    """Say whether "it" is what was done or what happened: "who did it", "how did it happen"."""
    before, after = words[at - 1] if at else None, words[at + 1].low if at + 1 < len(words) else ""
    if words[at].low not in ("it", "that", "this") or before is None:
        return False
    if after.startswith("happen"):
        return True
    ends = not after or words[at + 1].free or after in PREPOSITIONS | CONJUNCTIONS
    if not ends or before.low not in (*DO, "done", "doing"):
        return False
    turned = frame.auxiliary == (before.start, before.end)
    return not turned or frame.part(frame.asking).lower().startswith(("who", "which"))


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
    opens = words[0].low in _OPENING and len(words) > 1 and words[1].low not in AUXILIARIES
    comma = next((word.start for word in words[at + 1 :] if word.free), None)
    return opens and comma is not None and any(p.start > comma for p in frame.phrases)


def _asked_acts(frame: Frame, pronoun: Token) -> bool:
    """Say whether "who" may itself be meant: "who moved his court"."""
    asked = frame.part(frame.asking).lower().split()
    if not asked or frame.subject is not None or asked[0] not in ("who", "what", "which"):
        return False
    own = {"who": ("he", "she", "his", "her", "their"), "what": ("its",)}
    return pronoun.low in own.get(asked[0], THIRD_PERSON)


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
    if not _part_of(words, at) and _inside(frame, words, at, "any", as_object=True):
        return
    if _deed(frame, words, at):
        yield Anaphor("deed", token.start, token.end, number)
        return
    if before in _WRITING and not after:
        yield Anaphor("noun", token.start, token.end, number, noun="document")
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
    if not content(words, at + 1):
        return ""
    noun = words[at + 1].low
    before = words[at - 1].low if at else ""
    singular = noun.removesuffix("s")
    if noun in KINDS or singular in KINDS or noun in _HERE:
        return noun
    if words[at].low in ("these", "those") and is_plural(noun):
        return noun
    if noun in PLAIN_VERBS or noun.endswith(("ed", "ing")):
        return ""
    if before in BE and words[0].low in WH and at + 2 == len(words):
        return noun  # "where is that plant", but not "is that true"
    if before in BE | AUXILIARIES:
        return noun if content(words, at + 2) else ""
    clear = words[at].low != "that" or before in PREPOSITIONS
    return noun if clear or not before else ""
