"""Where a text spells an abbreviation out."""

from __future__ import annotations

import pytest

from rag.text.abbreviations import abbreviated, guessed_names, spelled_out, with_initials
from rag.types import Span


@pytest.mark.parametrize(
    ("text", "abbreviation", "words"),
    [
        ("The Lanport Harbour Board (LHB) met.", "LHB", "Lanport Harbour Board"),
        ("The Office for Bees and Wasps (the “OBW”) met.", "OBW", "Office for Bees and Wasps"),
        ("LHB (Lanport Harbour Board) met.", "LHB", "Lanport Harbour Board"),
        ("a flood-risk map (FRM)", "FRM", "flood-risk map"),
        ("FRM, or flood risk map, is", "FRM", "flood risk map"),
        ("The Fund for Hives, or FFH, pays.", "FFH", "Fund for Hives"),
        ("FRM | flood risk map\n", "FRM", "flood risk map"),
        ("FRM stands for flood risk map.", "FRM", "flood risk map"),
        ("LHB: Lanport Harbour Board", "LHB", "Lanport Harbour Board"),
    ],
)
def test_spelled_out(text: str, abbreviation: str, words: str) -> None:
    assert [text[one.start : one.end] for one in spelled_out(text, abbreviation)] == [words]


@pytest.mark.parametrize(
    "text",
    ["The LHB met.", "The Harbour Board (LHB) met.", "LHB lets hives be.", "the board (see LHB)"],
)
def test_not_spelled_out(text: str) -> None:
    assert not list(spelled_out(text, "LHB"))


def test_words_with_the_initials() -> None:
    text = "The UK Tax Board and the Union of Kind Tide Builders"
    found = [text[one.start : one.end] for one in with_initials(text, "UKTB")]
    assert found == ["UK Tax Board", "Union of Kind Tide Builders"]
    assert not list(with_initials("Tide Board", "TB"))


def test_the_abbreviation_of_a_name() -> None:
    text = "Lanport Harbour Board (LHB), Tide Fund (a fund)"
    assert abbreviated(text, Span(0, 21)) == "LHB"
    assert abbreviated(text, Span(29, 38)) == ""


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("NATGA", "National Tide Gate Authority"),
        ("LAHABO", "Lanport Harbour Board"),
        ("MINTIG", "Ministry of Tide Gates"),
    ],
)
def test_names_that_a_short_form_may_be_made_of(short: str, name: str) -> None:
    text = f"It was put to the {name}, which met."
    assert [text[one.start : one.end] for one in guessed_names(text, short)] == [name]


@pytest.mark.parametrize("short", ["NTG", "NATG", "NATGAX", "TGA", "ATGA"])
def test_a_short_form_must_be_used_up_by_the_whole_name(short: str) -> None:
    assert not list(guessed_names("It was put to the National Tide Gate Authority.", short))
