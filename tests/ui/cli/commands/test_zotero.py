from __future__ import annotations

from pathlib import Path

import pytest

from ingest.load.registry import FORMATS
from tests.ingest.zotero import made
from tests.ui.cli.run import Done, sanad


def run(folder: Path, *arguments: str) -> Done:
    return sanad(*arguments, corpus=folder / "corpus", store=folder / "store")


def test_an_export_becomes_documents_and_coming_again_doubles_none(tmp_path: Path) -> None:
    library, readable = made.library(), len(FORMATS)
    export = str(made.export(library, tmp_path / "My Library", ".bib"))
    first = run(tmp_path, "zotero", "import", export)
    assert first.returncode == 0
    assert f"{readable} new" in first.stdout
    listed = run(tmp_path, "sources").stdout
    assert all(item.title in listed for item in library[:readable])
    library[0].title = "On the Wells of District Zero"
    made.export(library, tmp_path / "My Library", ".bib")
    again = run(tmp_path, "zotero", "import", export)
    assert "1 described anew" in again.stdout
    assert "new" not in again.stderr.replace("described anew", "")
    now = run(tmp_path, "sources").stdout
    assert "On the Wells of District Zero" in now
    assert len(now.splitlines()) == len(listed.splitlines()) == readable + 1


def test_an_export_without_files_fails_and_says_why(tmp_path: Path) -> None:
    export = made.export(made.library()[-2:], tmp_path / "bare", ".ris")
    done = run(tmp_path, "zotero", "import", str(export))
    assert done.returncode == 1
    assert "nothing is attached to it" in done.stdout
    assert "there is no" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ask", "Why?", "--export", "a.md", "--zotero"), "a name ending in .docx"),
        (("ask", "Why?", "--zotero"), "--zotero goes with --export"),
        (("matrix", "Why?", "--out", "a.xlsx", "--zotero"), "a name ending in .docx"),
        (("zotero", "import", "missing.bib"), "does not exist"),
        (("zotero", "pull", "--address", "http://10.0.0.1:23119"), "isn't on this machine"),
        (("notes", "vault", "notes"), "nothing is pinned yet"),
    ],
)
def test_what_can_not_be_is_refused_at_once(
    arguments: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    done = run(tmp_path, *arguments)
    assert done.returncode != 0
    assert message in done.stderr
    assert not (tmp_path / "notes").exists()
