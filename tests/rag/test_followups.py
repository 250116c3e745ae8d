"""Follow-ups one after the other: what each means, and which of them mean nothing before."""

from __future__ import annotations

import pytest

from rag.conversation import stand_alone
from rag.turns import MAX_TURNS, Turn

GONE_ON = [
    ("What did the review recommend about bus lanes?", [
        ("Did they propose fines?", "Did the review propose fines?"),
        ("Who opposed them?", "Who opposed fines?"),
        ("What are the main findings?", None),
        ("who was injured?", None),
    ]),
    ("What repairs are needed on the sea wall?", [
        ("why are they needed?", "Why are the repairs needed?"),
        ("How much money?", "How much money, as to the repairs?"),
        ("who will pay?", "Who will pay, as to the repairs?"),
        ("what is the timeline?", None),
    ]),
    ("What are listed buildings?", [
        ("How many are there?", "How many listed buildings are there?"),
        ("which of them are empty?", "Which of the listed buildings are empty?"),
        ("list them", "List the listed buildings?"),
        ("what about grants?", "What about grants, as to the listed buildings?"),
    ]),
    ("Who funds the night buses?", [
        ("what about Dover?", "Does Dover fund the night buses?"),
        ("and the trams?", "Does Dover fund the trams?"),
        ("do they run on Sundays?", "Do the trams run on Sundays?"),
    ]),
    ("Who repaired the roads?", [
        ("What about the county council?", "Did the county council repair the roads?"),
        ("how much did it cost?", "How much did the county council cost?"),
    ]),
    ("What does Dr Amina Yusuf say about rents?", [
        ("what does Shelter say?", "What does Shelter say about rents?"),
        ("do they agree?", "Do Dr Amina Yusuf and Shelter agree?"),
        ("how do the two reports differ?", None),
    ]),
    ("What happened in Hull in June 2007?", [
        ("who did it?", "Who did it, as to Hull?"),
        ("how many drowned?", "How many drowned, as to Hull?"),
        ("why did it happen?", "Why did it happen, as to Hull?"),
    ]),
    ("What is the role of meters in saving water?", [
        ("what about leaks?", "What is the role of leaks in saving water?"),
        ("on the price of water", None),
        ("What does the author recommend?", None),
    ]),
    ("In which year did the council adopt the Tree Plan?", [
        ("thanks", None),
        ("who drafted it?", "Who drafted the Tree Plan?"),
        ("Any exceptions?", "Any exceptions, as to the Tree Plan?"),
        ("what about costs?", "What about costs, as to the Tree Plan?"),
        ("when does it end?", "When does the Tree Plan end?"),
    ]),
    ("When was the third panel's hearing?", [
        ("what did it say about cyclists?",
         "What did the third panel's hearing say about cyclists?"),
        ("who are they?", "Who are cyclists?"),
        ("and the fourth?", "What did the fourth panel's hearing say about cyclists?"),
    ]),
    ("How does the urban-rural divide affect schools?", [
        ("Who should bridge it?", "Who should bridge the urban-rural divide?"),
        ("Has anyone tried?", "Has anyone tried, as to the urban-rural divide?"),
    ]),
    ("Is the harbour deep enough for ferries?", [
        ("What about Dover?", "Is Dover deep enough for ferries?"),
        ("why not?", "Why is Dover not deep enough for ferries?"),
        ("is it legal?", "Is Dover legal?"),
    ]),
    ("What did the board say about ticket prices?", [
        ("Did it suggest reductions?", "Did the board suggest reductions?"),
        ("Which ones?", "Which reductions did the board suggest?"),
        ("And what did the drivers say?", None),
        ("do they agree?", "Do the board and the drivers agree?"),
    ]),
    ("How many libraries does the county have?", [
        ("which of them were closed?", "Which of the libraries of the county were closed?"),
    ]),
    ("What are the duties of landlords?", [
        ("and tenants?", "What are the duties of tenants?"),
        ("what about Wales?", "What about Wales, as to the duties of tenants?"),
    ]),
    ("Who were the members of the flood panel?", [
        ("what did they conclude?", "What did the members of the flood panel conclude?"),
    ]),
    ("What does the plan say about cycling?", [
        ("on walking", "What does the plan say about walking?"),
    ]),
    ("What was discussed on May 3, 2012?", [
        ("What did they conclude?", "What did they conclude, as to May 3, 2012?"),
    ]),
    ("What are the rules for widows?", [
        ("what about the self-employed?", "What are the rules for the self-employed?"),
    ]),
    ("What are Hull's powers?", [
        ("has it met?", "Has Hull met?"),
        ("what about funding?", "What about funding, as to Hull?"),
    ]),
    ("How long is the water board's term?", [
        ("what about the fire board?", "How long is the fire board's term?"),
    ]),
    ("How many members does the water board have?", [
        ("who are they?", "Who are the members of the water board?"),
    ]),
    ("What did Lena Marsh write?", [
        ("when was it published?", "When was it published, as to Lena Marsh?"),
        ("what did they say?", "What did they say, as to Lena Marsh?"),
    ]),
    ("Do they allow bicycles?", [
        ("Which ones?", "Which ones, as to bicycles?"),
    ]),
    ("What are the tenants' choices for the flat?", [
        ("are they fair?", "Are the tenants' choices for the flat fair?"),
    ]),
    ("Who owns the canal?", [
        ("what about anglers?", "Do anglers own the canal?"),
    ]),
    ("Did the strike succeed?", [
        ("who was arrested?", None),
        ("what were its aims?", "What were the strike’s aims?"),
    ]),
    ("When will the ferry subsidy end?", [
        ("What comes after?", "What comes after, as to the ferry subsidy?"),
        ("Who is drafting it?", "Who is drafting the ferry subsidy?"),
    ]),
    ("What are the obstacles to recycling?", [
        ("which is the biggest?", "Which is the biggest, as to the obstacles and recycling?"),
        ("how can they be removed?", "How can the obstacles be removed?"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("first", "follow_ups"), GONE_ON)
def test_a_conversation_goes_on(first: str, follow_ups: list[tuple[str, str | None]]) -> None:
    turns = [Turn(first)]
    for typed, full in follow_ups:
        made = stand_alone(typed, turns)

        assert made.question == (full or typed)
        assert made.changed == (full is not None)
        turns = [*turns, Turn(made.question, followed=made.changed)][-MAX_TURNS:]


@pytest.mark.parametrize(
    ("first", "typed", "word"),
    [
        ("Who took part?", "What did they conclude?", "they"),
        ("Who is that?", "Where does it end?", "it"),
        ("thanks", "Who is drafting it?", "it"),
        ("ferries kab chalti hain?", "What do they cost?", "they"),
    ],
)
def test_what_points_to_nothing_is_left_as_typed_and_said_so(
    first: str, typed: str, word: str
) -> None:
    made = stand_alone(typed, [Turn(first)])

    assert not made.changed
    assert made.question == typed
    assert made.reason == f"nothing before it says what “{word}” means"


def test_after_a_question_that_nothing_was_found_for_nothing_is_meant() -> None:
    before = [Turn("Who runs the ferry?"), Turn("Who is Zorblax?", lends=False)]

    made = stand_alone("Where does he live?", before)

    assert not made.changed
    assert "“he”" in made.reason


def test_who_wrote_this_asks_for_the_document_that_was_cited() -> None:
    turn = Turn("What do the ferries cost?", titles=("Ferry Study",))

    assert stand_alone("Who wrote this?", [turn]).question == "Who wrote “Ferry Study”?"
