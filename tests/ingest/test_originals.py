"""A document's own file on a machine that has no folder of documents."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image

from ingest.chosen_files import read_files
from ingest.originals import OriginalFiles
from ingest.page_images import PageImages
from ingest.sync import sync
from rag.errors import LoadError
from rag.library import Library
from rag.models.embedder import Embedder
from rag.models.loading import embedder_identity
from rag.settings import Servers, load_settings
from rag.store.moving import move
from rag.store.store import Store
from tests.rag.fakes import IDENTITY, hashed_words
from tests.servers import Postgres, Server, chroma, postgres, servers
from tests.ui.web.harbour import report
from ui.api.app import add_api

LEVY = "The levy of the harbour is nine crowns a boat."


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Postgres, Server]]:
    with postgres() as catalogues, chroma(tmp_path_factory.mktemp("chroma")) as passages:
        yield catalogues, passages


@pytest.fixture
def there(running: tuple[Postgres, Server], tmp_path: Path) -> Servers:
    catalogues, passages = running
    return servers(catalogues.database(tmp_path.name), passages)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    (corpus / "of the year").mkdir(parents=True)
    (corpus / "of the year" / "tides.pdf").write_bytes(report())
    (corpus / "levy.txt").write_text(LEVY)
    return corpus


def ingested(corpus: Path, store: Store) -> None:
    sync(corpus, store, IDENTITY, hashed_words)


@pytest.mark.slow
def test_pages_are_shown_and_files_given_where_the_folder_is_not(
    tmp_path: Path, there: Servers, corpus: Path, embedder: Embedder
) -> None:
    named = {"catalogue_url": there.catalogue, "chroma_url": there.chroma}
    one, two = (
        Library(load_settings(corpus=folder, store=tmp_path / name, **named), embedder=embedder)
        for name, folder in (("one", corpus), ("two", tmp_path / "empty"))
    )
    sync(corpus, one.store, embedder_identity(one.settings), lambda: embedder)
    document = next(iter(two.documents()[1:]))
    assert document.file == "of the year/tides.pdf"
    near, far = (PageImages(one.store, corpus), PageImages(two.store, two.settings.corpus))
    app = FastAPI(openapi_url=None)
    add_api(app, two, images=far)
    client = TestClient(app, raise_server_exceptions=False)
    page = client.get(f"/api/v1/documents/{document.id}/pages/6.jpg?width=400")
    assert page.content == near.image(document, 6, 400)
    assert Image.open(io.BytesIO(page.content)).width == 400
    file = client.get(f"/api/v1/documents/{document.id}/file")
    assert file.content == report()
    assert file.headers["content-disposition"] == 'attachment; filename="tides.pdf"'
    assert file.headers["x-content-type-options"] == "nosniff"
    part = client.get(f"/api/v1/documents/{document.id}/file", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"%PDF")
    assert client.get("/api/v1/documents/none/file").status_code == 404

    with one.store.writing():
        one.store.replace((), removed=(document.id,))
    assert lacks(two.store, document.raw_hash)
    assert client.get(f"/api/v1/documents/{document.id}/file").status_code == 404
    assert client.get("/api/v1/documents/levy.txt/file").content == LEVY.encode()
    assert [path.stem for path in (tmp_path / "two" / "originals").iterdir()] != [document.raw_hash]
    for images in (near, far):
        images.close()
    one.close()
    two.close()


def lacks(store: Store, raw_hash: str) -> bool:
    assert store.originals is not None
    try:
        store.originals.write(raw_hash, store.path / "looked-for")
    except Exception as error:  # noqa: BLE001 - it's looked at
        return "isn't in the database" in str(error)
    return False


@pytest.mark.slow
def test_an_ingest_brings_what_the_servers_lack(
    tmp_path: Path, there: Servers, corpus: Path
) -> None:
    store = Store(tmp_path / "one", there)
    assert store.originals is not None
    ingested(corpus, store)
    assert store.originals.lacking() == frozenset()
    store.originals.clear()  # as where an earlier version wrote it
    assert len(store.originals.lacking()) == 2
    ingested(corpus, store)
    assert store.originals.lacking() == frozenset()
    (corpus / "levy.txt").write_text(f"{LEVY} And ten a ship.")
    read_files(corpus, ["levy.txt"], store, IDENTITY, hashed_words)
    document = store.document("levy.txt")
    assert document is not None
    files = OriginalFiles(store, tmp_path / "empty")
    assert files.path(document).read_text() == f"{LEVY} And ten a ship."
    ingested(corpus, store)
    sync(corpus, store, IDENTITY, hashed_words, rebuild=True)
    assert store.originals.lacking() == frozenset()
    store.close()


@pytest.mark.slow
def test_files_move_with_the_index(tmp_path: Path, there: Servers, corpus: Path) -> None:
    folder, served = Store(tmp_path / "folder"), Store(tmp_path / "one", there)
    ingested(corpus, folder)
    (corpus / "levy.txt").write_text("Another by now.")
    assert move(folder, served, corpus) == (2, ("levy.txt",))
    elsewhere, back = tmp_path / "elsewhere", Store(tmp_path / "back")
    assert move(served, back, elsewhere) == (2, ("levy.txt",))
    assert (elsewhere / "of the year" / "tides.pdf").read_bytes() == report()
    assert [path.name for path in elsewhere.iterdir()] == ["of the year"]
    pdf = next(
        one for one in (back.document(e.id) for e in back.entries()) if one and one.id != "levy.txt"
    )
    assert OriginalFiles(back, elsewhere).path(pdf).read_bytes() == report()
    with pytest.raises(LoadError, match="isn't in the documents' folder any more"):
        OriginalFiles(back, tmp_path / "empty").path(pdf)
    for store in (folder, served, back):
        store.close()


@pytest.mark.slow
def test_a_dump_of_the_database_has_them(
    tmp_path: Path, there: Servers, corpus: Path, running: tuple[Postgres, Server]
) -> None:
    if not (shutil.which("pg_dump") and shutil.which("psql")):
        pytest.skip("pg_dump and psql aren't installed (apt-get install postgresql-client)")
    store = Store(tmp_path / "one", there)
    ingested(corpus, store)
    before = dict(store.texts())
    store.close()
    again = running[0].database("restored")
    dump = subprocess.run(["pg_dump", there.catalogue], check=True, capture_output=True).stdout
    subprocess.run(["psql", "-q", again], input=dump, check=True, capture_output=True)
    restored = Store(tmp_path / "two", Servers(again, there.chroma))
    assert dict(restored.texts()) == before
    files = OriginalFiles(restored, tmp_path / "empty")
    for document_id in before:
        document = restored.document(document_id)
        assert document is not None
        path = files.path(document)
        assert path.read_bytes() == (corpus / document.file).read_bytes()
    restored.close()
