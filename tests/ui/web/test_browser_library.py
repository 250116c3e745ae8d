"""A person looks after the documents, and asks some of them: in a real browser."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from tests.ui.web.conftest import PATIENCE_MS, Visit
from tests.ui.web.test_browser import CHECKS, ask, slides_sideways
from ui.web.listening import listen, url_of
from ui.web.serve import build_server

pytestmark = pytest.mark.browser

BRIEF, CHART = "Internal security and challenges", "Charting Pakistan Internal Security Policy"
HOSTILE = "<img src=x onerror=alert(1)> wells"


def test_some_documents_are_asked_and_stay_chosen(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="In: all documents").click()
    expect(page.locator("#chooser .search")).to_be_focused()
    page.locator("#chooser").get_by_label(CHART).check()
    expect(page.locator("#chooser .told")).to_have_text("1 of 2 are asked.")
    page.keyboard.press("Escape")
    expect(page.locator("#chooser")).to_be_hidden()
    assert "document=rumi-2015" in page.url
    answer = ask(page, CHECKS)
    expect(answer.locator(".asked-of")).to_have_text(f"Asked of 1 document: “{CHART}”")
    expect(answer).not_to_contain_text(BRIEF)
    page.reload()
    expect(page.locator("#chat .question")).to_have_count(1)
    chip = page.get_by_role("button", name=f"{CHART}: ask without this choice")
    chip.focus()
    page.keyboard.press("Delete")
    expect(page.get_by_role("button", name="In: all documents")).to_be_focused()
    assert "document=" not in page.url
    answer = ask(page, CHECKS)
    expect(answer.locator(".asked-of")).to_have_count(0)
    expect(answer).to_contain_text(BRIEF)


def test_the_list_is_sorted_and_searched_and_leads_to_a_question(visit: Visit) -> None:
    page = visit()
    page.locator("#documents button").click()
    titles = page.locator("#shelf tbody .open")
    expect(titles).to_have_text([CHART, BRIEF])
    page.get_by_role("button", name="Date").click()
    expect(page.locator("#shelf th.sort")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("button", name="Date").click()
    expect(titles).to_have_text([BRIEF, CHART])
    page.locator("#shelf .search").fill("rumi chart")
    expect(titles).to_have_text([CHART])
    page.locator("#shelf .search").fill("nothing of the kind")
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("button", name=BRIEF, exact=True).click()
    expect(page.locator("#panel .reader")).to_be_visible()
    page.get_by_label(f"Choose {BRIEF}").check()
    page.get_by_role("button", name="Ask about these").click()
    expect(page.get_by_role("button", name="In: 1 of 2 documents")).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_focused()


@pytest.fixture
def own_page(browser: Browser, tmp_path: Path, embedder: Embedder) -> Iterator[Page]:
    """A page over a library of its own, in which nothing is yet."""
    settings = load_settings(corpus=tmp_path / "corpus", store=tmp_path / "store", dtype="float32")
    library = Library(settings, embedder=embedder)
    ready: Future[uvicorn.Server] = Future()

    async def run(listener: socket.socket) -> None:
        server = build_server(library)
        ready.set_result(server)
        await server.serve(sockets=[listener])

    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=lambda: asyncio.run(run(listener)))
        thread.start()
        server = ready.result()
        session = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
        page = session.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(url_of(listener))
        yield page
        session.close()
        server.should_exit = True
        thread.join()
    library.close()


@pytest.mark.slow
def test_from_nothing_to_an_answer_and_back(own_page: Page, tmp_path: Path) -> None:
    page = own_page
    expect(page.get_by_role("heading", name="No documents yet")).to_be_visible()
    (tmp_path / "wells.md").write_text(
        f"# {HOSTILE}\n\nThe Board of Water found that twelve wells in the valley are dry.\n"
    )
    (tmp_path / "broken.pdf").write_text("no PDF")
    page.set_input_files("#add-files", [tmp_path / "wells.md", tmp_path / "broken.pdf"])
    expect(page.locator("#shelf .work .failed")).to_contain_text("broken.pdf")
    expect(page.locator("#shelf .work .done")).to_contain_text("wells.md")
    assert not slides_sideways(page)
    title = page.locator("#shelf tbody .open")
    expect(title).to_have_text(HOSTILE)
    assert page.locator("#shelf img").count() == 0

    page.get_by_role("button", name="Edit what is known about").click()
    page.get_by_label("Authors").fill("Board of Water")
    page.get_by_label("Date", exact=True).fill("soon")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".about [role=alert]")).to_contain_text("is no date")
    page.get_by_label("Date", exact=True).fill("2021-05")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#shelf td.authors")).to_have_text("Board of Water")
    expect(page.locator("#shelf td.sort")).to_have_text("May 2021")
    expect(page.get_by_role("button", name="Edit what is known about")).to_be_focused()

    page.get_by_role("tab", name="Ask").tap()
    answer = ask(page, "How many wells are dry?")
    expect(answer.locator("q").first).to_contain_text("twelve wells")

    page.get_by_role("tab", name="Library").tap()
    page.locator("#shelf .tick input").last.check()
    page.locator("#shelf .chosen .remove").tap()
    page.get_by_role("button", name="Undo").tap()
    expect(page.locator("#shelf td.authors")).to_have_text("Board of Water")
