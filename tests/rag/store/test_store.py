from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from rag.errors import IdentityMismatch, StoreError, StoreLocked
from rag.store.chroma_index import EF_SEARCH
from rag.store.passage_vectors import Parts
from rag.store.store import Store
from rag.types import Scope
from tests.conftest import ROOT
from tests.rag.fakes import hashed_words, made_document

OLD = "The old wells are dry.\n\n" + "The old board of the valley met in the old hall. " * 40
NEW = "The new wells are full.\n\n" + "The new board of the valley met in the new hall. " * 50


def found_ids(store: Store, question: str = "wells board valley hall") -> set[str]:
    by_meaning = store.nearest(hashed_words().embed_question(question), 50, Scope())
    by_words = store.matching(question, 50, Scope())
    assert {p.id for p, _ in by_meaning} == {p.id for p, _ in by_words}
    return {passage.id for passage, _ in by_meaning}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def put(store: Store, folder: Path, text: str, document_id: str = "made") -> set[str]:
    document, passages, parts = made_document(folder, text, document_id)
    with store.writing():
        store.replace([(document, passages, parts)])
    return {passage.id for passage in passages}


def test_a_folder_that_cannot_be_written_is_not_to_be_moved_away(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    Store(folder).close()
    opening = "import sys; from pathlib import Path; from rag.store.store import Store\n"
    opening += "Store(Path(sys.argv[1]))"
    command = [sys.executable, "-c", opening, str(folder)]
    if os.geteuid() == 0:  # whom no permission keeps out: in a namespace of its own
        shut = (
            'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 99; shift; exec "$@"'
        )
        command = ["unshare", "-m", "sh", "-c", shut, "-", str(folder), *command]
    folder.chmod(0o555)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    folder.chmod(0o755)
    if done.returncode == 99 or "unshare:" in done.stderr:
        pytest.skip("nothing can be mounted here")
    said = done.stderr.splitlines()[-1]
    assert "can't be written" in said
    assert "move the folder" not in said


def test_what_goes_in_comes_out(store: Store, tmp_path: Path) -> None:
    put_in = put(store, tmp_path, OLD)
    document, _, _ = made_document(tmp_path, OLD)
    assert found_ids(store) == put_in
    assert store.document("made") == document
    assert store.searched(Scope()).passages == len(put_in)
    assert store.damage() == ()


def test_a_replacement_leaves_nothing_of_the_old(store: Store, tmp_path: Path) -> None:
    put(store, tmp_path, OLD)
    new = put(store, tmp_path, NEW)
    assert found_ids(store) == new
    assert store.vectors.count("default") == len(new)
    assert store.catalogue.doomed() == ()


def test_removing_takes_everything_out(store: Store, tmp_path: Path) -> None:
    put(store, tmp_path, OLD)
    with store.writing():
        store.replace((), removed=("made",))
    assert found_ids(store) == set()
    assert store.document("made") is None
    assert store.vectors.count("default") == 0


def test_a_scope_limits_the_search(store: Store, tmp_path: Path) -> None:
    old, new = put(store, tmp_path, OLD, "old"), put(store, tmp_path, NEW, "new")
    embedding = hashed_words().embed_question("board")
    for name, expected in (("old", old), ("new", new), ("new.txt", new)):
        found = store.nearest(embedding, 50, Scope(documents=(name,)))
        assert {p.id for p, _ in found} == expected
        matching = store.matching("board valley wells", 50, Scope(documents=(name,)))
        assert {p.id for p, _ in matching} == expected
    assert store.searched(Scope(documents=("old",))).documents == 1
    assert store.matching("board", 5, Scope(collection="another")) == ()
    assert store.nearest(embedding, 5, Scope(filters=(("type", "law"),))) == ()


def test_dead_passages_never_crowd_out_live_ones(store: Store, tmp_path: Path) -> None:
    """A crashed replacement left far more dead passages than a search asks for."""
    live = put(store, tmp_path, "One well in the valley is dry.\n")
    _, passages, parts = made_document(tmp_path, NEW * 30, "dead")
    assert len(passages) > 60
    store.catalogue.announce(["crashed"], "default")
    store.vectors.add("default", {"crashed": passages}, parts.vectors)
    store.words.add("default", {"crashed": passages})
    store.parts.write("crashed", parts)
    assert found_ids(store) == live
    with store.writing():
        pass
    assert store.vectors.count("default") == len(live)
    assert len(list((store.path / "parts").iterdir())) == 1


def test_a_second_writer_is_told_to_wait(store: Store, tmp_path: Path) -> None:
    other = Store(store.path)
    with store.writing(), pytest.raises(StoreLocked, match="wait"), other.writing():
        pass
    with other.writing():
        pass


def test_an_index_built_by_something_else_is_not_searched(store: Store) -> None:
    store.set_identity("embedder=a; weights=1; splitter=1")
    store.check_identity("embedder=a; weights=1; splitter=1")
    with pytest.raises(IdentityMismatch, match=r"weights 1 there, 2 here.*--rebuild"):
        store.check_identity("embedder=a; weights=2; splitter=1")


def test_an_open_store_sees_what_another_process_wrote(store: Store, tmp_path: Path) -> None:
    reader = Store(store.path)
    assert found_ids(reader) == set()
    for text in (OLD, NEW, OLD):
        put_in = put(store, tmp_path, text)
        assert found_ids(reader) == put_in


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError, match="SANAD_STORE"):
        Store(tmp_path / "file" / "store")


