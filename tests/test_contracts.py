"""The import rules bite: whoever imports what it may not is found."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

LINT = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
PLANTED = [
    ("rag/ask.py", "ui.display"),
    ("rag/store/store.py", "ingest.split"),
    ("ingest/sync.py", "evals.suites.run"),
    ("ui/display.py", "chromadb"),
    ("evals/metrics/stats.py", "evals.reports.report"),
    ("evals/reports/compare.py", "evals.suites.cases"),
    ("evals/training/questions.py", "evals.benchmarks.llama_index_starter"),
    ("ingest/load/pdf/lines.py", "ingest.load.html.tree"),
    ("ingest/load/raw.py", "ingest.load.registry"),
    # In rag, each room tries to import the one above it or beside it.
    ("rag/checking/draft.py", "rag.conversation.contextualize"),
    ("rag/answering/extractive.py", "rag.ask"),
    ("rag/citations/reference_formats.py", "rag.answering.extractive"),
    ("rag/library.py", "rag.citations.reference_formats"),
    ("rag/answerability/features.py", "rag.library"),
    ("rag/retrieve/hybrid.py", "rag.answerability.features"),
    ("rag/question/question_type.py", "rag.retrieve.hybrid"),
    ("rag/store/catalogue.py", "rag.question.question"),
    ("rag/verification/loading.py", "rag.store.catalogue"),
    ("rag/models/embedder.py", "rag.store.store"),
    ("rag/llm/client.py", "rag.models.embedder"),
    ("rag/grammar/word_relations.py", "rag.llm.client"),
    ("rag/text/tokens.py", "rag.grammar.word_relations"),
    ("rag/settings.py", "rag.text.tokens"),
    ("rag/types/document.py", "rag.text.tokens"),
    ("rag/errors.py", "rag.settings"),
    ("rag/english/vocabulary.py", "rag.text.tokens"),
]


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


def test_the_code_keeps_the_rules(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout


def test_each_planted_import_is_found(copy: Path) -> None:
    for file, name in PLANTED:
        with (copy / file).open("a") as stream:
            stream.write(f"\n\nimport {name}\n")
    done = lint(copy)
    assert done.returncode == 1
    found = " ".join(done.stdout.split())
    for file, name in PLANTED:
        importer = file.removesuffix(".py").replace("/", ".")
        assert f"{importer} -> {name} (l." in found, f"{importer} imports {name}"


def test_a_circle_is_found(copy: Path) -> None:
    for file, name in (("tokens", "stem"), ("stem", "tokens")):
        with (copy / "rag" / "text" / f"{file}.py").open("a") as stream:
            stream.write(f"\n\nimport rag.text.{name}\n")
    done = lint(copy)
    assert done.returncode == 1
    assert "rag.text" in done.stdout


def test_a_room_without_a_place_is_found(copy: Path) -> None:
    (copy / "rag" / "helpers.py").write_text("")
    done = lint(copy)
    assert done.returncode == 1
    assert "helpers" in done.stdout
