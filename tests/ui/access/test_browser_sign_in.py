"""Signing in and out in a real browser, which says itself where a form comes from."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from tests.ui.access.conftest import PASSWORD
from tests.ui.access.test_sign_in import inside
from tests.ui.web.conftest import FLAGS, find_chromium
from ui.access.door import Access
from ui.access.team import Team
from ui.web.listening import listen, url_of


@pytest.fixture
def address(team: Team) -> Iterator[str]:
    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(Access(inside, team), log_level="warning"))
        thread = threading.Thread(target=lambda: server.run(sockets=[listener]))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield url_of(listener)
        server.should_exit = True
        thread.join()


@pytest.mark.browser
def test_one_signs_in_and_out_by_the_forms(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=list(FLAGS)
        )
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.goto(f"{address}/c/minutes/?q=1")
        assert page.url == f"{address}/login?next=/c/minutes/%3Fq%3D1"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.fill("#name", "reader")
        page.fill("#password", "wrong password")
        page.click("button")
        assert "don’t belong together" in page.inner_text("[role=alert]")
        assert page.evaluate("document.activeElement.id") == "password"
        page.fill("#password", PASSWORD)
        page.click("button")
        assert page.url == f"{address}/c/minutes/?q=1"
        assert '"name":"reader"' in page.inner_text("body")
        assert page.evaluate("document.cookie") == ""  # no script reads it
        page.goto(f"{address}/logout")
        page.click("button")
        assert page.url == f"{address}/login"
        page.goto(f"{address}/")
        assert page.url == f"{address}/login"
        browser.close()
