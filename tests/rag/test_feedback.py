"""What is said of answers: kept, looked through, and made cases of that can be run."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from evals.suites.cases import gold_of, read_cases
from rag import feedback
from rag.errors import FeedbackError
from rag.feedback import Feedback, add_case, every, keep, remove, said_in
from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from tests.conftest import fill

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
QUESTION = "Who keeps the towpath clear?"


@pytest.fixture
def canal(tmp_path: Path, embedder: Embedder) -> Library:
    text = "# The canal\n\nThe trust keeps the towpath\nclear, and the locks shut at night.\n"
    (tmp_path / "canal.md").write_text(text, "utf-8")
    return fill(load_settings(corpus=tmp_path, store=tmp_path / ".store"), embedder)


def said(library: Library, reason: str = "missed", **more: object) -> Feedback:
    return keep(library, NOW, QUESTION, reason, **more)  # type: ignore[arg-type]


def test_words_are_found_as_they_stand_whatever_their_spaces(canal: Library) -> None:
    right = said_in(canal, " “keeps the  towpath clear” ")
    assert right.document == "canal.md"
    document = canal.store.document("canal.md")
    assert document is not None
    assert right.quote in document.text
    with pytest.raises(FeedbackError, match="don’t stand in any document"):
        said_in(canal, "keeps the towpath tidy")
    with pytest.raises(FeedbackError, match="mark some words"):
        said_in(canal, "  ")


def test_it_becomes_a_case_that_can_be_run(canal: Library) -> None:
    folder = canal.settings.store_folder
    right = said_in(canal, "The trust keeps the towpath clear", "canal.md")
    made = said(canal, right=[right], shown=["The locks shut."], words="It is the trust.")
    assert every(folder) == (made,)
    path = add_case(folder, made.id)
    add_case(folder, made.id)  # asked for twice, it stands there once
    (case,) = read_cases(path)
    assert (case.question, case.answerable, case.stratum) == (QUESTION, True, "feedback")
    document = canal.store.document("canal.md")
    assert document is not None
    assert gold_of(case, [document])
    assert every(folder)[0].added


def test_what_should_have_been_refused_needs_no_words(canal: Library) -> None:
    folder = canal.settings.store_folder
    made = said(canal, "refuse")
    (case,) = read_cases(add_case(folder, made.id, folder / "own.jsonl"))
    assert not case.answerable


def test_no_case_without_the_right_words(canal: Library) -> None:
    made = said(canal)
    with pytest.raises(FeedbackError, match="Nobody marked"):
        add_case(canal.settings.store_folder, made.id)


def test_one_is_removed(canal: Library) -> None:
    made = said(canal)
    assert remove(canal.settings.store_folder, made.id) == made
    assert every(canal.settings.store_folder) == ()
    with pytest.raises(FeedbackError, match="nothing called"):
        remove(canal.settings.store_folder, made.id)


def test_the_list_is_bounded_and_what_is_no_feedback_is_refused(
    canal: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FeedbackError, match="reason"):
        said(canal, "because")
    with pytest.raises(FeedbackError, match="question"):
        keep(canal, NOW, " ", "missed")
    monkeypatch.setattr(feedback, "MOST", 1)
    said(canal)
    with pytest.raises(FeedbackError, match="holds 1 already"):
        said(canal)


def test_a_broken_list_is_told(canal: Library) -> None:
    (canal.settings.store_folder / feedback.FILE).write_text("{}\n", "utf-8")
    with pytest.raises(FeedbackError, match="can't be read"):
        every(canal.settings.store_folder)
