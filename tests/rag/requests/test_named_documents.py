"""A question that names a document is asked of that one first."""

from __future__ import annotations

import pytest

from rag.ask import ask
from rag.library import Library
from rag.types import Query, Scope
from tests.rag.requests.conftest import answer_to


def test_what_the_named_document_says_comes_from_it(town: Library) -> None:
    answer = answer_to("What makes bees ill, according to Okafor's handbook?", town)
    assert answer.status == "answered"
    assert {citation.document_id for citation in answer.citations} == {"bees"}


def test_what_it_does_not_say_is_not_answered_from_another(town: Library) -> None:
    answer = answer_to("What does the night buses brief say about spring tides?", town)
    assert answer.status != "answered"
    assert any("Looked for in “Night buses in small towns” alone" in one for one in answer.notes)
    assert {citation.document_id for citation in answer.nearest} <= {"buses"}


@pytest.mark.parametrize(
    "question",
    [
        "When does the Lanport Harbour Board remove silt?",  # of the body, not of its paper
        "What do bees need under the Northern handbook?",  # the word isn't of its name
        "What does Report 12 say about spring tides?",  # none of ours
    ],
)
def test_elsewhere_every_document_is_asked(question: str, town: Library) -> None:
    answer = answer_to(question, town)
    assert not any("Looked for in" in one for one in answer.notes)
    assert answer.searched is not None
    assert answer.searched.documents == 3


def test_what_only_points_is_not_answered_from_another_document(town: Library) -> None:
    text = "What does it cost by night?"
    assert {one.document_id for one in ask(Query(text), town).citations} == {"buses"}
    answer = ask(Query(text, first=("bees",)), town)
    assert answer.status != "answered"
    assert "buses" not in {one.document_id for one in answer.nearest}


def test_a_named_document_that_is_not_among_the_chosen_is_told(town: Library) -> None:
    text = "What does the night buses brief say about fares?"
    answer = ask(Query(text, Scope(documents=("bees",))), town)
    assert any("Not asked: “Night buses in small towns”" in one for one in answer.notes)
    assert "buses" not in {one.document_id for one in (*answer.citations, *answer.nearest)}


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("What does the night buses brief say about fares?", ("buses", "bees")),
        ("What makes bees ill, according to Okafor's handbook?", ("bees",)),
        ("When does the Lanport Harbour Board remove silt?", ("bees",)),  # the body, not its paper
        ("What does Report 12 say about spring tides?", ("bees",)),  # none of ours
        ("What does it cost by night?", ("bees",)),
    ],
)
def test_nothing_is_told_where_no_other_document_is_named(
    question: str, documents: tuple[str, ...], town: Library
) -> None:
    answer = ask(Query(question, Scope(documents=documents)), town)
    assert not any("Not asked" in one for one in answer.notes)
