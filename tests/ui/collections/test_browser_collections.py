"""A person works in one of several collections, below its prefix, and goes to another."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect
from starlette.types import Receive, Scope, Send

from rag.models.embedder import Embedder
from rag.shared_models import SharedModels
from tests.ui.collections.conftest import FLOAT, LEVIES, PEOPLE, fill, write_list
from tests.ui.web.conftest import PATIENCE_MS, browser, playwright
from tests.ui.web.harbour import RAISED, report
from tests.ui.web.walk import ask, enter
from ui.collections.server import Server, build_server_app
from ui.server_folder import ServerFolder
from ui.web.listening import listen, url_of

__all__ = ["browser", "playwright"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEVY = "How much is the levy on cement?"
FEE = "What did the harbour board raise the berthing fee to?"


class ByCookie:
    """In the place of sign-in: believes the cookie ``who``."""

    def __init__(self, server: Server) -> None:
        self.server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            cookies = SimpleCookie(dict(scope["headers"]).get(b"cookie", b"").decode())
            who = PEOPLE[cookies["who"].value if "who" in cookies else "eve"]
            scope = {**scope, "state": {**scope.get("state", {}), "principal": who}}
        await self.server(scope, receive, send)


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, models: SharedModels
) -> Iterator[str]:
    path = tmp_path_factory.mktemp("served")
    folder = ServerFolder(path / "server")
    for name in ("levies", "secret"):
        (path / name).mkdir()
    (path / "levies" / "tides.pdf").write_bytes(report())
    (path / "secret" / "levy.md").write_text(LEVIES)
    listed = (
        f"{name}:\n  title: {title}\n  corpus: {path / name}\n{FLOAT}"
        for name, title in (("levies", "The harbour"), ("secret", "The levies"))
    )
    write_list(folder, "".join(listed))
    fill(folder, embedder)
    app = ByCookie(build_server_app(folder, models=models))
    with listen("127.0.0.1", 0) as listener:
        yield from _served(app, listener)


def _served(app: ByCookie, listener: socket.socket) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=lambda: server.run(sockets=[listener]))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield url_of(listener)
    server.should_exit = True
    thread.join()


def visit(browser: Browser, address: str, who: str, problems: list[str]) -> Page:
    session = browser.new_context(reduced_motion="reduce", accept_downloads=True)
    session.grant_permissions(["clipboard-read", "clipboard-write"])
    session.add_cookies([{"name": "who", "value": who, "url": address}])
    page = session.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on(
        "response",
        lambda reply: problems.extend([f"{reply.status} {reply.url}"] * (reply.status >= 400)),
    )
    return page


def test_all_of_the_page_works_below_a_prefix(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    problems: list[str] = []
    page = visit(browser, address, "ann", problems)
    page.goto(address)
    page.get_by_role("link", name="The harbour").click()
    page.locator("#documents .to-library").wait_for(state="attached")
    assert page.url == f"{address}/c/levies/"
    expect(ask(page, FEE)).to_contain_text(RAISED)
    expect(page.locator("#panel mark").first).to_contain_text("berthing fee")
    page.get_by_role("button", name="Page", exact=True).click()
    expect(page.locator('.sheet.drawn[data-page="6"]')).to_be_visible()
    page.get_by_role("button", name="Text", exact=True).click()
    page.locator("#chat .pin").first.click()
    expect(page.locator("#chat .pin[aria-pressed=true]").first).to_be_visible()
    page.locator("#export summary").click()
    with page.expect_download() as saved:
        page.locator("#export .save").click()
    assert saved.value.suggested_filename.startswith("sanad-answers")
    page.keyboard.press("Escape")
    page.locator("#panel .citing summary").click()
    expect(page.locator("#panel .made")).not_to_be_empty()
    page.get_by_role("button", name="Copy link").click()
    link = str(page.evaluate("navigator.clipboard.readText()"))
    assert link.startswith(f"{address}/c/levies/?cite=")
    kept = page.url
    enter(page, "notebook")
    expect(page.locator("#notebook .talks li .name")).to_have_text(FEE)
    enter(page, "library")
    expect(page.locator("#shelf tbody tr")).to_have_count(1)
    new = tmp_path / "gulls.md"
    new.write_text("# Gulls\n\nGulls may be fed on Sundays.\n")
    page.locator("#add-files").set_input_files(new)
    expect(page.locator("#shelf tbody tr")).to_have_count(2)
    page.goto(link)
    expect(page.locator("#panel mark").first).to_contain_text("berthing fee")
    page.goto(kept)  # the conversation is in its address
    expect(page.locator("#chat .bot-row")).to_contain_text(RAISED)

    page.get_by_label("Collection").select_option(label="The levies")
    page.wait_for_url(f"{address}/c/secret/")
    expect(page.locator("#documents .to-library")).to_contain_text("1")
    expect(ask(page, LEVY)).to_contain_text("20 rupees a bag")
    enter(page, "notebook")
    expect(page.locator("#notebook .talks li .name")).to_have_text(
        "How much is the levy on cement?"
    )
    assert problems == []
    page.context.close()


def test_a_colleague_sees_neither_the_other_collection_nor_the_notebook(
    browser: Browser, address: str
) -> None:
    problems: list[str] = []
    page = visit(browser, address, "bob", problems)
    page.goto(address)  # leads on: it's the only one
    page.locator("#documents .to-library").wait_for(state="attached")
    assert page.url == f"{address}/c/levies/"
    expect(page.locator("#collections")).to_have_text("The harbour")
    enter(page, "notebook")
    expect(page.locator("#notebook .talks")).to_contain_text("Nothing has been asked yet")
    assert problems == []
    reply = page.goto(f"{address}/c/secret/")
    assert reply is not None
    assert reply.status == 404
    expect(page.locator("h1")).to_have_text("Nothing here")
    page.context.close()
