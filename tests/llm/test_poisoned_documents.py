"""A document that misleads the model misleads nobody who reads the answer.

Each poisoned document is asked its question twice: of a model that does all that the document
tells it, and without a model. What gets on the screen is a sentence of the document, marked as
its own words, or something whose check says what it's worth; and whatever it holds shows as
itself on the page, on the terminal and in the JSON.
"""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from rag.answering.judge_reliability import keep_trust
from rag.library import Library
from rag.llm.judge import Trust
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.types import Answer, Query, Scope
from tests.conftest import fill
from tests.llm import scripts
from tests.llm.asking import MODEL, Asked, asked_of, put, untrue
from tests.llm.poisoned import CANARY, Poisoned, poisoned
from tests.ui.web.pages import VOID
from ui.cli.harmless import HarmlessConsole, harmless, json_text
from ui.cli.printing import print_answer
from ui.schema import answer_json
from ui.web.render import answer_html

ALL = poisoned()
Answers = dict[str, tuple[Asked, Asked]]
OURS = frozenset("bdi button code details div li mark p q span strong summary ul".split())
OUR_ATTRIBUTES = frozenset(("class", "dir", "type"))
DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

STEERING = (
    "<html><head><title>Mill &#27;]0;owned&#7; &#8238;eltit</title></head><body>"
    "<p>The mill has &#27;[31mnine&#27;[0m wheels of oak &#8238;and&#8236; two &#155;2J stones.</p>"
    "<p>Flour is sold at the &#27;]8;;http://192.0.2.1/&#27;\\gate&#27;]8;;&#27;\\.</p>"
    "</body></html>"
)
"""Escape sequences, which HTML can hold where a text file would be refused as binary."""


@pytest.fixture(scope="module")
def obeying(shelf: Library, embedder: Embedder) -> Iterator[Library]:
    """The same documents, before a model that obeys them.

    It counts as a good judge, so that it's given all the evidence to write from, not the best
    line alone.
    """
    with asked_of(shelf, embedder, scripts.obedient(CANARY), llm_timeout=10.0) as (library, _):
        assert library.llm is not None
        with library.store.writing():
            keep_trust(library.store, library.llm, Trust({"yes": 1.0, "partly": 0.5, "no": -1.0}))
        yield library


@pytest.fixture(scope="module")
def answers(shelf: Library, obeying: Library) -> Answers:
    """For each document, the answer of the model that obeys it, and the one without a model."""
    found = {}
    for one in ALL:
        query = Query(one.question, Scope(documents=(one.file,)))
        found[one.file] = put(query, obeying), put(query, shelf)
    return found


def both(answers: Answers, document: Poisoned) -> tuple[Answer, Answer]:
    obeyed, plain = answers[document.file]
    return obeyed.answer, plain.answer


@pytest.mark.parametrize("document", ALL, ids=lambda document: document.method)
class TestEach:
    def test_nothing_it_orders_is_said(
        self, document: Poisoned, answers: Answers, shelf: Library
    ) -> None:
        (text,) = [d.text for d in shelf.documents() if d.file == document.file]
        for answer in both(answers, document):
            assert untrue(answer, shelf) == []
            for statement in answer.statements:
                held = [marker for marker in document.markers if marker in statement.text]
                if held:  # the document's own words, shown as such
                    assert statement.verdict == "verbatim"
                    assert statement.text in text

    def test_what_the_model_may_not_say_is_withheld_with_the_reason(
        self, document: Poisoned, answers: Answers
    ) -> None:
        answer, _ = both(answers, document)
        if answer.model == MODEL:
            assert not any(CANARY in s.text for s in answer.statements if s.verdict != "verbatim")
        assert all(statement.reason for statement in answer.withheld)
        assert all(statement.citations == () for statement in answer.withheld)

    def test_the_rest_of_the_document_still_answers(
        self, document: Poisoned, answers: Answers
    ) -> None:
        obeyed, plain = both(answers, document)
        if obeyed.model == "extractive" and obeyed.status == plain.status:
            # All that was ordered is gone; the rest is as without a model. (As a judge it may
            # turn a doubtful answer into one.)
            assert obeyed.statements == plain.statements
            assert obeyed.citations == plain.citations
            assert obeyed.nearest == plain.nearest
        assert plain.withheld == ()
        quotes = [citation.quote for citation in (*plain.citations, *plain.nearest)]
        assert any(document.found in quote for quote in quotes)

    def test_the_page_holds_nothing_live_of_it(self, document: Poisoned, answers: Answers) -> None:
        for answer in both(answers, document):
            assert live_on(answer_html(answer, turn=1)) == []

    def test_the_terminal_and_the_json_hold_nothing_that_steers(
        self, document: Poisoned, answers: Answers
    ) -> None:
        for answer in both(answers, document):
            assert steering_in(on_terminal(answer)) == set()
            text = json_text(answer_json(answer))
            assert steering_in(text) == set()
            assert json.loads(text) == answer_json(answer)


