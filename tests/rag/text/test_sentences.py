from __future__ import annotations

from rag.text.sentences import split

TEXT = "Wells are taxed. The levy is small.\n\n  It rose in 2016.\nNobody objected"


def test_each_sentence_is_the_slice_that_it_claims_and_none_runs_over_a_line() -> None:
    assert [TEXT[one.start : one.end] for one in split(TEXT)] == [
        "Wells are taxed.",
        "The levy is small.",
        "It rose in 2016.",
        "Nobody objected",
    ]
    assert split(" \n ") == []


def test_what_begins_with_a_dash_is_no_sentence_of_its_own() -> None:
    text = "WELL.\u2014The term means any hole in the ground. It is taxed."
    assert [text[one.start : one.end] for one in split(text)] == [
        "WELL.\u2014The term means any hole in the ground.",
        "It is taxed.",
    ]


def test_the_number_of_a_paragraph_stands_in_its_first_sentence() -> None:
    for number in ("2.", "Article 4.", "1.2.", "iv.", "§ 9."):
        text = f"{number} The board decides. It hears both sides."
        first, second = split(text)
        assert text[first.start : first.end] == f"{number} The board decides."
        assert text[second.start : second.end] == "It hears both sides."
    year = split("It was 2010. The board sat.")
    assert len(year) == 2
