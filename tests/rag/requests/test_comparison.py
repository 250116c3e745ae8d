"""Documents side by side, and who is silent."""

from __future__ import annotations

import pytest

from rag.library import Library
from rag.models.embedder import Embedder
from rag.requests.comparison import read
from rag.settings import load_settings
from tests.conftest import fill
from tests.rag.requests.conftest import answer_to, said_by
from tests.rag.requests.shelf import request

SAFETY = {
    "plan.md": """# A plan for river safety

River safety needs a plan that every parish of the valley agrees to.

The plan for river safety is read again each year by those who wrote it.

The army should be called last, and never stand guard at a bridge alone.
""",
    "problems.md": """# River safety and its problems

River safety is nobody's task, and so the problems of river safety stay what they were.

A policy of river safety would name who answers for the bridges and who for the boats.

Soldiers came in the flood of 1987, and it was the army that decided which village was left.
""",
    "wardens.md": """# Handbook for Chapter 9 wardens

## 8. Pay

The army pays the wardens of a bridge on the first day of the month.

## 9. Boats

A boat carries a lamp from dusk to dawn.
""",
    "bridges.md": """# The bridges of the valley

The valley has nine bridges, and the ferrymen have a role in the safety of each.
""",
}


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Library:
    folder = tmp_path_factory.mktemp("river")
    for name, text in SAFETY.items():
        (folder / name).write_text(text, "utf-8")
    return fill(load_settings(corpus=folder, store=folder / ".store"), embedder)


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
        "Both banks are dredged, when?",
        "What do the bees drink?",
    ],
)
def test_other_questions_stay_questions(town: Library, text: str) -> None:
    assert answer_to(text, town).kind == "question"


def test_what_a_title_has_is_no_part_of_the_topic(river: Library) -> None:
    """A document on river safety speaks of it everywhere, and of the army in one place."""
    text = "Compare what “A plan for river safety” and “River safety and its problems” say about "
    answer = answer_to(f"{text}the role of the army in river safety", river)
    said = said_by(answer)
    assert len(said) == 2
    assert all(quotes and all("army" in one for one in quotes) for quotes in said.values())


def test_a_side_that_says_nothing_of_the_topic_shows_nothing_as_said(river: Library) -> None:
    text = "Compare “A plan for river safety” with “The bridges of the valley” on the ferrymen"
    assert sorted(bool(part.note) for part in answer_to(text, river).parts) == [False, True]


def test_a_name_may_end_in_the_topic(town: Library) -> None:
    answer = answer_to("Compare the harbour strategy with the brief on night buses", town)
    assert answer.kind == "comparison"
    assert not answer.notes
    notes = {part.document_id: part.note for part in answer.parts}
    assert not notes["buses"]
    assert notes["harbour"].startswith("Nothing")


def test_a_number_in_a_name_is_no_part(river: Library) -> None:
    text = "Compare the chapter 9 handbook with “River safety and its problems” on the army"
    said = " ".join(
        quote for quotes in said_by(answer_to(text, river)).values() for quote in quotes
    )
    assert "army pays" in said
    assert "lamp" not in said


def test_a_topic_ends_with_its_sentence_and_is_all_that_is_thought(town: Library) -> None:
    text = "Do both documents think the board has too much of a say in tolls? Please compare."
    asked = read(request(text, town).naming)
    assert asked is not None
    assert asked.topic == "board has too much of a say in tolls"
