"""A real model of 135 million parameters, which knows nothing and says much, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.library import Library
from rag.models.embedder import Embedder
from rag.text.quantities import figures
from tests.llm.asking import Asked, address, opened, put, untrue
from tests.llm.real_server import NAME

UNANSWERED = "How many schools were attacked in 2016?"
"""The documents speak of one attack, in another year: the model makes up more."""
TWICE = "How many people are on the Fourth Schedule?"
MORE = (
    "When was the National Action Plan announced?",
    "Who decides which organizations are proscribed?",
)


@pytest.fixture(scope="module")
def small(library: Library, embedder: Embedder, smollm: str) -> Iterator[Library]:
    """The shipped corpus before the small model, which is asked whatever is found."""
    with opened(library, embedder, address(smollm, NAME), llm_timeout=120, refuse=False) as again:
        yield again


@pytest.fixture(scope="module")
def answers(small: Library) -> dict[str, Asked]:
    return {question: put(question, small) for question in (UNANSWERED, TWICE)}


def test_it_was_asked_and_replied_each_time(answers: dict[str, Asked]) -> None:
    for question, asked in answers.items():
        (replied,) = asked.replied
        assert question in replied.user
        assert '"sentences"' in replied.reply


def test_what_is_on_the_screen_is_what_was_checked(
    answers: dict[str, Asked], small: Library
) -> None:
    """`put` has compared the statements yielded one by one with those of the answer."""
    for asked in answers.values():
        assert untrue(asked.answer, small) == []
        cited = {citation.key for citation in asked.answer.citations}
        assert {key for one in asked.checked for key in one.statement.citations} <= cited


def test_every_quote_is_a_slice_of_its_document(answers: dict[str, Asked], small: Library) -> None:
    texts = {document.id: document.text for document in small.documents()}
    for asked in answers.values():
        for one in (*asked.answer.citations, *asked.answer.nearest):
            assert texts[one.document_id][one.start : one.end] == one.quote


def test_no_figure_is_on_the_screen_that_its_quotes_do_not_hold(
    answers: dict[str, Asked],
) -> None:
    for asked in answers.values():
        quotes = {citation.key: citation.quote for citation in asked.answer.citations}
        for statement in asked.answer.statements:
            beside = "\n".join(quotes[key] for key in statement.citations)
            held = {figure.value for figure in figures(beside)}
            assert {figure.value for figure in figures(statement.text)} <= held, statement.text


def test_what_it_invents_is_withheld(answers: dict[str, Asked]) -> None:
    asked = answers[UNANSWERED]
    (replied,) = asked.replied
    assert any(mark.isdigit() for mark in replied.reply), "it has made up no figure: ask another"
    assert asked.answer.withheld
    assert asked.answer.status != "answered"
    assert asked.screen == ""


def test_asked_again_it_says_the_same(answers: dict[str, Asked], small: Library) -> None:
    assert put(TWICE, small) == answers[TWICE]


@pytest.mark.slow
def test_the_same_holds_of_other_questions(small: Library) -> None:
    answers = {question: put(question, small) for question in MORE}
    test_it_was_asked_and_replied_each_time(answers)
    test_what_is_on_the_screen_is_what_was_checked(answers, small)
    test_every_quote_is_a_slice_of_its_document(answers, small)
    test_no_figure_is_on_the_screen_that_its_quotes_do_not_hold(answers)
