"""Items and quotes for the tests of metrics, with what doesn't matter filled in."""

from __future__ import annotations

from dataclasses import replace

from evals.metrics.items import Gold, Item, Place, Quoted, Said

ASKED = Item(id="a", question="What?", answerable=True, outcome="answered")
UNANSWERABLE = replace(ASKED, answerable=False, outcome="refused")


def at(start: int, end: int, document: str = "a.txt") -> Place:
    return Place(document, start, end)


def gold(*places: Place) -> tuple[Gold, ...]:
    """Each place one gold quote that stands nowhere else."""
    return tuple((place,) for place in places)


def quote_of(text: str, words: str, document: str = "a.txt") -> Quoted:
    """Words of a text as a quote with its place."""
    start = text.index(words)
    return Quoted(document, words, Place(document, start, start + len(words)))


def placed(*places: Place) -> Said:
    """A statement that cites these places; the words don't matter."""
    return Said("Said.", tuple(Quoted(place.document, "Quote.", place) for place in places))
