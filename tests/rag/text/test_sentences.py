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
