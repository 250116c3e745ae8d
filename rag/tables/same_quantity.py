"""The same quantity in several places, side by side, with what differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rag.tables.row import Found, Group, Row
from rag.text.tokens import tokens
from rag.types import Document

WORDS = 2
"""Telling words that two must share in what they are of: "members" alone may be anybody's."""

Told = tuple[Document, Row]


def compare(found: Found) -> Iterator[Group]:
    """Give figures of the same thing, in the same unit, at the same time and place if told.

    Those that differ come first. Two in one sentence are no two places. Cells of tables are left
    out: what a caption says of them isn't known here.
    """
    by_words: dict[tuple[str, frozenset[str]], list[Told]] = defaultdict(list)
    for document, some in found:
        for row in some:
            of = _stems(document, row)
            if len(of) >= WORDS and row.facts["in"] == "text":
                by_words[row.facts["measure"], of].append((document, row))
    groups = [
        _group(same) for told in by_words.values() for same in _same(told) if _apart(same) > 1
    ]
    yield from sorted(groups, key=lambda group: group.remark == SAME)


SAME = "the same"


def _stems(document: Document, row: Row) -> frozenset[str]:
    return frozenset(
        token.stem
        for mark in row.marked("of")
        for token in tokens(document.text[mark.span.start : mark.span.end])
        if token.content
    )


def _same(told: Sequence[Told]) -> Iterator[list[Told]]:
    """Part figures of different times and places; those that name none go with the only others."""
    by_time: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for document, row in told:
        where = " ".join(_said(document, row, "where").lower().split()[1:])
        by_time[row.facts.get("date", ""), where].append((document, row))
    bare = by_time.pop(("", ""), [])
    if len(by_time) == 1:
        yield [*next(iter(by_time.values())), *bare]
        return
    yield from by_time.values()
    yield bare


def _apart(same: Sequence[Told]) -> int:
    return len({(document.id, row.span.start) for document, row in same})


def _group(same: Sequence[Told]) -> Group:
    document, first = same[0]
    return Group(_said(document, first, "of"), tuple(row for _, row in same), _remark(same))


def _remark(same: Sequence[Told]) -> str:
    """Say how far the lowest and the highest are apart: "12 and 14: 2 apart, 17%"."""
    values = {(float(row.facts["value"]), row.facts.get("to", "")) for _, row in same}
    if len(values) == 1:
        return SAME
    ordered = sorted(same, key=lambda one: float(one[1].facts["value"]))
    low, high = ordered[0], ordered[-1]
    least, most = (float(row.facts["value"]) for _, row in (low, high))
    said = " and ".join(_figure(*one) for one in (low, high))
    if len(values) > 2:
        said = f"{len(values)} values, from {said.replace(' and ', ' to ')}"
    if least == most or any("to" in row.facts for _, row in same):
        return f"{said}: not the same"
    measure = low[1].facts["measure"]
    apart = scaled(most - least)
    if measure == "per cent":
        return f"{said}: {apart} percentage points apart"
    part = f", {round(100 * (most - least) / abs(least))}%" if least else ""
    return f"{said}: {apart} apart{part}"


def _figure(document: Document, row: Row) -> str:
    number, unit = _said(document, row, "number"), _said(document, row, "unit")
    return number if not unit or unit in number else f"{number} {unit}"


def _said(document: Document, row: Row, column: str) -> str:
    marks = row.marked(column)
    return " ".join(
        " ".join(document.text[mark.span.start : mark.span.end].split()) for mark in marks
    )


def scaled(value: float) -> str:
    """Write a number as one says it: "2 million", "1,250"."""
    for scale, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= scale:
            return f"{value / scale:,.2f}".rstrip("0").rstrip(".") + f" {name}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")
