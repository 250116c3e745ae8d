"""An index of many passages, and one that several processes open."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from rag.store.catalogue import Catalogue
from rag.store.live_search import Contents
from rag.store.store import Store
from rag.types import Scope
from tests.conftest import ROOT
from tests.rag.fakes import hashed_words, made_document
from tests.rag.store.test_store import NEW, OLD, put

PUT = """
import pickle, sys
from pathlib import Path
from rag.store.store import Store

store = Store(Path(sys.argv[1]))
with store.writing():
    store.replace([pickle.loads(Path(sys.argv[2]).read_bytes())])
store.close()
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have an index of more than 60 passages count as a large one."""
    monkeypatch.setattr("rag.store.store.EXACT", 60)


@pytest.mark.usefixtures("large")
def test_a_large_index_is_searched_without_chroma_and_finds_what_a_comparison_with_all_does(
    store: Store, tmp_path: Path
) -> None:
    put(store, tmp_path, NEW * 30, "large")
    put(store, tmp_path, OLD * 20, "other")
    put(store, tmp_path, OLD, "small")
    asked = hashed_words().embed_question("old board of the valley")
    store.vectors.close()
    (store.path / "chroma").rename(store.path / "away")
    for documents in ((), ("large", "other"), ("small",)):
        scope = Scope(documents=documents)
        contents = Contents.of(
            [one for one in store.entries() if one.id in documents or not documents]
        )
        exact = store.indexes.nearest_of_all(asked, 5, contents)
        assert [
            (one.document_id, one.start, round(score, 5))
            for one, score in store.nearest(asked, 5, scope)
        ] == [(one.document_id, one.start, round(one.score, 5)) for one in exact]


@pytest.mark.usefixtures("large")
def test_an_index_too_large_for_that_is_searched_by_chroma_s_graph_and_in_few_documents_without(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.store.store.IN_BYTES", 100)
    monkeypatch.setattr("rag.store.chroma_index.EXACT", 60)
    put(store, tmp_path, NEW * 30, "large")
    put(store, tmp_path, OLD * 30, "other")
    put(store, tmp_path, OLD, "small")
    asked = hashed_words().embed_question("old board of the valley")
    exact = store.indexes.nearest_of_all(asked, 1, Contents.of(store.entries()))
    assert [round(score, 5) for _, score in store.nearest(asked, 1, Scope())] == [
        round(one.score, 5) for one in exact
    ]
    store.vectors.close()
    (store.path / "chroma").rename(store.path / "away")
    assert store.nearest(asked, 1, Scope(documents=("small",)))
    assert not store.nearest(asked, 1, Scope())  # it would have to be there


@pytest.mark.usefixtures("large")
def test_what_another_process_wrote_to_a_large_index_is_found_at_once(
    store: Store, tmp_path: Path
) -> None:
    put(store, tmp_path, OLD * 30, "large")
    asked = hashed_words().embed_question("new wells of the valley")
    assert store.nearest(asked, 1, Scope())[0][0].document_id == "large"
    made = tmp_path / "another"
    made.write_bytes(pickle.dumps(made_document(tmp_path, NEW, "another")))
    subprocess.run([sys.executable, "-c", PUT, store.path, made], check=True, cwd=ROOT)
    assert store.nearest(asked, 1, Scope())[0][0].document_id == "another"


def test_a_new_catalogue_may_be_opened_by_several_at_once(tmp_path: Path) -> None:
    together = Barrier(8)

    def opened(path: Path) -> str | None:
        together.wait()
        catalogue = Catalogue(path)
        version = catalogue.fact("catalogue_version")
        catalogue.close()
        return version

    with ThreadPoolExecutor(8) as pool:
        for turn in range(10):
            versions = [*pool.map(opened, [tmp_path / f"{turn}.sqlite3"] * 8)]
            assert len({*versions}) == 1
            assert versions[0]
