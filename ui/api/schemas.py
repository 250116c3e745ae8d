"""The OpenAPI description's schemas of what is answered: those that `sanad ask --schema` prints."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from json import dumps, loads
from typing import Any, cast

from ui.api.problems import MEDIA_TYPE, SCHEMA
from ui.draft.report import schema_text as review_schema_text
from ui.schema import everything_schema_text, schema_text
from ui.tables import table_schema_text

Schema = dict[str, Any]
OBJECT: Schema = {"type": "object"}
STRING: Schema = {"type": "string"}
EVENT_STREAM = "text/event-stream"
EVENTS: dict[str, Schema] = {
    EVENT_STREAM: {
        "schema": {
            "type": "object",
            "properties": {"event": STRING, "data": STRING},
            "required": ["data"],
        }
    }
}
"""A stream, described by one of its events."""


@cache
def components() -> dict[str, Schema]:
    """Give the named schemas, their references put as OpenAPI wants them."""
    answer = loads(schema_text())
    everything = loads(everything_schema_text())
    review = loads(review_schema_text())
    made = {"Problem": SCHEMA}
    table = loads(table_schema_text())
    named = {"Answer": answer, "Everything": everything, "Review": review, "Table": table}
    for name, schema in named.items():
        for inner, part in schema.pop("$defs", {}).items():
            made[f"{name}_{inner}"] = _pointed(part, name)
        for unwanted in ("$schema", "$id"):
            schema.pop(unwanted, None)
        made[name] = _pointed(schema, name)
    return cast(dict[str, Schema], made)


def _pointed(value: Any, name: str) -> Any:  # noqa: ANN401 - any JSON
    """Let references within a schema point to where its parts stand in the description."""
    if isinstance(value, Mapping):
        return {
            key: str(one).replace("#/$defs/", f"#/components/schemas/{name}_")
            if key == "$ref"
            else _pointed(one, name)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_pointed(one, name) for one in value]
    return value


def answers(
    *names: str,
    media: str = "application/json",
    also: Mapping[str, Schema] | None = None,
    json: bool = True,
    status: int = 200,
) -> dict[int | str, Schema]:
    """Describe a good response by the names of its schemas, and the problems that may come.

    With ``json`` off it has only the media types that are in ``also``.
    """
    refs = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    good = refs[0] if len(refs) == 1 else {"anyOf": refs} if refs else OBJECT
    if media != "application/json":
        good = {"type": "string", "format": "binary"} if media.startswith("image") else STRING
    content = ({media: {"schema": good}} if json else {}) | dict(also or {})
    bad = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    told = {
        400: "The request can't be read",
        401: "It wants a key, on a team's server",
        403: "It comes from another site, or needs another role",
        404: "There is no such thing",
        413: "It is larger than what Sanad takes",
        415: "It isn't JSON",
        422: "It can't be answered as it is",
        429: "Too many are waiting",
        500: "Something failed",
        503: "The documents or the model can't be used just now",
    }
    problems: dict[int | str, Schema] = {
        status: {"description": why, "content": bad} for status, why in told.items()
    }
    return {status: {"description": "As asked", "content": content}, **problems}


def event_text(name: str, value: Mapping[str, object]) -> str:
    """Write one server-sent event. JSON holds no line's end."""
    return f"event: {name}\ndata: {dumps(value)}\n\n"
