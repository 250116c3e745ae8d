"""Tables of what documents say, over HTTP: whole, as a file, or row by row as they are found."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import Field

from rag.library import Library
from rag.tables.conditions import LONGEST
from rag.tables.export import export
from rag.tables.exported import exported
from rag.tables.kinds import TITLES, table_of
from rag.tables.lines import Line, Read, cited
from rag.tables.listing import (
    MOST_CONDITIONS,
    Choice,
    Cited,
    Compared,
    Listing,
    choice_of,
    compared,
    gathered,
    listed,
)
from rag.tables.row import Table
from ui.api.bodies import Scoped, Style, Text
from ui.api.files import file_response, file_types
from ui.api.gate import Gate
from ui.api.problems import Refused, problem_of
from ui.api.rights import did, needs
from ui.api.schemas import EVENT_STREAM, EVENTS, answers, event_text
from ui.tables import group_json, listing_json, read_json, row_json, skipped_json, table_json

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is sent of a row, with its number from 1, and of what stands side by side.

    ``groups_too`` says that only so many groups are wanted as there are rows on a page.
    """

    row: Callable[[Cited, Table, int], Json]
    group: Callable[[Compared, Table, Library], Json]
    groups_too: bool = False


MOST_ROWS = 1_000
MOST_GROUPS = 500
"""That are sent at once; a file has them all."""
_AT_MOST = 1_000_000_000

Name = Annotated[
    str,
    Path(max_length=40, description=f"One of {', '.join(TITLES)}.", examples=list(TITLES)),
]
Condition = Annotated[Text, Field(max_length=LONGEST)]


class AskedTable(Scoped):
    """Which rows of which documents, in which order, and how many."""

    where: tuple[Condition, ...] = Field(
        (),
        max_length=MOST_CONDITIONS,
        description="`column=words` that a row must have, `column!=words` that it must not, or "
        "words of any column.",
    )
    sort: Text = Field(
        "", max_length=100, description="A column; with `-` before it the last comes first."
    )
    offset: int = Field(0, ge=0, le=_AT_MOST)
    limit: int = Field(100, ge=1, le=MOST_ROWS)
    compare: bool = Field(default=False, description="Give what belongs side by side, too.")

    def choice(self, table: Table) -> Choice:
        """Which rows of a table."""
        return choice_of(table, self.scope, self.where, self.sort)


class AskedTableFile(AskedTable):
    """The same, and in which form."""

    format: Literal["json", "xlsx", "docx", "md", "csv"] = Field(
        "json", description="A file has all rows that are chosen."
    )
    style: Style | None = Field(None, description="For the references in a file.")
    stream: bool = Field(
        default=False,
        description="Send server-sent events: the `table`, each `row` as it is found, each "
        "`document` that was looked through or is `skipped`, each `group`, then the `end`; "
        "`problem` if that fails.",
    )


def build_router(library: Library, gate: Gate) -> APIRouter:
    """Give the routes over a library, whose work goes through a gate."""
    router = APIRouter(prefix="/api/v1")

    @router.get(
        "/tables",
        summary="List the tables",
        responses=answers(),
        openapi_extra=needs("reader"),
    )
    def tables() -> Response:
        return JSONResponse(
            {"schema": 1, "tables": [table_json(table_of(name)) for name in TITLES]}
        )

    @router.get(
        "/tables/{name}",
        summary="List what documents say, a sentence a row",
        responses=answers("Table", also=EVENTS | file_types("xlsx", "docx", "md", "csv")),
        openapi_extra=needs("reader", "read"),
    )
    def table(name: Name, asked: Annotated[AskedTableFile, Query()]) -> Response:
        """Give the commitments, dates, positions, figures or terms of documents, each placed."""
        kind = named(name)
        choice = asked.choice(kind)
        if asked.stream and asked.format == "json":
            return streamed(events(kind, choice, asked, library, _WHOLE), gate)
        with gate.passed():
            made = gathered(kind, listed(kind, choice, library), choice.where)
            if asked.format != "json":
                did("read", *documents_of(made.lines))
                return table_file(made, asked, library)
            shown = made.lines[asked.offset : asked.offset + asked.limit]
            did("read", *documents_of(shown))
            groups = tuple(compared(kind, made.lines))[:MOST_GROUPS] if asked.compare else None
            told = listing_json(made, library, offset=asked.offset, most=asked.limit, groups=groups)
        return JSONResponse(told)

    return router


def named(name: str) -> Table:
    """Give a table by its name. Raises `Refused` where there is none."""
    if name not in TITLES:
        raise Refused(404, "table", f"there is no table {name!r}; there are {', '.join(TITLES)}")
    return table_of(name)


def table_file(made: Listing, asked: AskedTableFile, library: Library, page: str = "") -> Response:
    """Write a listing as a file; ``page`` is the address of Sanad's own page, for links."""
    groups = tuple(compared(made.table, made.lines)) if asked.compare else ()
    if asked.format == "json":
        told = json.dumps(listing_json(made, library, groups=groups or None), indent=2)
        return file_response(told.encode(), "json", f"sanad-{made.table.name}")
    of = exported(made, library, groups, page)
    written = export(of, asked.format, asked.style or "chicago", made_at=datetime.now(UTC))
    return file_response(written, asked.format, f"sanad-{made.table.name}")


def documents_of(lines: list[Line]) -> tuple[str, ...]:
    """Name the documents that some rows are of."""
    return tuple(dict.fromkeys(line.document.id for line in lines))


def events(
    table: Table,
    choice: Choice,
    asked: AskedTable,
    library: Library,
    shown: Shown,
) -> Iterator[tuple[str, Json]]:
    """Look through documents and give what is to be told, as it is found."""
    yield "table", table_json(table)
    lines: list[Line] = []
    for step in listed(table, choice, library):
        if not isinstance(step, Line):
            yield (
                ("document", read_json(step))
                if isinstance(step, Read)
                else ("skipped", skipped_json(step))
            )
            continue
        lines.append(step)
        number = len(lines)
        wanted = asked.offset < number <= asked.offset + asked.limit
        if wanted and (citation := cited(step, library, str(number))):
            yield "row", shown.row(Cited(step, citation), table, number)
    did("read", *documents_of(lines[asked.offset : asked.offset + asked.limit]))
    groups = tuple(compared(table, lines)) if asked.compare else ()
    part = slice(asked.offset, asked.offset + asked.limit)
    for group in groups[part if shown.groups_too else slice(MOST_GROUPS)]:
        yield "group", shown.group(group, table, library)
    yield "end", {"total": len(lines), "groups": len(groups)}


def streamed(found: Iterator[tuple[str, Json]], gate: Gate) -> Response:
    """Send events as they come; what fails on the way is the last."""

    def made() -> Iterator[str]:
        try:
            with gate.passed():
                for name, value in found:
                    yield event_text(name, value)
        except Exception as error:  # noqa: BLE001 - the response has begun: it must end with words
            yield event_text("problem", problem_of(error))

    head = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return StreamingResponse(made(), media_type=EVENT_STREAM, headers=head)


def _numbered(one: Cited, table: Table, number: int) -> Json:
    return {"number": number, **row_json(one, table)}


_WHOLE = Shown(_numbered, group_json)
