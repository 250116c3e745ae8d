"""Where something is so, as a sentence says it: "in Norway", "in the city of Quito"."""

from __future__ import annotations

import re

from rag.english.vocabulary import LAW_NOUNS, MONTHS, ORGANISATION_NOUNS, PLACE_NOUNS
from rag.english.word_lists import words

_NAME = r"[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*"
_KINDS = "|".join(sorted(PLACE_NOUNS))
_DIRECTIONS = "|".join(words("places", "directions"))
_ARTICLED = "|".join((*words("places", "with_the"), *(one.capitalize() for one in PLACE_NOUNS)))
_PLACE = re.compile(
    r"\b(?:in|In|across|Across|throughout|Throughout|within|Within)\s(?:"
    rf"(?:the\s)?(?:\w+\s)?(?:{_KINDS})\s(?:of\s)?{_NAME}"
    rf"|the\s(?:[A-Z][\w’'-]+\s)*(?:{_ARTICLED})(?![\w’'])"
    rf"|(?:(?:{_DIRECTIONS})\s)?{_NAME}(?:(?:,\s(?:{_NAME},\s)*|\s)and\s{_NAME})?"
    rf")(?:,\s{_NAME}(?=\W|$))?(?!\s[A-Z]|[\w’'-])"
)
_NO_PLACES = (
    LAW_NOUNS | ORGANISATION_NOUNS | frozenset(MONTHS) | frozenset(words("places", "no_places"))
)
_WORD = re.compile(r"[^\W_]+")


def place_of(text: str, at: int, clause: tuple[int, int]) -> tuple[int, int] | None:
    """Give the place that is named in the clause of a number, behind it or before, if one is."""
    start, end = clause
    found = [
        match.span() for match in _PLACE.finditer(text, start, end) if _is_place(match.group())
    ]
    behind = [span for span in found if span[0] >= at]
    return next(iter((*behind, *found)), None)


def _is_place(said: str) -> bool:
    names = [word for word in _WORD.findall(said)[1:] if word[0].isupper()]
    if (
        not names
        or said.endswith(("’s", "'s"))
        or any(name.lower().rstrip("s") in _NO_PLACES for name in names)
    ):
        return False
    if any(name.lower() in _NO_PLACES for name in names):
        return False
    alone = names[0] if len(names) == 1 else ""
    return not (alone.isupper() and alone not in _SHORT)


_SHORT = frozenset("UK US USA EU UAE".split())
