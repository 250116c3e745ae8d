"""The difference between two things: what each of them is, where no sentence sets them apart."""

from __future__ import annotations

import re

from rag.question.question import content_words
from rag.requests.forms import plain
from rag.requests.occurrences import occurrences
from rag.requests.request import Request

LONGEST_NAME = 5
"""Words of one of the two."""
_LEAD = (
    r"(?:what(?:'s| is| are)|tell me|explain|describe|give me|show me)?\s*(?:the )?(?:main |key )?"
)
_SIDES = r"(?P<one>[^,;:?]+?) {} (?P<other>[^,;:?]+)"
_BETWEEN = re.compile(
    rf"{_LEAD}(?:difference|differences|distinction) between {_SIDES.format('(?:and|or)')}",
    re.IGNORECASE,
)
_DIFFERS = re.compile(
    rf"how (?:is|are|do|does) {_SIDES.format('(?:differ|different|differs) (?:from|to|than)')}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d|(?-i:\b[IVX]+\b)")
"""What a part or a list is called by: "Schedule II" is looked up, not defined."""


def two_things(request: Request) -> tuple[str, str] | None:
    """Give the two that a question wants told apart; None where it names documents, or no two.

    "Joint and concurrent resolutions" are two kinds of one thing, where the documents have both.
    """
    text = plain(request.text).strip()
    match = _BETWEEN.fullmatch(text) or _DIFFERS.fullmatch(text)
    if match is None or request.naming.documents:
        return None
    one, other = match["one"].strip(), match["other"].strip()
    if max(len(one.split()), len(other.split())) > LONGEST_NAME or _NUMBERED.search(text):
        return None
    noun = other.split()[-1]
    documents = tuple(entry.id for entry in request.entries)
    if len(one.split()) == 1 < len(other.split()) and occurrences(
        [f"{one} {noun}"], request, documents
    ):
        one = f"{one} {noun}"
    return (one, other) if content_words(one) and content_words(other) else None
