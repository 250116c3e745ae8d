"""A conversation of 200 turns stays smooth: in a real browser."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rag.ask import ask
from rag.library import Library
from rag.models.embedder import Embedder
from rag.notebook.entries import Exchange
from rag.notebook.notebook import open_notebook
from rag.types import Query
from tests.ui.web.conftest import serving
from tests.ui.web.test_browser import CHECKS, YEAR

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TURNS = 200
NAME = "longlonglong"
LETTER_MS = 250
"""From a key to the next picture: 10 to 20 alone on two cores, 30 to 40 with ten other programs."""
FIRST_WORDS_MS = 2_000
"""Alone 200 to 400. When all turns went out with each update, they took 8 to 18 seconds."""

TYPED = """words => new Promise(done => {
  const box = document.querySelector("#question textarea");
  const took = [];
  const next = at => {
    if (at === words.length) return done(took.sort((a, b) => a - b));
    const begun = performance.now();
    box.value = words.slice(0, at + 1);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    requestAnimationFrame(() => setTimeout(() => {
      took.push(performance.now() - begun);
      setTimeout(next, 20, at + 1);
    }));
  };
  next(0);
})"""
WATCH = """() => {
  addEventListener("keydown", event => {
    if (event.key !== "Enter") return;
    const begun = performance.now();
    const watcher = new MutationObserver(() => {
      const last = [...document.querySelectorAll("#chat .bot-row")].at(-1);
      const asked = last?.previousElementSibling?.querySelector(".question")?.textContent;
      if (asked !== window.asking || !last.querySelector(".cite")) return;
      window.firstWords = performance.now() - begun;
      watcher.disconnect();
    });
    watcher.observe(document.querySelector("#chat"), { childList: true, subtree: true });
  }, true);
}"""


@pytest.fixture
def page(browser: Browser, own_store: Path, library: Library, embedder: Embedder) -> Iterator[Page]:
    """The page, on a library whose notebook has a conversation of many turns."""
    own = Library(library.settings.model_copy(update={"store": own_store}), embedder=embedder)
    with contextlib.closing(own):
        shown = {question: ask(Query(question), own) for question in (CHECKS, YEAR)}
        kept = open_notebook(own.settings).conversations
        for turn in range(TURNS):
            question = (CHECKS, YEAR)[turn % 2]
            kept.finish(NAME, kept.begin(NAME, question), Exchange(question, shown[question]))
        with serving(own) as address:
            session = browser.new_context(viewport={"width": 1280, "height": 800})
            opened = session.new_page()
            opened.goto(f"{address}?c={NAME}")
            expect(opened.locator("#chat .earlier button")).to_be_visible()
            yield opened
            session.close()


def usual(took: list[float]) -> float:
    """Half of the letters took no longer."""
    return took[len(took) // 2]


def test_two_hundred_turns_are_typed_asked_and_read(page: Page) -> None:
    questions = page.locator("#chat .question")
    expect(questions.last).to_have_text(YEAR)
    assert questions.count() <= 24
    assert usual(page.evaluate(TYPED, CHECKS)) < LETTER_MS
    # The first words of an answer.
    page.evaluate(WATCH)
    for question in ("What is said about the tenth of the laws?", CHECKS):
        page.evaluate("asking => { window.asking = asking; window.firstWords = 0 }", question)
        page.get_by_label("Your question").fill(question)
        page.keyboard.press("Enter")
        # How many turns the page holds may shrink with a new one: the last one is looked at.
        expect(questions.last).to_have_text(question)
        expect(page.locator("#chat .working")).to_have_count(0)
    page.wait_for_function("window.firstWords > 0")
    assert page.evaluate("window.firstWords") < FIRST_WORDS_MS
    # Every turn can still be read: scrolled up to, or fetched by the button.
    last = TURNS + 2
    for _ in range(TURNS):
        button = page.locator("#chat .earlier button")
        if not button.count():
            break
        held = questions.count()
        button.first.dispatch_event("click")
        page.wait_for_function(
            "held => document.querySelectorAll('#chat .question').length > held", arg=held
        )
    assert questions.count() == last
    expect(questions.first).to_have_text(CHECKS)
    assert usual(page.evaluate(TYPED, CHECKS)) < LETTER_MS
