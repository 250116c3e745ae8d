from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest import trash
from ingest.trash import NOTE, TRASH, put_back, remove, removed
from rag.errors import CorpusError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "corpus"
    (made / "below").mkdir(parents=True)
    (made / "below" / "wells.txt").write_text("Two wells are dry.")
    (tmp_path / "outside.txt").write_text("not ours")
    return made


def test_what_is_removed_comes_back_to_its_place(folder: Path, tmp_path: Path) -> None:
    gone = remove(folder, "below/wells.txt", "On wells", tmp_path)
    assert not (folder / "below" / "wells.txt").exists()
    assert [(one.file, one.title) for one in removed(tmp_path)] == [("below/wells.txt", "On wells")]
    assert put_back(folder, gone.token, tmp_path) == "below/wells.txt"
    assert (folder / "below" / "wells.txt").read_text() == "Two wells are dry."
    assert removed(tmp_path) == ()
    assert not list((tmp_path / TRASH).iterdir())


@pytest.mark.parametrize("file", ["gone.txt", "../outside.txt", "below"])
def test_nothing_but_a_file_of_the_folder_is_removed(
    folder: Path, tmp_path: Path, file: str
) -> None:
    with pytest.raises(CorpusError, match="no file"):
        remove(folder, file, "", tmp_path)
    assert (tmp_path / "outside.txt").exists()


def test_a_name_that_is_taken_by_now_keeps_the_removed_one(folder: Path, tmp_path: Path) -> None:
    gone = remove(folder, "below/wells.txt", "", tmp_path)
    (folder / "below" / "wells.txt").write_text("Three wells are dry.")
    with pytest.raises(CorpusError, match="another"):
        put_back(folder, gone.token, tmp_path)
    assert len(removed(tmp_path)) == 1
    with pytest.raises(CorpusError, match="add it again"):
        put_back(folder, "0" * 32, tmp_path)


def test_a_note_that_leads_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    gone = remove(folder, "below/wells.txt", "", tmp_path)
    note = tmp_path / TRASH / gone.token / NOTE
    note.write_text(json.dumps({"file": "../escaped.txt", "title": "", "when": 1.0}))
    with pytest.raises(CorpusError, match="outside"):
        put_back(folder, gone.token, tmp_path)
    assert not (tmp_path / "escaped.txt").exists()


def test_the_oldest_go_where_there_are_many(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trash, "MOST_FILES", 2)
    for number in range(4):
        (folder / f"{number}.txt").write_text("text")
        remove(folder, f"{number}.txt", "", tmp_path)
    assert [one.file for one in removed(tmp_path)] == ["3.txt", "2.txt"]
