from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.anaphora import find
from rag.clauses import parse


@pytest.mark.parametrize(
    ("question", "asking", "subject", "others"),
    [
        ("What did the pilot scheme test?", "What", "the pilot scheme", []),
        ("Who chairs the flood committee?", "Who", None, ["the flood committee"]),
        ("On what date was the bridge opened?", "On what date", "the bridge", []),
        ("Do Lahore and Multan run schools?", "", "Lahore and Multan", ["schools"]),
        ("Is the dam safe?", "", "the dam", []),
        ("Can the council ban drones over parks?", "", "the council", ["drones", "parks"]),
        ("What does NACTA say about Karachi?", "What", "NACTA", ["Karachi"]),
        ("Who is eligible for help?", "Who", None, ["help"]),
        ("Where are the new recycling centres?", "Where", "the new recycling centres", []),
        ("Is the US bound by it?", "", "the US", []),
        ("How many farms are in Kent?", "How many farms", None, ["Kent"]),
    ],
)
def test_a_question_is_taken_apart(
    question: str, asking: str, subject: str | None, others: list[str]
) -> None:
    frame = parse(question)

    assert frame.part(frame.asking) == asking
    assert (frame.subject.text if frame.subject else None) == subject
    assert [p.text for p in frame.phrases if p.role in ("object", "other")] == others


@given(st.text(max_size=80))
def test_every_phrase_is_a_slice_of_the_question(question: str) -> None:
    frame = parse(question)

    for phrase in frame.phrases:
        assert frame.text[phrase.start : phrase.end] == phrase.text
        assert phrase.end <= phrase.far <= len(frame.text)


@pytest.mark.parametrize(
    ("question", "pointing"),
    [
        ("Who wrote it?", ["it"]),
        ("Does that policy still apply?", ["that policy"]),
        ("Who said that?", ["that"]),
        ("And what did the third one say?", ["the third one"]),
        ("Are their schools free?", ["their"]),
        ("Who lives there?", ["there"]),
        ("Why can't people talk about it?", ["it"]),
        ("What happens if it fails?", ["it"]),
        ("How will it be paid for?", ["it"]),
        ("Did the ministry say that schools must close?", []),
        ("Is it true that schools closed?", []),
        ("Does it take long to get a permit?", []),
        ("Are there any schools?", []),
        ("Do members put their trust in one leader?", []),
        ("If a tenant leaves, who keeps his deposit?", []),
        ("Before it was sold, who owned the bridge?", []),
        ("Who moved his court to Lahore?", []),
        ("Are those who pay exempt?", []),
        ("Should IT staff be paid more?", []),
        ("Was the former mayor tried?", []),
    ],
)
def test_what_points_outside_is_found(question: str, pointing: list[str]) -> None:
    assert [question[one.start : one.end] for one in find(question)] == pointing
