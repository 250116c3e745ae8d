"""Figures: every number of running text with its unit, of what it is, when and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from heapq import merge

from rag.english.vocabulary import TIME_UNITS
from rag.english.word_lists import words
from rag.grammar.counted import aged, counted, names_only
from rag.grammar.places import place_of
from rag.tables.dated_event import clause
from rag.tables.row import Column, Mark, Row, Table
from rag.tables.running_text import sentences
from rag.tables.same_quantity import compare
from rag.tables.tabulated_figures import cells, plain
from rag.text.amounts import MAY_COUNT, Amount, amounts
from rag.text.periods import Period, periods
from rag.types import Block, Document, Span

NEAR = 30
"""Characters behind a number in which a time is taken for its own, where a sentence has several."""

_ATTRIBUTIVE = re.compile(r"\b(?:a|an|the|its|their|our|this|that|every|each)\s$", re.IGNORECASE)
_PLACED = re.compile(
    rf"(?:\b(?:{'|'.join(words('named_years', 'prepositions'))})\s(?:the\s)?|\()$", re.IGNORECASE
)
_LEAD = re.compile(r"^\W*(?:\w+\s){0,2}$")
_GOES_ON = re.compile(r"(?:,|,?\s(?:and|or|to))\s")
_HEADED = re.compile(r"\d{1,4}\s[A-Z]")
_NOTE_NUMBER = re.compile(r"\d{1,3}\s(?=\D)")


def rows(document: Document) -> Iterator[Row]:
    """Give the figures of a document, in its order; the fact "in" says "text" or "table"."""
    yield from merge(_told(document), cells(document), key=lambda row: row.span.start)


def _told(document: Document) -> Iterator[Row]:
    """Give the figures of running text."""
    for block, span in sentences(document, MAY_COUNT):
        text = document.text[span.start : span.end]
        times = periods(text)
        named = -1
        for one in amounts(text):
            of = _of(text, one)
            goes_on = named >= 0 and _GOES_ON.fullmatch(text, named, one.start)
            if _numbers_block(block, span, text, one):
                continue
            if not one.measure and (goes_on or names_only(text, one.start, one.end, of)):
                named = one.end
            else:
                named = -1
                yield _row(document.id, span, text, one, of, times)


def _numbers_block(block: Block, span: Span, text: str, one: Amount) -> bool:
    """Say whether a number only begins a footnote or a part: "12 Titania", "4 Review of fees"."""
    first = span.start == block.start and one.start == 0 and text[one.end - 1].isdigit()
    note = block.kind == "footnote" and _NOTE_NUMBER.match(text)
    return first and bool(note or _HEADED.match(text))


def _row(
    document_id: str,
    span: Span,
    text: str,
    one: Amount,
    of: tuple[int, int] | None,
    times: Sequence[Period],
) -> Row:
    marks = [("number", (one.start, one.end))]
    if one.unit != (0, 0):
        marks.append(("unit", one.unit))
    if of:
        marks.append(("of", of))
    if when := _when(text, one, times):
        marks.append(("when", (when.start, when.end)))
    if where := place_of(text, one.whole, clause(text, one.start, times)):
        marks.append(("where", where))
    at = span.start
    placed = (Mark(name, Span(at + start, at + end)) for name, (start, end) in marks)
    facts = {"value": plain(one.value), "measure": one.measure, "in": "text"}
    facts |= {"to": plain(one.to)} if one.to is not None else {}
    facts |= {"date": when.iso} if when else {}
    return Row(document_id, span, tuple(placed), facts)


def _of(text: str, one: Amount) -> tuple[int, int] | None:
    if one.unit != (0, 0) and one.unit[1] <= one.start and one.measure == "year":
        return aged(text, one.unit[0])
    before = _ATTRIBUTIVE.search(text[max(0, one.start - 8) : one.start])
    percent = one.measure.startswith("per cent")
    time = one.measure in TIME_UNITS
    attributive = one.joined or percent or bool(before and one.measure and not time)
    start = min(one.start, one.unit[0]) if one.unit != (0, 0) else one.start
    count = not one.measure
    return counted(text, start, one.whole, count=count, attributive=attributive, paid=one.money)


def _when(text: str, one: Amount, times: Sequence[Period]) -> Period | None:
    """Give the time that a number is of: that behind it, in its clause, or at the beginning."""
    placed = [time for time in times if _is_placed(text, time)]
    within = clause(text, one.start, times)
    near = [time for time in placed if 0 <= time.start - one.whole < NEAR]
    near = near or [time for time in placed if within[0] <= time.start < within[1]]
    near = near or [time for time in placed if not _LEAD.sub("", text[: time.start])]
    return near[0] if near else None


def _is_placed(text: str, time: Period) -> bool:
    """Say whether a time tells when: "in 2015", "(2015)"; not "the 2015 survey"."""
    before = text[max(0, time.start - 14) : time.start]
    year = text[time.start : time.end].isdigit()
    if time.last and text[time.start].isalpha():
        return True
    return _PLACED.search(before) is not None and not (year and before.endswith("the "))


TABLE = Table(
    "figures",
    "Figures",
    (
        Column("number", "Number", sorted_by="value"),
        Column("unit", "Unit"),
        Column("of", "Of what"),
        Column("when", "When"),
        Column("where", "Where"),
    ),
    rows,
    compare,
)
