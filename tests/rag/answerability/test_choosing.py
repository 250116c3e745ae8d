"""Which of two like sentences is chosen, and when what is asked for isn't there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.answerability.evidence import _is_unfilled
from rag.answerability.explanations import notes, outcome, reason
from rag.answerability.features import Measured
from rag.answerability.neighbours import denies
from rag.answerability.premises import lacks_a_phrase
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


def _measured(question: str, missing: tuple[str, ...] = ()) -> Measured:
    values = {"cosine": 0.6, "topic": 0.45, "filled": 0.0}
    return Measured(parse(question), values, (), (), "", (), missing, 0.0, None)


@pytest.mark.parametrize(
    ("question", "missing", "lacks"),
    [
        ("Which ferries made the final short list?", ("final", "short"), True),
        ("Which ferries made the final short list?", ("final",), False),
        ("Why were the final short lists late?", ("final", "short"), False),
    ],
)
def test_one_of_several_needs_both_words(
    question: str, missing: tuple[str, ...], lacks: bool
) -> None:
    assert lacks_a_phrase(_measured(question, missing)) is lacks


def test_a_fee_that_is_not_there_is_said_to_be_missing() -> None:
    asked = _measured("How much is the fee for a pass?")
    assert reason(asked, shown=["25 - Name on the pass"]) == (
        "The closest sentences don't mention “fee”."
    )
    assert "fee" not in reason(asked, shown=["The fee is 25 for a pass."])


def test_what_is_asked_of_today_is_answered_as_of_the_document() -> None:
    assert "not for today" in " ".join(notes(_measured("Is the office still open?")))
    assert not notes(_measured("Is the office open?"))


@pytest.mark.parametrize(("found", "told"), [(0.0, "unsure"), (1.0, "answered")])
def test_a_year_that_stands_nowhere_near_is_no_answer(found: float, told: str) -> None:
    measured = _measured("What did the harbour earn in 1987?")
    dated = replace(measured, values={**measured.values, "cosine": 0.6, "numbers": found})
    assert outcome(dated, 0.6) == told
