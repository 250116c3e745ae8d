"""The room "Tables": rows of documents' own words, shown as they are found, a part at a time.

The script asks for a table and some of its rows at plain addresses, from this page alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Annotated

from fastapi import FastAPI, Header, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from rag.library import Library
from rag.tables.kinds import TITLES
from rag.tables.lines import Line, cited
from rag.tables.listing import Cited, Compared, gathered, listed
from rag.tables.row import Table, Where
from rag.types import Span
from ui.api.gate import Gate
from ui.api.problems import problem_of
from ui.api.rights import did, needs
from ui.api.tables import (
    AskedTable,
    AskedTableFile,
    Shown,
    documents_of,
    events,
    named,
    streamed,
    table_file,
)
from ui.display import place_text
from ui.web.calls import told
from ui.web.citing import STYLE_NAMES, options_html
from ui.web.markers import marker_of
from ui.web.matrix_room import Made, known_documents

AT_ONCE, WAITING = 2, 30
MOST_TOGETHER = 30
"""Rows that are shown of those that stand side by side; a file has them all."""
FILES = {"docx": "Word", "xlsx": "Excel", "md": "Markdown", "csv": "CSV", "json": "JSON"}
_ELSEWHERE: dict[Where, str] = {
    "here": "",
    "heading": "from the heading",
    "before": "from the sentence before",
    "list": "from the list’s opening",
}
_PAGE = re.compile(r"https?://[\w.:\[\]-]{1,200}(?:/c/[\w-]{1,100})?/")
_OUR_OWN = frozenset(("same-origin", "none", ""))

Site = Annotated[str, Header(alias="Sec-Fetch-Site")]
Name = Annotated[str, Path(max_length=40)]


class AskedHere(AskedTableFile):
    """What the page asks for; ``page`` is its own address, for links in a file."""

    page: str = Field("", max_length=400)


def room_html() -> str:
    """Lay out the room; the script fills in the documents and the rows."""
    kinds = "".join(
        f'<button type="button" data-table="{name}" aria-pressed="false">{title}</button>'
        for name, title in TITLES.items()
    )
    files = "".join(
        f'<button type="button" class="file" data-ending="{ending}">{name}</button>'
        for ending, name in FILES.items()
    )
    return (
        '<div class="listed-in" data-idle><h2 class="vh">Tables</h2>'
        f'<div class="switch kinds" role="group" aria-label="Which table">{kinds}</div>'
        '<div class="tools"><details class="documents drop chooser"><summary>Documents: '
        '<span class="count">all</span></summary><div class="card">'
        '<div class="find"><input type="search" aria-label="Find a document" '
        'placeholder="Find a document" autocomplete="off">'
        '<button type="button" class="every">All</button>'
        '<button type="button" class="none">None</button></div><ul class="choices"></ul>'
        '</div></details><div class="filter"><select aria-label="Where to look" name="within">'
        '</select><input type="search" name="words" aria-label="Words of a row" '
        'placeholder="Only rows with these words" autocomplete="off" maxlength="200"></div>'
        '<label class="sorting">Sort by <select name="sort"></select></label>'
        '<div class="switch views" role="group" aria-label="What to show" hidden>'
        '<button type="button" data-view="rows" aria-pressed="true">Rows</button>'
        '<button type="button" data-view="groups" aria-pressed="false">Side by side</button></div>'
        '<details class="documents drop save"><summary>Export</summary><div class="card">'
        '<p class="label">All rows that are chosen, with their references</p>'
        f'<label class="choice">Style <select name="style">{options_html(STYLE_NAMES)}</select>'
        f'</label><p class="acts files">{files}</p></div></details></div>'
        '<div class="how-far"><p class="told" role="status"></p>'
        '<button type="button" class="halt" hidden>Stop</button>'
        '<details class="left-out" hidden><summary></summary><ul></ul></details></div>'
        '<div class="said" role="alert"></div>'
        '<div class="sheet" tabindex="0" role="region" aria-label="The table"></div>'
        '<p class="turn"><button type="button" class="before" aria-label="Rows before">←</button>'
        '<span class="which" aria-live="polite"></span>'
        '<button type="button" class="next" aria-label="Rows behind">→</button></p></div>'
    )


def room_functions(library: Library) -> list[Callable[[object], Made]]:
    """Give what the browser calls: the documents."""

    def table_documents(_wish: object) -> Made:
        return told(lambda: known_documents(library))

    return [table_documents]


def add_table_routes(app: FastAPI, library: Library) -> None:
    """Add the addresses to an application, before the page itself takes all others."""
    gate, of_reader = Gate(AT_ONCE, WAITING), needs("reader", "read")

    @app.get("/tables/{name}", openapi_extra=of_reader, include_in_schema=False)
    def rows(name: Name, asked: Annotated[AskedTable, Query()], site: Site = "") -> Response:
        if site not in _OUR_OWN:
            return _refused()
        try:
            table = named(name)
            found = events(table, asked.choice(table), asked, library, _AS_SHOWN)
        except Exception as error:  # noqa: BLE001 - the page must get words
            return _problem(error)
        return streamed(found, gate)

    @app.get("/tables/{name}/file", openapi_extra=of_reader, include_in_schema=False)
    def file(
        request: Request, name: Name, asked: Annotated[AskedHere, Query()], site: Site = ""
    ) -> Response:
        if site not in _OUR_OWN:
            return _refused()
        try:
            table = named(name)
            with gate.passed():
                choice = asked.choice(table)
                made = gathered(table, listed(table, choice, library), choice.where)
                did("read", *documents_of(made.lines))
                page = asked.page if _PAGE.fullmatch(asked.page) else str(request.base_url)
                return table_file(made, asked, library, page)
        except Exception as error:  # noqa: BLE001 - the page must get words
            return _problem(error)


def _refused() -> Response:
    return JSONResponse({"detail": "Only this page may ask for this."}, 403)


def _problem(error: Exception) -> Response:
    found = problem_of(error)
    return JSONResponse({"detail": found["detail"]}, int(str(found["status"])))


def row_told(one: Cited, table: Table, number: int) -> dict[str, object]:
    """Give a row as the page shows it: every text is text, and a marker leads to its place."""
    line, citation = one.line, one.citation
    kept = citation.role != "own" and citation.role
    return {
        "number": number,
        "marker": marker_of(citation, turn=1, number=number).id,
        "title": citation.title,
        "place": place_text(citation),
        "role": kept or "",
        "cells": [
            {"text": cell, "from": _whence(line, column.name)}
            for column, cell in zip(table.columns, line.cells, strict=True)
        ],
        "pieces": list(pieces(line, table)),
    }


def group_told(group: Compared, table: Table, library: Library) -> dict[str, object]:
    """Give what stands side by side as the page shows it."""
    found = ((line, cited(line, library)) for line in group.lines[:MOST_TOGETHER])
    rows = [
        row_told(Cited(line, citation), table, number)
        for number, (line, citation) in enumerate(found, start=1)
        if citation
    ]
    more = max(0, len(group.lines) - MOST_TOGETHER)
    return {"label": group.label, "remark": group.remark, "rows": rows, "more": more}


_AS_SHOWN = Shown(row_told, group_told, groups_too=True)


def _whence(line: Line, column: str) -> str:
    marks = line.row.marked(column)
    return _ELSEWHERE[marks[0].where] if marks else ""


def pieces(line: Line, table: Table) -> Iterator[tuple[str, int]]:
    """Cut a row's words where a mark begins or ends, each piece with the number of its column.

    Where marks lie in each other it's the innermost's; -1 where none is.
    """
    row, text = line.row, line.document.text
    columns = {column.name: number for number, column in enumerate(table.columns)}
    marks = [
        (one.span, columns[one.column])
        for one in row.marks
        if one.where == "here" and one.column in columns
    ]
    ends = sorted({row.span.start, row.span.end, *_ends(span for span, _ in marks)})
    for start, end in pairwise(ends):
        over = [(at.end - at.start, n) for at, n in marks if at.start <= start and end <= at.end]
        yield text[start:end], min(over)[1] if over else -1


def _ends(spans: Iterable[Span]) -> Iterator[int]:
    for span in spans:
        yield from (span.start, span.end)
