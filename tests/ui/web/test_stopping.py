"""A stop lets what is under way end, and tells who comes meanwhile to come again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI

from tests.conftest import ROOT
from tests.ui.cli.run import RUN, environment
from ui.web.listening import listen, url_of
from ui.web.stopping import StoppableServer

PATIENCE_S = 60


def got(url: str, data: bytes | None = None) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as reply:  # noqa: S310
            return reply.status, dict(reply.headers), reply.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


class Slow:
    """A server with an address that answers only when it is told to."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        app = FastAPI()

        @app.get("/slow")
        def slow() -> str:
            self.begun.set()
            assert self.go_on.wait(PATIENCE_S)
            return "done"

        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        self.server = StoppableServer(config)


@pytest.fixture
def slow() -> Iterator[tuple[Slow, str, threading.Thread]]:
    made = Slow()
    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=lambda: made.server.run(sockets=[listener]))
        thread.start()
        while not made.server.started:
            time.sleep(0.01)
        yield made, url_of(listener), thread
        made.go_on.set()
        made.server.should_exit = True
        thread.join(PATIENCE_S)


def begun(
    slow: Slow, url: str, pool: ThreadPoolExecutor
) -> Future[tuple[int, dict[str, str], bytes]]:
    asked = pool.submit(got, f"{url}/slow")
    assert slow.begun.wait(PATIENCE_S)
    return asked


def test_what_has_begun_ends_and_what_comes_then_is_told_to_wait(
    slow: tuple[Slow, str, threading.Thread],
) -> None:
    made, url, thread = slow
    with ThreadPoolExecutor() as pool:
        asked = begun(made, url, pool)
        made.server.handle_exit(signal.SIGTERM, None)
        status, headers, body = got(f"{url}/api/v1/health")
        assert (status, headers["retry-after"]) == (503, "2")
        assert json.loads(body)["type"] == "urn:sanad:problem:stopping"
        status, headers, body = got(f"{url}/")
        assert (status, headers["retry-after"], body[:5]) == (503, "2", b"Sanad")
        assert thread.is_alive()
        made.go_on.set()
        assert asked.result()[2] == b'"done"'
    thread.join(PATIENCE_S)
    assert not thread.is_alive()


def test_a_second_signal_does_not_wait(slow: tuple[Slow, str, threading.Thread]) -> None:
    made, url, _ = slow
    with ThreadPoolExecutor() as pool:
        begun(made, url, pool)
        ends = []
        for _ in range(2):
            made.server.handle_exit(signal.SIGINT, None)
            ends.append(made.server.should_exit)
        assert ends == [False, True]
        made.go_on.set()


@pytest.mark.slow
def test_a_server_that_is_told_to_end_answers_what_it_was_asked(own_store: Path) -> None:
    with listen("127.0.0.1", 0) as listener:
        url = url_of(listener)
    port = url.rpartition(":")[2]
    process = subprocess.Popen(
        [*RUN, "serve", "--no-open", "--port", port], env=environment({"store": own_store})
    )
    try:
        until = time.monotonic() + 120
        while not running(url):
            assert time.monotonic() < until
            time.sleep(0.2)
        draft = " ".join(f"Parliament should hold {n} debates on the policy." for n in range(40))
        with ThreadPoolExecutor() as pool:
            asked = pool.submit(got, f"{url}/api/v1/check", json.dumps({"text": draft}).encode())
            while b"sanad_working 1" not in got(f"{url}/metrics")[2]:
                time.sleep(0.05)
            process.terminate()
            told = got(f"{url}/api/v1/ready")
            assert (told[0], told[1]["retry-after"]) == (503, "2")
            status, _, body = asked.result()
        assert status == 200, body
        assert len(json.loads(body)["findings"]) > 20
        assert process.wait(PATIENCE_S) == 0
    finally:
        process.kill()
        process.wait()
    with pytest.raises(urllib.error.URLError):
        got(url)


def running(url: str) -> bool:
    try:
        return got(f"{url}/api/v1/ready")[0] == 200
    except OSError:
        return False


@pytest.mark.parametrize(("serving", "told"), [(False, (0, "")), (True, (0, "tidied\n"))])
def test_ctrl_c_ends_it_at_once_until_there_is_something_to_tidy(
    serving: bool, told: tuple[int, str]
) -> None:
    code = (
        "import contextlib, signal; from ui.web.stopping import Signals\n"
        f"signals = Signals(); signals.serving = {serving}\n"
        "with contextlib.suppress(KeyboardInterrupt): signal.raise_signal(signal.SIGINT)\n"
        "print('tidied')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == told, done.stderr
