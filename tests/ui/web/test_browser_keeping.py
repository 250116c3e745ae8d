"""Nothing is lost when a page is loaded again, left or begun anew: in a real browser."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rag.library import Library
from rag.models.embedder import Embedder
from rag.models.encoding import Encoded
from tests.ui.web.conftest import Visit, serving
from tests.ui.web.test_browser import BREAD, CHECKS, YEAR, ask, highlighted, quotes

pytestmark = pytest.mark.browser

TYPED = "And what of"


def quote_top(page: Page) -> int:
    return int(highlighted(page).evaluate("element => element.getBoundingClientRect().top"))


def test_a_conversation_survives_reload_start_again_and_back(visit: Visit) -> None:
    page = visit()
    said = quotes(ask(page, CHECKS))
    page.get_by_label("Your question").fill(TYPED)
    page.locator("#panel .reader").evaluate("element => { element.scrollTop += 77 }")
    page.wait_for_timeout(600)
    before = quote_top(page)
    page.reload()
    expect(page.locator("#chat .question")).to_have_text(CHECKS)
    expect(page.get_by_label("Your question")).to_have_value(TYPED)
    expect(highlighted(page)).to_have_text(said[0])
    page.wait_for_timeout(600)
    assert abs(quote_top(page) - before) < 3
    named = page.url
    start = page.context.new_page()
    start.goto(page.url.partition("?")[0])
    start.get_by_role("button", name=f"Go on with: {CHECKS}").click()
    expect(start.locator("#chat .question")).to_have_text(CHECKS)
    start.close()
    page.get_by_role("button", name="Start again").click()
    expect(page.locator("#chat .question")).to_have_count(0)
    expect(page.locator("#examples")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value(TYPED)
    page.get_by_role("button", name="Go back to the last one").click()
    expect(page.locator("#chat .question")).to_have_text(CHECKS)
    assert page.url == named
    page.go_back()
    expect(page.locator("#chat .question")).to_have_count(0)
    page.go_forward()
    expect(page.locator("#chat .question")).to_have_text(CHECKS)
    ask(page, YEAR)
    other = page.context.new_page()
    other.goto(named)
    expect(other.locator("#chat .question").nth(1)).to_have_text(YEAR)
    ask(other, BREAD)
    expect(page.locator("#chat .question").nth(2)).to_have_text(BREAD)


def test_a_question_is_changed_and_asked_again(visit: Visit) -> None:
    page = visit()
    ask(page, BREAD)
    page.get_by_role("button", name="Edit the question and ask again").focus()
    page.keyboard.press("Enter")
    box = page.get_by_label("Your question")
    expect(box).to_be_focused()
    expect(box).to_have_value(BREAD)
    ask(page, CHECKS)
    assert page.locator("#chat .question").all_text_contents() == [BREAD, CHECKS]


def test_a_quote_is_pinned_and_found_in_the_notebook(visit: Visit) -> None:
    page = visit()
    said = quotes(ask(page, CHECKS))[0]
    page.locator("#chat .sources .pin").first.click()
    expect(page.locator("#chat .sources .pin .is").first).to_have_text("Pinned")
    page.get_by_role("tab", name="Notebook").click()
    row = page.locator("#notebook .talks li").first
    expect(row.locator(".name")).to_have_text(CHECKS)
    row.get_by_role("button", name="Rename").click()
    page.keyboard.type("The checks")
    page.keyboard.press("Enter")
    expect(row.locator(".name")).to_have_text("The checks")
    row.get_by_role("button", name="Delete").click()
    expect(page.locator("#notebook .told")).to_contain_text("“The checks” is deleted.")
    page.get_by_role("button", name="Undo").click()
    expect(row.locator(".name")).to_have_text("The checks")
    page.get_by_role("button", name="Pinned quotes").click()
    pin = page.locator("#notebook .pins li").last
    expect(pin.locator("blockquote")).to_have_text(said)
    pin.get_by_label("Your note on quote").fill("Look it up.")
    expect(page.locator("#notebook .told")).to_have_text("Note kept.")
    pin.locator(".cite").click()
    expect(highlighted(page)).to_have_text(said)
    pin.get_by_role("button", name="Remove").click()
    expect(page.locator("#notebook .told")).to_contain_text("Removed.")


class Gated(Embedder):
    """The real embedder, which reads a question only when it is let."""

    def __init__(self, real: Embedder) -> None:
        self.__dict__.update(real.__dict__)
        self.gate = threading.Event()

    def encode_question(self, question: str) -> Encoded:
        self.gate.wait(60)
        return super().encode_question(question)


@pytest.mark.slow
def test_stopped_reloaded_in_mid_answer_and_left_by_the_program(
    browser: Browser, own_store: Path, library: Library, embedder: Embedder
) -> None:
    settings = library.settings.model_copy(update={"store": own_store})
    gated = Gated(embedder)
    own = Library(settings, embedder=gated)
    with contextlib.ExitStack() as running, contextlib.closing(own):
        url = running.enter_context(serving(own))
        page = browser.new_context(reduced_motion="reduce").new_page()
        page.goto(url)
        box, chat = page.get_by_label("Your question"), page.locator("#chat")
        note, working = page.locator("#keeping .note"), chat.locator(".working")
        box.fill(CHECKS)
        box.press("Enter")
        expect(working).to_be_visible()
        box.fill(YEAR)
        box.press("Enter")
        expect(note).to_contain_text("The answer is still coming")
        expect(box).to_have_value(YEAR)
        page.get_by_role("button", name="Stop").click()
        expect(chat).to_contain_text("You stopped this answer")
        expect(working).to_have_count(0)
        box.press("Enter")
        expect(working).to_be_visible()
        page.reload()
        expect(working).to_be_visible()
        expect(box).to_have_value("")
        gated.gate.set()
        expect(chat.locator(".cite.mark").first).to_be_visible()
        expect(working).to_have_count(0)
        box.fill(TYPED)
        running.close()
        expect(page.locator("#gone")).to_contain_text("Sanad isn’t running any more")
        box.press("Enter")
        page.locator("#panel .citing summary").click()
        expect(page.locator("#panel .made")).to_have_text("Sanad isn’t running any more.")
        expect(page.locator(".toast-body")).to_be_hidden()
        expect(box).to_have_value(TYPED)
