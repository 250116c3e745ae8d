from __future__ import annotations

import pytest

from rag.grammar.speakers import asked_speakers, speakers_of


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("What did members say about goats?", {"person"}),
        ("According to a participant, who pays?", {"person"}),
        ("What did the committee recommend?", {"body"}),
        ("What is the author's view of the levy?", {"author"}),
        ("Who argued that goats are useful?", {"person", "body"}),
        ("How many members has the board?", set()),
        ("How high is the levy?", set()),
    ],
)
def test_whose_position_is_asked_for(question: str, kinds: set[str]) -> None:
    assert asked_speakers(question) == kinds


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("A member argued that goats are useful.", {"person"}),
        ("Goats, another said, are useful.", {"person"}),
        ("The group strongly advised against it.", {"body"}),
        ("According to one participant, the levy is low.", {"person"}),
        ("The levy on members of the board is low.", set()),
        ("Goats are useful.", set()),
    ],
)
def test_to_whom_a_sentence_is_attributed(sentence: str, kinds: set[str]) -> None:
    assert speakers_of(sentence) == kinds
