"""Documents that a text points at without a name: "both papers", "which documents"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.question.catalogue_names import ANY_DOCUMENT, Name, noun_of
from rag.question.name_index import Catalogue
from rag.store.catalogue_rows import Entry
from rag.types import Span

_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|several|different|\d{1,3})"
_OUR = "(?:the|these|those|your|our|my)"
_KIND = "(?: [a-z-]+)??"
_SEVERAL = re.compile(
    r"\b(?:both|each|every|all|any|either|which|what|how many)"
    rf"(?: of)?(?: {_OUR})?(?: {_COUNT})?{_KIND} "
    r"(?!both|each|every|all|these|the)([a-z]+)\b"
    rf"|\b(?:{_OUR} {_COUNT}|these|those){_KIND} ([a-z]+s)\b"
    rf"|\b{_OUR}{_KIND} ([a-z]+s)(?= (?:differ|agree|disagree|compare|contradict|have in common))\b"
    rf"|(?<=compare ){_OUR}{_KIND} ([a-z]+s)\b|(?<=between ){_OUR}{_KIND} ([a-z]+s)\b"
    r"|\bof the (?:two|three)\b|\bthey (?:both|all)\b"
    r"|\b(?:both|all|each|any|which) of (?:them|these|those)\b"
    r"|\b(?:do|does|are|have) both\b(?! (?:[a-z]+s\b|[a-z]+ and\b))",
    re.IGNORECASE,
)
_ONE = re.compile(r"(?:what|which) (?:the|your|our|my) [a-z-]+(?: [a-z-]+)?$", re.IGNORECASE)
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
    at = 0
    while match := _SEVERAL.search(text, at):
        word = next(filter(None, match.groups()), None)
        noun = noun_of(word) if word else ""
        span = Span(*match.span())
        if _ONE.match(match.group()) and word == noun:
            at = match.end()  # "tell me what the paper says"
            continue
        if word is None or noun in ANY_DOCUMENT:
            return Name(span, ())
        same = tuple(one for one, _ in catalogue.index.of_kind((noun,)))
        asking = re.match("any|which|what|how", match.group(), re.IGNORECASE)
        if noun and len(same) > 1 and not asking:
            return Name(span, same)
        at = match.start() + 1
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
