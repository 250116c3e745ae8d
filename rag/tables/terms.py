"""Terms and abbreviations: what documents define and spell out, and what they don't."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rag.grammar.quote_role import plain_role
from rag.requests.occurrences import sentence_at
from rag.tables.defined_terms import Defined, defined_terms, in_row
from rag.tables.row import Column, Found, Group, Mark, Row, Table
from rag.tables.short_forms import (
    PROSE,
    in_short,
    may_be_plain,
    may_be_spelled,
    same,
    spellings,
    uses,
)
from rag.types import Block, Document, Span

DEFINED, ABBREVIATED, LISTED, NOT_SPELT_OUT = "defined", "abbreviation", "list", "not spelt out"
"""How a term is explained, if it is."""
_SHORTENED = re.compile(r"(?:\betc|\b[A-Z]|\b[a-z]\.[a-z])\.\W*\Z")
"""A full stop that belongs to its word: "etc.", "U.S."."""
_NO_USE = frozenset({"contents", "reference", "blank", "heading"})


def rows(document: Document) -> Iterator[Row]:
    """Give the terms and abbreviations of a document, each where it's explained or first used."""
    used = uses(document)
    waiting = sorted(_abbreviations(document, used), key=_at)
    for block in document.blocks:
        found = [_row(document, one, used) for one in _defined(document, block)]
        explained = {_at(row) for row in found}
        while waiting and _at(waiting[0]) < block.end:
            row = waiting.pop(0)
            if _at(row) not in explained:
                found.append(row)
        yield from sorted(found, key=_at)
    yield from waiting


def _at(row: Row) -> int:
    return row.marks[0].span.start


def _defined(document: Document, block: Block) -> Iterator[Defined]:
    if block.kind == "table":
        if one := in_row(document, block):
            yield one
    elif block.kind in PROSE:
        found = list(defined_terms(document, block))
        if found and plain_role(document, Span(block.start, block.end)) not in _NO_USE:
            yield from found


def _row(document: Document, one: Defined, used: dict[str, list[int]]) -> Row:
    """Give the row of a term that is defined."""
    meaning = one.meaning and _without_stop(document, one.meaning)
    meant = meaning or one.term
    start = min(sentence_at(document, one.term.start).start, meant.start)
    told = one.meaning or sentence_at(document, start)
    end = max(told.end, one.term.end)
    said = document.text[one.term.start : one.term.end]
    facts = {"how": LISTED if one.entry else DEFINED}
    if said in used:
        facts["uses"] = str(len(used[said]))
    marks = [Mark("term", one.term)]
    if meaning:
        marks.append(Mark("meaning", meaning))
    return Row(document.id, Span(start, end), tuple(marks), facts)


def _without_stop(document: Document, meaning: Span) -> Span:
    """Give a meaning without what ends its sentence or its entry in a list."""
    said = document.text[meaning.start : meaning.end]
    shortened = _SHORTENED.search(said)
    kept = said.rstrip(" ;,") if shortened else said.rstrip(" ;,.")
    return Span(meaning.start, meaning.start + len(kept)) if kept else meaning


def _abbreviations(document: Document, used: dict[str, list[int]]) -> Iterator[Row]:
    """Give the rows of abbreviations, spelled out or not."""
    for short, places in used.items():
        count = str(len(places))
        found = False
        for term, meaning in spellings(document, short):
            found = True
            yield _spelled_row(document, term, meaning, count)
        unsure = (
            found
            or may_be_plain(short, len(places))
            or may_be_spelled(document.text, short, places)
        )
        if not unsure and (first := _first_use(document, places)) is not None:
            mark = Mark("term", Span(first, first + len(short)))
            facts = {"how": NOT_SPELT_OUT, "uses": count}
            yield Row(document.id, sentence_at(document, first), (mark,), facts)


def _spelled_row(document: Document, term: Span, meaning: Span, count: str) -> Row:
    first, last = sorted((term, meaning), key=lambda span: span.start)
    sentence = sentence_at(document, first.start)
    span = Span(min(sentence.start, first.start), max(sentence.end, last.end))
    block = document.block_at(term.start)
    listed = block is not None and block.kind == "table"
    facts = {"how": LISTED if listed else ABBREVIATED, "uses": count}
    return Row(document.id, span, (Mark("term", term), Mark("meaning", meaning)), facts)


def _first_use(document: Document, places: Sequence[int]) -> int | None:
    """Give the first place that isn't in a note, a reference or a table of contents."""
    for at in places:
        block = document.block_at(at)
        noted = block is None or block.kind == "footnote"
        if not noted and plain_role(document, sentence_at(document, at)) not in _NO_USE:
            return at
    return None


def compare(found: Found) -> Iterator[Group]:
    """Give the terms that are explained in two ways, or in one document and not in another."""
    groups: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for document, made in found:
        for row in made:
            groups[_key(document, row)].append((_meaning(document, row), row))
    for key in sorted(groups):
        if key and (remark := _remark(groups[key])):
            document = next(one for one, _ in found if one.id == groups[key][0][1].document_id)
            span = groups[key][0][1].marks[0].span
            label = document.text[span.start : span.end]
            yield Group(label, tuple(row for _, row in groups[key]), remark)


def _key(document: Document, row: Row) -> str:
    span = row.marks[0].span
    said = document.text[span.start : span.end]
    return said if said.isupper() else " ".join(in_short(said))


def _meaning(document: Document, row: Row) -> str:
    spans = (mark.span for mark in row.marked("meaning"))
    return " ".join(" ".join(in_short(document.text[span.start : span.end])) for span in spans)


def _remark(those: Sequence[tuple[str, Row]]) -> str:
    """Say what is to be said of the rows of one term; "" if nothing is."""
    told = {meaning for meaning, _ in those if meaning}
    distinct: list[str] = []
    for one in sorted(told, key=len, reverse=True):
        if not any(one in other or same(one, other) for other in distinct):
            distinct.append(one)
    documents = len({row.document_id for meaning, row in those if meaning})
    unspelled = [row for _, row in those if row.facts["how"] == NOT_SPELT_OUT]
    short = any(row.facts["how"] in (ABBREVIATED, NOT_SPELT_OUT) for _, row in those)
    if len(distinct) > 1 and short:
        return f"Stands for {len(distinct)} things."
    if len(distinct) > 1:
        where = "in one document" if documents == 1 else f"in {documents} documents"
        return f"Explained in {len(distinct)} ways, {where}."
    if told and unspelled:
        return "Spelt out in another document only."
    return ""


TABLE = Table(
    "terms",
    "Terms and abbreviations",
    (
        Column("term", "Term"),
        Column("meaning", "Meaning"),
        Column("how", "How it's explained", marked=False),
        Column("uses", "Times used", marked=False, sorted_by="uses"),
    ),
    rows,
    compare,
)
"""What is defined, spelt out, listed, and used without being spelt out."""
