"""The interfaces on a real server, without the page: its start takes longer than all of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from rag.library import Library
from ui.api.app import add_api
from ui.web.serve import listen, url_of


def make_app(library: Library) -> FastAPI:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    add_api(app, library)
    return app


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
