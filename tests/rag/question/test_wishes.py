"""What a text asks, without what it wishes of the reply."""

from __future__ import annotations

import time

import pytest

from rag.question.question import understand
from rag.question.question_type import parse
from rag.question.wishes import Asked, asked_in, plainly
from rag.settings import BUNDLED
from rag.text.spelling import Lexicon
from rag.types import Query

NOTHING_KNOWN = Lexicon({}, {})


@pytest.mark.parametrize(
    ("typed", "asked", "most"),
    [
        ("what is the dredging report about, short version please", "", 0),
        ("What does the board want?? bullet points please", "What does the board want??", 0),
        ("Summarise the harbour report in 5 lines, deadline in 20 min", "", 5),
        ("summarise the harbour report for my boss in max 3 bullets", "", 3),
        ("Who opened the pier? Names please.", "Who opened the pier?", 0),
        ("Who sat on the jury, full names only", "Who sat on the jury", 0),
        ("Explain the mooring rules in plain English", "Explain the mooring rules", 0),
        ("in one sentence, what is silt", "what is silt", 1),
        ("what is silt? I need the definition for an essay", "what is silt?", 0),
        ("How deep is the basin? A colleague asked me about it.", "How deep is the basin?", 0),
        ("How deep is the basin? Thanks in advance, urgent!", "How deep is the basin?", 0),
        ("I am writing a memo for the mayor. Who dredges it?", "Who dredges it?", 0),
        ("Did the trust close the pier, yes or no?", "Did the trust close the pier?", 0),
        ("could you kindly tell me when the pier closed", "when the pier closed", 0),
        ("My editor wants to know who owns the pier", "who owns the pier", 0),
        ("I would like to get some information about moorings", "moorings", 0),
        ("need a quotable line on why lorries were banned", "why lorries were banned", 1),
        ("Hi there! What are the tolls? Four or five points are enough.", "What are the tolls?", 5),
        ("What do lorries pay? Step by step, no jargon", "What do lorries pay?", 0),
    ],
)
def test_what_is_wished_of_the_reply_is_no_part_of_the_question(
    typed: str, asked: str, most: int
) -> None:
    found = asked_in(typed)
    assert found.most == most
    if asked:
        assert found.text == asked
    left = found.text.lower()
    assert not any(word in left for word in ("please", "short", "lines", "boss", "deadline"))


@pytest.mark.parametrize(
    "text",
    [
        "What must be included: names, dates, numbers?",
        "What are the rules for a presentation to the board?",
        "Who wrote the note for the minister?",
        "Must the toll be paid in full?",
        "What is a short sentence for theft?",
        "Give me the sentence for theft",
        "In the table at the end, what is listed?",
        "Who may apply, as referenced in point 4 of the rules (page 5)?",
        "Will you share my data? If yes, how?",
        "Which alternatives made the final short list?",
        "Thanks, that's really helpful!",
        "please",
        "in bullet points please",
        "What is the deadline for comments?",
        "Is the pier open today?",
    ],
)
def test_what_is_asked_stays(text: str) -> None:
    assert asked_in(text) == Asked(text)


def test_what_a_text_is_for_gives_its_topic_only_where_the_question_has_none() -> None:
    said = "I'm writing an essay on tidal mills."
    assert asked_in(f"{said} Who pays?").text == "tidal mills: who pays?"
    full = "What did the last miller of Emmerby grind?"
    assert asked_in(f"{said} {full}").text == full


def test_a_question_is_searched_for_without_them_and_another_language_is_left() -> None:
    understood = understand(Query("whats silt? short answer pls"), NOTHING_KNOWN, BUNDLED)
    assert understood.query.question == understood.asked.question == "what's silt?"
    german = "Was kostet die Maut für Lastwagen, kurz bitte, im Überblick?"
    assert plainly(german, NOTHING_KNOWN).text == german


def test_whether_something_is_so_is_asked_for_a_yes_or_no() -> None:
    asked = asked_in("I was wondering if the pier is open to lorries").text
    assert asked == "if the pier is open to lorries"
    assert parse(asked).sort == "yes-no"
    assert parse("If the pier closes, who pays?").sort == "person"


@pytest.mark.parametrize(
    "text", ["please " * 99, "in 5 lines, " * 99, "a " * 999, "I am writing a " * 60, "(" * 999]
)
def test_no_text_takes_long(text: str) -> None:
    start = time.perf_counter()
    asked_in(text)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("said", "most"),
    [
        ("in a few sentences", 0),
        ("in a couple of lines", 0),
        ("in one sentence", 1),
        ("in two or three sentences", 3),
        ("in a short paragraph", 1),
        ("one line per pier", 0),
    ],
)
def test_only_a_number_limits_the_reply(said: str, most: int) -> None:
    assert (
        asked_in(f"What does the harbour strategy say on tolls? Please answer {said}.").most == most
    )


def test_to_compare_alone_is_no_request_of_its_own() -> None:
    assert (
        asked_in("Do they agree on tolls? Compare them please.").text == "Do they agree on tolls?"
    )
    assert asked_in("Compare the two strategies, please").text == "Compare the two strategies"
