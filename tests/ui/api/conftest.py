"""The interfaces on a real server, without the page: its start takes longer than all of them."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ingest.page_images import PageImages
from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from tests.conftest import CORPUS
from ui.api.app import add_api
from ui.web.library.shelf import WorkShelf
from ui.web.library.work import Work
from ui.web.listening import listen, url_of


def make_app(library: Library) -> FastAPI:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    add_api(app, library)
    return app


@pytest.fixture
def own_library(tmp_path: Path, own_store: Path, embedder: Embedder) -> Iterator[Library]:
    """The shipped corpus in a folder and an index that one test may change."""
    corpus = shutil.copytree(CORPUS, tmp_path / "corpus")
    library = Library(load_settings(corpus=corpus, store=own_store), embedder=embedder)
    yield library
    library.close()


@pytest.fixture
def own_app(own_library: Library) -> Iterator[FastAPI]:
    """All interfaces, with those that change documents and draw pages."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    images, work = PageImages(own_library.store, own_library.settings.corpus), Work(own_library)
    add_api(app, own_library, images=images, shelf=WorkShelf(own_library, work))
    yield app
    work.stop(10)
    images.close()


@pytest.fixture(scope="session")
def api(library: Library) -> TestClient:
    return TestClient(make_app(library), raise_server_exceptions=False)


@pytest.fixture(scope="session")
def api_address(library: Library) -> Iterator[str]:
    """Serve the interfaces from another thread and give their address."""
    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(make_app(library), log_level="warning"))
        thread = threading.Thread(target=lambda: server.run(sockets=[listener]))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield url_of(listener)
        server.should_exit = True
        thread.join()
