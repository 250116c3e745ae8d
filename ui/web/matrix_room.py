"""The room "Matrix": a table of answers that is filled while one looks on.

The browser asks for one cell at a time and so can stop at any moment; what it shows it was given
here. A file is never made of what the browser sends back: the cells are kept here, or filled anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import BoundedSemaphore, Lock

from rag.citations.styles import STYLES
from rag.errors import CiteError, QueryError
from rag.library import Library
from rag.matrix.export import ENDINGS, LABELS, export
from rag.matrix.matrix import (
    MOST_DOCUMENTS,
    MOST_ROWS,
    Cell,
    Row,
    RowKind,
    cell,
    gathered,
    planned,
    rows_of,
)
from rag.types import Citation, Span
from ui.api.rights import asked
from ui.display import place_text
from ui.matrix import fact_text
from ui.web.calls import fields_of, told
from ui.web.citation_parts import bylines
from ui.web.citing import STYLE_NAMES, options_html
from ui.web.exporting import Parcel, parcel
from ui.web.markers import Kind, Marker, marker_of
from ui.web.table_text import cells_of

NAME = "sanad-table"
LONGEST = 100_000
"""Characters of questions that are read; fifty of the longest that can be asked."""
MOST_KEPT = 5_000
"""Cells: two of the largest tables."""
CELLS_AT_ONCE = 2
FURTHER = 3
"""Further places of a cell that are offered."""
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown;charset=utf-8",
    "csv": "text/csv;charset=utf-8",
}
_FILES = {"xlsx": "Excel", "docx": "Word", "md": "Markdown", "csv": "CSV"}
_SIGNS = {"otherwise": "≠", "compare": "≈", "unsure": "?", "not said": "–", "failed": "!"}

Made = dict[str, object]


def room_html() -> str:
    """Ask for questions and documents; the script fills in the documents, and the table."""
    return f'<div class="tabled" data-stage="ask">{_form_html()}{_table_html()}</div>'


def _form_html() -> str:
    return (
        '<div class="form"><h2>A table of answers</h2><p class="lead">Questions down, documents '
        "across. Each cell holds a document’s own words and opens them in their place; where a "
        "document doesn’t say, the cell says so.</p>"
        '<div class="halves"><div><label class="name" for="table-questions">Questions, one a line'
        '</label><textarea id="table-questions" rows="10" dir="auto" spellcheck="true" '
        'placeholder="Who is responsible?&#10;What does it cost?&#10;When does it begin?">'
        '</textarea><fieldset class="kinds"><legend>Each line is</legend>'
        '<label><input type="radio" name="row-kind" value="question" checked> a question</label>'
        '<label><input type="radio" name="row-kind" value="claim"> a claim to check</label>'
        "</fieldset></div>"
        '<fieldset class="chooser"><legend class="name">Documents <span class="count"></span>'
        '</legend><div class="find"><input type="search" aria-label="Find a document" '
        'placeholder="Find a document" autocomplete="off">'
        '<button type="button" class="every">All</button>'
        '<button type="button" class="none">None</button></div>'
        '<ul class="choices"></ul></fieldset></div>'
        '<p class="acts"><button type="button" class="fill">Fill the table</button>'
        '<button type="button" class="to-table" hidden>Back to the table</button>'
        '<span class="size meta"></span></p><div class="said" role="alert"></div></div>'
    )


def _table_html() -> str:
    files = "".join(
        f'<button type="button" class="file" data-ending="{ending}">{name}</button>'
        for ending, name in _FILES.items()
    )
    return (
        '<div class="filled"><div class="bar"><div class="how-far">'
        '<h2 tabindex="-1">A table of answers</h2>'
        '<p class="progress"><progress aria-label="Cells filled"></progress> '
        '<span class="done"></span></p><p class="told" role="status"></p></div>'
        '<p class="acts"><button type="button" class="halt" hidden>Stop</button>'
        '<button type="button" class="go-on" hidden>Go on</button>'
        '<button type="button" class="change">Change</button></p>'
        f'<details class="documents drop save"><summary>Export</summary><div class="card">'
        f'<p class="label">The table, with its references</p><label class="choice">Style '
        f'<select name="table-style">{options_html(STYLE_NAMES)}</select></label>'
        f'<p class="acts files">{files}</p></div></details></div>'
        '<div class="turn"><button type="button" class="before" aria-label="Question before">←'
        '</button><span class="which" aria-live="polite"></span><button type="button" '
        'class="next" aria-label="Next question">→</button></div>'
        '<div class="sheet" tabindex="0" role="region" aria-label="The table of answers"></div>'
        "</div>"
    )


def room_functions(library: Library) -> list[Callable[[object], Made]]:
    """Give what the browser calls: the documents, a plan, a cell, a file."""
    kept, turns = _Kept(), BoundedSemaphore(CELLS_AT_ONCE)

    def matrix_documents(_wish: object) -> Made:
        return told(lambda: known_documents(library))

    def matrix_plan(wish: object) -> Made:
        return told(lambda: _plan(fields_of(wish), library))

    def matrix_cell(wish: object) -> Made:
        with turns:
            return told(lambda: _shown(fields_of(wish), library, kept))

    def matrix_file(wish: object) -> Made:
        return told(lambda: dict(_file(fields_of(wish), library, kept)))

    return [matrix_documents, matrix_plan, matrix_cell, matrix_file]


class _Kept:
    """Cells that were filled, the last ones, each for one state of the index."""

    def __init__(self) -> None:
        self._cells: OrderedDict[tuple[int, Row, str], Cell] = OrderedDict()
        self._lock = Lock()

    def cell(self, row: Row, document_id: str, library: Library) -> Cell:
        key = library.store.revision, row, document_id
        with self._lock:
            if known := self._cells.get(key):
                self._cells.move_to_end(key)
                return known
        made = cell(row, document_id, library)
        if made.outcome != "failed":
            with self._lock:
                self._cells[key] = made
                while len(self._cells) > MOST_KEPT:
                    self._cells.popitem(last=False)
        return made


def known_documents(library: Library) -> Made:
    """List the documents to choose from, by their titles."""
    entries = sorted(library.store.entries(), key=lambda one: one.source.title.casefold())
    by = bylines([(one.file, one.source) for one in entries])
    return {
        "revision": library.store.revision,
        "documents": [
            {
                "id": one.id,
                "title": one.source.title,
                "byline": told,
                "file": one.file,
            }
            for one, told in zip(entries, by, strict=True)
        ],
        "most": {"rows": MOST_ROWS, "documents": MOST_DOCUMENTS},
    }


def _plan(wish: Mapping[str, object], library: Library) -> Made:
    text = str(wish.get("text") or "")
    if len(text) > LONGEST:
        raise QueryError(f"there are {len(text):,} characters; {LONGEST:,} is the most")
    chosen = _names(wish.get("documents"))
    if not chosen:
        raise QueryError("no document is chosen; tick at least one")
    plan = planned(rows_of(text, _kind(wish.get("kind"))), chosen, library)
    asked(len(plan.rows))
    files = {one.id: one.file for one in library.store.entries()}
    by = bylines([(files.get(name, name), source) for name, source in plan.documents])
    return {
        "revision": library.store.revision,
        "rows": [{"text": row.text, "kind": row.kind} for row in plan.rows],
        "documents": [
            {
                "id": name,
                "title": source.title,
                "byline": by[at - 1],
                "marker": Marker(0, "document", at, name).id,
            }
            for at, (name, source) in enumerate(plan.documents, start=1)
        ],
    }


def _kind(given: object) -> RowKind:
    return "claim" if given == "claim" else "question"


def _names(given: object) -> tuple[str, ...]:
    listed = given if isinstance(given, list) else []
    return tuple(str(one) for one in listed)


def _row(given: object) -> Row:
    fields = fields_of(given)
    return Row(str(fields.get("text") or ""), _kind(fields.get("kind")))


def _shown(wish: Mapping[str, object], library: Library, kept: _Kept) -> Made:
    """Give a cell as the page shows it: every text is text, and a marker leads to its place."""
    turn = wish.get("turn")
    row, name = _row(wish.get("row")), str(wish.get("document"))
    made = kept.cell(row, name, library)
    kind: Kind = "source" if made.outcome in ("said", "otherwise") else "nearest"
    number = turn if isinstance(turn, int) and 0 < turn < MOST_ROWS + 1 else 1
    places = [
        {
            "marker": marker_of(one, turn=number, number=at, kind=kind).id,
            "place": place_text(one),
        }
        for at, one in enumerate(made.citations[: FURTHER + 1], start=1)
    ]
    told = made.reason if made.outcome in ("failed", "unsure", "otherwise", "compare") else ""
    return {
        "outcome": made.outcome,
        "label": LABELS[made.outcome],
        "sign": _SIGNS.get(made.outcome, ""),
        "words": _pieces(made.citations[0].quote, made.answer) if made.citations else [],
        "cells": _cells(made.citations[0], made.answer) if made.citations else [],
        "places": places,
        "facts": [fact_text(one) for one in made.facts],
        "reason": _sentence(told),
    }


def _sentence(text: str) -> str:
    end = "" if not text or text.endswith((".", ".”", "?")) else "."
    return text[:1].upper() + text[1:] + end


def _pieces(quote: str, answer: Span | None) -> list[tuple[str, bool]]:
    """Cut a quote at the words that answer."""
    if answer is None:
        return [(quote, False)]
    start, end = answer.start, answer.end
    pieces = [(quote[:start], False), (quote[start:end], True), (quote[end:], False)]
    return [piece for piece in pieces if piece[0]]


def _cells(citation: Citation, answer: Span | None) -> list[Made]:
    """Give a quoted row in its cells, each with what stands over it and what parts it; else []."""
    quote, heads = citation.quote, citation.column_heads
    if not any(heads):
        return []
    spans, told, end = cells_of(quote, 0, len(quote)), answer or Span(0, 0), 0
    cells: list[Made] = []
    for span, head in zip(spans, heads, strict=False):
        inside = Span(
            max(told.start, span.start) - span.start, min(told.end, span.end) - span.start
        )
        words = _pieces(quote[span.start : span.end], inside if inside.start < inside.end else None)
        cells.append({"before": quote[end : span.start], "head": head, "words": words})
        end = span.end
    return cells if len(cells) == len(spans) else []


def _file(wish: Mapping[str, object], library: Library, kept: _Kept) -> Parcel:
    """Write the table; of its cells those that the browser says are filled."""
    ending, style = str(wish.get("ending")), str(wish.get("style"))
    if ending not in ENDINGS or style not in STYLES:
        raise CiteError("this can't be exported; load the page again")
    given = wish.get("rows")
    rows = [_row(one) for one in given] if isinstance(given, list) else []
    plan = planned(rows, _names(wish.get("documents")), library)
    wanted = set(_names(wish.get("filled")))
    filled = [
        kept.cell(row, name, library)
        for number, row in enumerate(plan.rows)
        for name, _ in plan.documents
        if f"{number} {name}" in wanted
    ]
    data = export(gathered(plan, filled), ending, style, made_at=datetime.now(UTC))
    return parcel(f"{NAME}.{ending}", _TYPES[ending], data)
