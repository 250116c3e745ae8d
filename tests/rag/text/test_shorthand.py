"""What is written in haste, written out."""

from __future__ import annotations

import pytest

from rag.text.shorthand import written_out
from rag.text.spelling import build_lexicon

LEXICON = build_lexicon(
    ["The 737 MAX and the dept. of ferries; the dept. pays.", "It is the government of Lanport."]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("whats the toll", "what's the toll"),
        ("WHATS THE TOLL PLS", "WHAT'S THE TOLL PLEASE"),
        ("Dont lorries pay?", "Don't lorries pay?"),
        ("how much wld it cost the govt.", "how much would it cost the government."),
        ("what r these papers about", "what are these papers about"),
        ("the papers r about what", "the papers are about what"),
        ("can u say who r the owners", "can you say who are the owners"),
        ("list the piers w dates n tolls", "list the piers with dates and tolls"),
        ("tolls w/ dates, w/o lorries", "tolls with dates, without lorries"),
        ("acc. to the trust", "according to the trust"),
        ("who built it, when, & how long is it", "who built it, when, and how long is it"),
        ("no. of ppl on board", "number of people on board"),
    ],
)
def test_it_is_written_out(typed: str, meant: str) -> None:
    assert written_out(typed, LEXICON) == meant


@pytest.mark.parametrize(
    "text",
    [
        "the 737 MAX proposal",
        "the 737 max proposal",
        "wait for 20 min",
        "which dept pays",
        "Freeman & Kohles",
        "what is the value of r in the model",
        "Article u of section w",
        "R & D in the U.S.",
    ],
)
def test_names_and_what_the_documents_write_so_stay(text: str) -> None:
    assert written_out(text, LEXICON) == text
