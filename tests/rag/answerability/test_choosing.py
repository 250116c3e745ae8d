"""Which of two like sentences is chosen, and when what is asked for isn't there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.document import build_document
from ingest.load.raw import Reading
from ingest.load.registry import load_markdown
from rag.answerability.evidence import (
    TAKEN_UP,
    UNSTATED,
    _is_unfilled,
    _ordered,
)
from rag.answerability.explanations import ANSWER_OPEN, notes, outcome, reason
from rag.answerability.features import Measured
from rag.answerability.judgement import _as_well
from rag.answerability.narrowing import is_of_another, ordinals_asked
from rag.answerability.neighbours import denies
from rag.answerability.premises import borne_out, lacks_a_phrase
from rag.answerability.ranked_sentence import RankedSentence
from rag.answerability.similarity import same_ordinal
from rag.question.question_type import parse
from rag.text.quantities import ordinal
from rag.types import Evidence, RetrievedSentence, Source, Span


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


@pytest.mark.parametrize(
    ("question", "missing", "told"),
    [
        ("What does the harbour board think of Ostmark?", ("Ostmark",), "unsure"),
        ("What does the harbour board think of Ostmark?", ("board",), "answered"),
    ],
)
def test_what_is_said_of_another_is_no_answer(
    question: str, missing: tuple[str, ...], told: str
) -> None:
    assert outcome(_measured(question, missing), 0.6) == told


@pytest.mark.parametrize(
    ("question", "taken_up", "told"),
    [
        ("harbour dues and ferries summary", 0.5, "unsure"),
        ("harbour dues and ferries summary", 0.9, "answered"),
        ("What are the harbour dues for ferries?", 0.5, "answered"),
    ],
)
def test_a_vague_text_needs_a_surer_answer(question: str, taken_up: float, told: str) -> None:
    measured = replace(_measured(question), scores=(0.2, 0.6), told=(0.9, taken_up))
    assert outcome(measured, ANSWER_OPEN - 0.05) == told
    assert outcome(measured, ANSWER_OPEN) == "answered"


@pytest.mark.parametrize(
    ("question", "text", "kept"),
    [
        ("How many pilots drowned?", "Pilots board ships from the quay.", False),
        ("How many pilots drowned?", "Nobody knows how many of the 40 pilots drowned.", True),
        ("Which pilots drowned?", "Pilots board ships from the quay.", True),
    ],
)
def test_how_many_is_answered_with_a_figure(question: str, text: str, kept: bool) -> None:
    evidence = (Evidence("d", "", 0, len(text), text, "p", 0.5),)
    assert bool(borne_out(_measured(question), evidence, 0.9)) is kept


DOCUMENT = build_document("a.md", load_markdown(b"a b", Reading()), Source("a"))


def _ranked(told: float | None, fills: float | None = None) -> RankedSentence:
    found = RetrievedSentence(Span(0, 1), "a", 0.5)
    return RankedSentence(DOCUMENT, "p", found, 0.9, told=told, fills=fills)


@pytest.mark.parametrize(
    ("first", "other", "kept"),
    [
        (_ranked(0.8), _ranked(0.7), True),
        (_ranked(0.8), _ranked(0.4), False),
        (_ranked(0.3), _ranked(0.3), False),
        (_ranked(0.4, fills=0.5), _ranked(0.4, fills=0.1), False),
        (_ranked(0.9, fills=0.5), _ranked(0.4, fills=0.5), True),
        (_ranked(0.9, fills=0.5), _ranked(0.3, fills=0.5), False),
        (_ranked(None), _ranked(0.1), True),
    ],
)
def test_further_statements_take_up_as_much(
    first: RankedSentence, other: RankedSentence, kept: bool
) -> None:
    assert _as_well(other, first) is kept


@pytest.mark.parametrize(("taken_up", "most"), [(TAKEN_UP - 0.1, UNSTATED), (TAKEN_UP + 0.1, 1.0)])
def test_a_name_in_a_sentence_on_something_else_is_no_answer(taken_up: float, most: float) -> None:
    asked = _measured("Who mended the lock?")
    measured = replace(asked, scores=(0.5,), told=(taken_up,), belongs=(1.0,), sentences=("a",))
    assert _ordered([[_ranked(None)]], measured, measured.slot)[1] == most


@pytest.mark.parametrize(
    ("sentence", "other"),
    [
        ("The third talk was held on 4 May.", True),
        ("The tenth talk was held on 11 May.", False),
        ("The talk was held on 11 May.", False),
    ],
)
def test_another_of_a_series_is_told_from_the_one_asked_for(sentence: str, other: bool) -> None:
    assert is_of_another(ordinals_asked(parse("When was the 10th talk?")), sentence) == other


@pytest.mark.parametrize(
    ("likeliest", "told"),
    [
        ("hydroxy acid (some other names include QHB; fantasy)", "unsure"),
        ("hydroxy acid (some other names include QHC; fantasy)", "refused"),
    ],
)
def test_where_a_sentence_has_the_name_something_comes_close(likeliest: str, told: str) -> None:
    measured = _measured("what group is QHB in?", ())
    values = {**measured.values, "cosine": 0.3, "topic": 0.3}
    assert outcome(replace(measured, values=values, likeliest=likeliest), 0.1) == told
