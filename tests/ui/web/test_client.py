"""Gradio's own client asks the page, and gets the answer that everybody gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from rag.ask import ask
from rag.library import Library
from rag.types import Query
from ui.schema import answer_json

QUESTION = "What should parliament do?"


@pytest.fixture
def client(served_page: str, tmp_path: Path) -> Client:
    """A client that asks nobody else: the tests' process may not open another connection."""
    return Client(served_page, verbose=False, analytics_enabled=False, download_files=tmp_path)


def test_it_gets_a_cited_answer(client: Client, library: Library) -> None:
    got = client.predict(QUESTION, api_name="/sanad_ask")
    assert got["status"] == "answered"
    assert got["citations"][0]["quote"]
    assert got == answer_json(ask(Query(QUESTION), library))


def test_a_refusal_is_an_answer_and_an_error_says_what_to_do(client: Client) -> None:
    got = client.predict("How much does a loaf of bread cost?", api_name="/sanad_ask")
    assert (got["status"], got["citations"]) == ("refused", [])
    with pytest.raises(AppError, match="question"):
        client.predict("", api_name="/sanad_ask")
