"""Tests for questions that are kept and asked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.sync import sync
from rag.errors import NotebookError
from rag.library import Library
from rag.models.embedder import Embedder
from rag.models.loading import embedder_identity
from rag.notebook.notebook import open_notebook
from rag.notebook.questions import Questions
from rag.saved_questions import News, ask_again
from rag.settings import load_settings
from tests.conftest import fill
from ui.questions import news_json, news_lines

LEVY = "# The harbour levy\n\nThe levy of the harbour of Lanport is 20 rupees a day.\n"
OTHER = "# The harbour levy, again\n\nThe levy of the harbour of Lanport is 30 rupees a day.\n"
TIDES = "# Tides\n\nThe spring tide at Lanport is five metres high in March.\n"
QUESTION = "How high is the levy of the harbour of Lanport?"


@pytest.fixture
def library(tmp_path: Path, embedder: Embedder) -> Library:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "tides.md").write_text(TIDES)
    settings = load_settings(corpus=corpus, store=tmp_path / "store", dtype="float32")
    return fill(settings, embedder)


def again(library: Library, questions: Questions) -> News:
    """Read the folder anew, and ask the one question."""
    settings = library.settings
    embedder = library.embedder
    sync(settings.corpus, library.store, embedder_identity(settings), lambda: embedder)
    (one,) = ask_again(questions, library)
    return one


def test_what_is_new_is_told_once(library: Library) -> None:
    questions, corpus = open_notebook(library.settings).questions, library.settings.corpus
    questions.add(QUESTION)
    first = again(library, questions)
    assert first.first
    assert first.status != "answered"

    (corpus / "levy.md").write_text(LEVY)
    came = again(library, questions)
    assert came.turned
    assert [one.quote for one in came.new] == [
        "The levy of the harbour of Lanport is 20 rupees a day."
    ]
    assert not again(library, questions).any

    (corpus / "levy.md").write_text(OTHER)
    changed = again(library, questions)
    assert ["30 rupees" in one.quote for one in changed.new] == [True]
    assert [(one.quote[-16:], why) for one, why in changed.gone] == [
        ("20 rupees a day.", "words gone")
    ]

    (corpus / "levy.md").unlink()
    left = again(library, questions)
    assert left.turned
    assert [why for _, why in left.gone] == ["document gone"]
    lines = list(news_lines([left]))
    assert lines[0] == f"1. {QUESTION}"
    assert lines[1].endswith("it was answered the last time")
    assert news_json([left])[0]["gone"][0]["why"] == "document gone"


def test_questions_are_kept_listed_and_removed(library: Library) -> None:
    questions = open_notebook(library.settings).questions
    kept = questions.add("  Where is  the pier? ")
    assert questions.add("Where is the pier?").id == kept.id
    assert [one.text for one in open_notebook(library.settings).questions.all()] == [
        "Where is the pier?"
    ]
    questions.remove(kept.id)
    assert questions.all() == ()
    with pytest.raises(NotebookError, match="no question"):
        questions.remove(kept.id)
    with pytest.raises(NotebookError):
        questions.add(" ")


def test_a_notebook_of_before_gets_the_table(library: Library) -> None:
    import sqlalchemy as sa

    notebook = open_notebook(library.settings)
    with notebook.database.begin() as connection:
        connection.execute(sa.text("DROP TABLE questions"))
    notebook.close()
    assert open_notebook(library.settings).questions.all() == ()


def test_one_that_cant_be_asked_stops_no_other(library: Library) -> None:
    questions = open_notebook(library.settings).questions
    questions.add("?" * 900)
    questions.add("How high is the spring tide at Lanport in March?")
    told = tuple(ask_again(questions, library))
    assert len(told) == 2
    assert told[1].status == "answered"
