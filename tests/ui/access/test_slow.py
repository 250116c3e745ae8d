"""Requests that come in drop by drop, and those that are larger than what is taken."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import uvicorn

from tests.ui.access.conftest import key_of
from tests.ui.access.test_sign_in import inside
from ui.access.door import Access
from ui.access.team import Team
from ui.web.listening import listen, url_of
from ui.web.team import Reached, Unhurried, team_config


class Quick(Unhurried):
    """Hangs up sooner."""

    headers_s = 0.5


@pytest.fixture
def address(team: Team) -> Iterator[tuple[str, int]]:
    """A team's server with the same limits, only shorter."""

    async def reading(scope: object, receive: object, send: object) -> None:
        from starlette.requests import Request

        request = Request(scope, receive)  # type: ignore[arg-type]
        with contextlib.suppress(Exception):
            await request.body()
        await inside(scope, receive, send)  # type: ignore[arg-type]

    with listen("127.0.0.1", 0) as listener:
        parts = urlsplit(url_of(listener))
        app, at = Access(reading, team, body_s=0.5), Reached("127.0.0.1", int(parts.port or 0))
        config = team_config(app, at, http=Quick)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: server.run(sockets=[listener]))
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield "127.0.0.1", int(parts.port or 0)
        server.should_exit = True
        thread.join()


def dripped(address: tuple[str, int], head: str, *, drops: int = 40) -> tuple[bytes, float]:
    """Send a beginning, then a byte at a time; give what came back and how long it was borne."""
    began = time.monotonic()
    with socket.create_connection(address, timeout=5) as connection:
        connection.sendall(head.encode())
        with contextlib.suppress(OSError):
            for _ in range(drops):
                connection.sendall(b"x")
                connection.settimeout(0.1)
                with contextlib.suppress(TimeoutError):
                    return connection.recv(65_536), time.monotonic() - began
        return b"", time.monotonic() - began


@pytest.mark.parametrize("head", ["", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "])
def test_a_head_that_does_not_end_is_hung_up_on(address: tuple[str, int], head: str) -> None:
    told, seconds = dripped(address, head)
    assert told == b""
    assert 0.3 < seconds < 3


def test_a_body_that_does_not_end_is_let_go(address: tuple[str, int], team: Team) -> None:
    key = key_of(team, "reader")["Authorization"]
    head = (
        f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {key}\r\nContent-Length: 100\r\n\r\n"
    )
    told, seconds = dripped(address, head)
    assert told.startswith(b"HTTP/1.1 200")  # what the application made of the little that came
    assert 0.3 < seconds < 3


def test_who_is_not_known_gets_no_body_read_at_all(address: tuple[str, int]) -> None:
    head = "POST /api/v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999\r\n\r\n"
    told, seconds = dripped(address, head)
    assert told.startswith(b"HTTP/1.1 401")
    assert seconds < 1
    assert b"server:" not in told.lower()


def test_a_whole_request_is_answered(address: tuple[str, int]) -> None:
    head = "GET /api/v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with socket.create_connection(address, timeout=5) as connection:
        connection.sendall(head.encode())
        assert connection.recv(1_000).startswith(b"HTTP/1.1 200")
