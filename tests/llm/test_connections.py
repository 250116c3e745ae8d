"""A model's replies leave no connection behind, however they end."""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Iterator

import pytest

from rag.errors import ModelDown
from rag.llm.client import LanguageModel, Prompt
from rag.llm.providers import load_llm
from rag.settings import load_settings
from tests.llm import scripts
from tests.llm.asking import address, within
from tests.llm.protocol import CHAT, Reply, Request, Script, Speech
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


def reasons(reply: Reply, request: Request) -> Iterator[bytes]:
    """Think for ever, in pieces that hold nothing of the reply."""
    choice = {"index": 0, "delta": {"reasoning_content": "Hm. "}, "finish_reason": None}
    body = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "scripted"}
    while True:
        yield b"data: " + json.dumps(body | {"choices": [choice]}).encode() + b"\n\n"


def test_a_model_that_only_reasons_is_left_at_the_deadline() -> None:
    def slowly(request: Request) -> Reply:
        return Reply(gap_s=0.01)

    before = set(threading.enumerate())
    with Scripted(slowly, Speech(CHAT.path, CHAT.type_of, reasons)) as server:
        model = model_of(server)
        with pytest.raises(ModelDown, match="took too long"):
            within(10.0, lambda: list(model.stream(PROMPT, 0.5)))
        new = set(threading.enumerate()) - before
        readers = [thread for thread in new if thread.name == "language model"]
        for thread in readers:
            thread.join(5.0)
        assert not any(thread.is_alive() for thread in readers), "it is read on for ever"
