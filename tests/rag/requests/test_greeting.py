"""Texts that ask nothing of the documents."""

from __future__ import annotations

import pytest

from rag.ask import ask
from rag.library import Library
from rag.requests.greeting import greeting
from rag.types import Query
from tests.rag.requests.shelf import request


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "Hi there!",
        "thanks a lot",
        "Who are you?",
        "What can you do?",
        "help",
        "tell me something",
        "you are useless",
        "???",
        "why?",
        "xqzv ???",
        "What can I ask?",
    ],
)
def test_it_is_told_what_one_can_ask_and_each_suggestion_is_answered(
    text: str, shelf: Library
) -> None:
    answer = ask(Query(text), shelf)
    assert (answer.kind, answer.status) == ("greeting", "refused")
    assert "3 documents" in answer.reason
    assert not answer.citations
    assert len(answer.suggestions) == 3
    for suggested in answer.suggestions:
        assert ask(Query(suggested), shelf).status == "answered"


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("hello", "Hello."),
        ("thank you", "You’re welcome."),
        ("what?", "There is no word in this that says what to look for."),
        ("xqzv", "“xqzv” stands in none of the documents."),
    ],
)
def test_it_says_why(text: str, opening: str, shelf: Library) -> None:
    assert ask(Query(text), shelf).reason.startswith(opening)


@pytest.mark.parametrize(
    "text",
    [
        "hi, how high may a hedge be?",
        "Hello, what does article 2 say?",
        "Guten Tag, wie hoch darf die Hecke sein?",
        "Who is Okafor?",
        "What is IT?",
        "Does a shed work?",
        "sheds",
    ],
)
def test_a_question_behind_a_greeting_is_the_question(text: str, shelf: Library) -> None:
    assert greeting(request(text, shelf)) is None


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("ok thank you, that helped", True),
        ("perfect, that's what I needed", True),
        ("got it, much obliged!", True),
        ("awesome that answers my question", True),
        ("muchas gracias", True),
        ("thanks, how high may a hedge be?", False),
        ("That helped the harbour", False),
        ("Which plan helped?", False),
        ("no further fees", False),
    ],
)
def test_what_only_closes_a_conversation(shelf: Library, text: str, closes: bool) -> None:
    draft = greeting(request(text, shelf))
    assert (draft is not None and draft.reason.startswith("You’re welcome.")) is closes
