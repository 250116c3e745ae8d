"""Follow-ups that only name something else of the kind that the last question has."""

from __future__ import annotations

import pytest

from rag.conversation.fragments import of_another_thing
from rag.conversation.history import Turn
from rag.text.spelling import build_lexicon

TEXT = (
    "The keeper Ada met the keeper Bruno in Lanport and not in Emmerby. Then the Trust and the LHB "
    "spoke of the tolls, the permits, the sheep, the goats and the meeting of a group on tides. "
)
LEXICON = build_lexicon([TEXT * 3])


@pytest.mark.parametrize(
    ("last", "typed", "asked"),
    [
        ("How many goats does Ada own?", "And Bruno?", "How many goats does Bruno own?"),
        ("how many goats does ada own", "and bruno", "how many goats does Bruno own"),
        (
            "Where does Ada live in Emmerby?",
            "what about in Lanport?",
            "Where does Ada live in Lanport?",
        ),
        ("Who must keep the permits?", "and the tolls?", "Who must keep the tolls?"),
        ("What is the toll for sheep?", "and for goats?", "What is the toll for goats?"),
        (
            "How many sheep died in Lanport?",
            "and how many goats?",
            "How many goats died in Lanport?",
        ),
        ("When was the Trust founded?", "and the LHB?", "When was the LHB founded?"),
        ("What does Ada sell?", "and Zorbo?", "What does Zorbo sell?"),
        ("What are the tolls?", "and the LHB? when does it meet", "when does the LHB meet"),
        ("When did the 4th group meet?", "and the first one?", "When did the first group meet?"),
        ("When did the third group meet?", "and the next one?", "When did the fourth group meet?"),
        (
            "List the topics of all five meetings",
            "and the third one?",
            "List the topics of the third meeting",
        ),
        (
            "List the topics of all five meetings",
            "tell me more about the third one",
            "What is said about the third meeting?",
        ),
    ],
)
def test_what_is_named_takes_the_place_of_its_kind(last: str, typed: str, asked: str) -> None:
    assert of_another_thing(typed, [Turn(last)], LEXICON) == asked


@pytest.mark.parametrize(
    ("last", "typed"),
    [
        ("What did the board answer to demand 3 of module 1?", "and demand 4?"),
        ("Tolls", "what about permits?"),
        ("What are the aims of the Lanport tide group?", "what about the goal of the tide group?"),
        ("Where does Ada live?", "and Ada?"),
    ],
)
def test_nothing_is_put_where_nothing_would_be_left(last: str, typed: str) -> None:
    assert of_another_thing(typed, [Turn(last)], LEXICON) is None


def test_the_one_before_is_counted_from_the_answer() -> None:
    turn = Turn("When was the Trust meeting held?", "On 3 May the seventh group on tides met.")
    asked = of_another_thing("and the one before that?", [turn], LEXICON)
    assert asked == "When was the meeting of the sixth group held?"


@pytest.mark.parametrize(
    "typed",
    [
        "Who pays the tolls?",
        "and who pays the tolls?",
        "why?",
        "tell me more",
        "and in 1999?",
        "thanks",
        "and how much is it?",
        "the first one?",  # of what?
        "The permits? Are they due? And when?",
        "",
    ],
)
def test_a_question_of_its_own_is_left_alone(typed: str) -> None:
    assert of_another_thing(typed, [Turn("What does Ada sell to the Trust?")], LEXICON) is None
    assert of_another_thing(typed, [], LEXICON) is None
