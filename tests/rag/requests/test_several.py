"""Two requests in one text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.library import Library
from rag.requests.differences import two_things
from rag.requests.pieces import _tells_which, pieces_of
from rag.requests.several import _speaker, several
from tests.rag.requests.conftest import answer_to
from tests.rag.requests.shelf import request


@pytest.mark.parametrize(
    "text",
    [
        "Give me an outline of the harbour strategy and who wrote it",
        "summarise the harbour strategy; who wrote it?",
        "Summarise the harbour strategy and tell me who wrote it, please",
    ],
)
def test_each_request_is_read_by_itself(text: str, town: Library) -> None:
    answer = answer_to(text, town)
    assert answer.kind == "overview"
    assert [fact.value for fact in answer.facts if fact.name == "author"] == [
        "Lanport Harbour Board"
    ]
    assert {fact.name for fact in answer.facts} > {"author"}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("summarise the harbour strategy and date", {"date"}),
        ("an outline of the harbour strategy and its copyright, please", {"rights"}),
        ("Summarise the harbour strategy, who wrote it and when was it published?", {"date"}),
    ],
)
def test_a_fact_is_asked_of_the_document_that_is_named(
    text: str, facts: set[str], town: Library
) -> None:
    answer = answer_to(text, town)
    assert answer.kind == "overview"
    assert {fact.document_id for fact in answer.facts} == {"harbour"}
    assert {fact.name for fact in answer.facts} >= facts


def test_questions_are_answered_one_by_one_under_their_own_titles(town: Library) -> None:
    answer = answer_to("What makes bees ill, and who paints lighthouses?", town)
    assert (answer.kind, answer.status) == ("question", "answered")
    bees, lights = answer.parts
    assert bees.title == "What makes bees ill?"
    assert answer.statements[bees.statements[0]].text.startswith("Silt in the drinking trough")
    assert (lights.title, lights.statements) == ("Who paints lighthouses?", ())
    assert lights.note.startswith("Not answered: ")


def test_what_points_to_the_only_name_gets_that_name(town: Library) -> None:
    answer = answer_to("What does the Lanport Harbour Board remove and when does it do so?", town)
    assert [part.title for part in answer.parts][1:] == [
        "When does the Lanport Harbour Board do so?"
    ]


def test_where_nothing_is_answered_each_reason_is_given(town: Library) -> None:
    answer = answer_to("Who paints lighthouses, and which astronaut sells carpets?", town)
    assert answer.status != "answered"
    assert answer.reason.count("Not answered: ") == 2


@pytest.mark.parametrize(
    "text",
    [
        "How are the trough and the tide gate kept?",
        "When and where is the silt removed?",
        "Who is the keeper who rests and who sleeps?",
        "If the trough is dirty, what happens to bees?",
        "Are T-cells bees and what species?",
        "In terms of bees, what makes them ill?",
        "Which town lies on the bay and has the largest pier?",
        "Who wrote the bees handbook and in what year?",
        "In the orchard, what makes bees ill?",
        "What makes bees ill?",
    ],
)
def test_one_question_stays_one(text: str, town: Library) -> None:
    assert several(request(text, town)) is None


@pytest.mark.parametrize(
    ("text", "titles", "asked"),
    [
        (
            "When was the gate closed and why?",
            ["When was the gate closed?", "Why was the gate closed?"],
            "why was the gate closed",
        ),
        (
            "Who opened the gate, and on what date?",
            ["Who opened the gate?", "On what date?"],
            "on what date opened the gate",
        ),
        (
            "silt in the trough - how much and since when",
            ["How much silt in the trough?", "Since when silt in the trough?"],
            "since when silt in the trough",
        ),
        (
            "fee for a mooring and can I sublet the mooring",
            ["Fee for a mooring?", "Can I sublet the mooring?"],
            "can I sublet the mooring",
        ),
        (
            "How deep is the bay, and has the Trust said so?",
            ["How deep is the bay?", "Has the Trust said so?"],
            "has the Trust said so",
        ),
    ],
)
def test_a_piece_is_given_what_it_leaves_to_the_first(
    text: str, titles: list[str], asked: str, town: Library
) -> None:
    pieces = pieces_of(request(text, town))
    assert [piece.title for piece in pieces] == titles
    assert pieces[1].request.text == asked


def test_what_points_to_the_first_is_asked_of_the_document_that_answers_it(town: Library) -> None:
    found = several(request("What makes bees ill, and when was it decided?", town))
    assert found is not None
    assert {one.document_id for part in found.parts for one in part.evidence} <= {"bees"}


def test_who_says_so_is_told_by_the_sentence_itself(town: Library) -> None:
    answer = answer_to("What makes bees ill, and who says so?", town)
    second = answer.parts[1]
    assert second.title == "Who says so?"
    shown = [answer.statements[part.statements[0]].text for part in answer.parts]
    assert shown[0] == shown[1]
    assert second.note == "The sentence names nobody."
    assert _speaker("A keeper argued that silt makes bees ill.") == "A keeper argued"


def test_what_is_asked_of_two_is_asked_of_each(town: Library) -> None:
    found = several(request("price of silt in the bay versus the river", town))
    assert found is not None
    assert found.reason.startswith("Price of silt in the bay? ")


@pytest.mark.parametrize(
    ("text", "tells_which"),
    [
        ("what is the Lanport fare for dogs", True),
        ("when did Lanport open a pier", False),
        ("what is the fare of Lanport for dogs", False),
        ("where is Lanport", False),
    ],
)
def test_a_name_before_a_noun_only_tells_which(text: str, tells_which: bool) -> None:
    start = text.index("Lanport")
    assert _tells_which(text, (start, start + len("Lanport"))) is tells_which


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("What is the difference between a pilot and a tug?", ("a pilot", "a tug")),
        ("difference between pilots and tugs", ("pilots", "tugs")),
        ("How does a pilot differ from a tug?", ("a pilot", "a tug")),
        ("What is the difference of the two fees?", None),
        ("What is the difference between List I and List II?", None),
        ("Who tells a pilot from a tug?", None),
    ],
)
def test_two_things_are_told_apart(
    text: str, things: tuple[str, str] | None, town: Library
) -> None:
    assert two_things(request(text, town)) == things


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Why is there a toll, and who paints lighthouses?", 2),
        ("Who decides about Schedule 4, and why are boats put on it?", 2),
    ],
)
def test_there_is_points_to_nothing_and_a_name_keeps_its_number(
    text: str, titles: int, town: Library
) -> None:
    pieces = pieces_of(request(text, town))
    assert len(pieces) == titles
    assert "it" not in pieces[-1].title.split()
    assert "Schedule 4" in pieces[-1].title or "lighthouses" in pieces[-1].title


def test_what_comes_close_to_one_is_not_said_to_be_no_answer(town: Library) -> None:
    answer = answer_to("What makes bees ill, and why do bees drink at the trough of Doe?", town)
    notes = [part.note for part in answer.parts if part.statements and part.note]
    assert not any(note.startswith("Not answered") for note in notes)


def test_questions_that_are_joined_to_a_topic_are_each_asked_of_it(town: Library) -> None:
    joined = request("Who removes it? And why not in winter?", town)
    joined = replace(joined, query=replace(joined.query, topic="the silt of the harbour"))
    assert [piece.title for piece in pieces_of(joined)] == ["Who removes it?", "Why not in winter?"]
    found = several(joined)
    assert found is not None
    assert [one.document_id for one in found.nearest][:1] == ["harbour"]
    assert several(request("Who removes it? And why not in winter?", town)) is None
