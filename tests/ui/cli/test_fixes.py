"""`sanad doctor --fix` mends what it may, and leaves what is the user's."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from rag.errors import SanadError
from rag.models.embedder import Embedder
from rag.settings import Settings, load_settings
from rag.store.store import Store
from tests.conftest import fill
from tests.ui.cli.run import sanad
from ui.cli.fixes import OLD_S, fix


@pytest.fixture
def settings(tmp_path: Path, embedder: Embedder) -> Settings:
    corpus = tmp_path / "papers"
    corpus.mkdir()
    (corpus / "wells.txt").write_text("The board was founded in 1923.\n", "utf-8")
    made = load_settings(corpus=corpus, store=tmp_path / "store", dtype="float32")
    fill(made, embedder).close()
    (made.store_folder / "notebook.db").write_bytes(b"what the user kept")
    return made


def found(settings: Settings) -> list[str]:
    store = Store(settings.store_folder)
    try:
        return [entry.file for entry in store.entries()]
    finally:
        store.close()


def test_what_is_whole_is_left_alone(settings: Settings) -> None:
    assert list(fix(settings)) == []


def test_an_index_that_cannot_be_opened_is_put_aside_and_made_again(settings: Settings) -> None:
    folder = settings.store_folder
    (folder / "catalogue.sqlite3").write_bytes(b"no database" * 100)
    said = list(fix(settings))
    assert "aside" in said[0]
    assert said[1] == "read 1 documents into the index"
    assert found(settings) == ["wells.txt"]
    assert (folder / "notebook.db").read_bytes() == b"what the user kept"
    aside = folder.with_name("store.aside-1")
    assert (aside / "catalogue.sqlite3").read_bytes().startswith(b"no database")


def test_an_index_of_another_model_is_built_anew_unless_that_loses_some(
    settings: Settings,
) -> None:
    other = settings.model_copy(update={"dtype": "bfloat16"})
    shutil.move(settings.corpus / "wells.txt", settings.corpus.parent)
    (settings.corpus / "new.txt").write_text("A new well.\n", "utf-8")
    with pytest.raises(SanadError, match=r"would lose wells\.txt"):
        list(fix(other))
    assert found(settings) == ["wells.txt"]
    shutil.move(settings.corpus.parent / "wells.txt", settings.corpus)
    assert list(fix(other)) == ["read 2 documents anew into the index"]
    assert found(settings) == ["new.txt", "wells.txt"]


def test_what_killed_processes_left_is_removed_once_it_is_old(settings: Settings) -> None:
    half, fresh = (settings.corpus / name for name in (".sanad-half", ".sanad-fresh"))
    running = settings.store_folder / "running.json"
    for path in (half, fresh):
        path.mkdir()
        (path / "file").touch()
    old = half.stat().st_mtime - OLD_S - 1
    os.utime(half, (old, old))
    running.write_text(json.dumps({"pid": 2**22 + 1, "code": []}), "utf-8")
    running.chmod(0o600)
    assert list(fix(settings)) == ["removed what was left behind: running.json, .sanad-half"]
    assert fresh.is_dir()
    assert not half.exists()
    assert not running.exists()


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_what_is_the_user_s_is_made_writable(settings: Settings) -> None:
    shut = settings.store_folder / "catalogue.sqlite3"
    shut.chmod(0o400)
    assert list(fix(settings)) == ["made 1 files and folders of the index writable for you"]
    assert shut.stat().st_mode & 0o777 == 0o600


def test_the_command_says_what_it_did_and_what_is_left(tmp_path: Path) -> None:
    corpus = tmp_path / "papers"
    done = sanad("doctor", "--fix", corpus=corpus, store=tmp_path / "store")
    assert done.returncode == 1
    assert done.stdout.startswith(f"fixed: made the folder {corpus.resolve()}: put documents there")
    assert "FAIL corpus" in done.stdout
    assert corpus.is_dir()