def test_a_damaged_catalogue_is_named_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite3").write_bytes(b"not a database, but long enough to look at" * 50)
    with pytest.raises(StoreError, match="run `sanad ingest` again"):
        Store(tmp_path)


# Tampering: each is done behind the program's back, on the files.


def tamper_chroma(store: Store, sql: str) -> None:
    store.close()
    with sqlite3.connect(store.path / "chroma" / "chroma.sqlite3") as connection:
        assert connection.execute(sql).rowcount > 0


def test_a_changed_passage_is_left_out_and_named(store: Store, tmp_path: Path) -> None:
    whole = put(store, tmp_path, OLD)
    tamper_chroma(
        store,
        "update embedding_metadata set string_value = replace(string_value, 'dry', 'full') "
        "where key = 'chroma:document' and string_value like '%dry%'",
    )
    again = Store(store.path)
    found = again.nearest(hashed_words().embed_question("wells"), 50, Scope())
    assert 0 < len(found) == len(whole) - 1
    assert not any("full" in passage.text for passage, _ in found)
    assert "left out" in again.broken()[0]
    assert "isn't what the document says" in again.damage()[0]


def test_a_shifted_offset_is_left_out_and_named(store: Store, tmp_path: Path) -> None:
    whole = put(store, tmp_path, OLD)
    tamper_chroma(
        store,
        "update embedding_metadata set int_value = int_value + 3 where key = 'start' "
        "and id = (select min(id) from embedding_metadata)",
    )
    again = Store(store.path)
    found = again.nearest(hashed_words().embed_question("wells"), 50, Scope())
    assert len(found) == len(whole) - 1
    assert all(passage.id in whole for passage, _ in found)
    assert again.broken()
    assert again.damage()


def test_a_changed_canonical_text_is_not_shown(store: Store, tmp_path: Path) -> None:
    put(store, tmp_path, OLD)
    store.close()
    with sqlite3.connect(store.path / "catalogue.sqlite3") as connection:
        connection.execute("update documents set text = replace(text, 'dry', 'full')")
    again = Store(store.path)
    assert found_ids(again) == set()
    assert "has been changed since it was ingested" in again.broken()[0]
    assert "has been changed since it was ingested" in again.damage()[0]


def test_parts_that_were_replaced_meanwhile_are_looked_up_anew(
    store: Store, tmp_path: Path
) -> None:
    """Another process replaces the document between the look at the catalogue and the read."""
    put(store, tmp_path, OLD)
    reader = Store(store.path)
    old = reader.entries()[0].generation
    read = reader.parts.read
    replaced: list[set[str]] = []

    def replace_first(generation: str) -> Parts:
        if not replaced:
            replaced.append(put(store, tmp_path, NEW))
        return read(generation)

    reader.parts.read = replace_first  # type: ignore[method-assign]
    parts = reader.parts_of("made")
    assert parts is not None
    assert len(parts.starts) == len(replaced[0])
    assert reader.entries()[0].generation != old


def test_parts_that_are_gone_for_good_are_done_without_and_named(
    store: Store, tmp_path: Path
) -> None:
    put(store, tmp_path, OLD)
    for file in (store.path / "parts").iterdir():
        file.unlink()
    assert store.parts_of("made") is None
    assert any("--rebuild" in line for line in store.broken())
    assert any("--rebuild" in line for line in store.damage())


def test_a_collection_made_before_searches_its_graph_as_widely(
    store: Store, tmp_path: Path
) -> None:
    put(store, tmp_path, OLD)
    older = store.vectors._collection("default")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of Chroma about itself
        older.modify(configuration={"hnsw": {"ef_search": 100}})
    store.close()
    put(store, tmp_path, NEW)
    store.close()
    now = Store(store.path).vectors._collection("default")
    assert now.configuration_json["hnsw"]["ef_search"] == EF_SEARCH
