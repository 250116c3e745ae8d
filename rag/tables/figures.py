"""Figures: every number of running text with its unit, of what it is, when and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from heapq import merge

from rag.english.vocabulary import FUNCTION_WORDS, TIME_UNITS
from rag.english.word_lists import words
from rag.grammar.counted import aged, counted, names_only
from rag.grammar.places import places_in
from rag.tables.dated_event import clause
from rag.tables.elided import elided
from rag.tables.row import Column, Mark, Row, Table
from rag.tables.running_text import has_verb, sentences
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
_AGAINST = re.compile(r"[;:.]\s|\b(?:but|while|whereas|although|though|compared|than)\b")
_ADDED = re.compile(r"\s\([^()]{1,40}\)(?=\sof\b)")
"""What stands in brackets between a number and what it's of: "25 gallons (95 litres) of milk"."""
_ANEW = re.compile(r"\s?\(")
_GOES_ON = re.compile(r"(?:,|,?\s(?:and|or|to))\s")
_PUNCTUATION = re.compile(r"[.:;,!?\u2013\u2014-]")
_HEADED = re.compile(r"\d{1,4}\s[A-Z]")
_THEN = re.compile(
    rf"\s(?:(?:last|this|next|the\sprevious)\s(?:{'|'.join(TIME_UNITS)})\b"
    rf"|(?:an?|one|the)\s(?:{'|'.join(TIME_UNITS)})\s(?:before|earlier|ago|later)\b)"
)
"""A time behind a number that is told by another: "down from 40 last year"."""
_NOTE_NUMBER = re.compile(r"\d{1,3}\s(?=\D)")


def rows(document: Document) -> Iterator[Row]:
    """Give the figures of a document, in its order; the fact "in" says "text" or "table"."""
    yield from merge(_told(document), cells(document), key=lambda row: row.span.start)


def _told(document: Document) -> Iterator[Row]:
    """Give the figures of running text."""
    for block, span in sentences(document, MAY_COUNT):
        text = document.text[span.start : span.end]
        times = periods(text)
        named, before = -1, None
        for one in amounts(text):
            of = _of(text, one)
            if before and (not of or of[0] < one.start):
                anew = _ANEW.fullmatch(text, before[0].whole, one.start)  # in another unit
                of = before[1] if anew else of or elided(text, *before, one)
            before = one, of
            goes_on = named >= 0 and _GOES_ON.fullmatch(text, named, one.start)
            if _numbers_block(block, span, text, one) or _is_cell(text, one):
                continue
            if not one.measure and (goes_on or names_only(text, one.start, one.end, of)):
                named = one.end
            else:
                named = -1
                yield _row(document.id, span, text, one, of, times)


def _numbers_block(block: Block, span: Span, text: str, one: Amount) -> bool:
    """Say whether a number only begins a footnote or a part: "12 Titania", "4 Review of fees"."""
    if one.start or not text[one.end - 1].isdigit():
        return False
    headed = _HEADED.match(text) and (span.start == block.start or not has_verb(text))
    note = block.kind == "footnote" and span.start == block.start and _NOTE_NUMBER.match(text)
    return bool(headed or note)


def _is_cell(text: str, one: Amount) -> bool:
    """Say whether a number is a table's cell that was read as text: "Nets and lines 85,250"."""
    before = text[: one.start]
    ends = one.whole == len(text) and text[one.end - 1] in "%0123456789"
    if not ends or _PUNCTUATION.search(before) or has_verb(text):
        return False
    return not one.measure or (before.split() or ["of"])[-1].lower() not in FUNCTION_WORDS


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
    if one.rate != (0, 0):
        marks.append(("unit", one.rate))
    if of:
        marks.append(("of", of))
    if when := _when(text, one, times):
        marks.append(("when", (when.start, when.end)))
    if where := _where(text, one, times):
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
    count = one.measure in ("", "share")
    added = _ADDED.match(text, one.whole)
    whole = added.end() if added else one.whole
    return counted(text, start, whole, count=count, attributive=attributive, paid=one.money)


def _when(text: str, one: Amount, times: Sequence[Period]) -> Period | None:
    """Give the time that a number is of: that behind it, in its clause, or the only one before."""
    if _THEN.match(text, one.whole):
        return None
    placed = [time for time in times if _is_placed(text, time)]
    within = clause(text, one.start, times)
    near = [
        time
        for time in placed
        if 0 <= time.start - one.whole < NEAR and _goes_for(text, one.whole, time.start)
    ]
    near = near or [time for time in placed if within[0] <= time.start < within[1]]
    if not near and len(times) == 1 and placed and _goes_for(text, placed[0].end, one.start):
        near = placed
    return near[0] if near else None


def _where(text: str, one: Amount, times: Sequence[Period]) -> tuple[int, int] | None:
    """Give the place that a number is of: one in its clause, or the only one before."""
    found = places_in(text)
    within = clause(text, one.start, times)
    near = [place for place in found if within[0] <= place[0] < within[1]]
    behind = [place for place in near if place[0] >= one.whole]
    if not near and len(found) == 1 and _goes_for(text, found[0][1], one.start):
        near = [*found]
    return next(iter((*behind, *near)), None)


def _goes_for(text: str, start: int, end: int) -> bool:
    """Say whether what is said once goes for what follows: nothing is set against it."""
    return start <= end and not _AGAINST.search(text, start, end)


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
