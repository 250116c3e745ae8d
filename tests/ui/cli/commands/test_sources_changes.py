from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.cli.run import Done, sanad


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "wells.md").write_text("# On wells\n\nTwelve wells in the valley are dry.\n")
    return tmp_path


def run(folder: Path, *arguments: str) -> Done:
    return sanad(*arguments, corpus=folder / "corpus", store=folder / "store")


def test_a_document_is_added_read_again_removed_and_put_back(folder: Path) -> None:
    added = run(folder, "sources", "import", str(folder / "wells.md"))
    assert (added.returncode, added.stdout) == (0, "wells.md: read, 1 passage\n")
    assert (folder / "wells.md").exists()
    again = run(folder, "sources", "reread", "wells.md")
    assert (again.returncode, again.stdout) == (0, "wells.md: read, 1 passage\n")
    gone = run(folder, "sources", "remove", "wells.md")
    assert "`sanad sources restore` puts it back" in gone.stdout
    assert not (folder / "corpus" / "wells.md").exists()
    assert "no document wells.md" in run(folder, "sources", "remove", "wells.md").stderr
    assert run(folder, "sources", "restore").stdout == "wells.md  On wells\n"
    back = run(folder, "sources", "restore", "wells.md")
    assert (back.returncode, back.stdout) == (0, "wells.md: read, 1 passage\n")
    assert "On wells" in run(folder, "sources").stdout


def test_what_can_not_be_read_is_not_left_behind(folder: Path) -> None:
    (folder / "broken.pdf").write_text("no PDF")
    (folder / "tool.exe").write_text("no document")
    done = run(
        folder,
        "sources",
        "import",
        str(folder / "tool.exe"),
        str(folder / "broken.pdf"),
        str(folder / "wells.md"),
    )
    assert done.returncode == 1
    assert "tool.exe" in done.stderr
    assert "broken.pdf: not read" in done.stderr
    assert done.stdout == "wells.md: read, 1 passage\n"
    assert [path.name for path in (folder / "corpus").iterdir()] == ["wells.md"]
