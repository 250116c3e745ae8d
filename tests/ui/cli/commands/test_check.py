from __future__ import annotations

import json
import os
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from rag.checking.draft import check_draft
from rag.library import Library
from tests.conftest import CORPUS
from ui.cli.group import cli
from ui.draft.read import read_draft
from ui.draft.report import review_html, review_json, schema_text

GOOD = "It says “military should be the final punch against militancy” (PIPS 2017, p. 4).\n"
BAD = "# A <b>memo</b>\n\nIt says “military should be the <i>last</i> punch against militancy”.\n"


def run(library: Library, monkeypatch: pytest.MonkeyPatch, *arguments: object) -> Result:
    monkeypatch.setenv("SANAD_STORE", os.fspath(library.store.path))
    monkeypatch.setenv("SANAD_CORPUS", os.fspath(CORPUS))
    return CliRunner().invoke(cli, ["check", *map(str, arguments)])


def written(folder: Path, text: str, name: str = "draft.md") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_exit_codes(tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    good = run(library, monkeypatch, written(tmp_path, GOOD))
    assert good.exit_code == 0
    assert "1 quotation (1 verbatim); 0 claims." in good.stdout
    bad = run(library, monkeypatch, written(tmp_path, BAD))
    assert bad.exit_code == 1
    assert "line 3" in bad.stdout
    assert "1 thing to change" in bad.stdout
    gone = run(library, monkeypatch, tmp_path / "gone.md")
    assert gone.exit_code == 2
    assert "gone.md can't be opened" in gone.stderr


def test_reports(tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    document = docx.Document()
    document.add_paragraph(BAD)
    document.save(str(tmp_path / "draft.docx"))
    html, comments = tmp_path / "report.html", tmp_path / "checked.docx"
    done = run(
        library, monkeypatch, tmp_path / "draft.docx", "--html", html, "--comments", comments
    )
    assert done.exit_code == 1
    assert "Altered quotation" in html.read_text("utf-8")
    assert len(list(docx.Document(str(comments)).comments)) == 1


def test_the_draft_is_never_written_over(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, GOOD)
    done = run(library, monkeypatch, path, "--html", path)
    assert done.exit_code == 2
    assert path.read_text("utf-8") == GOOD
    done = run(library, monkeypatch, path, "--comments", tmp_path / "x.docx")
    assert done.exit_code == 2
    assert "needs a Word draft" in done.stderr


def test_json_is_as_the_schema_says(tmp_path: Path, library: Library) -> None:
    from jsonschema import Draft202012Validator

    path = written(tmp_path, BAD + "\nThere are 8,400 people in Schedule 4. Goats ate the map.\n")
    review = check_draft(read_draft(path).draft, library)
    made = json.loads(json.dumps(review_json(review, path.name)))
    Draft202012Validator(json.loads(schema_text())).validate(made)
    altered, contradicted, nothing = made["findings"]
    assert [one["finding"] for one in made["findings"]] == [
        "altered",
        "contradicted",
        "nothing found",
    ]
    assert made["text"][altered["start"] : altered["end"]] == altered["text"]
    assert "last" in altered["differences"][0]["said"]
    assert contradicted["opposing"]
    assert not nothing["problem"]
    assert made["problems"] == 2


def test_the_report_escapes_everything(tmp_path: Path, library: Library) -> None:
    hostile = BAD + "\n\\<script>alert(1)\\</script> It says “the \\<img src=x> goats ate maps”.\n"
    path = written(tmp_path, hostile, "<i>.md")
    page = review_html(check_draft(read_draft(path).draft, library), path.name)
    assert "<script" not in page
    assert "<img" not in page
    assert "<i>" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "&lt;img src=x&gt; goats" in page
