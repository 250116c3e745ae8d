"""Question to slot: what sort of thing is asked for, and what it must belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import dropwhile
from typing import Literal, get_args

from rag.english import vocabulary
from rag.text.content_words import words_of

Definite = Literal[
    "count", "money", "percent", "measure", "duration", "frequency", "date", "person", "name",
    "role", "place", "law",
]  # fmt: skip
Sort = Definite | Literal["reason", "manner", "which", "what", "said", "yes-no", "open"]
Grain = Literal["", "time", "day", "month", "year"]

DEFINITE: frozenset[Sort] = frozenset(get_args(Definite))
"""Sorts whose fillers can be told by their form."""
MARKED: frozenset[Sort] = frozenset(("reason", "manner"))
"""Sorts whose fillers are announced by a word such as "because" or "by"."""

_WH = r"(what|which|who|whom|whose|when|where|why|how)\b"
_PREP = r"(?:(?:of|in|on|at|to|for|from|by|with|under|over|during|until|up to|about|after) )"
_AT_START = re.compile(rf"(?:^|[,;:?–-] ?(?:and )?)\W*{_PREP}?{_WH}")
_INSIDE = re.compile(rf"\b(?:{_PREP}(?=what|which|whom|whose))?(what|which|whom|whose|who)\b")
_DECADE = re.compile(r"(?<=\b[12]\d\d0)['’]s\b")
_IDENTITY = re.compile(
    r"\b(?:who (?:is|was|are|were) (?:currently |now )?(?:the|an?|our|this|[\w’']+['’]s)"
    r"|names?|named)\b",
    re.IGNORECASE,
)
_NOUNS: tuple[tuple[frozenset[str], Sort], ...] = (
    (vocabulary.COUNT_NOUNS, "count"),
    (vocabulary.PERCENT_NOUNS, "percent"),
    (vocabulary.MONEY_NOUNS, "money"),
    (vocabulary.MEASURE_NOUNS, "measure"),
    (vocabulary.DATE_NOUNS, "date"),
    (vocabulary.REASON_NOUNS, "reason"),
    (vocabulary.ROLE_NOUNS, "role"),
    (vocabulary.PLACE_NOUNS, "place"),
    (vocabulary.LAW_NOUNS, "law"),
    (vocabulary.PERSON_NOUNS, "person"),
    (vocabulary.NAMED_NOUNS, "name"),
)
_ASKING: dict[str, Sort] = {
    "who": "person", "whom": "person", "whose": "person",
    "when": "date", "where": "place", "why": "reason",
}  # fmt: skip
_OWNED = re.compile(r"\bwhat (?:is|are|was|were) (?:\w+ ){0,3}\w+(?:'s|s') ")
_SUM = r"(?:price|cost|salary|fee|budget|profit|revenue|turnover)s?"
_FRAGMENTS: tuple[tuple[re.Pattern[str], Sort], ...] = (
    (re.compile(r"\b(?:number|count|tally|toll)\b"), "count"),
    (re.compile(r"\b(?:price|cost|salary|fee|budget)s? (?:of|per)\b"), "money"),
    (re.compile(rf"^(?:\S+ ){{1,4}}{_SUM}$"), "money"),
    (re.compile(r"\b(?:percentage|share|proportion) of\b"), "percent"),
    (re.compile(r"\bdates? (?:of|for|when)\b"), "date"),
    (re.compile(r"\bnames? of\b"), "name"),
    (re.compile(r"\breasons? (?:for|why|of)\b"), "reason"),
    (re.compile(r"\blocation of\b"), "place"),
)


@dataclass(frozen=True, slots=True)
class Slot:
    """What a question asks for.

    ``head`` is the noun that the answer must be one of or be counted on ("how
    many people": people). ``terms`` are the other content words, as written; ``words`` are both;
    ``names`` those of them that are written as names; ``numbers`` the figures
    that the question itself brings. ``grain`` says how fine a date must be;
    ``identity`` that the question asks who somebody is, which only a name answers.
    """

    question: str
    sort: Sort
    head: tuple[str, ...]
    terms: tuple[str, ...]
    words: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    grain: Grain = ""
    identity: bool = False


def parse(question: str) -> Slot:
    """Find the sort, the head and the content words of a question or a fragment of one."""
    tokens = words_of(_DECADE.sub("s", question))
    lower = [token.lower() for token in tokens]
    sort, head = _sort(" ".join(lower), question)
    content = {
        low: word
        for word, low in zip(tokens, lower, strict=True)
        if _is_content(word) and low not in head
    }
    head = tuple(word for word in head if _is_content(word))
    terms = tuple(w for w in content.values() if not _only_asks(w.lower(), sort))
    return Slot(
        question=question,
        sort=sort,
        head=head,
        terms=terms,
        words=head + terms,
        names=tuple(w for w in terms if (w[0].isupper() and w != tokens[0]) or w[1:].isupper()),
        numbers=tuple(w for w in terms if w[0].isdigit() or w.lower() in vocabulary.ORDINALS),
        grain=_grain(lower) if sort == "date" else "",
        identity=sort in ("person", "name") and bool(_IDENTITY.search(question)),
    )


def _is_content(word: str) -> bool:
    if len(word) > 1 and word.isupper():
        return True  # "US", "IT": an acronym, whatever it is in small letters
    low = word.lower()
    return low not in vocabulary.FUNCTION_WORDS and low not in vocabulary.ASKING_WORDS


def _only_asks(low: str, sort: Sort) -> bool:
    """Say whether a word names the sort ("year", "money") and needn't stand in the text."""
    if sort in ("duration", "frequency") and low in ("long", "old", "often", "frequently", "time"):
        return True
    return any(low in nouns and sort == kind for nouns, kind in _NOUNS[:6])


def _sort(lower: str, question: str) -> tuple[Sort, tuple[str, ...]]:
    words = lower.split()
    if not words:
        return "open", ()
    if words[0] in vocabulary.AUXILIARIES:
        return "yes-no", ()
    if words[0] in vocabulary.IMPERATIVES:
        return "open", ()
    straight = question.lower().replace("’", "'")
    # "The use of what device ..." asks inside; "groups which ...", "looked at how ..." don't,
    # but are taken where nothing else asks.
    found = _AT_START.search(straight) or _INSIDE.search(straight)
    if found is None:
        return ("yes-no", ()) if words[0] in ("if", "whether") else _from_fragment(words)
    if owned := _OWNED.search(straight):
        of_theirs = _from_noun(_noun_phrase(words_of(straight[owned.end() :])), "what")
        if of_theirs[0] != "what":
            return of_theirs
    asked = words_of(question[found.start(1) :].lower())
    return _from_wh(asked[0], asked[1:])


def _from_fragment(lower: list[str]) -> tuple[Sort, tuple[str, ...]]:
    text = " ".join(lower)
    for pattern, sort in _FRAGMENTS:
        found = pattern.search(text)
        if found and text[: found.start()].count(" ") <= 2:
            rest = dropwhile({"of", "the", "all"}.__contains__, text[found.end() :].split())
            return sort, _noun_phrase(list(rest)) if sort in ("count", "name") else ()
    return "open", ()


def _from_wh(wh: str, rest: list[str]) -> tuple[Sort, tuple[str, ...]]:
    if wh in _ASKING:
        return _ASKING[wh], ()
    return _from_how(rest) if wh == "how" else _from_what(wh, rest)


def _from_how(rest: list[str]) -> tuple[Sort, tuple[str, ...]]:
    first = rest[0] if rest else ""
    after = rest[1:]
    if first == "many":
        head = _noun_phrase(after)
        if head and head[-1].rstrip("s") in ("year", "month", "day", "week", "hour", "decade"):
            return "duration", ()
        return "count", head
    if first == "much" and after[:1] == ["of"]:
        return "measure", ()  # a part of it: so many, so much money, so many per cent
    if first == "much":
        if set(after) & (vocabulary.MONEY_NOUNS | vocabulary.MONEY_VERBS):
            return "money", tuple(w for w in _noun_phrase(after) if w not in vocabulary.MONEY_NOUNS)
        return "measure", _noun_phrase(after)
    if first in ("often", "frequently"):
        return "frequency", ()
    if first in ("long", "old"):
        return "duration", ()
    if first in vocabulary.MEASURE_ADJECTIVES:
        return "measure", ()
    return "manner", ()


def _from_what(wh: str, rest: list[str]) -> tuple[Sort, tuple[str, ...]]:
    if not rest:
        return "open", ()
    if rest[0] in vocabulary.MONEY_VERBS and rest[1:] and rest[1][0].isdigit():
        return "what", ()  # "what costs 2,500 rupees": the sum is told, the thing is asked for
    if rest[0] in vocabulary.AUXILIARIES or rest[0] == "'s":
        return _from_what_is(rest)
    phrase = _noun_phrase(rest)
    if not phrase:
        return "what", ()
    if rest[0] in vocabulary.KIND_NOUNS:
        return "which", phrase
    after = rest[len(phrase)] if len(rest) > len(phrase) else ""
    known = any(phrase[-1] in nouns for nouns, _ in _NOUNS)
    if wh == "what" and len(phrase) == 1 and not known and after not in vocabulary.AUXILIARIES:
        return "what", ()  # the word is a verb: "what happens to", "what led to"
    if phrase[-1] in vocabulary.REASON_NOUNS or phrase[0] in vocabulary.REASON_NOUNS:
        return "reason", ()
    return _from_noun(phrase, "which")


def _from_what_is(rest: list[str]) -> tuple[Sort, tuple[str, ...]]:
    """Read "what is the N of ..." by its noun, "what did Y say" by its verb, else leave it open."""
    if rest[0] in ("do", "does", "did") and set(rest) & vocabulary.SAYING_VERBS:
        return "said", ()
    after = rest[1:]
    if rest[0] in ("is", "are", "was", "were") and after and after[0] in vocabulary.DETERMINERS:
        return _from_noun(_noun_phrase(after[1:]), "what")
    return "what", ()


def _from_noun(phrase: tuple[str, ...], otherwise: Sort) -> tuple[Sort, tuple[str, ...]]:
    for word in reversed(phrase[:3]):
        for nouns, sort in _NOUNS:
            if word in nouns:
                head = tuple(w for w in phrase if w != word) if sort == "count" else phrase
                return sort, () if sort in ("date", "reason", "percent", "measure") else head
    if phrase and (phrase[-1] in vocabulary.OFFICES or vocabulary.OFFICE_ENDING.search(phrase[-1])):
        return ("person" if otherwise == "which" else otherwise), phrase
    return otherwise, phrase


def _noun_phrase(words: list[str]) -> tuple[str, ...]:
    """Take the words of the noun phrase that comes next: to the next verb, preposition or end.

    Without a tagger a plain verb can't be told from a noun, so at most three
    words are taken, and a last word in -ed is left out.
    """
    taken: list[str] = []
    for word in words:
        counted = taken and taken[-1] in vocabulary.KIND_NOUNS | vocabulary.COUNT_NOUNS
        if counted and word in ("of", "and", "or"):
            taken.clear()
            continue
        if word in ("and", "or") and taken:
            continue
        if word in vocabulary.FUNCTION_WORDS or len(taken) == 3:
            break
        taken.append(word)
    while len(taken) > 1 and taken[-1].endswith("ed"):
        taken.pop()
    return tuple(taken)


def _grain(lower: list[str]) -> Grain:
    """Give the finest unit that a question for a date names."""
    words = set(lower)
    if "time" in words and words & {"what", "which"}:
        return "time"
    units: dict[Grain, str] = {"day": "weekday", "month": "month", "year": "years"}
    return next((unit for unit, other in units.items() if words & {unit, other}), "")
