"""The import rule bites: a planted import of `ui` in `rag` is found."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

LINT = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*LINT, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("rag", "ingest", "ui", "evals"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_code_keeps_the_rule(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("rag/ask.py", "import ui.display"),
        ("rag/store/store.py", "import ingest.split"),
        ("ingest/sync.py", "import evals"),
        ("ui/display.py", "import chromadb"),
        ("evals/metrics/stats.py", "import evals.reports.report"),
        ("evals/reports/compare.py", "import evals.suites.cases"),
        ("evals/training/questions.py", "import evals.benchmarks.llama_index_starter"),
        ("ingest/load/pdf/lines.py", "import ingest.load.html.tree"),
        ("ingest/load/raw.py", "import ingest.load.registry"),
    ],
)
def test_a_planted_import_is_found(copy: Path, file: str, line: str) -> None:
    with (copy / file).open("a") as stream:
        stream.write(f"\n\n{line}\n")
    done = lint(copy)
    assert done.returncode == 1
    assert "BROKEN" in done.stdout
