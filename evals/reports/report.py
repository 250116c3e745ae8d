"""The report of a run: plain JSON whose bytes depend on nothing but what was measured.

Keys are sorted and numbers rounded; there is no clock, no absolute path and no
name of a machine in it. What has no value is null: a number that isn't finite is
a mistake of ours, and is named instead of written.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, FiniteFloat, ValidationError

from evals.metrics.items import Item, Place, Quoted
from evals.metrics.quotes import locate
from evals.metrics.stats import Figure
from rag.errors import SettingsError
from rag.files import replace

SCHEMA = 1
DECIMALS = 6
PASSAGE_CHARACTERS = 600
"""A report keeps this much of each retrieved passage; its range stays the whole one."""

Kind = Literal["cases", "retrieval", "claims", "answers", "followups"]
Report = dict[str, Any]

_SURROGATE = re.compile("[\ud800-\udfff]")
_REMEDY = "make it anew with `sanad eval … --out FILE`"


class _Read(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)


class _Figure(_Read):
    value: FiniteFloat | None
    low: FiniteFloat | None
    high: FiniteFloat | None
    n: int


class _Range(_Read):
    document: str
    start: int | None
    end: int | None
    text: str


class _Statement(_Read):
    text: str
    quotes: list[_Range]


class _Item(_Read):
    id: str
    question: str = ""
    stratum: str = ""
    answerable: bool | None = None
    outcome: str = ""
    score: FiniteFloat | None = None
    reason: str = ""
    error: str = ""
    statements: list[_Statement] = []
    nearest: list[_Range] = []
    retrieved: list[_Range] = []
    gold: list[list[_Range]] = []
    figures: dict[str, FiniteFloat | None] = {}


class _Report(_Read):
    kind: Kind
    configuration: dict[str, Any]
    metrics: dict[str, _Figure]
    strata: dict[str, dict[str, _Figure]]
    extra: dict[str, Any]
    items: list[_Item]


def build_report(
    *,
    kind: Kind,
    metrics: Mapping[str, Figure],
    strata: Mapping[str, Mapping[str, Figure]],
    items: Sequence[Mapping[str, object]],
    configuration: Mapping[str, object],
    extra: Mapping[str, object] | None = None,
) -> Report:
    """Put what was measured together as plain data, ready for JSON.

    Raises `ValueError`, with the place, for a number that isn't finite, a value
    that JSON has no word for, or two items of one id.
    """
    ids = [item["id"] for item in items]
    if len(set(ids)) < len(ids):
        twice = sorted({str(name) for name in ids if ids.count(name) > 1})
        raise ValueError(f"items of one id: {', '.join(twice)}")
    report = {
        "schema": SCHEMA,
        "kind": kind,
        "configuration": configuration,
        "metrics": _figures(metrics),
        "strata": {name: _figures(figures) for name, figures in strata.items()},
        "extra": extra or {},
        "items": items,
    }
    return {name: _plain(value, name) for name, value in sorted(report.items())}


def report_bytes(report: Report) -> bytes:
    """Give a report as the bytes of its file: UTF-8, sorted keys, one line end at the end."""
    text = json.dumps(report, ensure_ascii=False, allow_nan=False, indent=1, sort_keys=True)
    return (text + "\n").encode()


def write_report(report: Report, path: Path) -> None:
    """Write a report, all of it or nothing. Raises `SettingsError` when that isn't possible."""
    write_whole(path, report_bytes(report))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it's never there in part. Raises `SettingsError` when that fails."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise SettingsError(
            f"{path} can't be written: {error.strerror}; name another file"
        ) from error


def read_report(path: Path) -> Report:
    """Read a report. Raises `SettingsError` with a remedy when it isn't one of this version."""
    try:
        report = json.loads(path.read_bytes(), parse_constant=_refuse)
    except OSError as error:
        raise SettingsError(f"{path} can't be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path} isn't whole JSON ({error}); {_REMEDY}") from error
    if not isinstance(report, dict) or "schema" not in report:
        raise SettingsError(f"{path} isn't a report; {_REMEDY}")
    if report["schema"] != SCHEMA:
        raise SettingsError(
            f"{path} is a report of version {report['schema']!r}, this program reads {SCHEMA}; "
            f"{_REMEDY}"
        )
    try:
        _Report.model_validate(report)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{path} is damaged at {place}: {first['msg']}; {_REMEDY}") from error
    return report


