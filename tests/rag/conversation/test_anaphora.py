"""Words that point outside a question, and questions that lack more than a word."""

from __future__ import annotations

import pytest

from rag.conversation.anaphora import find, goes_on, lacks_owner, names_nothing


@pytest.mark.parametrize(
    ("question", "pointing"),
    [
        ("Who wrote it?", ["it"]),
        ("Who said that?", ["that"]),
        ("Are their schools free?", ["their"]),
        ("Why can't people talk about it?", ["it"]),
        ("How will it be paid for?", ["it"]),
        ("Who arrests them?", ["them"]),
        ("What reforms do they need?", ["they"]),
        ("Is that true?", ["that"]),
        ("Has that mended the pier?", ["that"]),
        ("Did this lead to a strike?", ["this"]),
        ("Did that plan work?", []),
        ("Does the council think they work?", ["they"]),
        ("Does the council believe it works?", ["it"]),
        ("Does the council say it will pay?", []),
        ("Do the pilots think they are paid?", []),
        ("Did the ministry say that schools must close?", []),
        ("Is it true that schools closed?", []),
        ("Does it take long to get a permit?", []),
        ("Does the council publish its budget?", []),
        ("Could the ministry share the criteria it uses?", []),
        ("Before it fell, what did the government promise?", []),
        ("Who gave their name to the town?", []),
        ("What is named for its colour?", []),
        ("Is the US responsible for IT?", []),
        ("Are those who oppose the reform many?", []),
    ],
)
def test_what_points_outside(question: str, pointing: list[str]) -> None:
    found = find(question)

    assert [one.word for one in found] == pointing
    assert all(question[one.start : one.end].lower() == one.word for one in found)


@pytest.mark.parametrize("question", ["why?", "Tell me more", "the second one?", "In which year?"])
def test_what_names_nothing(question: str) -> None:
    assert names_nothing(question)


@pytest.mark.parametrize(
    "question", ["Lahore", "What about the US?", "Who was injured?", "What happened this year?"]
)
def test_what_names_something(question: str) -> None:
    assert not names_nothing(question)


def test_what_is_always_of_something() -> None:
    assert lacks_owner("what's the deadline?")
    assert lacks_owner("Are there exceptions?")
    assert not lacks_owner("What is the deadline for appeals?")
    assert not lacks_owner("What are the main recommendations?")


def test_what_is_put_in_anothers_place() -> None:
    assert goes_on("And tenants?")
    assert goes_on("what about trams?")
    assert goes_on("in Lahore?")
    assert not goes_on("And who pays?")
    assert not goes_on("On the role of the media in reform")
