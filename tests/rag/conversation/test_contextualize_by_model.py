"""A follow-up over a library: by rules, or by a model that was seen to read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.answering.judge_reliability import keep_trust
from rag.conversation.contextualize import SECONDS, in_full, rewritten
from rag.conversation.history import Turn
from rag.errors import ModelDown
from rag.library import Library
from rag.llm.client import Prompt
from rag.llm.judge import REPLIES, Trust
from rag.settings import load_settings
from tests.llm.protocol import Reply, Request
from tests.llm.scripted import Scripted
from tests.llm.scripts import mixed, verbatim
from tests.rag.fakes import hashed_words, made_document

WATER = Turn("What does the Water Act require of landowners?", "", ("Water Act",))
FULL = "What penalties does the Water Act name?"
RULES = "What are the penalties, as to the Water Act and landowners?"
TYPED = "what are the penalties"


class Says:
    """A model that replies one text to whatever it's asked, and keeps what it was asked."""

    name = "says"
    place = ""

    def __init__(self, reply: str, problem: str = "") -> None:
        self._reply, self._problem = reply, problem
        self.asked: list[tuple[Prompt, float]] = []

    def stream(self, prompt: Prompt, seconds: float) -> Iterator[str]:
        self.asked.append((prompt, seconds))
        yield self._reply
        if self._problem:
            raise ModelDown(self._problem)


def library_with(model: Says, store: Path, *, trusted: bool) -> Library:
    library = Library(load_settings(store=store), embedder=hashed_words(), llm=model)
    with library.store.writing():
        library.store.replace([made_document(store, "The Water Act names penalties.")])
        if trusted:
            keep_trust(library.store, model, Trust(dict.fromkeys(REPLIES, 1.0)))
    return library


def test_a_trusted_models_question_is_asked(tmp_path: Path) -> None:
    model = Says('{"question": "What penalties does the Water Act have?"}')
    library = library_with(model, tmp_path, trusted=True)
    made = in_full(TYPED, [WATER], library)
    assert made.question == "What penalties does the Water Act have?"
    ((prompt, seconds),) = model.asked
    assert WATER.question in prompt.user
    assert TYPED in prompt.user
    assert seconds == SECONDS
    assert prompt.kind == "question"


def test_one_that_was_not_measured_is_not_asked(tmp_path: Path) -> None:
    model = Says(f'{{"question": "{FULL}"}}')
    library = library_with(model, tmp_path, trusted=False)
    assert in_full(TYPED, [WATER], library).in_full == RULES
    assert model.asked == []


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        ("", ""),
        ("The question is: what penalties?", ""),
        ('["What penalties?"]', ""),
        ('{"question": 7}', ""),
        ('{"question": "What is the budget of the navy?"}', ""),
        ('{"question": "What penalties does the', "took too long"),
    ],
    ids=["nothing", "prose", "list", "number", "invented", "down"],
)
def test_where_the_model_fails_the_rules_speak(tmp_path: Path, reply: str, problem: str) -> None:
    library = library_with(Says(reply, problem), tmp_path, trusted=True)
    assert in_full(TYPED, [WATER], library).in_full == RULES


def test_without_turns_nothing_is_asked_or_changed(tmp_path: Path) -> None:
    model = Says(f'{{"question": "{FULL}"}}')
    library = library_with(model, tmp_path, trusted=True)
    assert not in_full(TYPED, [], library).changed
    assert not in_full("What is the speed limit near schools?", [WATER], library).changed
    assert model.asked == []


def test_over_http(tmp_path: Path) -> None:
    def in_words(request: Request) -> Reply:
        assert TYPED in request.prompt
        return Reply('{"question": "What penalties does the Water Act have?"}')

    with Scripted(mixed(verbatim, question=in_words)) as server:
        settings = load_settings(store=tmp_path, llm=f"openai-like:scripted@{server.url}/v1")
        model = Library(settings).llm
        assert model is not None
        said = rewritten(TYPED, [WATER], model)
    assert said == "What penalties does the Water Act have?"