def bare_item(**fields: object) -> dict[str, object]:
    """Give the entry of a report for what shows nothing: no statements, no quotes, no gold."""
    return {
        "stratum": "",
        "score": None,
        "reason": "",
        "error": "",
        "answers": [],
        "statements": [],
        "nearest": [],
        "retrieved": [],
        "gold": [],
        **fields,
    }


def item_json(
    item: Item,
    texts: Mapping[str, str],
    figures: Mapping[str, float | None],
    cluster: str = "",
) -> dict[str, object]:
    """Turn an item into its entry of a report; ``texts`` holds each file's canonical text.

    ``cluster`` names what it is resampled with (`evals.metrics.stats.clusters_of`), so
    that `evals.reports.compare` can do the same. A quote's range is where it stands
    verbatim (`evals.metrics.quotes.locate`), null if it doesn't.

    A retrieved passage is cut to `PASSAGE_CHARACTERS`, around the gold if it
    reaches there; ``text_start`` says where what is left begins.
    """
    located = locate(item, texts)
    return {
        "id": item.id,
        "question": item.question,
        "stratum": item.stratum,
        "answerable": item.answerable,
        "outcome": item.outcome,
        "score": item.score,
        "reason": item.reason,
        "error": item.error,
        "answers": list(item.answers),
        "statements": [
            {"text": said.text, "quotes": [_quote(quoted) for quoted in said.quotes]}
            for said in located.statements
        ],
        "nearest": [_quote(quoted) for quoted in located.nearest],
        "retrieved": [_passage(place, item, texts) for place in item.retrieved],
        "gold": [
            [{**_place(place), "text": _slice(texts, place)} for place in gold]
            for gold in item.gold
        ],
        "figures": dict(figures),
        "cluster": cluster or item.cluster,
    }


def cut(start: int, end: int, first: int, limit: int) -> tuple[int, int]:
    """Cut a range down to ``limit`` characters: its beginning, unless ``first`` stands far in."""
    if first >= start + 3 * limit // 4:
        start = max(start, min(first - limit // 4, end - limit))
    return start, min(end, start + limit)


def _figures(figures: Mapping[str, Figure]) -> dict[str, object]:
    return {
        name: {"value": f.value, "low": f.low, "high": f.high, "n": f.n}
        for name, f in figures.items()
    }


def _plain(value: object, where: str) -> object:
    """Give a value as JSON knows it, its numbers rounded. ``where`` is for the error's message."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
        case np.generic():
            return _plain(value.item(), where)
        case float():
            if not math.isfinite(value):
                raise ValueError(f"{where} is {value}: give None where there is no value")
            return round(value, DECIMALS) + 0.0  # no -0.0
        case Mapping():
            return {
                _key(name): _plain(part, f"{where}.{name}") for name, part in _sorted(value, where)
            }
        case Sequence() | np.ndarray():
            return [_plain(part, f"{where}.{n}") for n, part in enumerate(value)]
    raise ValueError(f"{where} is a {type(value).__name__}, which JSON has no word for")


def _sorted(value: Mapping[object, object], where: str) -> list[tuple[str, object]]:
    if not all(isinstance(name, str) for name in value):
        raise ValueError(f"{where} has a name that isn't a string")
    return sorted((str(name), part) for name, part in value.items())


def _key(name: str) -> str:
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", name)


def _refuse(constant: str) -> None:
    raise ValueError(f"it holds {constant}")


def _place(place: Place) -> dict[str, object]:
    return {"document": place.document, "start": place.start, "end": place.end}


def _quote(quoted: Quoted) -> dict[str, object]:
    place = quoted.place
    return {
        "document": quoted.document,
        "text": quoted.text,
        "start": place.start if place else None,
        "end": place.end if place else None,
    }


def _slice(texts: Mapping[str, str], place: Place) -> str:
    return texts[place.document][place.start : place.end]


def _passage(place: Place, item: Item, texts: Mapping[str, str]) -> dict[str, object]:
    inside = [gold for golds in item.gold for gold in golds if gold.overlaps(place)]
    first = min((gold.start for gold in inside), default=place.start)
    start, end = cut(place.start, place.end, first, PASSAGE_CHARACTERS)
    return {
        **_place(place),
        "text": _slice(texts, Place(place.document, start, end)),
        "text_start": start,
    }
