"""Years that date nothing: of works that are cited, in names of things, in numbers of laws."""

from __future__ import annotations

import re

from rag.english.vocabulary import FUNCTION_WORDS
from rag.english.word_lists import phrases, words

NEAR = 60
"""Characters before a year, and behind it, that tell what it's of."""

_NAMES = (
    r"(?:(?:[A-Z]\.\s?)*[A-Z][\w’'-]+\s?){1,3}"
    r"(?:(?:,\s|\s?(?:and|&)\s)(?:[A-Z]\.\s?)*[A-Z][\w’'-]+)*(?:\s?et\sal\.?)?"
)
_AUTHORS = re.compile(
    rf"[(\[;]\s?(?:see(?:\salso)?,?\s|e\.g\.,?\s|cf\.\s)?{_NAMES},?\s(?:\d{{4}}[a-z]?[,;]\s)*$"
)
"""Names of authors, alone between a bracket and the year: "(see Ali and Khan, 2015)"."""
_OPENED = re.compile(r"(?:(?:^|[^\w’'-])(?P<name>[A-Z][\w’'-]+)|et\sal\.?|’s|'s)\s?\($")
_DEFINITE = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Oo]ur|[Ii]ts)\s(?:[A-Z\d][\w.’'-]*\s){1,5}\($")
"""No author: "the Rome Treaty (1957)"."""
_EXAMPLE = re.compile(r"\((?:e\.g\.|such as),?\s$")
_CLOSED = re.compile(r"[a-z]?(?:[,:]\s?(?:pp?\.\s?)?\d[\d–-]*)?\)")
_VOLUME = re.compile(r"[)\]]\s\d+\s[A-Z]|\]")
_REPORTER = re.compile(
    r"(?<![\w.,])\d{1,4}\s(?:[A-Z][\w’']*\.?\s?){1,4}(?:\dd\s)?(?:§+\s?)?\d+[\d\W]{0,16}(?:\([^()]{0,20})?$"
)
_LABEL = re.compile(
    rf"(?:\b(?:{'|'.join(words('named_years', 'labels'))})s?\.?|\((?:[A-Z]{{2,5}})\)|[#§])\s?$",
    re.IGNORECASE,
)
_LOOKED_UP = re.compile(
    rf"\b(?:{'|'.join(phrases('named_years', 'looked_up'))})(?:\son)?:?\s$", re.IGNORECASE
)
_RIGHTS = re.compile(r"(?:©|\(c\)|\bcopyright\b)[^.;]*$", re.IGNORECASE)
_CAPITAL_BEFORE = re.compile(r"\b(?P<word>[A-Z][\w’'&/-]*)[.,]?\s$")
_CAPITAL_AFTER = re.compile(r"\s(?:[A-Z][\w’'-]+)")
_PLACED = re.compile(
    rf"(?:\b(?:{'|'.join(words('named_years', 'prepositions'))}))\s$", re.IGNORECASE
)
_PARTED = re.compile(r"\([a-z\d]{1,3}\)")
_PAGES = re.compile(r"\d[:;]\s?$")
_BARE = re.compile(r"(?:\d{4}|\d{4}\s?[/–-]\s?\d{2,4})")


def dates_nothing(text: str, start: int, end: int) -> bool:
    """Say whether a date at characters of a sentence is of a work that is cited, or of a name."""
    before, after = text[max(0, start - NEAR) : start], text[end : end + NEAR]
    if (
        _EXAMPLE.search(before)
        or _LOOKED_UP.search(before)
        or _RIGHTS.search(before)
        or _REPORTER.search(before)
    ):
        return True
    if not _BARE.fullmatch(text[start:end]):
        return False
    return _is_cited(before, after, ranged=end - start > 4) or _is_named(before, after)


def _is_cited(before: str, after: str, *, ranged: bool) -> bool:
    """Say whether a year is of a work: in brackets behind its author, before its volume."""
    if _LABEL.search(before) or _PARTED.match(after) or _PAGES.search(before):
        return True
    if before[-1:] in "([" and _VOLUME.match(after):
        return True
    if ranged:
        return False
    opened = _OPENED.search(before) and not _DEFINITE.search(before)
    if _CLOSED.match(after) and (opened or _AUTHORS.search(before)):
        return True
    return bool(_AUTHORS.search(before) and re.match(r"[a-z]?[;,]", after))


def _is_named(before: str, after: str) -> bool:
    """Say whether a year stands in a name: "the 2009 Regulations", "Space Review 2024"."""
    if _PLACED.search(before):
        return False
    name = _CAPITAL_BEFORE.search(before)
    if name and name["word"].lower() not in FUNCTION_WORDS:
        return True
    return _CAPITAL_AFTER.match(after) is not None
