"""What a speaker is called: the whole noun phrase around the word by which a frame was found."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.english.vocabulary import AUXILIARIES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS
from rag.grammar.reporting_words import SAYING
from rag.grammar.verbs import PLAIN_VERBS
from rag.text.tokens import IRREGULAR, Token
from rag.types import Span

LONGEST = 14
"""Words of a name."""
_JOINED = re.compile(r"(?:['’]s|s['’])?[ \n]?[-\u2010\u2011/&]?[ \n]?")
_APOSTROPHE = re.compile(r"(?:\b(?:[A-Z]|[dDlL])['’]|(?<![\w'‘])\w+s['’][ \n])$")
"""In a name: "O'Hara", and behind a plural: "the Bakers' Guild"."""
_SHORTENED = re.compile(r"\b(?:[A-Z][a-z]{0,3}|[A-Z]|St|al)\. $")
_BRACKETED = re.compile(r"\s*\([^()]{1,40}\)")
_STOPS = (AUXILIARIES | CONJUNCTIONS | PREPOSITIONS | PRONOUNS | {"whilst"}) - {"one", "ones"}
_NUMBERED = re.compile(r"(?:\(\w{1,3}\))+")
_PLURALS = frozenset("men women children dead".split())
_ARTICLES = frozenset("the a an".split())
_NAMING = frozenset("of for".split())
_IN_NAMES = frozenset("on in at to with from and de".split())


def called(words: Sequence[Token], speaker: tuple[int, int], sentence: str) -> Span:
    """Give the characters of a speaker's name, of which some tokens are known."""
    first, until = speaker
    opened = sentence[words[first].start - 1 : words[first].start] == "("
    if opened and sentence[words[until - 1].end : words[until - 1].end + 1] == ")" and first:
        until, first = first, first - 1
    for i in range(until - 1, first, -1):
        article = words[i].word in _ARTICLES and words[i - 1].word not in PREPOSITIONS
        if article or "," in sentence[words[i - 1].end : words[i].start]:
            first = i  # "in Lee v Board of Trade the court"
            break
    if words[first].word == "that" and first and first + 1 < until:
        first += 1  # "said that the board argued"
    at = begins(words, first, sentence)
    if at > 1 and words[at - 1].word == "and" and _back(words, at - 2, sentence) == 0:
        at = 0  # "most economists and many traders agree"
    return Span(words[at].start, words[until - 1].end)


def begins(words: Sequence[Token], first: int, sentence: str, *, far: bool = True) -> int:
    """Give the token with which the noun phrase begins that a token is in.

    ``far``: also before a preposition other than "of" and "for": "people in the room".
    """
    at = _back(words, first, sentence)
    if not far:
        return at
    while at > 1 and words[at - 1].word in PREPOSITIONS - {"to"} and first - at < LONGEST:
        if not is_nominal(words[at - 2]) or words[at - 1].start - words[at - 2].end > 1:
            return first  # "and at the meeting members argued"
        at = _back(words, at - 2, sentence)  # "people in the room said"
    return first if at == 1 and words[0].word in PREPOSITIONS - {"as"} else at


def head_of(words: Sequence[Token], last: int, sentence: str) -> int:
    """Give the token of a noun phrase's head: "critics" of "critics of the plan"."""
    start = begins(words, last, sentence)
    small = (i for i in range(start + 1, last) if words[i].word in PREPOSITIONS)
    return next(small, last + 1) - 1


def called_behind(words: Sequence[Token], speaker: tuple[int, int], sentence: str) -> Span:
    """Give the characters of a speaker's name that begins there: "said the mayor of Hull"."""
    first, until = speaker
    while until < len(words) and until - first < LONGEST:
        gap = sentence[words[until - 1].end : words[until].start]
        word = words[until]
        if not _joins(gap, sentence[: words[until].start]) or "," in gap:
            break
        follows = words[until + 1].word if until + 1 < len(words) else "ing"
        named = word.word in _NAMING and not follows.endswith("ing")
        if word.word in _STOPS and not named:
            break
        if SAYING.fullmatch(word.word) and not word.capital:
            break
        until += 1
    numbered = _NUMBERED.match(sentence, words[until - 1].end)
    return Span(words[first].start, numbered.end() if numbered else words[until - 1].end)


def _back(words: Sequence[Token], first: int, sentence: str) -> int:
    at = first
    while at and first - at < LONGEST:
        before, here = words[at - 1], words[at]
        gap = sentence[before.end : here.start]
        if not _joins(gap, sentence[: here.start]):
            break
        if here.word in DETERMINERS - {"other"} and before.word not in _NAMING:
            break
        small = before.word in _NAMING or (
            before.word in _IN_NAMES and here.capital and at > 1 and words[at - 2].capital
        )
        if small:
            if at < 2 or not is_nominal(words[at - 2]) or "," in gap:
                break
            at -= 2
        elif before.word in DETERMINERS - {"that"} or (
            is_nominal(before) and not _is_bare_verb(words, at - 1)
        ):
            at -= 1
        else:
            break
    return at


def _is_bare_verb(words: Sequence[Token], at: int) -> bool:
    """Say whether a word is a verb behind "to" or an auxiliary: "to obtain cards"."""
    led = at > 0 and words[at - 1].word in AUXILIARIES | {"to"}
    return led and words[at].word in PLAIN_VERBS


def _joins(gap: str, before: str) -> bool:
    if gap[:1] in ("'", "’") and _APOSTROPHE.search(before):
        return True
    return _JOINED.fullmatch(gap) is not None or (
        gap == ". " and _SHORTENED.search(before) is not None
    )


def is_nominal(word: Token) -> bool:
    """Say whether a word may be part of a noun phrase, as far as closed lists tell."""
    if word.word in _STOPS or word.word == "such" or word.word.endswith("ly"):
        return False
    if word.word in IRREGULAR and not word.capital and word.word not in _PLURALS:
        return False  # "met officials"
    return word.capital or not SAYING.fullmatch(word.word)
