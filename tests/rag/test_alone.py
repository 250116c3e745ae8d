"""Answers to a question that was joined to a topic, when they answer nothing but the topic."""

from __future__ import annotations

from rag.ask import ask
from rag.library import Library
from rag.types import Query


def test_an_answer_to_the_topic_alone_is_unsure(library: Library) -> None:
    answer = ask(Query("Has anyone tried, as to the civil-military divide?"), library)

    assert answer.status == "unsure"
    assert answer.nearest
    assert not answer.statements
    assert "speaks of “the civil-military divide”" in answer.reason


def test_what_answers_the_question_too_is_an_answer(library: Library) -> None:
    answer = ask(Query("Who puts people there, as to the Fourth Schedule?"), library)

    assert answer.status == "answered"


def test_a_question_that_was_not_joined_is_judged_once(library: Library) -> None:
    answer = ask(Query("When will the National Internal Security Policy expire?"), library)

    assert answer.status == "answered"
