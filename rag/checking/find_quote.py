"""Half-remembered words: where they stand, exactly or nearly, in all documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rag.answering.steps import checked_query
from rag.citations.from_evidence import cited
from rag.library import Library
from rag.store.store import Store
from rag.text.fuzzy_matching import nearest
from rag.text.quote_matching import GAP, PIECE, occurrences
from rag.types import Citation, Document, Place, Query, Scope, Searched, Span

CANDIDATES = 60
"""Passages that the word index may name; the words are then aligned in and around them."""
READ_NEARLY = 25
"""Of these, the best are also read for words that nearly agree."""
ALIKE = 0.5
"""Share of the words that a near match must have."""
MOST = 20
CONTEXT = 160
"""Characters shown on either side."""


@dataclass(frozen=True, slots=True)
class Located:
    """A place where words stand: its parts between ellipses, and what differs there.

    ``differences`` pairs ranges of the words looked for with ranges of the document.
    ``likeness`` is the share of the words that are there, 1 where all are. ``reasons`` say why
    the differences matter where it's what an ellipsis or a bracket stands for.
    """

    document_id: str
    spans: tuple[Span, ...]
    differences: tuple[tuple[Span, Span], ...] = ()
    likeness: float = 1.0
    exact: bool = True
    reasons: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """From the first character to the last."""
        return Place(self.document_id, self.spans[0].start, self.spans[-1].end)

    def overlaps(self, other: Located) -> bool:
        """Say whether the two share a stretch of a document."""
        one, two = self.place, other.place
        return one.document_id == two.document_id and one.start < two.end and two.start < one.end


@dataclass(frozen=True, slots=True)
class Match:
    """Words found, ready to be shown: their citation, and the text on either side."""

    located: Located
    citation: Citation
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Finds:
    """Where some words stand: word for word, and nearly, the best first."""

    words: str
    exact: tuple[Match, ...]
    near: tuple[Match, ...]
    searched: Searched


def find(query: Query, library: Library) -> Finds:
    """Find words in the documents; ``query.question`` holds them.

    Raises `QueryError`, `StoreEmpty` and `IdentityMismatch` as `rag.ask.ask` does.
    """
    query = checked_query(query, library)
    words = query.question.strip("\"'“”‘’«»„ ") or query.question
    found = locate(words, library.store, query.scope)
    matches = [match for one in found if (match := _match(one, query, library))]
    return Finds(
        words,
        tuple(match for match in matches if match.located.exact),
        tuple(match for match in matches if not match.located.exact),
        library.store.searched(query.scope),
    )


def locate(words: str, store: Store, scope: Scope) -> tuple[Located, ...]:
    """Give the places of some words, exact ones first, then near ones, the likest first.

    The word index names the candidates, so that a large corpus isn't read through.
    """
    room = len(words) + GAP * (1 + len(PIECE.findall(words)))
    windows: list[tuple[Document, Span]] = []
    for passage, _ in store.matching(words, CANDIDATES, scope):
        document = store.document(passage.document_id, scope.collection)
        if document is not None:  # else replaced since the search
            start, end = max(0, passage.start - room), min(len(document.text), passage.end + room)
            windows.append((document, Span(start, end)))
    found = [
        Located(document.id, spans)
        for document, window in _joined(windows)
        for spans in islice(occurrences(words, document.text, window), MOST)
    ]
    rest = _without(windows[:READ_NEARLY], [one.place for one in found])
    nearly = [
        Located(document.id, close.spans, close.differences, close.likeness, exact=False)
        for document, window in rest
        if (close := nearest(words, document.text, window)) and close.likeness >= ALIKE
    ]
    for one in sorted(nearly, key=lambda one: -one.likeness):
        if not any(one.overlaps(other) for other in found):
            found.append(one)
    return tuple(found[:MOST])


def _joined(windows: Sequence[tuple[Document, Span]]) -> list[tuple[Document, Span]]:
    """Make one of windows that overlap; the order is that of the best one of each document."""
    joined: dict[str, tuple[Document, list[Span]]] = {}
    for document, window in windows:
        _, spans = joined.setdefault(document.id, (document, []))
        spans[:] = _with(spans, window)
    return [
        (document, span)
        for document, spans in joined.values()
        for span in sorted(spans, key=lambda span: span.start)
    ]


def _with(windows: list[Span], new: Span) -> list[Span]:
    """Add a window, as one with those that it overlaps."""
    one = [new, *(window for window in windows if window.overlaps(new))]
    joined = Span(min(span.start for span in one), max(span.end for span in one))
    return [*(window for window in windows if window not in one), joined]


def _without(
    windows: Sequence[tuple[Document, Span]], places: Sequence[Place]
) -> Iterator[tuple[Document, Span]]:
    """Cut out what was found exactly: it would hide other places beside it."""
    for document, window in windows:
        start = window.start
        for place in sorted(places, key=lambda place: place.start):
            if place.document_id == document.id and start < place.end <= window.end:
                yield document, Span(start, max(start, place.start))
                start = place.end
        yield document, Span(start, window.end)


def _match(one: Located, query: Query, library: Library) -> Match | None:
    document = library.store.document(one.document_id, query.scope.collection)
    citations = cited((one.place,), query, library.store)
    if document is None or not citations:
        return None
    before, after = _around(document.text, one.place)
    return Match(one, replace(citations[0], key=one.document_id), before, after)


def _around(text: str, place: Place) -> tuple[str, str]:
    """Give the text before and behind a place, from and to a border of words."""
    start, end = max(0, place.start - CONTEXT), min(len(text), place.end + CONTEXT)
    before, after = text[start : place.start], text[place.end : end]
    if start and " " in before:
        before = "… " + before[before.index(" ") + 1 :]
    if end < len(text) and " " in after:
        after = after[: after.rindex(" ")] + " …"
    return before, after
