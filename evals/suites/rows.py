"""Rows of files (JSON Lines, each checked against a model, each fault named) and of reports."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from rag.errors import SanadError, SettingsError

RowT = TypeVar("RowT")
ModelT = TypeVar("ModelT", bound=BaseModel)


def read_jsonl(path: Path, *fields: str) -> Iterator[dict[str, object]]:
    """Read a file of JSON objects, one a line. Raises `SettingsError` naming line and remedy."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} can't be read ({error}); name another file") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise SettingsError(f"{path}, line {number} isn't JSON: {error}") from error
        if not isinstance(row, dict) or any(field not in row for field in fields):
            raise SettingsError(f"{path}, line {number} lacks one of {', '.join(fields)}")
        yield row


def validated(
    rows: Iterable[object], model: type[ModelT], path: Path
) -> Iterator[tuple[int, ModelT]]:
    """Give each row with its number, from 1. Raises `SettingsError` naming row and field."""
    for number, row in enumerate(rows, start=1):
        try:
            yield number, model.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or "row"
            raise SettingsError(f"{path}, row {number}, {place}: {first['msg']}") from error


def spread(rows: Sequence[RowT], sample: int | None) -> Sequence[RowT]:
    """Take so many rows, evenly spread over the file: the same ones every time."""
    if sample is None or sample >= len(rows):
        return rows
    step = len(rows) / sample
    return [rows[int(i * step)] for i in range(sample)]


def message_of(error: Exception) -> str:
    """Put an error into the words of a report's row: ours as it stands, others with their type."""
    return str(error) if isinstance(error, SanadError) else f"{type(error).__name__}: {error}"
