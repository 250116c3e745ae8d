"""A backup answers as the store did; damaged, foreign and half-made ones are refused."""

from __future__ import annotations

import contextlib
import json
import stat
import threading
import time
import zipfile
from pathlib import Path

import pytest

from ingest.sync import sync
from rag.ask import ask
from rag.errors import StoreError, StoreLocked
from rag.library import Library
from rag.models.embedder import Embedder
from rag.models.loading import embedder_identity
from rag.settings import load_settings
from rag.store.backup import ABOUT, back_up, restore
from rag.store.store import Store
from rag.types import Query
from tests.conftest import CORPUS

QUESTIONS = ("What should parliament do?", "madrassa reform", "How much is a loaf of bread?")


def opened(store: Path, embedder: Embedder, corpus: Path = CORPUS) -> Library:
    return Library(load_settings(corpus=corpus, store=store), embedder=embedder)


def test_a_restored_store_answers_the_same(
    own_store: Path, tmp_path: Path, embedder: Embedder
) -> None:
    library = opened(own_store, embedder)
    said = [ask(Query(one), library) for one in QUESTIONS]
    size = back_up(library.store, tmp_path / "kept.zip")
    assert size == (tmp_path / "kept.zip").stat().st_size
    assert stat.S_IMODE((tmp_path / "kept.zip").stat().st_mode) == 0o600
    assert [ask(Query(one), library) for one in QUESTIONS] == said
    library.close()

    restore(tmp_path / "kept.zip", tmp_path / "new" / "store")
    again = opened(tmp_path / "new" / "store", embedder)
    assert [ask(Query(one), again) for one in QUESTIONS] == said
    assert not again.store.damage()
    again.close()


def test_one_made_while_documents_are_read_is_whole(
    own_store: Path, tmp_path: Path, embedder: Embedder
) -> None:
    """Another process reads documents; the backup waits for it and has either all or nothing."""
    corpus = tmp_path / "more"
    corpus.mkdir()
    for number in range(6):
        words = f"The levy of district {number} was raised by {number + 2} rupees in March 2021.\n"
        (corpus / f"levy-{number}.txt").write_text(words)
    library = opened(own_store, embedder, corpus)

    def read() -> None:
        identity = embedder_identity(library.settings)
        while True:
            with contextlib.suppress(StoreLocked):  # the backup came first
                sync(corpus, library.store, identity, lambda: embedder, allow_empty=True)
                return
            time.sleep(0.05)

    thread = threading.Thread(target=read)
    thread.start()
    other = Store(own_store)  # holds no lock of the first one
    back_up(other, tmp_path / "kept.zip")
    other.close()
    thread.join()
    library.close()
    restore(tmp_path / "kept.zip", tmp_path / "new")
    again = opened(tmp_path / "new", embedder, corpus)
    assert not again.store.damage()
    assert again.store.entries()
    again.close()


def test_it_waits_for_a_writer_and_gives_up(own_store: Path, tmp_path: Path) -> None:
    first, second = Store(own_store), Store(own_store)
    with first.writing(), pytest.raises(StoreLocked):
        back_up(second, tmp_path / "kept.zip", patience_s=0.3)
    assert not list(tmp_path.glob("*.zip"))
    first.close()
    second.close()


def test_nothing_is_written_over(own_store: Path, tmp_path: Path) -> None:
    store = Store(own_store)
    file = tmp_path / "kept.zip"
    file.write_text("mine")
    with pytest.raises(StoreError, match="there already"):
        back_up(store, file)
    store.close()
    file.unlink()
    store = Store(own_store)
    back_up(store, file)
    store.close()
    with pytest.raises(StoreError, match="isn't empty"):
        restore(file, own_store)


@pytest.mark.parametrize("how", ["damaged", "outside", "version", "text"])
def test_a_file_that_is_not_right_leaves_nothing(tmp_path: Path, how: str) -> None:
    file, folder = tmp_path / "kept.zip", tmp_path / "store"
    name = "../outside" if how == "outside" else "notes"
    about = {"schema": 2 if how == "version" else 1, "files": {name: "0" * 64}}
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(ABOUT, json.dumps(about))
        archive.writestr(name, "words")
    if how == "text":
        file.write_text("no archive")
    with pytest.raises(StoreError, match="can't be restored"):
        restore(file, folder)
    assert not folder.exists()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["kept.zip"]
