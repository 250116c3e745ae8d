"""Follow-ups that put another year, or another numbered part, into the last question."""

from __future__ import annotations

import pytest

from rag.conversation.contextualize import stand_alone
from rag.conversation.history import Turn
from rag.conversation.substitution import with_another_number

HERRING = "How many tonnes of herring were landed in 1998?"


@pytest.mark.parametrize(
    ("last", "typed", "asked"),
    [
        (HERRING, "and in 2004?", "How many tonnes of herring were landed in 2004?"),
        (HERRING, "What about 2004", "How many tonnes of herring were landed in 2004?"),
        (HERRING, "2010?", "How many tonnes of herring were landed in 2010?"),
        ("What does article 12 say?", "and article 13?", "What does article 13 say?"),
        (
            "What is in section 2.1 of the rules?",
            "section 2.2",
            "What is in section 2.2 of the rules?",
        ),
        ("Show me SEC. 12 of K.B. 2210", "and 13?", "Show me SEC. 13 of K.B. 2210"),
        ("Show me SEC. 12 of K.B. 2210", "and s. 14?", "Show me s. 14 of K.B. 2210"),
        ("Show me SEC. 12 of K.B. 2210", "the next one", "Show me SEC. 13 of K.B. 2210"),
        ("What does section 3(a)(2) say?", "next", "What does section 3(a)(3) say?"),
        ("What does § 4 say?", "and the previous one?", "What does § 3 say?"),
        ("What does § 4 say?", "and § 6?", "What does § 6 say?"),
        (
            "What did the board answer to recommendation 3 of the report on module 1?",
            "and recommendation 4?",
            "What did the board answer to recommendation 4 of the report on module 1?",
        ),
    ],
)
def test_the_number_takes_the_place_of_the_last_one(last: str, typed: str, asked: str) -> None:
    made = stand_alone(typed, [Turn(last, shown="Something was found.")])
    assert (made.question, made.changed, made.original) == (asked, True, typed)


@pytest.mark.parametrize(
    ("last", "typed"),
    [
        (HERRING, "and in 1998?"),  # nothing new
        ("How did landings change from 1998 to 2004?", "and in 2010?"),  # which of the two?
        ("Who weighs the herring?", "and in 2004?"),  # no year to put out
        ("What does article 12 say?", "and schedule 3?"),
        ("What does article 12 say?", "and the next chapter?"),
        ("What does article 1 say?", "and the previous one?"),  # there is none
        ("Who weighs the herring?", "and the next one?"),
        (HERRING, "How many boats were there in 2004?"),  # a question of its own
    ],
)
def test_nothing_is_put_in_where_it_is_not_clear(last: str, typed: str) -> None:
    turn = Turn(last, shown="Something was found.")
    assert with_another_number(typed, [turn]) is None
    assert not stand_alone(typed, [turn]).question.startswith(
        ("How many tonnes of herring were landed in 2", "What does article 3")
    )
