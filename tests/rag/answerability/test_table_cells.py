"""Tests for figures under the heads of a table."""

from __future__ import annotations

import pytest

from rag.answerability.answer_candidates import find_fillers
from rag.answerability.table_cells import is_silent, under_heads
from rag.question.question_type import parse

HEADS = "Wells by district\nDistrict | 2018 | 2019 | 2020\n"


@pytest.mark.parametrize(
    ("question", "row", "found"),
    [
        ("How many wells did Mardan have in 2019?", "Mardan | 41 | 57 | 63", ["57"]),
        ("How many wells did Mardan have in 2018?", "Mardan | 41 | 57 | 63", ["41"]),
        ("How many wells did Mardan have in 2019?", "Mardan | 41 | | 63", []),
        ("How many wells did Mardan have?", "Mardan | 41 | 57 | 63", ["41", "57", "63"]),
        ("How many wells did Mardan have in 1999?", "Mardan | 41 | 57 | 63", ["41", "57", "63"]),
    ],
)
def test_only_the_column_that_is_asked_for(question: str, row: str, found: list[str]) -> None:
    slot = parse(question)
    fillers = under_heads(slot, find_fillers(slot, row), row, HEADS)
    assert [filler.text for filler in fillers] == found
    assert all("wells" in [noun.lower() for noun in filler.nouns] for filler in fillers)


def test_without_heads_nothing_changes() -> None:
    slot = parse("How many wells are there?")
    fillers = find_fillers(slot, "There are 41 wells.")
    assert under_heads(slot, fillers, "There are 41 wells.", "") == fillers


def test_a_row_is_silent_where_the_column_that_is_asked_for_is_empty() -> None:
    slot = parse("What was spent on courts in 2019?")
    assert is_silent(slot, "Courts | 3 | | 7.9", HEADS)
    assert not is_silent(slot, "Courts | 3 | 4 | 7.9", HEADS)
    assert not is_silent(slot, "Courts | 3 | | 7.9", "")
    assert not is_silent(parse("What was spent on courts?"), "Courts | 3 | | 7.9", HEADS)
