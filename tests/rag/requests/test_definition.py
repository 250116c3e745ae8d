"""Definitions and abbreviations."""

from __future__ import annotations

import pytest

from rag.library import Library
from tests.rag.requests.conftest import answer_to, said_by


@pytest.mark.parametrize(
    ("text", "document", "words"),
    [
        ("what does LHB stand for?", "harbour", "Lanport Harbour Board (LHB)"),
        ("LHB stands for what", "harbour", "Lanport Harbour Board (LHB)"),
        ("define “spoil”", "harbour", "“Spoil” means whatever a dredger lifts"),
        ("What is meant by spoil in the strategy?", "harbour", "“Spoil” means"),
        ("what is spoil", "harbour", "“Spoil” means"),
        ("What is a nucleus hive?", "bees", "A nucleus hive is a small colony"),
        ("nucleus hive meaning", "bees", "A nucleus hive is a small colony"),
    ],
)
def test_the_sentence_that_defines(town: Library, text: str, document: str, words: str) -> None:
    answer = answer_to(text, town)
    assert answer.kind == "definition"
    quotes = said_by(answer)
    assert list(quotes) == [document]
    assert words in quotes[document][0]


def test_an_abbreviation_that_is_only_used(town: Library) -> None:
    answer = answer_to("What does NBR stand for?", town)
    assert answer.kind == "definition"
    assert answer.status == "unsure"
    assert answer.reason == "“NBR” is used, but no passage that was searched spells it out."
    assert "NBR" in answer.nearest[0].quote


@pytest.mark.parametrize(
    "text",
    ["What is the fare?", "What is the capital of France?", "what does the council mean by it"],
)
def test_other_questions_stay_questions(town: Library, text: str) -> None:
    assert answer_to(text, town).kind == "question"
