"""Where something is so, as a sentence says it: "in Norway", "in the city of Quito"."""

from __future__ import annotations

import re

from rag.english.vocabulary import LAW_NOUNS, MONTHS, ORGANISATION_NOUNS, PLACE_NOUNS
from rag.english.word_lists import words
from rag.text.related_words import related_to

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


def places_in(text: str) -> tuple[tuple[int, int], ...]:
    """Give the characters that name a place where something is, in order."""
    return tuple(match.span() for match in _PLACE.finditer(text) if _is_place(match.group()))


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
    if len(names) > 2 or (len(names) > 1 and _is_common_plural(names[-1])):
        return bool(_KIND_OF.search(said)) or said.split()[1] == "the" or "," in said
    alone = names[0] if len(names) == 1 else ""
    return not (alone.isupper() and alone not in _SHORT)


def _is_common_plural(name: str) -> bool:
    """Say whether a name ends as a list of things does: "in Direct Loans"."""
    low = name.lower()
    return low.endswith("s") and bool(related_to(low))


_KIND_OF = re.compile(rf"\b(?:{_KINDS})\b")
_SHORT = frozenset("UK US USA EU UAE".split())
