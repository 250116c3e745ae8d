"""The real page on the real corpus, and a browser that watches what it does."""

from __future__ import annotations

import asyncio
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from _pytest.tmpdir import tmppath_result_key
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright

from rag.library import Library
from ui.web.listening import listen, url_of
from ui.web.serve import build_server

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 60_000
"""The first answer waits for the embedding model."""

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try a browser's walk once more where it fails: a busy machine alone can make it late.

    What was tried twice is told at the end of the run. A fault fails both times.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(retries=1, delay=1))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Let `tmp_path` end after a second try, whose outcome it isn't told."""
    item.stash.setdefault(tmppath_result_key, {})


@pytest.fixture(scope="session")
def served_page(library: Library) -> Iterator[str]:
    """Serve the page from another thread and give its address."""
    with serving(library) as address:
        yield address


@contextmanager
def serving(library: Library) -> Iterator[str]:
    """Serve a library's page from another thread."""
    ready: Future[uvicorn.Server] = Future()

    async def run(listener: socket.socket) -> None:
        try:
            server = build_server(library)
        except Exception as error:  # noqa: BLE001 - raised again by whoever waits for the server
            ready.set_exception(error)
            return
        ready.set_result(server)
        await server.serve(sockets=[listener])

    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=lambda: asyncio.run(run(listener)))
        thread.start()
        server = ready.result()
        yield url_of(listener)
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(
        executable_path=find_chromium(playwright), args=list(FLAGS)
    )
    yield started
    started.close()


@pytest.fixture
def visit(browser: Browser, served_page: str) -> Iterator[Visit]:
    """Open the page in a fresh session; afterwards, no error and no other host may have shown.

    Takes the width and height of the window and whatever else a browser context takes.
    """
    problems: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            problems.append(f"console: {message.text}")

    def open_page(width: int = 1280, height: int = 800, **context: object) -> Page:
        session = browser.new_context(
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            **context,  # type: ignore[arg-type]
        )
        page = session.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", note)
        page.on("pageerror", lambda error: problems.append(f"script: {error}"))
        page.on("request", lambda request: _check_host(request.url, problems))
        page.on("websocket", lambda socket: _check_host(socket.url, problems))
        page.goto(served_page)
        page.locator("#documents .to-library").wait_for(state="attached")
        return page

    yield open_page
    for session in browser.contexts:
        session.close()
    assert problems == []


def find_chromium(playwright: Playwright) -> str:
    """Give the path of a Chromium; fails, never skips, where there is none."""
    for name in CHROMIUMS:
        if found := shutil.which(name):
            return found
    own = playwright.chromium.executable_path
    if Path(own).exists():
        return own
    pytest.fail(
        f"no browser: none of {', '.join(CHROMIUMS)} is on the path, and Playwright has none of "
        "its own. Install Debian's package `chromium`, or run `playwright install chromium`.",
        pytrace=False,
    )


def _check_host(url: str, problems: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
        problems.append(f"asked another host: {url}")
