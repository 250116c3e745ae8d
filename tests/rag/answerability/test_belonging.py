"""Tests for answers that must be about whom the question names, over several documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.sync import sync
from rag.ask import ask
from rag.library import Library
from rag.models.loading import embedder_identity
from rag.settings import load_settings
from rag.types import Query

RULINGS = {
    "ruling-1.md": "# Ruling on Ostrava Glassworks\n\nThe court fined Ostrava Glassworks 4,000"
    " crowns. The fine is due in May.",
    "ruling-2.md": "# Ruling on Petr Havel\n\nPetr Havel stole a cart of timber. He was sentenced"
    " to 22 years in prison. He may appeal.",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder: Path = tmp_path_factory.mktemp("rulings")
    for name, text in RULINGS.items():
        (folder / name).write_text(text)
    settings = load_settings(corpus=folder, store=folder / "store", dtype="float32")
    opened = Library(settings)
    sync(folder, opened.store, embedder_identity(settings), lambda: opened.embedder)
    return opened


def test_what_is_said_of_one_is_no_answer_about_another(library: Library) -> None:
    question = "How many years in prison was Ostrava Glassworks sentenced to?"
    assert ask(Query(question), library).status != "answered"


def test_what_is_said_of_the_one_who_is_named_answers(library: Library) -> None:
    answer = ask(Query("How many years in prison was Petr Havel sentenced to?"), library)
    assert answer.status == "answered"
    assert "22 years" in answer.statements[0].text
