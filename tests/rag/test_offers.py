"""What is offered where the documents don't answer: near the question, and answered itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.ask import ask
from rag.library import Library
from rag.models.embedder import Embedder
from rag.offers import offers
from rag.settings import load_settings
from rag.types import Query
from tests.conftest import fill

TEXT = """\
# The canal of Orrin

## Upkeep of the locks

The trust repairs the locks of the canal each spring, before the first boats come through.

The trust paid for two new gates in the year after the flood.

## Tolls on boats

A boat pays a toll at the upper lock. A boat with coal pays nothing in winter.
"""


@pytest.fixture(scope="module")
def canal(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Library:
    folder: Path = tmp_path_factory.mktemp("canal")
    (folder / "canal.md").write_text(TEXT, "utf-8")
    return fill(load_settings(corpus=folder, store=folder / ".store"), embedder)


def test_what_is_offered_is_answered(canal: Library) -> None:
    refused = ask(Query("How do I bake bread in the locks?"), canal)
    assert refused.status == "refused"
    offered = offers(refused, canal, within_s=30)
    assert offered
    assert all(ask(Query(one), canal).status == "answered" for one in offered)
    assert any("Upkeep of the locks" in one for one in offered)


def test_nothing_is_offered_beside_an_answer_or_without_time(canal: Library) -> None:
    answered = ask(Query("What does “Tolls on boats” say?"), canal)
    assert answered.status == "answered"
    assert offers(answered, canal) == ()
    refused = ask(Query("How do I bake bread in the locks?"), canal)
    assert offers(refused, canal, within_s=-1) == ()


def test_nothing_is_offered_that_is_about_something_else(canal: Library) -> None:
    refused = ask(Query("How should sourdough be kneaded?"), canal)
    assert refused.status == "refused"
    assert refused.nearest
    assert offers(refused, canal, within_s=30) == ()