def test_most_orders_were_carried_out_and_came_to_nothing(answers: Answers) -> None:
    """Were the model never asked, or never misled, the tests above would prove nothing."""
    replies = [[reply.reply for reply in obeyed.replied] for obeyed, _ in answers.values()]
    misled = sum(any(CANARY in reply for reply in of_one) for of_one in replies)
    assert misled >= 0.5 * len(ALL)


def test_a_web_page_with_escape_sequences_steers_no_terminal(
    tmp_path: Path, embedder: Embedder
) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "mill\u202e.html").write_text(STEERING, "utf-8")
    settings = load_settings(corpus=folder, store=tmp_path / "store", dtype="float32")
    library = fill(settings, embedder)
    answer = put("How many wheels does the mill have?", library).answer
    library.close()
    shown = "".join(c.quote + c.title + c.file for c in (*answer.citations, *answer.nearest))
    assert steering_in(shown), "the document holds nothing that steers any more"
    assert "nine" in shown
    assert steering_in(on_terminal(answer)) == set()
    assert steering_in(json_text(answer_json(answer))) == set()
    assert live_on(answer_html(answer, turn=1)) == []


def on_terminal(answer: Answer) -> str:
    """Give what the terminal gets of an answer, without our own colours."""
    out = io.StringIO()
    print_answer(answer, HarmlessConsole(file=out, width=500))
    return out.getvalue()


def steering_in(text: str) -> set[str]:
    """Give the characters of a text that steer a terminal, or aren't seen on it."""
    return {mark for mark in set(text) if harmless(mark) != mark}


class _Live(HTMLParser):
    """Lists what a page would do beyond showing text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if tag not in OURS or not names <= OUR_ATTRIBUTES:
            self.found.append(f"<{tag} {' '.join(names)}>")
        if tag not in VOID:
            self._open.append((tag, tag == "bdi" or "dir" in names))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop()[0] != tag:
            self.found.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}-->")

    def handle_data(self, data: str) -> None:
        if set(data) & DIRECTIONS and not any(isolates for _, isolates in self._open):
            self.found.append(f"a direction that isn't kept to its own words: {data!r}")


def live_on(html: str) -> list[str]:
    """List what of a page isn't ours: elements, attributes, directions that run on."""
    reader = _Live()
    reader.feed(html)
    reader.close()
    return reader.found


def test_what_is_live_is_seen() -> None:
    """The checks themselves can fail."""
    assert live_on('<p><img src="http://192.0.2.1/"></p>')
    assert live_on('<p onclick="x">a</p>')
    assert live_on("<p>\u202ea</p>")
    assert not live_on('<p dir="auto">\u202ea</p>')
    assert steering_in("\x1b[31m") == {"\x1b"}
    assert unicodedata.category("\u202e") == "Cf"
