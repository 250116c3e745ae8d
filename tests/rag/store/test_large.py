"""An index that is searched by Chroma's graph, and one that several processes open."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from unittest.mock import Mock

import pytest

from rag.store.catalogue import Catalogue
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


def test_of_a_large_index_some_documents_are_searched_without_its_graph(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.store.revision_cache.EXACT", 60)
    put(store, tmp_path, NEW * 30, "large")
    put(store, tmp_path, OLD, "small")
    asked = hashed_words().embed_question("old board of the valley")
    scope = Scope(documents=("small",))
    graph = store.vectors.query("default", asked, 5, ("small",))
    store.vectors.close()
    (store.path / "chroma").rename(store.path / "away")
    found = store.nearest(asked, 5, scope)
    assert [(one.start, round(score, 4)) for one, score in found] == [
        (one.start, round(one.score, 4)) for one in graph
    ]


def test_what_another_process_wrote_to_a_large_index_is_found_before_its_graph_is_loaded(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("revision_cache", "chroma_index"):
        monkeypatch.setattr(f"rag.store.{module}.EXACT", 60)
    put(store, tmp_path, OLD * 30, "large")
    asked = hashed_words().embed_question("new wells of the valley")
    store.close()  # as a reader that asked the graph, and then sees another revision
    assert store.vectors.loaded("default", asked)
    assert store.nearest(asked, 1, Scope())[0][0].document_id == "large"
    compare = Mock(wraps=store.indexes.nearest_of_all)
    monkeypatch.setattr(store.indexes, "nearest_of_all", compare)
    made = tmp_path / "another"
    made.write_bytes(pickle.dumps(made_document(tmp_path, NEW, "another")))
    subprocess.run([sys.executable, "-c", PUT, store.path, made], check=True, cwd=ROOT)
    assert store.nearest(asked, 1, Scope())[0][0].document_id == "another"
    compare.assert_called()
    loading = store.vectors._loading
    assert loading
    loading.join(60)
    compare.reset_mock()
    assert store.nearest(asked, 1, Scope())[0][0].document_id == "another"
    compare.assert_not_called()


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
