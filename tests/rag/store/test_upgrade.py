"""An index of another version is never searched, and what the message says mends it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ingest.sync import sync
from rag.errors import IdentityMismatch, StoreError
from rag.library import Library
from rag.models.embedder import Embedder
from rag.notebook.notebook import open_notebook
from rag.settings import Settings, load_settings
from rag.store.catalogue import VERSION
from tests.conftest import fill


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "levy.txt").write_text("The harbour board raised the levy to forty crowns.\n")
    return load_settings(corpus=corpus, store=tmp_path / "store", dtype="float32")


def set_fact(store: Path, name: str, value: str) -> None:
    with closing(sqlite3.connect(store / "catalogue.sqlite3")) as file, file:
        changed = file.execute("UPDATE facts SET value = ? WHERE name = ?", (value, name))
        assert changed.rowcount == 1


def test_the_version_before_is_refused_and_read_anew_beside_what_was_kept(
    settings: Settings, embedder: Embedder
) -> None:
    store = settings.store_folder
    fill(settings, embedder).close()
    with closing(open_notebook(settings)) as notebook:
        notebook.conversations.begin("c1", "What is the levy?")
    set_fact(store, "catalogue_version", str(VERSION - 1))
    with pytest.raises(StoreError, match=r"another version.*notebook\.db and feedback\.jsonl"):
        Library(settings)
    old = store.rename(store.with_name("old"))
    library = fill(settings, embedder)
    shutil.copy(old / "notebook.db", store)
    assert [entry.file for entry in library.store.entries()] == ["levy.txt"]
    library.close()
    with closing(open_notebook(settings)) as notebook:
        assert notebook.conversations.exchanges("c1")[0].asked == "What is the levy?"


def test_what_another_version_read_is_read_again_with_rebuild(
    settings: Settings, embedder: Embedder
) -> None:
    library = fill(settings, embedder)
    identity = library.store.fact("identity")
    assert identity is not None
    set_fact(settings.store_folder, "identity", identity.replace("cleaner=", "cleaner=0"))
    with pytest.raises(IdentityMismatch, match=r"cleaner 0.*--rebuild"):
        library.check()
    report = sync(settings.corpus, library.store, embedder.identity, lambda: embedder, rebuild=True)
    assert [row.file for row in report.rows] == ["levy.txt"]
    library.check()
    library.close()
