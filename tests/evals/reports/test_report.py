from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evals.metrics.items import Place, Quoted, Said
from evals.metrics.stats import Figure
from evals.reports.report import (
    PASSAGE_CHARACTERS,
    Report,
    build_report,
    cut,
    item_json,
    read_report,
    report_bytes,
    write_report,
)
from rag.errors import SettingsError
from tests.conftest import ROOT
from tests.evals.reports.made import TEXTS, answered, declined, quoted, report_of


def built(**parts: Any) -> Report:
    empty: dict[str, Any] = {"metrics": {}, "strata": {}, "items": [], "configuration": {}}
    return build_report(kind="cases", **{**empty, **parts})


def test_the_layout() -> None:
    report = built(
        metrics={"b": Figure(1 / 3, 0.0, 1.0, 3), "a": Figure(None)},
        strata={"fact": {"b": Figure(0.5, None, None, 2)}},
        items=[{"id": "x", "score": np.float64(0.12345678), "answerable": np.True_}],
        configuration={"dtype": "float32"},
        extra={"curve": ((0.5, -0.0000001),)},
    )
    assert json.loads(report_bytes(report)) == {
        "schema": 1,
        "kind": "cases",
        "configuration": {"dtype": "float32"},
        "metrics": {
            "a": {"value": None, "low": None, "high": None, "n": 0},
            "b": {"value": 0.333333, "low": 0.0, "high": 1.0, "n": 3},
        },
        "strata": {"fact": {"b": {"value": 0.5, "low": None, "high": None, "n": 2}}},
        "extra": {"curve": [[0.5, 0.0]]},
        "items": [{"id": "x", "score": 0.123457, "answerable": True}],
    }
    assert b"-0.0" not in report_bytes(report)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, np.float32("nan")])
@pytest.mark.parametrize("where", ["metrics", "strata", "items", "configuration", "extra"])
def test_what_is_no_number_is_named_and_never_written(where: str, value: float) -> None:
    parts: dict[str, Any] = {
        "metrics": {"bad": Figure(value)},
        "strata": {"fact": {"bad": Figure(0.5, value, 1.0, 2)}},
        "items": [{"id": "x", "figures": {"bad": value}}],
        "configuration": {"bad": [value]},
        "extra": {"bad": np.array([1.0, value])},
    }
    with pytest.raises(ValueError, match=rf"{where}.*bad.* is -?(nan|inf): give None"):
        built(**{where: parts[where]})


def test_what_json_has_no_word_for_is_named() -> None:
    with pytest.raises(ValueError, match=r"extra\.when is a set"):
        built(extra={"when": {1}})
    with pytest.raises(ValueError, match="isn't a string"):
        built(extra={"by": {1: 2}})
    with pytest.raises(ValueError, match="items of one id: x"):
        built(items=[{"id": "x"}, {"id": "x"}])


def test_half_of_a_character_doesnt_stop_the_report(tmp_path: Path) -> None:
    report = built(items=[{"id": "x", "question": "half \ud83d a smile"}])
    write_report(report, tmp_path / "r.json")
    assert read_report(tmp_path / "r.json") == report


def test_written_and_read_it_is_the_same(tmp_path: Path) -> None:
    report = report_of([answered("1"), answered("2", right=False), declined("3")])
    write_report(report, tmp_path / "r.json")
    assert read_report(tmp_path / "r.json") == report
    assert report_bytes(read_report(tmp_path / "r.json")) == (tmp_path / "r.json").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["r.json"]


def test_no_items_are_a_report_too(tmp_path: Path) -> None:
    write_report(report_of([]), tmp_path / "r.json")
    assert read_report(tmp_path / "r.json")["items"] == []


def test_a_place_that_cant_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere/r\.json can't be written"):
        write_report(built(), tmp_path / "nowhere" / "r.json")
    (tmp_path / "folder").mkdir()
    with pytest.raises(SettingsError, match="can't be written"):
        write_report(built(), tmp_path / "folder")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text[:-20], "isn't whole JSON"),
        (lambda text: text.replace('"schema": 1', '"schema": 2'), "version 2, this program reads"),
        (lambda text: text.replace('"schema"', '"scheme"'), "isn't a report"),
        (lambda _text: "[]", "isn't a report"),
        (lambda text: text.replace('"kind": "cases"', '"kind": "x"'), "damaged at kind"),
        (lambda text: text.replace('"score": 0.8', '"score": NaN'), "it holds NaN"),
        (lambda text: text.replace('"score": 0.8', '"score": 1e999'), r"items\.0\.score"),
        (lambda text: text.replace('"score": 0.8', '"score": "0.8"'), r"items\.0\.score"),
        (lambda text: text.replace('"metrics"', '"matrix"'), "damaged at metrics"),
        (lambda _text: "[" * 100_000, "isn't whole JSON"),
    ],
)
def test_a_broken_report_says_what_to_do(
    tmp_path: Path, change: Callable[[str], str], message: str
) -> None:
    path = tmp_path / "r.json"
    whole = report_bytes(report_of([answered("1")])).decode()
    path.write_text(change(whole), "utf-8")
    with pytest.raises(SettingsError, match=message) as error:
        read_report(path)
    assert "sanad eval" in str(error.value)


