"""Where something is mentioned, how often, or that it isn't."""

from __future__ import annotations

import pytest

from rag.library import Library
from tests.rag.requests.conftest import answer_to, said_by


def test_each_document_that_has_it_is_a_part_with_its_count(town: Library) -> None:
    answer = answer_to("Which documents mention tide gates?", town)
    assert answer.kind == "mention"
    assert answer.status == "answered"
    assert [part.document_id for part in answer.parts] == ["harbour"]
    assert answer.parts[0].note == "3 times: “Tide-gates” 2, “tide gate” 1."


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("Is silt mentioned?", {"harbour", "bees"}),
        ("does the handbook mention silt", {"bees"}),
        ("where does silt come up?", {"harbour", "bees"}),
        ("how often is silt mentioned in the strategy", {"harbour"}),
        ("how many times does the word “trough” appear?", {"bees"}),
        ("Could you tell me if anglers are mentioned anywhere, please?", {"harbour", "bees"}),
        ("does any document talk about fares?", {"buses"}),
        ("any mention of the LHB?", {"harbour"}),
    ],
)
def test_what_is_searched(town: Library, text: str, documents: set[str]) -> None:
    answer = answer_to(text, town)
    assert answer.kind == "mention"
    assert {part.document_id for part in answer.parts} == documents


def test_the_full_name_counts_with_its_initials(town: Library) -> None:
    answer = answer_to("Is the LHB mentioned?", town)
    assert "“Lanport Harbour Board” 1" in answer.parts[0].note
    assert "“LHB” 1" in answer.parts[0].note


def test_what_no_document_has(town: Library) -> None:
    answer = answer_to("Is copper mentioned anywhere?", town)
    assert answer.kind == "mention"
    assert answer.status != "answered"
    assert answer.reason == "No document of the 3 searched has “copper”, or another form of it."


def test_words_that_never_stand_together(town: Library) -> None:
    answer = answer_to("does the handbook mention trough bees", town)
    assert answer.reason.endswith("its words stand there, but never together.")
    answer = answer_to("Is silt colony mentioned?", town)
    assert "its words stand apart only: “silt” in 2, “colony” in 1 of them" in answer.reason


def test_words_like_it_are_told_apart(town: Library) -> None:
    answer = answer_to("Does the strategy mention parliament?", town)
    assert said_by(answer) == {
        "harbour": ("Parliamentary approval is needed before a gate is moved.",)
    }
    assert "Not found: “parliament”." in answer.notes


def test_several_things(town: Library) -> None:
    answer = answer_to("Does the brief mention crowns or hives?", town)
    assert set(said_by(answer)) == {"buses"}
    assert "Not found: “hives”." in answer.notes


def test_a_word_that_no_document_has_is_told_plainly_however_it_is_asked(town: Library) -> None:
    answer = answer_to("Does the harbour strategy discuss measles?", town)
    assert (answer.kind, answer.status, answer.nearest) == ("mention", "refused", ())
    assert "“measles”" in answer.reason
