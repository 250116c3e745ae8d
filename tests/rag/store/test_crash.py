"""kill -9 between any two writes of a replacement: readers have the old document or the new one."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from rag.store.store import Store
from rag.types import Scope
from tests.rag.fakes import hashed_words, made_document
from tests.rag.store.test_store import NEW, OLD

STEPS = {
    "announce": "old",
    "vectors.add": "old",
    "words.add": "old",
    "parts.write": "old",
    "commit": "new",
    "vectors.delete": "new",
    "words.delete": "new",
    "parts.delete": "new",
}

# Replaces a document and stops, for the parent to kill, right after the step that it was given.
# What it puts in was made by the parent: it would spend most of its time on importing the means.
CHILD = """
import pickle, sys, time
from pathlib import Path
from rag.store.store import Store

folder, step = Path(sys.argv[1]), sys.argv[2]
store = Store(folder / "store")
part, _, method = step.rpartition(".")
owner = getattr(store, part or "catalogue")
original = getattr(owner, method)

def stop_after(*args):
    original(*args)
    print("now", flush=True)
    time.sleep(600)

setattr(owner, method, stop_after)
made = pickle.loads((folder / "made").read_bytes())
with store.writing():
    store.replace([made])
"""


def whole(store: Store) -> str:
    """Which version the store holds; fails unless it holds all of it and nothing else."""
    document = store.document("made")
    assert document is not None
    version = "new" if "new wells" in document.text else "old"
    for k in (10, 500):
        near = store.nearest(hashed_words().embed_question("board"), k, Scope())
        matching = store.matching("old new board hall", k, Scope())
        for found in (near, matching):
            assert all(document.text[p.start : p.end] == p.text for p, _ in found)
            assert len(found) == min(k, store.searched(Scope()).passages)
    if not store.catalogue.being_written:
        assert store.damage() == ()
    return version


@pytest.mark.parametrize(("step", "survivor"), STEPS.items())
def test_a_kill_leaves_the_old_document_or_the_new(
    tmp_path: Path, step: str, survivor: str
) -> None:
    store = Store(tmp_path / "store")
    with store.writing():
        store.replace([made_document(tmp_path, OLD)])
    assert whole(store) == "old"
    (tmp_path / "made").write_bytes(pickle.dumps(made_document(tmp_path, NEW)))

    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path), step], stdout=subprocess.PIPE, text=True
    ) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == "now\n"
            assert whole(store) == survivor  # a reader that was open all along, before the kill
        finally:
            child.kill()

    assert whole(store) == survivor
    fresh = Store(tmp_path / "store")
    assert whole(fresh) == survivor
    with fresh.writing():  # the next run heals
        assert fresh.catalogue.doomed() == ()
    assert whole(fresh) == survivor
    assert fresh.vectors.count("default") == fresh.searched(Scope()).passages
    assert len(list((fresh.path / "parts").iterdir())) == 1
    with fresh.writing():
        fresh.replace([made_document(tmp_path, NEW)])
    assert whole(fresh) == whole(store) == "new"
