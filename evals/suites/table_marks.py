"""What people marked in documents, paired with the rows that a table has there, and judged.

A row is found where a mark stands in its sentence, one row a mark; what comes closest to a doubtful
one counts neither way. Words are right if half of those that tell something are shared, seen from
either side.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from rag.tables.row import Row
from rag.text.tokens import root, tokens
from rag.types import Document, Span

ENOUGH = 0.5
"""Share of the telling words that two must have in common, seen from either."""
TELLING = {"commitment": "action", "date": "date", "figure": "number"}
"""The column by which it's seen where a row stands."""
COLUMNS = {
    "commitment": ("actor", "action", "object", "deadline", "strength", "reported"),
    "date": ("date", "event"),
    "figure": ("number", "unit", "of", "when", "where"),
}
_BEFORE = frozenset("be been being have not also to then never always only".split())
_NUMBERED = frozenset(("date", "figure"))
"""Kinds of which rows in one sentence are told apart by what they share, never by elimination."""


class Marked(BaseModel):
    """What a person marked; the columns of other kinds stay None."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    kind: str
    at: str
    part: str = ""
    doubtful: bool = False
    actor: str | None = None
    action: str | None = None
    object: str | None = None
    deadline: str | None = None
    strength: str | None = None
    reported: bool | None = None
    date: str | None = None
    event: str | None = None
    number: str | None = None
    unit: str | None = None
    of: str | None = None
    when: str | None = None
    where: str | None = None

    def said(self, column: str) -> str:
        """Give what fills a column, "" where nothing does."""
        value = getattr(self, column)
        return "yes" if value is True else str(value or "")


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one document and kind: pairs, what was missed, what was found besides."""

    document: Document
    kind: str
    pairs: Sequence[tuple[Marked, Row]]
    missed: Sequence[Marked]
    besides: Sequence[Row]
    lost: int
    """Marks whose words the document's text doesn't have."""


def compare(
    document: Document,
    kind: str,
    rows: Iterable[Row],
    marks: Iterable[Marked],
    parts: Sequence[tuple[str, int, int]] | None = None,
) -> Result:
    """Pair the rows of a document with what was marked in it, within the parts that were marked."""
    parts = parts or [("", 0, len(document.text))]
    own = [mark for mark in marks if mark.kind == kind]
    placed = [(mark, at) for mark in own if (at := place_of(mark, document, parts))]
    found = [row for row in rows if _within(_telling(row, kind), parts)]
    scored = sorted(
        (
            (score, not mark.doubtful, -m, -r)
            for m, (mark, at) in enumerate(placed)
            for r, row in enumerate(found)
            if _together(document, at, row.span)
            if (score := _likeness(kind, mark, row, document)) or kind not in _NUMBERED
        ),
        reverse=True,
    )
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _score, _sure, m, r in scored:
        if -m not in taken and -r not in used:
            taken[-m] = -r
            used.add(-r)
    excused = {-r for _, sure, _, r in scored if not sure}
    pairs = [(placed[m][0], found[r]) for m, r in sorted(taken.items())]
    return Result(
        document,
        kind,
        [pair for pair in pairs if not pair[0].doubtful],
        [one for m, (one, _) in enumerate(placed) if m not in taken and not one.doubtful],
        [row for r, row in enumerate(found) if r not in used | excused],
        len(own) - len(placed),
    )


def place_of(
    mark: Marked, document: Document, parts: Sequence[tuple[str, int, int]]
) -> Span | None:
    """Give where the words of a mark stand: in its part, else in another; None where nowhere."""
    sought = re.compile(r"\s+".join(map(re.escape, mark.at.split())))
    for _, start, end in sorted(parts, key=lambda part: part[0] != mark.part):
        if match := sought.search(document.text, start, end):
            return Span(*match.span())
    return None


def _telling(row: Row, kind: str) -> Span:
    return next((mark.span for mark in row.marked(TELLING[kind])), row.span)


def _within(span: Span, parts: Sequence[tuple[str, int, int]]) -> bool:
    return any(start <= span.start < end for _, start, end in parts)


def _together(document: Document, one: Span, other: Span) -> bool:
    """Say whether two places share a sentence of the document."""
    ours, theirs = (_sentences(document, span) for span in (one, other))
    return one.overlaps(other) or bool(ours & theirs)


def _sentences(document: Document, span: Span) -> set[int]:
    first, last = (
        bisect_right(document.sentences, at, key=lambda one: one.start) - 1
        for at in (span.start, span.end - 1)
    )
    return set(range(first, last + 1))


def _likeness(kind: str, mark: Marked, row: Row, document: Document) -> float:
    """Say how much a row and a mark share of what tells rows of one sentence apart."""
    if kind == "commitment":
        return sum(share(mark.said(one), said(one, row, document)) for one in ("action", "actor"))
    of = share(mark.said("of"), said("of", row, document)) if kind == "figure" else 0.0
    telling = share(_number(mark.said), _number(lambda one: said(one, row, document)))
    if kind == "date":
        telling = share(mark.said("date"), said("date", row, document))
    return telling and 2 * telling + of


def _number(of: Callable[[str], str]) -> str:
    return f"{of('number')} {of('unit')}"


def said(column: str, row: Row, document: Document) -> str:
    """Give the words that fill a row's column, or its fact of that name."""
    marks = row.marked(column)
    words = " ".join(document.text[one.span.start : one.span.end] for one in marks)
    return words or row.facts.get(column, "")


def verdict(column: str, mark: Marked, row: Row, document: Document) -> str:
    """Say what a row has in a column: right, wrong, missing or invented."""
    ours, theirs = said(column, row, document), mark.said(column)
    if not ours or not theirs:
        told = "right" if ours == theirs else "invented" if ours else "missing"
    elif column in ("strength", "reported"):
        told = "right" if ours == theirs else "wrong"
    elif column in ("number", "unit"):
        theirs, ours = _number(mark.said), _number(lambda one: said(one, row, document))
        told = "right" if share(ours, theirs) >= ENOUGH else "wrong"
    elif column == "action" and _head(ours) != _head(theirs):
        told = "wrong"
    else:
        told = "right" if share(ours, theirs) >= ENOUGH else "wrong"
    return f"{column} {told}"


def _head(said: str) -> str:
    """Give the root of a phrase's verb: its first word that isn't "be", "not", an adverb …."""
    words = (token.word for token in tokens(said))
    return root(next((w for w in words if w not in _BEFORE and not w.endswith("ly")), ""))


def share(one: str, other: str) -> float:
    """Give the share of the telling words that two have in common, of the one that has more."""
    a, b = _words(one), _words(other)
    return len(a & b) / max(len(a), len(b)) if a and b else 0.0


def _words(said: str) -> set[str]:
    found = tokens(said)
    return {one.stem for one in found if one.content} or {one.word for one in found} or {said}
