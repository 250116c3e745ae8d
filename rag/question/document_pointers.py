"""Documents that a text points at without a name: "both papers", "which documents"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.question.catalogue_names import ANY_DOCUMENT, Catalogue, Name, noun_of
from rag.store.catalogue_rows import Entry
from rag.types import Span

_COUNT = r"(?: (?:two|three|four|five|six|seven|eight|nine|ten|several|different|\d{1,3}))?"
_OF_OURS = r"(?: of)?(?: (?:the|these|those|your|our|my))?"
_SEVERAL = re.compile(
    rf"\b(?:both|each|every|all|any|which|what|how many){_OF_OURS}{_COUNT} "
    r"(?!both|each|every|all|these|the)([a-z]+)\b"
    rf"|\b(?:the|these|those|your|our|my){_COUNT} ([a-z]+s)\b"
    r"|\bthey (?:both|all)\b|\b(?:both|all|each|any|which) of (?:them|these|those)\b"
    r"|\b(?:do|does|are|have) both\b(?! (?:[a-z]+s\b|[a-z]+ and\b))",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\bthe (?:former|latter|other(?= (?:document|paper|text|file|report|one)\b)"
    r"|(?:first|second|third|fourth|fifth|last)(?= (?:document|paper|text|file)\b))"
    r"(?: (?:document|paper|text|file|report|one)\b)?(?! of\b)",
    re.IGNORECASE,
)
_PLACES = {
    "first": 0, "former": 0, "second": 1, "latter": 1, "third": 2, "fourth": 3, "fifth": 4,
    "last": -1,
}  # fmt: skip


def several_meant(text: str, catalogue: Catalogue) -> Name | None:
    """Find "both papers", "which documents": any document, or those of one kind."""
    for match in _SEVERAL.finditer(text):
        word = match[1] or match[2]
        noun = noun_of(word) if word else ""
        if word is None or noun in ANY_DOCUMENT:
            return Name(Span(*match.span()), ())
        same = tuple(one for one, name in catalogue.names.items() if noun in name.kinds)
        if noun and len(same) > 1 and not re.match("any|which|what|how", match[0], re.IGNORECASE):
            return Name(Span(*match.span()), same)
    return None


def pointed_at(
    text: str, named: Sequence[tuple[str, ...]], entries: Sequence[Entry]
) -> Iterator[Name]:
    """Find "the latter", "the second document", "the other paper".

    They count the documents that the text names before, else those that are asked, in their order.
    """
    every = [entry.id for entry in entries]
    those = [one[0] for one in named if len(one) == 1]
    for match in _POINTING.finditer(text):
        word = match.group().split()[1].lower()
        if word == "other":
            others = [one for one in every if one not in those]
            if len(others) == 1 and those:
                yield Name(Span(*match.span()), (others[0],))
            continue
        counted = those if len(those) > 1 else every
        place = _PLACES[word]
        if word in ("former", "latter") and len(those) < 2:
            continue
        if len(counted) > 1 and place < len(counted):
            yield Name(Span(*match.span()), (counted[place],))
