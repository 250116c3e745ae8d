"""Which of two like sentences is chosen, and when what is asked for isn't there."""

from __future__ import annotations

import pytest

from rag.answerability.evidence import _is_unfilled
from rag.answerability.neighbours import denies
from rag.answerability.similarity import same_ordinal
from rag.question.question_type import parse
from rag.text.quantities import ordinal


def test_ordinals_are_one_word_however_written() -> None:
    assert same_ordinal("10th", ["ten", "tenth", "9th", "10th"]) == [1, 3]
    assert same_ordinal("ten", ["tenth", "first"]) == []
    assert ordinal("Second") == ordinal("2nd") == 2


@pytest.mark.parametrize(
    ("sentence", "unfilled"),
    [
        ("April 26, 2022", True),
        ("Tickets for the fair are sold at the gate.", True),
        ("The fair takes place on June 13.", False),
    ],
)
def test_a_bare_date_and_a_sentence_without_one_lose(sentence: str, unfilled: bool) -> None:
    assert _is_unfilled(parse("When is the fair of 2022 held?"), sentence) is unfilled


def test_only_sums_and_dates_are_looked_for() -> None:
    assert not _is_unfilled(parse("Who opens the fair?"), "Tickets are sold at the gate.")


@pytest.mark.parametrize(
    ("question", "denied"),
    [
        ("Who should be the first point of contact?", True),
        ("Who should not be the first point of contact?", False),
        ("Should the porter be the first point of contact?", False),
        ("Who pays for the contact lenses?", False),
    ],
)
def test_what_is_said_not_to_be_it_is_no_answer(question: str, denied: bool) -> None:
    text = "The porter is there for the keys, not the first point of contact."
    assert denies(parse(question), text) is denied
