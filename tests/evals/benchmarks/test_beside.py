"""Sanad and others are timed by the same orders, and a table is made of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from evals.benchmarks.beside import HEAD, WARM_UP, Engine, engines_of, measure, table

WELLS = "Wells in the northern parishes are dug by hand."
DOCUMENTS = [
    [f"The Board raised the levy on {n} mills in {1900 + n}." for n in range(20)],
    [WELLS, "A ferry leaves Ulm at noon.", "Teachers are paid by the council."],
]


def test_the_table_has_a_line_for_each() -> None:
    ours = Engine("Sanad: search", "sanad", {}, index=(4.0, 2.0), crowd_s=5.0, memory_mb=1234)
    ours.asked = [(0.010, 0.001), (0.020, 0.002), (0.060, 0.003)]
    opened = Engine("Sanad: answer", "sanad", {}, indexes=False, crowd_s=40.0)
    opened.asked = [(0.100, 0.090)]
    head, line, first, second = table([ours, opened], 200, 20).splitlines()
    assert head.count("|") == line.count("|") == first.count("|") == len(HEAD) + 1
    assert first == "| Sanad: search | 4.0 (2.0) | 50 | 20.0, 56.0 | 2.0, 2.9 | 4.0 | 1,234 |"
    assert "the same index" in second
    assert "| 100.0, 100.0 | 90.0, 90.0 | 0.5 |" in second


def test_txtai_takes_part_where_a_python_has_it(tmp_path: Path) -> None:
    assert [one.module for one in engines_of(tmp_path, "float32", None)][-1] == "llama_index"
    there = engines_of(tmp_path, "float32", "/opt/python")[-1]
    assert (there.module, there.python) == ("txtai", "/opt/python")
    assert Path(str(there.options["model"]), "model.safetensors").exists()


@pytest.mark.slow
def test_all_index_and_answer(tmp_path: Path) -> None:
    engines = engines_of(tmp_path, "float32", os.environ.get("TXTAI_PYTHON"))
    questions = ["How are wells dug?"] * WARM_UP + [f"Who paid {n} teachers?" for n in range(6)]
    measure(engines, DOCUMENTS, questions, tmp_path)
    for engine in engines:
        assert bool(engine.index) == engine.indexes
        assert len(engine.asked) == 3
        assert engine.crowd_s > 0
    best = {engine.name: engine.best for engine in engines}
    searches = [text for name, text in best.items() if name.endswith("search")]
    assert searches == ["Teachers are paid by the council."] * len(searches)
