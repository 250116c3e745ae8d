from __future__ import annotations

import pytest

from rag.grammar.attribution import frames, voices


@pytest.mark.parametrize(
    ("sentence", "voice"),
    [
        ("A member argued that goats are useful.", "one"),
        ("Goats, another said, are useful.", "one"),
        ("Some argued that goats are useful.", "some"),
        ("Members also called for more goats.", "members"),
        ("The group strongly advised against goats.", "group"),
        ("Goats are useful, according to the ministry.", "body"),
        ("In one member's view, goats are useful.", "one"),
        ("In the view of the group, goats are useful.", "group"),
        ("That goats are useful was agreed by the group.", "group"),
        ("There was agreement in the group that goats are useful.", "group"),
        ("It was noted that goats are useful.", "nobody"),
        ("The group was told that goats are useful.", "group"),
        ("Goats are useful, said a participant.", "one"),
        ("Farmers said that goats are useful.", "body"),
        ("The brief says that goats are useful.", "author"),
        ("He said that goats are useful.", "pronoun"),
    ],
)
def test_who_speaks(sentence: str, voice: str) -> None:
    (frame,) = frames(sentence)
    assert frame.voice == voice


@pytest.mark.parametrize(
    "sentence",
    [
        "Goats are useful.",
        "The levy on members of the board is low.",
        "The state should not keep goats.",
        "It is an agency of the united states.",
        "Goats are kept in the report's annex.",
        "The meeting was held in May.",
    ],
)
def test_nobody_is_found_speaking(sentence: str) -> None:
    assert frames(sentence) == ()


def test_a_frame_reaches_to_the_semicolon() -> None:
    first, second = frames("Some argued that goats eat; others argued that they sleep.")
    assert (first.voice, second.voice) == ("some", "some")
    assert first.reach[1] == second.reach[0] == 5


def test_voices_need_no_verb() -> None:
    found = {frame.voice for frame in voices("The findings of the group and of one member")}
    assert found == {"group", "one"}
