from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.conversation.noun_phrases import phrases


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How big can a garden shed be? max height", ["a garden shed", "max height"]),
        ("How far is the pier?", ["the pier"]),
        ("Which rules should a toll have, according to Doe?", ["rules", "a toll", "Doe"]),
        ("What did the pilot scheme test?", ["the pilot scheme"]),
        ("Who chairs the flood committee?", ["the flood committee"]),
        ("Who funds the night buses?", ["the night buses"]),
        ("On what date was the bridge opened?", ["date", "the bridge"]),
        ("Can the council regulate drones over parks?", ["the council", "drones", "parks"]),
        ("What does the Water Act require of landowners?", ["the Water Act", "landowners"]),
        ("What were the findings of the audit?", ["the findings of the audit"]),
        ("Which agencies monitor groundwater?", ["agencies", "groundwater"]),
        ("How does glass get recycled?", ["glass"]),
        ("Why did militants surrender?", ["militants"]),
        ("Give examples of proscribed outfits", ["examples of proscribed outfits"]),
        ("Is the US bound by it?", ["the US"]),
        ("", []),
    ],
)
def test_the_noun_phrases_of_a_question(question: str, found: list[str]) -> None:
    assert [phrase.text for phrase in phrases(question)] == found


@given(st.text(max_size=80))
def test_every_phrase_is_a_slice_of_the_question(question: str) -> None:
    last = 0
    for phrase in phrases(question):
        assert question[phrase.start : phrase.end] == phrase.text
        assert last <= phrase.start < phrase.end
        last = phrase.end
