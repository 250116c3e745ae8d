"""Tests for the words of a sentence that answer."""

from __future__ import annotations

import pytest

from rag.answerability.answer_candidates import Filler, find_fillers
from rag.answerability.answer_span import answers_in
from rag.answerability.features import Fit, Measured
from rag.question.question_type import parse
from rag.types import Span

SENTENCE = "The ferry has carried 40 sheep and 12 goats since 1931."


def measured(question: str, *scores: float) -> Measured:
    slot = parse(question)
    fillers = find_fillers(slot, SENTENCE) or [Filler(0, 9, "The ferry")]
    fits = tuple(Fit(0, f, 1.0, s) for f, s in zip(fillers, scores, strict=False))
    return Measured(slot, {}, (0.5,), (1.0,), SENTENCE, fits, (), 0.0, None)


def words(question: str, *scores: float) -> str | None:
    span = answers_in(measured(question, *scores)).get(0)
    return SENTENCE[span.start : span.end] if span else None


def test_what_fills_the_slot_surely_is_marked() -> None:
    assert words("How many sheep has the ferry carried?", 0.9, 0.2) == "40"
    assert words("When did the ferry first carry sheep?", 0.8) == "1931"


@pytest.mark.parametrize("scores", [(0.4, 0.1), (0.9, 0.88)])
def test_nothing_is_marked_where_it_isnt_sure(scores: tuple[float, float]) -> None:
    assert words("How many animals has the ferry carried?", *scores) is None


def test_nothing_is_marked_where_no_form_tells_the_answer() -> None:
    assert words("What is the ferry for?", 0.9) is None


def test_a_name_is_not_marked_and_no_loose_reason() -> None:
    assert words("Who has carried 40 sheep?", 0.95) is None
    slot, said = parse("Why is the toll kept?"), "The miller consents to mend roads."
    fits = tuple(Fit(0, filler, 1.0, 0.95) for filler in find_fillers(slot, said))
    assert fits
    assert answers_in(Measured(slot, {}, (0.5,), (1.0,), said, fits, (), 0.0, None)) == {}


def test_nothing_is_marked_where_nothing_fills_the_slot() -> None:
    nothing = Measured(
        parse("How many sheep?"), {}, (0.5,), (1.0,), SENTENCE, (Fit(0),), (), 0, None
    )
    assert answers_in(nothing) == {}


def test_a_span_is_of_the_sentences_own_characters() -> None:
    assert answers_in(measured("How many sheep has the ferry carried?", 0.9))[0] == Span(22, 24)


def test_no_part_of_a_date_counts_anything() -> None:
    slot = parse("How many boats were let in at Skarvik?")
    found = find_fillers(slot, "09/17/2015 | 18.11.2015 | Skarvik | 227 boats")
    assert [filler.text for filler in found] == ["227"]
