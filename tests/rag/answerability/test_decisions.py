"""Tests for questions about what somebody decided, and what they replied."""

from __future__ import annotations

import pytest

from ingest.document import build_document
from ingest.load.raw import Reading
from ingest.load.registry import load_markdown
from rag.answerability.decisions import decision_asked, stated_first
from rag.answerability.ranked_sentence import RankedSentence
from rag.question.question_type import parse
from rag.types import RetrievedSentence, Source, Span

MINUTES = """# The guild's reply to the millers

## Recommendation 1

The guild should halve the toll on flour.

Flour has always been dear. We accept that the toll weighs on bakers.

# Tolls

The decision on the toll was long awaited. The guild has decided to keep the toll.
"""


def ranked(*texts: str) -> list[RankedSentence]:
    document = build_document("m.md", load_markdown(MINUTES.encode(), Reading()), Source("m"))
    found = []
    for at, text in enumerate(texts):
        start = document.text.index(text)
        sentence = RetrievedSentence(Span(start, start + len(text)), text, 0.5)
        found.append(RankedSentence(document, "p", sentence, 0.9 - at / 10))
    return found


DEMAND = "The guild should halve the toll on flour."
NAMED, STATED = (
    "The decision on the toll was long awaited.",
    "The guild has decided to keep the toll.",
)
PLAIN = "Flour has always been dear."


@pytest.mark.parametrize(
    "question",
    [
        "When was the agreement signed?",
        "How many millers agreed?",
        "What is flour?",
        "Do the millers agree on the toll?",
        "Was there anyone who claimed that the guild decides?",
    ],
)
def test_other_questions_ask_for_no_decision(question: str) -> None:
    assert decision_asked(parse(question)) is None


@pytest.mark.parametrize(
    ("question", "sentence", "states"),
    [
        ("What did the guild decide?", STATED, True),
        ("What did the guild decide?", "The decision is not to pay.", True),
        ("What did the guild decide?", NAMED, False),
        ("What did the guild decide?", "It is for them to decide.", False),
        ("What did the guild reject?", "The guild rejected the plan.", True),
        ("What did the guild reject?", "We do not accept the plan.", True),
        ("What did the guild reject?", "We accept the plan.", False),
        ("What did the guild recommend?", "The toll should go.", True),
        ("What did the guild recommend?", "The toll is old.", False),
        ("What was agreed about the toll?", "The agreed toll is old.", False),
        ("Did the guild agree to halve the bread toll?", "It agreed to a toll on oats.", False),
        ("Did the guild agree to halve the toll?", "It refused to halve the toll.", True),
        ("Did the guild agree to halve the toll?", "It decided against halving the toll.", True),
        ("Why did the guild reject the toll?", "The guild liked the toll.", False),
        ("When did the guild accept the toll?", "The toll was accepted in 1801.", True),
        ("When was the toll rejected?", "The toll dates from 1801.", False),
    ],
)
def test_a_sentence_states_a_decision_or_only_names_it(
    question: str, sentence: str, states: bool
) -> None:
    asked = decision_asked(parse(question))
    assert asked is not None
    assert asked.stated_in(sentence) is states


def test_the_sentence_that_states_it_comes_before_one_that_names_it() -> None:
    asked = decision_asked(parse("What did the guild decide about the toll?"))
    assert asked is not None
    best, stated = stated_first(ranked(NAMED, STATED), asked)
    assert best[0].found.text == STATED
    assert stated


def test_without_such_a_sentence_nothing_is_stated() -> None:
    asked = decision_asked(parse("What did the guild decide about the toll?"))
    assert asked is not None
    assert not stated_first(ranked(NAMED, PLAIN), asked)[1]


def test_why_takes_the_decision_for_granted_wherever_it_stands() -> None:
    asked = decision_asked(parse("Why did the guild decide to keep the toll?"))
    assert asked is not None
    best, stated = stated_first(ranked(PLAIN, NAMED), asked)
    assert best[0].found.text == PLAIN  # the reason needn't say again what was decided
    assert stated  # in a sentence that wasn't found
    untrue = decision_asked(parse("Why did the guild refuse to pay the millers?"))
    assert untrue is not None
    assert not stated_first(ranked(PLAIN, NAMED), untrue)[1]


def test_the_reply_takes_the_place_of_a_reprinted_demand() -> None:
    asked = decision_asked(parse("Did the guild agree to halve the toll?"))
    assert asked is not None
    best, _ = stated_first(ranked(DEMAND, NAMED), asked)
    assert best[0].found.text == "We accept that the toll weighs on bakers."
    assert best[-1].found.text == DEMAND


def test_a_demand_answers_the_question_for_what_was_recommended() -> None:
    asked = decision_asked(parse("What do the millers recommend on the toll?"))
    assert asked is not None
    best, stated = stated_first(ranked(DEMAND, NAMED), asked)
    assert best[0].found.text == DEMAND
    assert stated


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("Is the guild going to pay a refund to the bakers?", {"refund"}),
        ("are the bakers getting a refund or not", {"refund"}),
        ("Will the guild lower the toll, as the millers asked?", {"toll"}),
        ("When is the guild lowering the toll?", {"toll"}),
        ("How much refund will the bakers be getting?", {"refund"}),
        ("Is the mill still open?", None),
        ("When was the toll lowered?", None),
    ],
)
def test_what_is_to_come_is_asked_for_as_a_decision(question: str, things: set[str] | None) -> None:
    asked = decision_asked(parse(question))
    assert (asked and set(asked.topic)) == things


@pytest.mark.parametrize(
    ("sentence", "states"),
    [
        ("There will be no refund for bakers.", True),
        ("The guild has no plans to lower the toll or to pay a refund.", True),
        ("The guild has decided against a refund.", True),
        ("A refund would be paid to bakers alone.", False),
        ("There will be no fair.", False),
    ],
)
def test_what_will_not_be_done_settles_it(sentence: str, states: bool) -> None:
    asked = decision_asked(parse("are the bakers getting a refund or not"))
    assert asked
    assert asked.stated_in(sentence) is states


@pytest.mark.parametrize(
    ("question", "first", "tells"),
    [
        ("Will the guild build a mill?", PLAIN, False),
        ("Is the guild going to build a mill?", PLAIN, False),
        ("Will the guild keep the toll?", STATED, True),
        ("Are the bakers getting flour?", PLAIN, True),
    ],
)
def test_whether_a_thing_will_be_is_not_told_by_what_is(
    question: str, first: str, tells: bool
) -> None:
    asked = decision_asked(parse(question))
    assert asked
    assert stated_first(ranked(first), asked)[1] is tells
