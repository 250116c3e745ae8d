"""`sanad matrix` on documents made here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from rich.console import Console

from rag.library import Library
from rag.matrix.matrix import Row, cells, gathered, planned
from rag.models.embedder import Embedder
from tests.rag.matrix.shelf import shelf
from tests.ui.cli.run import Done, sanad
from ui.cli.commands.matrix import print_matrix
from ui.matrix import matrix_json

FARE = "What does a crossing by ferry cost?"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    library = shelf(tmp_path_factory.mktemp("shelf"), embedder)
    yield library
    library.close()


def run(small: Library, *arguments: str) -> Done:
    settings = small.settings
    return sanad("matrix", *arguments, corpus=settings.corpus, store=settings.store_folder)


def test_the_table_in_the_terminal(small: Library, capsys: pytest.CaptureFixture[str]) -> None:
    plan = planned((Row(FARE), Row("How many lamps has the outer quay?")), (), small)
    print_matrix(gathered(plan, cells(plan, small)), Console(width=400))
    printed = capsys.readouterr().out
    assert "The ferry plan" in printed
    assert "12 crowns" in printed
    assert "Not said here" in printed


def test_questions_from_a_file_into_excel(small: Library, tmp_path: Path) -> None:
    asked, target = tmp_path / "questions.txt", tmp_path / "table.xlsx"
    asked.write_text(f"1. {FARE}\nClaim: A crossing by ferry costs 12 crowns for an adult.\n")
    done = run(
        small, "--from", str(asked), "--document", "ferries.md", "--out", str(target), "--json"
    )
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert made["rows"][1]["kind"] == "claim"
    assert [cell["outcome"] for cell in made["cells"]] == ["said", "said"]
    assert made["cells"][0]["citations"][0]["quote"].startswith("A crossing by ferry costs 12")
    assert openpyxl.load_workbook(target)["Table"]["A2"].value == FARE


def test_what_cannot_be_done_is_told(small: Library, tmp_path: Path) -> None:
    assert "type one a line" in run(small).stderr
    assert ".xlsx" in run(small, FARE, "--out", str(tmp_path / "table.pdf")).stderr
    assert "nowhere.md" in run(small, FARE, "--document", "nowhere.md").stderr


def test_json_of_what_was_filled_so_far(small: Library) -> None:
    plan = planned((Row(FARE),), (), small)
    made = matrix_json(gathered(plan, [next(cells(plan, small))]))
    assert len(made["documents"]) == 3  # type: ignore[arg-type]
    assert len(made["cells"]) == 1  # type: ignore[arg-type]


def test_documents_are_chosen_by_type_too(small: Library) -> None:
    count = len(small.store.entries())
    shown = json.loads(run(small, FARE, "--type", "markdown", "--json").stdout)
    assert len(shown["documents"]) == count
    assert "no document is of the type" in run(small, FARE, "--type", "pdf").stderr
