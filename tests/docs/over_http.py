"""The reference of JSON and of addresses over HTTP, from schemas and the OpenAPI description."""

from __future__ import annotations

import inspect
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from rag.library import Library
from rag.settings import load_settings
from tests.conftest import CORPUS
from tests.docs.tables import cell, table
from ui.api import problems
from ui.api.app import add_api
from ui.api.schemas import components

Json = Mapping[str, Any]


def json_forms() -> str:
    """Describe what `--json` prints, field by field."""
    found = components()
    told = [
        "# JSON",
        "What `--json` prints and the addresses below `/api/v1` answer. `sanad ask --schema` and "
        "`sanad check --schema` print the schemas themselves (JSON Schema, draft 2020-12). A "
        "refusal is a result, not an error: `status` tells.",
    ]
    for name, title in (
        ("Answer", "An answer"),
        ("Everything", "Everything on a topic"),
        ("Review", "A checked draft"),
        ("Answer_citation", "A citation"),
        ("Problem", "A problem"),
    ):
        schema = found[name]
        told += [f"## {title}", cell(str(schema.get("description", "")))]
        told.append(table(("field", "type", "what it is"), list(_fields(schema))))
    return "\n\n".join(filter(None, told))


def _fields(schema: Json, path: str = "") -> Iterator[tuple[str, str, str]]:
    needed = schema.get("required", ())
    for name, part in schema.get("properties", {}).items():
        here = f"{path}{name}"
        kind = _type(part) + ("" if name in needed else ", may be absent")
        yield f"`{here}`", kind, cell(part.get("description", ""))
        inner = part.get("items", part)
        yield from _fields(inner, f"{here}[]." if inner is not part else f"{here}.")


def _type(part: Json) -> str:
    if "$ref" in part:
        return str(part["$ref"]).rpartition("/")[2].rpartition("_")[2]
    if "enum" in part:
        return ", ".join(f"`{one}`" for one in part["enum"])
    if "const" in part:
        return f"`{part['const']}`"
    if several := part.get("anyOf", part.get("oneOf")):
        return " or ".join(_type(one) for one in several)
    kind = part.get("type", "any")
    if kind == "array":
        return f"list of {_type(part.get('items', {}))}"
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def addresses() -> str:
    """Describe every address of the interfaces over HTTP."""
    described = _openapi()
    told = [
        "# Over HTTP",
        f"What `sanad serve` answers. `{problems.OPENAPI}` describes the same for programs. Every "
        "request may also be answered by [a problem](errors.md#over-http).",
    ]
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            told.append(f"## {method.upper()} {path}")
            told.append(cell(inspect.cleandoc(one.get("description") or one.get("summary", ""))))
            rows = [
                (f"`{each['name']}`", each["in"], _type(each["schema"]), cell(_about(each)))
                for each in one.get("parameters", ())
            ]
            rows += list(_body(one.get("requestBody", {}), described))
            if rows:
                told.append(table(("name", "in", "type", "what it is"), rows))
    return "\n\n".join(filter(None, told))


def _about(part: Json) -> str:
    return str(part.get("description") or part.get("schema", {}).get("description", ""))


def _body(body: Json, described: Json) -> Iterator[tuple[str, str, str, str]]:
    for media, content in body.get("content", {}).items():
        schema = content.get("schema", {})
        if "$ref" in schema:
            schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if media != "application/json" or "properties" not in schema:
            yield "the body", f"`{media}`", _type(schema), cell(schema.get("description", ""))
            continue
        for name, part in schema["properties"].items():
            kind = _type(part) + ("" if name in schema.get("required", ()) else ", may be absent")
            yield f"`{name}`", "body", kind, cell(part.get("description", ""))


def _openapi() -> dict[str, Any]:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    with tempfile.TemporaryDirectory() as scratch:
        library = Library(load_settings(corpus=CORPUS, store=Path(scratch)))
        add_api(app, library)
        described = app.openapi()
        library.close()
    return described
