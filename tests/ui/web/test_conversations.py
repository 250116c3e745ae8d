"""Conversations outlive their page: they are kept, followed from elsewhere and stopped."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import gradio as gr
import pytest

from rag.library import Library
from rag.notebook.entries import Exchange
from rag.notebook.notebook import Notebook, open_notebook
from rag.settings import load_settings
from rag.types import Answer, Query, Statement
from tests.ui.web.pages import cite_words, make_document, read
from ui.web.conversations import BOX, CHAT, PANEL, Conversations
from ui.web.jobs import Update, merged
from ui.web.kept import Kept
from ui.web.render import answer_html
from ui.web.replies import question_html, working_html

DOCUMENT = make_document("The levy is 20 rupees.")
CITED = cite_words(DOCUMENT, "The levy is 20 rupees.")
SAID = (Statement(CITED.quote, ("1",), "verbatim"),)
NOBODY = cast(Library, None)
"""The answers here are ready-made; no library is asked."""


class Slow:
    """Answers a question in two steps, the second one when it is let."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def __call__(
        self, question: str, chat: list[Any], library: Library, *, kept: Kept, **how: object
    ) -> Iterator[Update]:
        skip = gr.skip()
        kept.asked = question
        asked = [*chat, {"role": "user", "content": question_html(question)}]
        working = {"role": "assistant", "content": working_html("Searching")}
        answer = Answer(Query(question), "answered", SAID, (CITED,))
        kept.add_partly(answer)
        yield ("", [*asked, working], skip, skip, skip)
        self.go.wait(30)
        kept.add(answer)
        html = answer_html(answer, len(asked))
        yield (skip, [*asked, {"role": "assistant", "content": html}], "panel", skip, skip)


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    return open_notebook(load_settings(store=tmp_path))


def words(update: Update) -> str:
    return " ".join(read(message["content"]).text for message in update[CHAT])


def answered_at_once(notebook: Notebook) -> Conversations:
    slow = Slow()
    slow.go.set()
    return Conversations(NOBODY, notebook, slow)


def test_a_conversation_goes_on_after_a_restart(notebook: Notebook) -> None:
    first = answered_at_once(notebook)
    shown = merged(list(first.ask("levy0001", "How much is it?", "page")))
    assert "20 rupees" in words(shown)
    second = answered_at_once(notebook)
    (back,) = second.open("levy0001", "page", None)
    assert back[CHAT] == shown[CHAT]
    assert back[BOX] == gr.skip()
    list(second.ask("levy0001", "And why?", "page"))
    assert [one.asked for one in second.kept("levy0001").exchanges] == [
        "How much is it?",
        "And why?",
    ]
    assert second.kept("another01").exchanges == []


def test_what_nobody_looks_at_is_answered_all_the_same(notebook: Notebook) -> None:
    slow = Slow()
    conversations = Conversations(NOBODY, notebook, slow)
    page = conversations.ask("levy0001", "How much is it?", "page")
    assert "Searching" in words(next(page))
    # Loaded again: what there is at once, then what comes; nothing more for the page of before.
    again = conversations.open("levy0001", "page", "")
    assert words(next(again)) == ""
    assert "Searching" in words(next(again))
    slow.go.set()
    rest = merged(list(again))
    assert "20 rupees" in words(rest)
    assert rest[PANEL] == "panel"
    assert list(page) == []
    assert notebook.conversations.exchanges("levy0001")[0].shown is not None


def test_a_restart_breaks_an_answer_off(notebook: Notebook) -> None:
    slow = Slow()
    page = Conversations(NOBODY, notebook, slow).ask("levy0001", "How much is it?", "page")
    next(page)
    (back,) = Conversations(NOBODY, notebook).open("levy0001", "page")
    assert "Sanad was ended while it was answering this." in words(back)
    assert "Ask again" in words(back)
    slow.go.set()
    list(page)


def test_an_answer_is_stopped_and_what_was_said_stays(notebook: Notebook) -> None:
    slow = Slow()
    conversations = Conversations(NOBODY, notebook, slow)
    page = conversations.ask("levy0001", "How much is it?", "page")
    next(page)
    assert conversations.stop("levy0001")
    assert not conversations.stop("levy0001")
    rest = merged(list(page))
    assert "20 rupees" in words(rest)
    assert "You stopped this answer" in words(rest)
    slow.go.set()
    assert [one.stopped for one in conversations.kept("levy0001").exchanges] == [True]
    (back,) = Conversations(NOBODY, notebook).open("levy0001", "page")
    assert words(back) == words(rest)


def test_two_pages_ask_one_after_the_other(notebook: Notebook) -> None:
    slow = Slow()
    conversations = Conversations(NOBODY, notebook, slow)
    one = conversations.ask("levy0001", "How much is it?", "one")
    next(one)
    two = conversations.ask("levy0001", "Why?", "two")
    assert next(two)[BOX] == gr.skip()
    slow.go.set()
    list(one)
    assert words(merged(list(two))).count("Sources") == 2


def test_a_page_that_turned_elsewhere_hears_no_more(notebook: Notebook) -> None:
    slow = Slow()
    conversations = Conversations(NOBODY, notebook, slow)
    page = conversations.ask("levy0001", "How much is it?", "page")
    next(page)
    (other,) = conversations.open("another01", "page", None)
    assert other[CHAT] == []
    slow.go.set()
    assert list(page) == []


def test_what_is_deleted_elsewhere_is_gone(notebook: Notebook) -> None:
    conversations = answered_at_once(notebook)
    list(conversations.ask("levy0001", "How much is it?", "page"))
    notebook.conversations.delete("levy0001")
    assert conversations.kept("levy0001").exchanges == []


def test_a_notebook_that_fails_later_stops_nobody(
    notebook: Notebook, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    conversations = answered_at_once(notebook)
    list(conversations.ask("levy0001", "How much is it?", "page"))
    path = notebook.database.path
    assert path is not None
    path.unlink()
    path.mkdir()
    shown = merged(list(conversations.ask("levy0001", "And why?", "page")))
    assert words(shown).count("Sources") == 2
    assert "could not be kept" in caplog.text


@pytest.mark.parametrize("name", [None, 5, "", "a'b", "../../etc", "x" * 99])
def test_a_name_that_is_none_begins_something_new(notebook: Notebook, name: object) -> None:
    conversations = answered_at_once(notebook)
    list(conversations.ask(name, "How much is it?", "page"))
    assert conversations.kept(name).exchanges == []


def test_a_long_conversation_goes_out_by_its_end(notebook: Notebook) -> None:
    kept, name = notebook.conversations, "longlonglong"
    answer = Answer(Query("Which levy?"), "answered", SAID, (CITED,))
    for number in range(40):
        asked = f"Which levy, for the {number}th time?"
        kept.finish(name, kept.begin(name, asked), Exchange(asked, answer))
    talks = answered_at_once(notebook)
    shown = next(iter(talks.open(name, "page")))
    assert len(shown[CHAT]) == 1 + 2 * 16
    assert "Show 24 earlier questions" in words(shown)
    assert "the 23th" not in words(shown)
    assert "the 24th" in words(shown)
    before = read(talks.earlier(name, 24)).text
    assert "Show 12 earlier questions" in before
    assert "the 12th" in before
    assert "the 23th" in before
    assert "the 24th" not in before
    assert "earlier questions" not in talks.earlier(name, 12)
    last = list(talks.ask(name, "And now?", "page"))[-1]
    assert "And now?" in words(last)
    assert len(last[CHAT]) == 1 + 2 * 17
    assert len(talks.kept(name).exchanges) == 41
