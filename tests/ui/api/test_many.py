"""Many at once: a bounded number waits, the rest is told "busy", nobody else waits with them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from rag.library import Library
from ui.api.app import AT_ONCE, WAITING, add_api
from ui.api.gate import Gate
from ui.web.listening import listen, url_of

PATIENCE_S = 60
QUESTION = {"question": "What should parliament do?"}


@pytest.fixture
def gated(library: Library) -> Iterator[tuple[str, Gate]]:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    gate = add_api(app, library)
    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=lambda: server.run(sockets=[listener]))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield url_of(listener), gate
        server.should_exit = True
        thread.join()


def test_the_places_are_bounded_and_the_rest_of_the_server_answers(
    gated: tuple[str, Gate],
) -> None:
    url, gate = gated
    places = AT_ONCE + WAITING
    with (
        httpx.Client(
            base_url=url, trust_env=False, timeout=PATIENCE_S, limits=httpx.Limits()
        ) as client,
        ThreadPoolExecutor(places) as pool,
        ExitStack() as held,
    ):
        for _ in range(AT_ONCE):
            held.enter_context(gate.passed())
        waiting = [pool.submit(client.post, "/api/v1/find", json={"words": "policy"})]
        waiting += [
            pool.submit(client.post, "/api/v1/ask", json=QUESTION) for _ in range(WAITING - 1)
        ]
        until = time.monotonic() + PATIENCE_S
        while gate.inside < places and time.monotonic() < until:
            time.sleep(0.01)
        assert gate.inside == places
        assert client.get("/api/v1/health", timeout=PATIENCE_S / 2).status_code == 200
        assert client.get("/api/v1/ready", timeout=PATIENCE_S / 2).status_code == 200
        busy = client.post("/api/v1/ask", json=QUESTION, timeout=PATIENCE_S / 2)
        assert (busy.status_code, busy.headers["retry-after"]) == (429, "2")
        assert busy.json()["type"] == "urn:sanad:problem:busy"
        held.close()
        answers = [one.result() for one in waiting]
    assert {one.status_code for one in answers} == {200}
    assert len({one.text for one in answers[1:]}) == 1
    assert gate.inside == 0
