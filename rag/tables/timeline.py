"""Dated events: every date that a document states, with what is said to happen then."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rag.english.word_lists import phrases
from rag.grammar.named_years import dates_nothing
from rag.tables.dated_event import event_of
from rag.tables.row import Column, Found, Group, Mark, Row, Table
from rag.tables.running_text import sentences
from rag.text.periods import MAY_TELL, Period, periods
from rag.text.tokens import tokens
from rag.types import Block, Document, Span

FRONT = 12
"""Blocks at a document's beginning in which a line with a date alone is that of what it heads."""
WORDS = 3
"""Telling words from which on two events told in the same words are taken for one."""
NEAR = 40
"""Characters around a date that tell of what kind it is."""


def _any(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases('timeline', name))})\b", re.IGNORECASE)


_LAWS = re.compile(rf"\b(?:Acts?|Bills?|(?i:{'|'.join(phrases('timeline', 'laws'))}))\b")
_ENACTED, _DUTY = _any("enacted"), _any("duty")
_PUBLICATION, _MEETING = _any("publication"), _any("meeting")
_DUE, _SURELY_DUE = (
    re.compile(rf"\b(?:{'|'.join(phrases('timeline', name))})\s(?:the\s)?$", re.IGNORECASE)
    for name in ("due", "due_surely")
)


def rows(document: Document) -> Iterator[Row]:
    """Give the dated events of a document, a row a date, in the order of its text."""
    for block, span in sentences(document, MAY_TELL):
        text = document.text[span.start : span.end]
        found = periods(text)
        for one in found:
            if dates_nothing(text, one.start, one.end):
                continue
            if event := event_of(text, one, found):
                yield _row(document.id, span, text, one, event)
            elif (title := _title_over(document, block)) and one.first.count("-") in (1, 2):
                date = Mark("date", Span(span.start + one.start, span.start + one.end))
                facts = {"iso": one.iso, "kind": ""}
                yield Row(document.id, span, (date, Mark("event", title, "heading")), facts)


def _title_over(document: Document, block: Block) -> Span | None:
    """Give the heading over a line at the document's beginning that is nothing but a date."""
    at = bisect_left(document.blocks, block.start, key=lambda one: one.start)
    if at >= FRONT:
        return None
    over = (one for one in document.blocks[:at][::-1] if one.kind == "heading")
    return next((Span(one.start, one.end) for one in over), None)


def _row(document_id: str, span: Span, text: str, one: Period, event: tuple[Span, ...]) -> Row:
    at = span.start
    marks = [Mark("date", Span(at + one.start, at + one.end))]
    marks += [Mark("event", Span(at + part.start, at + part.end)) for part in event]
    said = " ".join(text[part.start : part.end] for part in event)
    facts = {"iso": one.iso, "kind": _kind(text, one, said)}
    return Row(document_id, span, tuple(marks), facts)


def _kind(text: str, one: Period, said: str) -> str:
    """Say of what kind a date is, where its own words tell it; else ""."""
    near = text[max(0, one.start - NEAR) : one.start]
    if _SURELY_DUE.search(near) or (_DUE.search(near) and _DUTY.search(said)):
        return "deadline"
    if _LAWS.search(said) and _ENACTED.search(near):
        return "law"
    if _PUBLICATION.search(near):
        return "publication"
    if _MEETING.search(near):
        return "meeting"
    return "period" if one.last else ""


def compare(found: Found) -> Iterator[Group]:
    """Give events that documents date differently, and the dates that several of them have."""
    by_date: dict[str, list[Row]] = defaultdict(list)
    by_event: dict[frozenset[str], list[tuple[Document, Row]]] = defaultdict(list)
    for document, some in found:
        for row in some:
            by_date[row.facts["iso"]].append(row)
            by_event[_stems(document, row)].append((document, row))
    for stems, told in by_event.items():
        several = len({document.id for document, _ in told}) > 1
        if len(stems) >= WORDS and several and (remark := _told_apart(told)):
            yield Group(_said(*told[0], "event"), tuple(row for _, row in told), remark)
    for iso, some in sorted(by_date.items()):
        if len({row.document_id for row in some}) > 1:
            yield Group(iso, tuple(some))


def _told_apart(told: Sequence[tuple[Document, Row]]) -> str:
    """Say with which dates one event is told; "" where one may be the other, told more exactly."""
    dates = sorted({row.facts["iso"] for _, row in told}, key=len)
    if all(dates[0] in date for date in dates):
        return ""
    said = dict.fromkeys(_said(document, row, "date") for document, row in told)
    return "different dates: " + ", ".join(f"“{one}”" for one in said)


def _stems(document: Document, row: Row) -> frozenset[str]:
    return frozenset(one.stem for one in tokens(_said(document, row, "event")) if one.content)


def _said(document: Document, row: Row, column: str) -> str:
    cut = (document.text[mark.span.start : mark.span.end] for mark in row.marked(column))
    return " ".join(" ".join(part.split()) for part in cut)


TABLE = Table(
    "timeline",
    "Timeline",
    (
        Column("date", "Date", sorted_by="iso"),
        Column("event", "Event"),
        Column("kind", "Kind", marked=False),
    ),
    rows,
    compare,
)