def test_a_missing_report_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"r\.json can't be read: No such file"):
        read_report(tmp_path / "r.json")


def test_an_items_entry() -> None:
    entry: Any = item_json(answered("1"), TEXTS, {"evidence_hit": 1.0, "span_f1": None}, "c")
    assert entry["statements"] == [
        {
            "text": "It rejected the bill.",
            "quotes": [
                {"document": "a.txt", "text": "It rejected the bill.", "start": 26, "end": 47}
            ],
        }
    ]
    assert entry["gold"] == [
        [{"document": "a.txt", "start": 26, "end": 47, "text": "It rejected the bill."}]
    ]
    assert entry["retrieved"][1]["text"] == TEXTS["b.txt"][:44]
    assert entry["figures"] == {"evidence_hit": 1.0, "span_f1": None}
    assert (entry["outcome"], entry["score"], entry["cluster"]) == ("answered", 0.8, "c")


def test_a_quote_that_isnt_there_has_no_place() -> None:
    altered = replace(quoted(26, 47), text="It adopted the bill.")
    unplaced = Quoted("a.txt", "Nobody spoke.")
    item = replace(answered("1"), statements=(Said("x", (altered, unplaced)),))
    entry: Any = item_json(item, TEXTS, {})
    ranges = [(quote["start"], quote["end"]) for quote in entry["statements"][0]["quotes"]]
    assert ranges == [(None, None), (48, 61)]


@pytest.mark.parametrize("gold", [(0, 50), (700, 900), (1400, 1500), (300, 1500)])
def test_a_long_passage_is_cut_where_its_gold_shows(gold: tuple[int, int]) -> None:
    texts = {"a.txt": "0123456789" * 150}
    item = replace(
        answered("1"), gold=((Place("a.txt", *gold),),), retrieved=(Place("a.txt", 0, 1500),)
    )
    entry: Any = item_json(item, texts, {})
    [passage] = entry["retrieved"]
    assert (passage["start"], passage["end"]) == (0, 1500)
    assert len(passage["text"]) == PASSAGE_CHARACTERS
    first, last = passage["text_start"], passage["text_start"] + PASSAGE_CHARACTERS
    assert passage["text"] == texts["a.txt"][first:last]
    assert first <= gold[0] < last


def test_a_short_range_isnt_cut() -> None:
    assert cut(10, 20, 19, 600) == (10, 20)


MAKE = """
import sys
from evals.reports.audit import make_sheet
from evals.reports.compare import compare
from evals.reports.comparison import comparison_text
from evals.reports.configuration import code_facts
from evals.reports.html import html_report
from evals.reports.report import build_report, report_bytes
from tests.evals.reports.made import answered, declined, report_of
items = [answered(str(n), right=n % 3 > 0, stratum=f"s{n % 4}") for n in range(30)]
report = report_of([*items, declined("x")], **{name: 1 for name in {"p", "q", "r", "s"}},
                   code=code_facts())
report = build_report(
    kind="cases", metrics={}, strata={}, items=report["items"],
    configuration=report["configuration"],
    extra={"by": {name: len(name) for name in {"one", "two", "three", "four"}}},
) | {"metrics": report["metrics"], "strata": report["strata"]}
out = sys.stdout.buffer
out.write(report_bytes(report) + html_report(report).encode() + make_sheet(report, 9).encode())
out.write(comparison_text(compare(report, report)).encode())
"""


def test_two_processes_with_other_hash_seeds_write_the_same_bytes(tmp_path: Path) -> None:
    def run(seed: str, folder: Path) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", MAKE], cwd=folder, env=environment, capture_output=True
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    first = run("1", ROOT)
    assert len(first) > 50_000
    assert first == run("2", tmp_path)
