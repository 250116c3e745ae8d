"""`sanad compare` on two files that are in no index."""

from __future__ import annotations

import json
from pathlib import Path

import pypandoc
import pytest

from tests.rag.versions.test_compare import RULES
from tests.ui.cli.run import Done, sanad

NEW = RULES.replace("20 crowns", "30 crowns").replace("may waive", "must waive")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    (folder / "old.md").write_text(RULES)
    (folder / "new.md").write_text(NEW.replace("No ship", "<script>alert()</script> No ship"))
    (folder / "corpus").mkdir()
    return folder


def run(files: Path, *arguments: str) -> Done:
    store = files / "store"
    return sanad("compare", *arguments, cwd=files, corpus=files / "corpus", store=store)


def test_two_files_are_compared(files: Path) -> None:
    done = run(files, "old.md", "new.md")
    assert done.returncode == 0, done.stderr
    assert "3 changed" in done.stdout
    assert "Old: old.md" in done.stdout
    assert "figures in 1, duties in 1" in done.stdout
    assert "A berth costs [-20-]{+30+} crowns a day." in done.stdout
    assert "20 → 30" in done.stdout
    assert "may → must" in done.stdout


def test_json_says_where(files: Path) -> None:
    made = json.loads(run(files, "old.md", "new.md", "--json").stdout)
    first = made["changes"][0]
    assert first["edits"] == [{"old": "20", "new": "30"}]
    assert first["old"]["text"] == "A berth costs 20 crowns a day."
    assert made["counts"] == {"changed": 3, "added": 0, "dropped": 0, "moved": 0}


@pytest.mark.parametrize("ending", ["html", "md"])
def test_a_page_and_markdown_show_a_stranger_s_text_as_text(files: Path, ending: str) -> None:
    target = files / f"made.{ending}"
    assert run(files, "old.md", "new.md", "--out", str(target)).returncode == 0
    text = target.read_text("utf-8")
    assert "<script>" not in text
    shown = {"html": ("<del>20</del>", "<ins>30</ins>"), "md": ("~~20~~", "**30**")}
    assert all(words in text for words in shown[ending])


def test_word_has_tracked_changes(files: Path) -> None:
    target = files / "made.docx"
    assert run(files, "old.md", "new.md", "--out", str(target)).returncode == 0
    options = ["--track-changes=reject", "--wrap=none"]
    text = pypandoc.convert_file(str(target), "plain", extra_args=options)
    assert "A berth costs 20 crowns a day." in text


def test_what_cannot_be_compared_is_told(files: Path) -> None:
    assert "nowhere.md" in run(files, "old.md", "nowhere.md").stderr
    assert "name both" in run(files, "old.md").stderr
    assert ".docx" in run(files, "old.md", "new.md", "--out", "made.pdf").stderr
