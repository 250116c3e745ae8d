"""An index on servers is what it is in a folder, for all who share it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from rag.errors import SettingsError, StoreError, StoreLocked, StoreUnreachable
from rag.settings import Servers, load_settings
from rag.store.catalogue import INDEX
from rag.store.chroma_index import rows_of
from rag.store.moving import move
from rag.store.store import Store
from rag.types import Scope
from tests.rag.fakes import hashed_words, made_document
from tests.rag.store.test_store import NEW, OLD
from tests.servers import Postgres, Server, chroma, postgres, servers

OTHER = "The harbour board meets in June.\n\nThe old ferry has a new engine.\n\nNobody pays."
ASKED = "old board hall new wells ferry"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Postgres, Server]]:
    with postgres() as catalogues, chroma(tmp_path_factory.mktemp("chroma")) as passages:
        yield catalogues, passages


@pytest.fixture
def there(running: tuple[Postgres, Server], tmp_path: Path) -> Servers:
    catalogues, passages = running
    return servers(catalogues.database(tmp_path.name), passages)


def found(store: Store) -> object:
    near = store.nearest(hashed_words().embed_question(ASKED), 10, Scope())
    matching = store.matching(ASKED, 10, Scope())
    documents = [store.document(entry.id) for entry in store.entries()]
    return [(p.id, p.text, score) for p, score in (*near, *matching)], documents


@pytest.mark.parametrize("exact", [10_000, 2], ids=["few passages", "many passages"])
def test_all_who_share_it_find_what_a_folder_gives(
    tmp_path: Path, there: Servers, exact: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.store.store.EXACT", exact)
    embedded = Store(tmp_path / "embedded")
    one, two = Store(tmp_path / "one", there), Store(tmp_path / "two", there)
    made, other = made_document(tmp_path, OLD), made_document(tmp_path, OTHER, "other")
    newer = made_document(tmp_path, NEW)
    for writer, reader, change in (
        (one, two, ([made, other], "default", ())),
        (two, one, ([newer], "default", ())),  # replaced, by another process than before
        (one, two, ([], "default", ("other",))),
        (two, one, ([other], "default", ())),
    ):
        for store in (embedded, writer):
            with store.writing():
                store.replace(*change)
        assert found(writer) == found(reader) == found(embedded)
        assert writer.damage() == reader.damage() == ()
        assert writer.revision == embedded.revision
    with one.writing():
        with pytest.raises(StoreLocked, match=r"\(sanad, process \d+ on "), two.writing():
            pass
        assert (two.writer() or "").startswith("sanad, process")
    assert two.writer() is None
    texts = {document.id: document.text for document in (newer[0], other[0])}
    assert dict(two.texts()) == texts
    two.word_vectors.add({"levy": np.ones(4, np.float32), 'q"\\,{}': np.zeros(4, np.float32)})
    assert set(one.word_vectors.get(["levy", 'q"\\,{}', "none"])) == {"levy", 'q"\\,{}'}
    live = {entry.generation for entry in two.entries()}
    copies = tmp_path / "two" / "served" / str(two.catalogue.fact(INDEX)) / "parts"
    assert all(two.all_parts([entry.id for entry in two.entries()], "default"))
    assert {path.stem for path in copies.iterdir()} == live
    (copies / "left-by-a-killed-process.npz").write_bytes(b"")
    again = Store(tmp_path / "two", there)
    assert found(again) == found(embedded)
    assert {path.stem for path in copies.iterdir()} == live
    for store in (embedded, one, two, again):
        store.close()


@pytest.mark.slow
def test_it_is_moved_there_and_back_with_ids_texts_and_vectors(
    tmp_path: Path, there: Servers
) -> None:
    source, target = Store(tmp_path / "source"), Store(tmp_path / "machine", there)
    with source.writing():
        source.set_identity("a=1")
        source.replace([made_document(tmp_path, OLD), made_document(tmp_path, OTHER, "other")])
        far, passages, parts = made_document(tmp_path, "Elsewhere.", "far")
        source.replace([(replace(far, collection="elsewhere"), passages, parts)], "elsewhere")
        source.word_vectors.add({"board": np.ones(4, np.float32)})
    assert move(source, target, tmp_path) == (3, ())
    back = Store(tmp_path / "back")
    assert move(target, back, tmp_path) == (3, ())
    for store in (target, back):
        assert found(store) == found(source)
        assert store.catalogue.facts() == source.catalogue.facts()
        assert [*store.catalogue.rows()] == [*source.catalogue.rows()]
        assert stored(store) == stored(source)
        assert store.damage() == store.damage("elsewhere") == ()
        assert store.catalogue.doomed() == ()
        assert list(store.word_vectors.get(["board"])) == ["board"]
    with pytest.raises(StoreError, match="has documents already"):
        move(back, target, tmp_path)
    for store in (source, target, back):
        store.close()


def stored(store: Store) -> dict[str, tuple[object, bytes]]:
    """What Chroma has, by id."""
    collection = store.vectors._collection("default")
    ids, passages, vectors = rows_of(collection.get(include=["embeddings", "metadatas"]))
    rows = zip(ids, passages, vectors, strict=True)
    return {name: (passage, vector.tobytes()) for name, passage, vector in rows}


@pytest.mark.slow
def test_what_chroma_lost_is_taken_from_elsewhere_until_a_writer_mends_it(
    tmp_path: Path, there: Servers
) -> None:
    writer, reader = Store(tmp_path / "one", there), Store(tmp_path / "two", there)
    with writer.writing():
        writer.replace([made_document(tmp_path, OLD), made_document(tmp_path, OTHER, "other")])
    before = found(writer)
    client = writer.vectors._open()
    client.delete_collection(writer.vectors._collection("default").name)
    assert [one[0] for one in found(reader)[0]] == [one[0] for one in before[0]]  # type: ignore[index]
    assert reader.damage() != ()
    with writer.writing():
        pass
    assert found(reader) == found(writer) == before
    assert reader.damage() == ()
    writer.close()
    reader.close()


@pytest.mark.slow
def test_a_killed_process_leaves_words_that_nobody_counts_twice(
    tmp_path: Path, there: Servers
) -> None:
    embedded, writer = Store(tmp_path / "embedded"), Store(tmp_path / "one", there)
    for store in (embedded, writer):
        with store.writing():
            store.replace([made_document(tmp_path, OLD)])
    reader = Store(tmp_path / "two", there)
    follower = reader._place.follower
    assert follower is not None
    # As if it had been killed after the index was written, before that was noted.
    renew = follower._words.renew

    def killed(*args: object) -> None:
        renew(*args)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    follower._words.renew = killed  # type: ignore[method-assign, assignment]
    with pytest.raises(KeyboardInterrupt):
        found(reader)
    follower._words.renew = renew  # type: ignore[method-assign]
    assert found(reader) == found(embedded)
    for store in (embedded, writer, reader):
        store.close()


@pytest.mark.slow
def test_a_token_is_sent_and_its_lack_is_said(
    tmp_path: Path, there: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chroma's server itself asks for none since 1.0: a proxy before it does."""
    sent: list[str | None] = []

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent.append(self.headers["Authorization"])
            self.send_response(404 if sent[-1] == "Bearer secret" else 401)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        Thread(target=proxy.serve_forever, daemon=True).start()
        guarded = Servers(there.catalogue, f"http://127.0.0.1:{proxy.server_port}")
        store = Store(tmp_path / "one", guarded)
        with pytest.raises(StoreUnreachable, match="set SANAD_CHROMA_TOKEN"):
            store.vectors.count("default")
        monkeypatch.setenv("SANAD_CHROMA_TOKEN", "secret")
        with pytest.raises(Exception, match=r"^$"):  # there is no Chroma behind it
            store.vectors.count("default")
        assert sent == [None, "Bearer secret"]
        store.close()
        proxy.shutdown()


def test_settings_name_both_servers_and_hold_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    named = {"catalogue_url": "postgresql://me@db/sanad", "chroma_url": "http://db:8000"}
    assert load_settings(**named).servers == Servers(*named.values())
    assert load_settings().servers is None
    for wrong, said in (
        ({"chroma_url": None}, "or neither"),
        ({"catalogue_url": "mysql://db/sanad"}, "no address"),
        ({"chroma_url": "http://db:port"}, "no address"),
        ({"catalogue_url": "postgresql://me:secret@db/sanad"}, "SANAD_CATALOGUE_PASSWORD"),
    ):
        with pytest.raises(SettingsError, match=said) as caught:
            load_settings(**(named | wrong))
        assert "secret" not in str(caught.value)
