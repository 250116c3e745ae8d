"""What a language model may make of a follow-up."""

from __future__ import annotations

import pytest

from rag.conversation.history import Turn
from rag.conversation.rewrite_guard import guarded

WELLS = Turn("Which wells are not registered?", "The wells of farmers are not registered.")
BUSES = Turn("Who is eligible for free school transport?", "Orphans are eligible.")
BRIDGE = Turn("Who opened the toll bridge?", "The toll bridge was opened in 1998 by the mayor.")


@pytest.mark.parametrize(
    ("turn", "asked", "offered"),
    [
        (WELLS, "Why aren't they?", "Why are the wells not registered?"),
        (WELLS, "Why?", "Why are the wells not registered?"),
        (WELLS, "Who owns them?", "Who owns the wells that are not registered?"),
        (WELLS, "Who owns them?", "Who owns the wells?"),
        (BUSES, "What about orphans?", "Are orphans eligible for free school transport?"),
        (BUSES, "What about orphans?", "Who is eligible for free transport of orphans?"),
        (BRIDGE, "In what year?", "In which year was the toll bridge opened?"),
        (BRIDGE, "And when was that?", "When was the toll bridge opened?"),
        (BRIDGE, "tell me more", "Who opened the toll bridge in 1998?"),
    ],
)
def test_a_model_may_put_it_in_full(turn: Turn, asked: str, offered: str) -> None:
    assert guarded(offered, asked, [turn]) == offered


@pytest.mark.parametrize(
    ("turn", "asked", "offered"),
    [
        (WELLS, "Which of them do farmers not own?", "Which wells do farmers own?"),
        (WELLS, "Why?", "Why are the wells registered?"),
        (WELLS, "Who owns them?", "Who owns no wells that are not registered?"),
        (BUSES, "Why?", "Why is nobody eligible for free school transport?"),
        (BRIDGE, "When was it opened?", "Who opened the toll bridge?"),
        (BRIDGE, "Was it opened by the mayor?", "When was the toll bridge opened by the mayor?"),
        (BRIDGE, "Why was it opened?", "Was the toll bridge opened?"),
        (BUSES, "What about orphans?", "When are orphans eligible for free school transport?"),
    ],
)
def test_a_model_may_not_turn_it_round_or_ask_something_else(
    turn: Turn, asked: str, offered: str
) -> None:
    assert guarded(offered, asked, [turn]) is None
