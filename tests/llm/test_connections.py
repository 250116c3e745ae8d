"""A model's replies leave no connection behind, however they end."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from rag.errors import ModelDown
from rag.llm import LanguageModel, Prompt
from rag.providers import load_llm
from rag.settings import load_settings
from tests.llm import scripts
from tests.llm.asking import address, within
from tests.llm.protocol import Script
from tests.llm.scripted import Scripted

EVIDENCE = (
    "[k3f] The ferry board has nine members.\n[q8d] Tickets cost four rupees.\n[b2v] It rains."
)
PROMPT = Prompt("answer", "Be brief.", f"Question: Q?\nEvidence:\n{EVIDENCE}", {}, 100)
POOL = 100
"""Connections that an HTTP client has at most, if it isn't told otherwise."""


@pytest.fixture
def _nothing_is_collected() -> Iterator[None]:
    """Keep Python from closing by chance what nobody closes on purpose."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def model_of(server: Scripted) -> LanguageModel:
    model = load_llm(load_settings(llm=address(server.url)))
    assert model is not None
    return model


@pytest.mark.usefixtures("_nothing_is_collected")
@pytest.mark.parametrize("script", [scripts.verbatim, scripts.one_endless_sentence])
def test_replies_that_are_left_early_hold_no_connection(script: Script) -> None:
    with Scripted(script) as server:
        model = model_of(server)
        for _ in range(POOL + 20):
            reply = model.stream(PROMPT, 5.0)
            assert within(10.0, lambda reply=reply: next(reply))  # type: ignore[misc]
            reply.close()  # type: ignore[attr-defined]


@pytest.mark.usefixtures("_nothing_is_collected")
def test_a_server_that_fails_all_the_time_holds_no_connection() -> None:
    with Scripted(scripts.fails(401)) as server:
        model = model_of(server)
        for _ in range(POOL + 20):
            with pytest.raises(ModelDown, match="refuses the key"):
                within(10.0, lambda: list(model.stream(PROMPT, 5.0)))
        assert server.count == POOL + 20
