"""What is read together, embedded and written must not depend on how fast files are read."""

from __future__ import annotations

import time
from pathlib import Path

from ingest.pipeline import Pipeline
from ingest.plan import make_plan
from ingest.reader import Reader
from ingest.worker_process import Tell
from rag.models.embedder import Embedder
from rag.store.store import Store
from rag.types import DEFAULT_COLLECTION, Document
from tests.rag.fakes import IDENTITY

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
