"""Tests for who said what in a sentence."""

from __future__ import annotations

import pytest

from rag.grammar.statements import statements


def told(sentence: str) -> list[tuple[str, str, list[str]]]:
    """Give the statements of a sentence as (speaker, introducing words, what is said)."""
    return [
        (
            sentence[one.speaker.start : one.speaker.end] if one.speaker else "",
            sentence[one.introduced.start : one.introduced.end],
            [sentence[span.start : span.end] for span in one.said],
        )
        for one in statements(sentence)
    ]


@pytest.mark.parametrize(
    ("sentence", "speaker", "introduced", "said"),
    [
        ("A member argued that goats eat.", "A member", "argued", ["goats eat"]),
        ("Members also called for goats.", "Members", "also called for", ["goats"]),
        ("Goats, another said, are tame.", "another", "said", ["Goats", "are tame"]),
        ("Goats eat, said a participant.", "a participant", "said", ["Goats eat"]),
        ("Goats eat, according to the ministry.", "the ministry", "according to", ["Goats eat"]),
        ("In one member's view, goats eat.", "one member", "view", ["goats eat"]),
        ("In the view of the group, goats eat.", "the group", "In the view of", ["goats eat"]),
        ("It was argued by the group that goats eat.", "the group", "was argued by", ["goats eat"]),
        ("It was noted that goats eat.", "", "It was noted", ["goats eat"]),
        ("The group was told that goats eat.", "", "The group was told", ["goats eat"]),
        ("As the Board notes, goats eat.", "the Board", "notes", ["goats eat"]),
        (
            "Critics of the plan suggest that goats eat.",
            "Critics of the plan", "suggest", ["goats eat"],
        ),
        ("People in the room said that goats eat.", "People in the room", "said", ["goats eat"]),
        (
            "The head of the dairy trust said goats eat.",
            "The head of the dairy trust", "said", ["goats eat"],
        ),
        (
            "The union, meeting in May, warned against cuts.",
            "The union", "warned against", ["cuts"],
        ),
        ("Officials, led by Ann Lee, said that goats eat.", "Officials", "said", ["goats eat"]),
        ("Lee (2015) argues that goats eat.", "Lee", "argues", ["goats eat"]),
        ("Lee found no effect of goats [12].", "Lee", "found", ["no effect of goats [12]"]),
        ("We welcome the new fence.", "We", "welcome", ["the new fence"]),
        (
            "The Board met in May and stressed the need for fences.",
            "The Board", "stressed", ["the need for fences"],
        ),
        (
            "The council took the view that goats eat.",
            "The council", "took the view", ["goats eat"],
        ),
        ("He says: 'Goats eat in the hills.'", "He", "says", ["'Goats eat in the hills.'"]),
        ("According to Article 9(2) goats eat.", "Article 9(2)", "According to", ["goats eat"]),
        ("Ann Lee, chair of the board, said it rains.", "Ann Lee", "said", ["it rains"]),
        ("The pier will be shut, the board announced on Monday.", "the board", "announced",
         ["The pier will be shut"]),
        ("Ann Lee, who goes by “Bo,” said he left.", "Ann Lee", "said", ["he left"]),
        (
            "Most farmers and many traders agree that it rains.",
            "Most farmers and many traders", "agree", ["it rains"],
        ),
        ("In Lanport, residents said it rains.", "residents", "said", ["it rains"]),
        ("The board today announced that it rains.", "The board", "today announced", ["it rains"]),
        ("Lee, who said that goats eat, kept some.", "Lee", "said", ["goats eat"]),
        ("Article 9 says that goats are tame.", "Article 9", "says", ["goats are tame"]),
        (
            "In Lee v Board of Trade the court held that goats eat.",
            "the court", "held", ["goats eat"],
        ),
    ],
)  # fmt: skip
def test_a_statement(sentence: str, speaker: str, introduced: str, said: list[str]) -> None:
    assert told(sentence) == [(speaker, introduced, said)]


def test_a_quotation_is_what_is_said_and_nobody_speaks_in_it() -> None:
    sentence = "“The mayor said that we are late. We must hurry,” said the warden of Lanport."
    assert told(sentence) == [
        ("the warden of Lanport", "said", ["“The mayor said that we are late. We must hurry,”"])
    ]


def test_a_quotation_goes_on_behind_its_speaker() -> None:
    sentence = "“Goats,” she said, “are fine animals of the hills.”"
    assert told(sentence) == [("she", "said", ["“Goats,”", "“are fine animals of the hills.”"])]


def test_each_clause_has_its_speaker() -> None:
    sentence = "Some argued that goats eat, while shopkeepers welcomed the market."
    assert told(sentence) == [
        ("Some", "argued", ["goats eat"]),
        ("shopkeepers", "welcomed", ["the market"]),
    ]


def test_what_is_told_of_others_belongs_to_who_tells_it() -> None:
    sentence = "Members said that the board argued that goats eat."
    assert told(sentence) == [
        ("Members", "said", ["the board argued that goats eat"]),
        ("the board", "argued", ["goats eat"]),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "If the Secretary finds that goats eat, the fence is closed.",
        "The Board may recommend that goats be kept.",
        "The board's proposed fence is high.",
        "The fences proposed by the group are high.",
        "Goats are sorted according to size.",
        "The results suggest that goats eat.",
        "Did the minister say that goats eat?",
        "Member states that wish to join pay a fee.",
        "For example, in Lanport, a man claimed the right to a fence.",
        "The paper was described by Ann Lee in 1951.",
        "The term fence as used here refers to walls.",
        "The trust allegedly kept goats.",
        "In the winter of that year, the board announced on Monday.",
        "It encourages the use of goats.",
        "Goats are kept in one pen provided that they are tame.",
        "The code allows for some debts, such as damage claims, tax claims or consumer claims.",
        "Resolutions are used to amend rules that apply to both houses.",
        "Lanport added the Anna to its fleet.",
        "Residents of the valley keep goats, as described below.",
        "No fee is due for any portion of said information that goats eat.",
    ],
)
def test_nothing_is_told(sentence: str) -> None:
    assert told(sentence) == []
