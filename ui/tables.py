"""A table of what documents say, in words and as JSON: the same everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterable

from rag.library import Library
from rag.tables.kinds import FACTS, TITLES
from rag.tables.lines import Read, Skipped, cited
from rag.tables.listing import Cited, Compared, Listing
from rag.tables.row import Table
from ui.display import count_text
from ui.schema import citation_json, schema_text

Json = dict[str, object]
TEXT, NUMBER = {"type": "string"}, {"type": "integer", "minimum": 0}


def summary_text(listing: Listing) -> str:
    """Say how many rows of how many documents there are."""
    return f"{count_text(len(listing.lines), 'row')} of {count_text(len(listing.read), 'document')}"


def table_json(table: Table) -> Json:
    """Give what a table is: its name, its title and its columns."""
    return {
        "table": table.name,
        "title": table.title,
        "columns": [
            {"name": one.name, "title": one.title, "marked": one.marked} for one in table.columns
        ],
        "facts": [
            {"name": name, "title": title} for name, title in FACTS.get(table.name, {}).items()
        ],
        "compares": table.compare is not None,
    }


def row_json(one: Cited, table: Table) -> Json:
    """Give a row: the words of each column, its marks with their characters, its citation."""
    line, text = one.line, one.line.document.text
    return {
        "cells": {
            column.name: cell for column, cell in zip(table.columns, line.cells, strict=True)
        },
        "marks": [
            {
                "column": mark.column,
                "text": text[mark.span.start : mark.span.end],
                "start": mark.span.start,
                "end": mark.span.end,
                "where": mark.where,
            }
            for mark in line.row.marks
        ],
        "facts": dict(line.row.facts),
        "citation": citation_json(one.citation),
    }


def read_json(one: Read) -> Json:
    """Give a document that was looked through."""
    about = {"document_id": one.document_id, "document": one.file, "title": one.title}
    return {**about, "rows": one.rows}


def skipped_json(one: Skipped) -> Json:
    """Give a document that was left out, and why."""
    about = {"document_id": one.document_id, "document": one.file, "title": one.title}
    return {**about, "reason": one.reason}


def group_json(one: Compared, table: Table, library: Library) -> Json:
    """Give what stands side by side; rows whose words aren't there any more are left out."""
    found = ((line, cited(line, library)) for line in one.lines)
    rows = [row_json(Cited(line, citation), table) for line, citation in found if citation]
    return {"label": one.label, "remark": one.remark, "rows": rows}


def listing_json(
    listing: Listing,
    library: Library,
    *,
    offset: int = 0,
    most: int | None = None,
    groups: Iterable[Compared] | None = None,
) -> Json:
    """Give a listing, its rows from ``offset`` on; ``groups`` only where they're asked for."""
    table = listing.table
    made: Json = {
        "schema": 1,
        **table_json(table),
        "total": len(listing.lines),
        "offset": offset,
        "rows": [row_json(one, table) for one in listing.cited(library, offset, most)],
        "documents": [read_json(one) for one in listing.read],
        "skipped": [skipped_json(one) for one in listing.skipped],
    }
    if groups is not None:
        made["groups"] = [group_json(one, table, library) for one in groups]
    return made


def table_schema_text() -> str:
    """Give the JSON schema of `listing_json`."""
    answer = json.loads(schema_text())
    row = _object(
        cells={**_map(), "description": "What stands in each column, on one line."},
        marks=_array(
            _object(
                column=TEXT,
                text={**TEXT, "description": "Exactly as it stands in the document."},
                start=NUMBER,
                end=NUMBER,
                where={"enum": ["here", "heading", "before", "list"]},
            )
        ),
        facts={**_map(), "description": "What the row's words come to: a date, an amount, …"},
        citation={"$ref": "#/$defs/citation"},
    )
    about = {"document_id": TEXT, "document": TEXT, "title": TEXT}
    column = _object(name=TEXT, title=TEXT, marked={"type": "boolean"})
    fields = {
        "schema": {"const": 1},
        "table": {"enum": list(TITLES)},
        "title": TEXT,
        "columns": _array(column),
        "facts": {
            **_array(_object(name=TEXT, title=TEXT)),
            "description": "What rows may be chosen by beside their columns.",
        },
        "compares": {"type": "boolean", "description": "Whether it has what can be compared."},
        "total": {**NUMBER, "description": "Rows that were chosen, of which some may be given."},
        "offset": NUMBER,
        "rows": _array({"$ref": "#/$defs/row"}),
        "documents": _array(
            _object(**about, rows={**NUMBER, "description": "All that it has, chosen or not."})
        ),
        "skipped": _array(_object(**about, reason=TEXT)),
    }
    group = _object(label=TEXT, remark=TEXT, rows=_array({"$ref": "#/$defs/row"}))
    schema = {
        "$schema": answer["$schema"],
        "title": "Sanad, a table of what documents say",
        "description": "What `sanad commitments --json` and its like print.",
        **_object(**fields),
        "$defs": {**answer["$defs"], "row": row},
    }
    schema["properties"]["groups"] = _array(group)
    return json.dumps(schema, indent=2)


def _object(**fields: object) -> Json:
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def _array(of: object) -> Json:
    return {"type": "array", "items": of}


def _map() -> Json:
    return {"type": "object", "additionalProperties": TEXT}
