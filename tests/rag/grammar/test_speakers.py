from __future__ import annotations

import pytest

from rag.grammar.speakers import asked_speakers, named_documents, speakers_of
from rag.types import Source


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


def test_documents_are_named_by_author_initials_and_genre() -> None:
    rumi = Source("a", csl={"author": [{"given": "Ana", "family": "Doe"}]})
    board = Source("b", csl={"author": [{"literal": "Canal Board (CB)"}], "genre": "Brief"})
    assert named_documents("What does Doe's paper say?", (rumi, board)) == {"a"}
    assert named_documents("What does the CB want?", (rumi, board)) == {"b"}
    assert named_documents("Does the brief mention goats?", (rumi, board)) == {"b"}
    assert named_documents("Do Doe and the CB agree?", (rumi, board)) == frozenset()
    assert named_documents("How high is the levy?", (rumi, board)) == frozenset()
