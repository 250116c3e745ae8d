"""What a conversation remembers of each question."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.conversation.history import (
    MAX_NAME,
    MAX_SHOWN,
    MAX_TITLES,
    Turn,
    courtesy,
    lending,
    since_change,
    turn_of,
)
from rag.types import Answer, Citation, Everything, Query, Searched, Source

LEVY = Turn("Who collects the fish levy?", "Harbour staff collect it.")
SEARCHED = Searched("default", 2, 40, 3)


def test_a_turn_remembers_what_was_shown_and_no_more() -> None:
    source = Source("a", {"author": [{"family": "Marsh", "given": "Lena"}, {"literal": "WHO"}]})
    cited = [_citation(f"{n}", f"Quote {n}. " * 99, f"Title {n % 12}", source) for n in range(40)]
    answer = Answer(Query("Why?"), "answered", citations=tuple(cited))

    turn = turn_of(answer, followed=True)

    assert turn.question == "Why?"
    assert turn.followed
    assert turn.lends
    assert turn.authors == ("Lena Marsh",)
    assert turn.titles == tuple(f"Title {n}" for n in range(MAX_TITLES))
    assert turn.shown.startswith("Quote 0. ")
    assert len(turn.shown) <= MAX_SHOWN
    closest = replace(answer, status="unsure", citations=(), nearest=answer.citations[:1])
    assert turn_of(closest).titles == ("Title 0",)
    long = replace(answer, citations=(replace(cited[0], title="x" * 999),))
    assert len(turn_of(long).titles[0]) == MAX_NAME


def test_a_question_that_was_not_read_or_not_found_lends_nothing() -> None:
    refused = Answer(Query("Who heads Zorblax?"), "refused", missing=("heads", "Zorblax"))
    nothing = Everything(Query("Zorblax"), searched=SEARCHED)

    assert not turn_of(refused).lends
    assert not turn_of(replace(refused, searched=SEARCHED)).lends
    assert not turn_of(nothing).lends
    assert not turn_of(replace(refused, searched=SEARCHED, missing=("heads",))).lends
    assert not turn_of(replace(refused, status="unsure", searched=SEARCHED)).lends
    assert turn_of(replace(refused, status="unsure", searched=SEARCHED, missing=())).lends


@pytest.mark.parametrize("said", ["Thanks", "ok", "Thank you very much!", "Great, thanks."])
def test_thanks_and_the_like_are_passed_over(said: str) -> None:
    assert courtesy(said)
    assert lending([LEVY, Turn(said)]) == (LEVY,)


@pytest.mark.parametrize("said", ["ok, why?", "right to water", "good schools", "", "fine levels"])
def test_what_asks_for_something_is_no_courtesy(said: str) -> None:
    assert not courtesy(said)


@given(st.text("okay thanks,.!? ", max_size=200))
def test_courtesies_are_told_apart_whatever_is_said(said: str) -> None:
    assert courtesy(said) in (True, False)


def test_what_was_not_found_is_passed_over_or_ends_the_topic() -> None:
    followed = Turn("Who heads the fish levy?", followed=True, lends=False)
    new = Turn("Who is Zorblax?", lends=False)

    assert lending([LEVY, followed]) == (LEVY,)
    assert lending([LEVY, Turn("پالیسی کب بنی؟", lends=False)]) == (LEVY,)
    assert lending([LEVY, new]) == ()
    assert lending([new, LEVY]) == (LEVY,)


def test_a_follow_up_belongs_to_the_turn_before() -> None:
    followed = [LEVY, Turn("Why was tea taxed?", followed=True)]
    led = [LEVY, Turn("And why was tea taxed?")]

    assert since_change(followed) == tuple(followed)
    assert since_change(led) == tuple(led)
    assert since_change([LEVY, Turn("Why was tea taxed?")]) == (Turn("Why was tea taxed?"),)


def _citation(key: str, quote: str, title: str, source: Source) -> Citation:
    return Citation(key, "a", "a.txt", "0" * 64, "a@0:0-1", 0, len(quote), quote, title, source)
