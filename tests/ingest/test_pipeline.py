"""What is read together, embedded and written must not depend on how fast files are read."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from ingest.pipeline import Elsewhere, Pipeline, Row
from ingest.plan import make_plan
from ingest.reader import Reader
from ingest.sync import sync
from ingest.worker_process import Tell
from rag.errors import WorkersError
from rag.models.embedder import Embedder
from rag.store.passage_vectors import Key, PassageParts, embed_passages
from rag.store.store import Store
from rag.store.word_vector_cache import Vector
from rag.types import DEFAULT_COLLECTION, Document
from tests.ingest.contents import contents as all_of
from tests.rag.fakes import IDENTITY, hashed_words

FILES = 6


class SlowReader(Reader):
    """Lets the model wait before some of the files."""

    def read(self, path: Path, file: str, tell: Tell = lambda _done, _total: None) -> Document:
        time.sleep(0.3 if int(path.stem) % 2 else 0.0)
        return Reader.read(self, path, file, tell)


def ingested(folder: Path, corpus: Path, embedder: Embedder, reader: type[Reader]) -> Store:
    store = Store(folder)
    pipeline = Pipeline(
        corpus,
        store,
        DEFAULT_COLLECTION,
        lambda: embedder,
        lambda _file, _done, _total: None,
        make_reader=reader,
    )
    with store.writing():
        store.set_identity(str(IDENTITY))
        pipeline.run(make_plan(corpus, (), {}))
    return store


def contents(store: Store) -> dict[str, bytes]:
    return {
        entry.id: ((store.path / "parts") / f"{entry.generation}.npz").read_bytes()
        for entry in store.entries()
    }


def test_how_fast_files_are_read_changes_no_byte(tmp_path: Path, embedder: Embedder) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(FILES):
        paragraphs = (
            f"In district {number} {'the board, as the law has it, ' * n}keeps {n + number} wells."
            for n in range(4 + number)
        )
        (corpus / f"{number}.txt").write_text("\n\n".join(paragraphs))
    quick = ingested(tmp_path / "quick", corpus, embedder, Reader)
    slow = ingested(tmp_path / "slow", corpus, embedder, SlowReader)
    assert len(contents(quick)) == FILES
    assert contents(slow) == contents(quick)
    assert slow.revision == quick.revision
    words = ["board", "district", "law", "wells"]
    there, here = quick.word_vectors.get(words), slow.word_vectors.get(words)
    assert {w: v.tobytes() for w, v in there.items()} == {w: v.tobytes() for w, v in here.items()}
    quick.close()
    slow.close()


class Threads:
    """Three workers, here: each has a reader and a model of its own, and takes its time."""

    at_once = 3

    def __init__(self) -> None:
        self._chance, self._mine = random.Random(1), threading.local()  # noqa: S311
        self.readers: list[Reader] = []
        self.closed = False

    def read(self, path: Path, file: str, tell: Tell) -> Document:
        time.sleep(self._chance.random() * 0.2)
        if not hasattr(self._mine, "reader"):
            self._mine.reader = Reader()
            self.readers.append(self._mine.reader)
        document: Document = self._mine.reader.read(path, file, tell)
        return document

    def embed(
        self, passages: Sequence[Key], progress: Callable[[int, int], None]
    ) -> dict[Key, PassageParts]:
        time.sleep(self._chance.random() * 0.5)
        return embed_passages(passages, hashed_words(), progress)

    def vectors(self, texts: Sequence[str], /) -> list[Vector]:
        return hashed_words().vectors(texts)

    def close(self) -> None:
        self.closed = True


def laws(corpus: Path) -> None:
    """Five lots that are written together, twins, and files that can't be read."""
    corpus.mkdir()
    for number in range(20):
        clauses = (
            f"Clause {n} of law {number}: the board of district {n * number} keeps {n} wells in "
            "good order, and reports on each of them to the house in the spring of every year."
            for n in range(110)
        )
        (corpus / f"{number}.txt").write_text("\n\n".join(clauses))
    (corpus / "3.md").write_text((corpus / "3.txt").read_text() + "\n")
    (corpus / "bad.txt").write_bytes(bytes(range(256)) * 20)


def test_what_is_read_and_embedded_elsewhere_changes_nothing(tmp_path: Path) -> None:
    corpus, told = tmp_path / "corpus", []
    laws(corpus)
    workers = Threads()

    def read(name: str, elsewhere: Elsewhere | None) -> Store:
        store = Store(tmp_path / name)
        report = sync(
            corpus,
            store,
            IDENTITY,
            hashed_words,
            progress=lambda *said: told.append(said),
            workers=(lambda: nullcontext(elsewhere)) if elsewhere else None,
        )
        rows[name] = report.rows
        return store

    rows: dict[str, Sequence[Row]] = {}
    here = read("here", None)
    told.clear()
    there = read("there", workers)
    assert rows["there"] == rows["here"]
    assert {row.outcome for row in rows["here"]} == {"new", "duplicate", "skipped"}
    assert there.revision == here.revision > 3
    assert all(0 <= done <= total == 22 for _, done, total in told)
    for store in (here, there):
        store.close()
    assert all_of(tmp_path / "there") == all_of(tmp_path / "here")
    assert not workers.closed
    assert len(workers.readers) == workers.at_once
    for reader in workers.readers:
        reader.close()


class Broken(Threads):
    def embed(
        self, passages: Sequence[Key], progress: Callable[[int, int], None]
    ) -> dict[Key, PassageParts]:
        raise WorkersError("the cluster is gone")


def test_workers_that_are_gone_end_the_run_at_once(tmp_path: Path) -> None:
    laws(tmp_path / "corpus")
    store, workers = Store(tmp_path / "store"), Broken()
    with pytest.raises(WorkersError):
        sync(
            tmp_path / "corpus", store, IDENTITY, hashed_words, workers=lambda: nullcontext(workers)
        )
    assert workers.closed
    assert store.entries() == ()
    store.close()
    for reader in workers.readers:
        reader.close()


def test_workers_are_called_only_where_there_is_something_to_read(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "law.txt").write_text("The board keeps the wells in good order.")
    store = Store(tmp_path / "store")
    sync(tmp_path / "corpus", store, IDENTITY, hashed_words)

    def none() -> AbstractContextManager[Elsewhere]:
        raise WorkersError("there is no Ray here")

    sync(tmp_path / "corpus", store, IDENTITY, hashed_words, workers=none)
    with pytest.raises(WorkersError):  # and where they can't come, the index stays
        sync(tmp_path / "corpus", store, IDENTITY, hashed_words, workers=none, rebuild=True)
    assert len(store.entries()) == 1
    store.close()
