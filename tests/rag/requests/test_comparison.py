"""Documents side by side, and who is silent."""

from __future__ import annotations

import pytest

from rag.library import Library
from tests.rag.requests.conftest import answer_to, said_by


@pytest.mark.parametrize(
    "text",
    [
        "Compare what the strategy and the handbook say about anglers",
        "How do the strategy and the handbook differ on anglers?",
        "what do the strategy and Okafor's handbook recommend about anglers",
    ],
)
def test_two_documents(town: Library, text: str) -> None:
    answer = answer_to(text, town)
    assert answer.kind == "comparison"
    quotes = said_by(answer)
    assert set(quotes) == {"harbour", "bees"}
    assert all("anglers" in " ".join(said) for said in quotes.values())


def test_who_is_silent_is_told(town: Library) -> None:
    answer = answer_to("What does each document say about silt?", town)
    assert answer.kind == "comparison"
    notes = {part.document_id: part.note for part in answer.parts}
    assert notes == {"harbour": "", "bees": "", "buses": "Nothing found on “silt”."}
    assert answer.parts[-1].document_id == "buses"


def test_without_a_topic(town: Library) -> None:
    answer = answer_to("Compare the strategy and the brief", town)
    assert answer.kind == "comparison"
    assert {fact.document_id for fact in answer.facts} == {"harbour", "buses"}
    assert answer.notes[0].startswith("No topic is named")


@pytest.mark.parametrize(
    "text",
    [
        "How does silt differ from spoil?",
        "Both banks are dredged, when?",
        "What do the bees drink?",
    ],
)
def test_other_questions_stay_questions(town: Library, text: str) -> None:
    assert answer_to(text, town).kind == "question"
