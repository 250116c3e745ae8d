"""What was replied to recommendations that a document reprints."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.ask import ask
from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.types import Query
from tests.conftest import fill
from tests.rag.requests.shelf import quotes

REPLY = """\
# Response of the Lanport Council to the Ferry Inquiry

## Recommendation 1

The Council should paint the ferries so that they are seen in fog.

The Council agrees that ferries must be seen, and welcomes the work of the Inquiry.

## Recommendation 2

The Council should appoint a harbour pilot who speaks for the crews.

Pilots are appointed by the Crown. The Council has a forum of its crews.

## Recommendation 3

The Council should at least:

A. close the northern gate at night;

B. tell the crews of it.

The northern gate stays open, since the bakers need it.
"""
REPORT = """\
# The ferries of Lanport

## Recommendations

- The Trust should open a second gate at the pier.
- The Trust should weigh the goods of the night ferry.
"""


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Library:
    """A reply and a report. Not to be written to."""
    folder: Path = tmp_path_factory.mktemp("ferries")
    (folder / "reply.md").write_text(REPLY, "utf-8")
    (folder / "report.md").write_text(REPORT, "utf-8")
    return fill(load_settings(corpus=folder, store=folder / ".store"), embedder)


PILOT = [
    "Pilots are appointed by the Crown. The Council has a forum of its crews.",
    "The Council should appoint a harbour pilot who speaks for the crews.",
]


@pytest.mark.parametrize(
    "text",
    [
        "What did the Council say to recommendation 2?",
        "how did the council respond to rec. 2",
        "WAS RECOMMENDATION 2 ACCEPTED",
        "the council's reply to recommendation 2, the harbour pilot",
        "Did the Council agree to appoint a harbour pilot?",
        "council reply rec 2",
        "Is the recommendation on a harbour pilot accepted by the council?",
        "what did the council say to the recommendation for a harbour pilot?",
        "Was the recommendation to appoint a harbour pilot accepted?",
        "What did the Council answer to recommendation 2?",
        "how did the council react to recommendation 2",
        "the council's line on recommendation 2",
    ],
)
def test_the_reply_comes_before_what_it_replies_to(text: str, ferries: Library) -> None:
    answer = ask(Query(text), ferries)
    assert quotes(answer) == PILOT
    assert [citation.role for citation in answer.citations] == ["own", "reprinted"]
    assert [part.title.rsplit(": ", 1)[1] for part in answer.parts] == [
        "the reply",
        "what it replies to, as reprinted",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "What did recommendation 2 of the Ferry Inquiry ask for?",
        "what does rec. 2 want the council to do",
        "What is called for in recommendation 2?",
    ],
)
def test_what_a_demand_wants_is_the_demand(text: str, ferries: Library) -> None:
    assert quotes(ask(Query(text), ferries)) == PILOT[1:]


def test_what_it_wants_and_what_was_replied_are_told_in_turn(ferries: Library) -> None:
    text = "What did recommendation 2 of the Ferry Inquiry ask for, and did the Council accept it?"
    answer = ask(Query(text), ferries)
    assert quotes(answer) == PILOT[::-1]
    assert [part.title.rsplit(": ", 1)[1] for part in answer.parts] == [
        "what it replies to, as reprinted",
        "the reply",
    ]


def test_what_the_council_plans_for_a_demand_is_not_the_demand(ferries: Library) -> None:
    text = "What does the Council plan for recommendation 2?"
    assert quotes(ask(Query(text), ferries))[:1] != PILOT[1:]


def test_a_recommendation_that_is_not_there_is_not_answered_from_another(ferries: Library) -> None:
    answer = ask(Query("What did the Council say to recommendation 9?"), ferries)
    assert (answer.kind, answer.status) == ("section", "refused")
    assert answer.reason.endswith(
        "has the number 9. Headings: “Recommendation 1”; “Recommendation 2”; “Recommendation 3”."
    )


def test_the_entries_of_a_demand_are_no_reply(ferries: Library) -> None:
    answer = ask(Query("What did the Council say to recommendation 3?"), ferries)
    assert quotes(answer)[0] == "The northern gate stays open, since the bakers need it."


@pytest.mark.parametrize(
    "text",
    [
        "Did the Council agree to weigh the goods?",  # nobody replied to that
        "Did the Council agree to sell the ferries?",
        "How many pilots did the Council promise in reply to recommendation 2?",
        "What did the Council say about herring in recommendation 2?",
    ],
)
def test_no_reply_to_something_else_is_given(text: str, ferries: Library) -> None:
    assert not any(part.title.endswith("the reply") for part in ask(Query(text), ferries).parts)


def test_what_is_recommended_on_a_topic_is_no_reply(ferries: Library) -> None:
    answer = ask(Query("WHAT DOES THE INQUIRY RECOMMEND ABOUT CREWS"), ferries)
    assert quotes(answer) == [PILOT[1], "B. tell the crews of it."]
    answer = ask(Query("What does the Trust recommend on the night ferry?"), ferries)
    assert quotes(answer) == ["The Trust should weigh the goods of the night ferry."]
