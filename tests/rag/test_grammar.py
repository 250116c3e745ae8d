"""Whether a question that was put together reads as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.grammar import reads


@pytest.mark.parametrize(
    "question",
    [
        "Who did the died?",
        "Who are the harbour's meeting?",
        "Is the schools open?",
        "What is are the rules?",
        "What did the unions say about there?",
        "Why were the was closed?",
    ],
)
def test_what_is_clearly_wrong_is_told(question: str) -> None:
    assert not reads(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who did it, as to the ferry?",
        "Are the police armed?",
        "Is the council open, as to the schools?",
        "Do Leeds and Hull agree?",
        "Are there exceptions?",
        "Who are the members of the panel?",
        "Is the rest of the wells closed?",
        "Were the dead named?",
        "What do the injured need?",
        "Does the news matter?",
        "Are the water board and the union talking?",
    ],
)
def test_what_may_be_right_is_let_through(question: str) -> None:
    assert reads(question)


@given(st.text("the died are is about there? ", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert reads(text) in (True, False)
