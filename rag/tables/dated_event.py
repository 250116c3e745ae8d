"""The words of a sentence that say what happens at a date: the clause around it, without it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.english.vocabulary import AUXILIARIES, DETERMINERS, FUNCTION_WORDS, PREPOSITIONS
from rag.english.word_lists import phrases, words
from rag.grammar.verbs import PARTICIPLES
from rag.tables.running_text import has_verb
from rag.text.content_words import words_of
from rag.text.periods import Period
from rag.types import Span

FEW = 2
"""Telling words below which a clause says too little, and its neighbour is taken in."""

_BREAK = re.compile(
    r"^(?:\d{1,3}\.\s)?(?:\(?\w{1,3}\)\s?)+(?=\w)|[;:]\s|(?<=\d)\.\s(?=[A-Z])|\s[\u2013\u2014-]\s|\u2014|,?\s(?=(?:"
    rf"{'|'.join(words('dated_event', 'breaks'))})\s)"
    r"|,\s(?=(?:and|or|then|with|as|to)\s)"
    rf"|,?\sand\s(?=(?:that|{'|'.join(sorted(AUXILIARIES))})\s)"
    rf"|,\s(?=(?:\w+ly\s)?(?:\w+(?:ed|ing)|{'|'.join(sorted(PARTICIPLES))})\b)"
)
_COMMA = re.compile(r",\s")
_GOES_ON = "|".join(sorted(PARTICIPLES | PREPOSITIONS | DETERMINERS))
_BETWEEN_TWO = re.compile(rf",\s|\s(?:and|but|or)\s(?=(?:\w+ed|{_GOES_ON})\s)")
_LEADING = re.compile(
    rf"(?:^|[\s(,])(?:(?:{'|'.join(phrases('dated_event', 'before_dates'))})\s(?:the\s)?)+$",
    re.IGNORECASE,
)
_EDGE_LEFT = re.compile(
    r"^(?:\s?\[[\d,;\s\u2013-]+\]|(?!([*_]{1,2})\w[^*_]*\1)(?:[^\w$£€¥₹]|_)|(?:and|but|or|that|which|while|where|when|then)(?:\s|$))+",
    re.IGNORECASE,
)
_EDGE_RIGHT = re.compile(r"(?:\s?\[[\d,;\s\u2013-]+\]|[\s,;:.(\u2013\u2014-]|\s(?:and|but|or))+$")
_CITED = re.compile(r"\s?\((?![^()]*[a-z]{4})[^()]*\)")
"""Brackets with a number of a report or a law, and no words."""
_STOPS = re.compile(r"\s?[,)]")
_PARTICIPLE = re.compile(rf"(?:\w+ly\s)?(?:\w+(?:ed|ing)|{'|'.join(sorted(PARTICIPLES))})\b")


def event_of(text: str, one: Period, all_: Sequence[Period]) -> tuple[Span, ...]:
    """Give the characters of a sentence that say what happens at a time, before it and behind."""
    cuts = _cuts(text, all_)
    at = next(n for n in range(len(cuts) - 1) if cuts[n] <= one.start < cuts[n + 1])
    start, end = cuts[at], cuts[at + 1]
    start, end = _apart(text, start, end, one, all_)
    says = _says(text, start, end, one)
    if says < FEW and not (says and has_verb(text[one.end : end])):
        leads = not _says(_LEADING.sub("", text[start : one.start]), 0, one.start, one)
        if leads and at + 2 < len(cuts):
            end = cuts[at + 2]
        elif at:
            start = cuts[at - 1]
    elif at and _PARTICIPLE.match(text, start):
        start = cuts[at - 1]
    head = _LEADING.search(text[start : one.start])
    before = _trimmed(text, start, start + head.start() if head else one.start)
    cited = _CITED.match(text, one.end)
    after = _trimmed(text, cited.end() if cited else one.end, end)
    if before and after and text[slice(*after)] in [text[o.start : o.end] for o in all_]:
        after = None  # another date
    if before and after and _STOPS.match(text, one.end) and has_verb(text[slice(*before)]):
        after = None
    return tuple(Span(*span) for span in (before, after) if span)


def clause(text: str, at: int, all_: Sequence[Period]) -> tuple[int, int]:
    """Give the clause of a sentence that a character stands in."""
    cuts = _cuts(text, all_)
    return next(pair for pair in pairwise(cuts) if pair[0] <= at < pair[1])


def _cuts(text: str, all_: Sequence[Period]) -> list[int]:
    """Give where the clauses of a sentence begin, and its end; no date is cut."""
    found = [match.end() for match in _BREAK.finditer(text)]
    found = sorted({*found, *_between_verbs(text, found)})
    whole = [at for at in found if not any(one.start < at < one.end for one in all_)]
    return [0, *(at for at in whole if at < len(text)), len(text)]


def _between_verbs(text: str, breaks: Sequence[int]) -> Iterator[int]:
    """Give the commas between two parts of a clause that have a verb each."""
    for start, end in pairwise((0, *breaks, len(text))):
        last = start
        for comma in _COMMA.finditer(text, start, end):
            if has_verb(text[last : comma.start()]) and has_verb(text[comma.end() : end]):
                last = comma.end()
                yield last


def _apart(text: str, start: int, end: int, one: Period, all_: Sequence[Period]) -> tuple[int, int]:
    """Cut a clause between its date and the next one, where each has words of its own."""
    for other in all_:
        if start <= other.start and other.end <= one.start:
            for cut in reversed([*_BETWEEN_TWO.finditer(text, other.end, one.start)]):
                if _says(text, start, cut.start(), other) and _says(text, cut.end(), end, one):
                    start = cut.end()
                    break
        elif one.end <= other.start < end:
            for cut in reversed([*_BETWEEN_TWO.finditer(text, one.end, other.start)]):
                if _says(text, start, cut.start(), one) and _says(text, cut.end(), end, other):
                    end = cut.start()
                    break
    return start, end


def _says(text: str, start: int, end: int, one: Period) -> int:
    """Count the telling words of a clause, its date apart."""
    rest = text[start : max(start, min(one.start, end))] + " " + text[max(one.end, start) : end]
    return sum(len(word) > 2 and word not in FUNCTION_WORDS for word in words_of(rest))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    if start >= end:
        return None
    part = text[start:end]
    left, right = _EDGE_LEFT.match(part), _EDGE_RIGHT.search(part)
    first = left.end() if left else 0
    last = right.start() if right else len(part)
    return (start + first, start + last) if first < last else None
