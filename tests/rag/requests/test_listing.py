"""Lists that a document has."""

from __future__ import annotations

import pytest

from rag.ask import ask
from rag.library import Library
from rag.requests.listing import listing, read_list
from rag.types import Query
from tests.rag.requests.shelf import quotes, request


@pytest.mark.parametrize(
    "text",
    [
        "Which tools are there?",
        "List all the tools that a keeper needs",
        "What are the tools of a keeper?",
        "name the tools",
        "Give me a list of the tools",
    ],
)
def test_a_list_comes_whole_with_its_lead_in(text: str, shelf: Library) -> None:
    answer = ask(Query(text), shelf)
    assert answer.kind == "list"
    assert quotes(answer) == [
        "The tools that a keeper needs are:",
        "a smoker,",
        "a soft brush,",
        "two pairs of gloves.",
    ]
    assert answer.parts[0].note == "3 entries in this list."


@pytest.mark.parametrize(
    "text",
    ["Which hedges are there?", "What are the gloves?", "List the months", "Who needs tools?"],
)
def test_nothing_but_what_a_lead_in_names_is_listed(text: str, shelf: Library) -> None:
    assert listing(request(text, shelf)) is None


def test_what_is_listed_is_the_noun_before_the_first_preposition() -> None:
    asked = read_list("What are the duties of a warden?")
    assert asked is not None
    assert asked.noun == "duti"
    assert read_list("What is a warden?") is None
