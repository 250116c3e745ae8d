"""Answers to a question that was joined to a topic, when they answer nothing but the topic."""

from __future__ import annotations

from pathlib import Path

import pytest

import rag.ask
from rag.answerability import judgement
from rag.answerability.evidence import Weighed
from rag.answerability.judgement import Judgement
from rag.ask import ask, ask_events
from rag.conversation.contextualize import stand_alone
from rag.conversation.history import turn_of
from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.types import Checked, Done, Event, Query
from tests.conftest import fill
from ui.schema import answer_json


def test_an_answer_to_the_topic_alone_is_unsure(library: Library) -> None:
    topic = "the announcement of the National Internal Security Policy"
    answer = ask(Query("Who complained?", topic=topic), library)

    assert answer.status == "unsure"
    assert answer.nearest
    assert not answer.statements
    assert f"speaks of “{topic}”" in answer.reason


def test_what_answers_the_question_too_is_an_answer(library: Library) -> None:
    answer = ask(Query("Who puts people there?", topic="the Fourth Schedule"), library)

    assert answer.status == "answered"


def test_what_a_user_types_is_no_topic(library: Library) -> None:
    typed = ask(Query("Has anyone tried, as to the civil-military divide?"), library)

    assert "to which the question was joined" not in typed.reason
    assert typed.query.topic == ""
    assert not stand_alone("What was said, as to costs?", [turn_of(typed)]).changed


def test_a_topic_is_searched_and_told_with_the_question(library: Library) -> None:
    joined = ask(Query("Who  puts people there?", topic="the  Fourth Schedule"), library)
    plain = ask(Query("Who puts people there, as to the Fourth Schedule?"), library)

    assert joined.query.in_full == plain.query.question
    assert joined.statements == plain.statements
    assert answer_json(joined)["topic"] == "the Fourth Schedule"
    assert "topic" not in answer_json(plain)
    assert turn_of(joined).topic == "the Fourth Schedule"


def test_a_question_that_was_not_joined_is_judged_once(library: Library) -> None:
    answer = ask(Query("When will the National Internal Security Policy expire?"), library)

    assert answer.status == "answered"


def test_a_document_replaced_between_search_and_quote_is_searched_again(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "ferry.txt").write_text("The ferry to Skarn stopped in 1931.\n")
    settings = load_settings(corpus=folder, store=tmp_path / "store")
    library = fill(settings, embedder)
    judge = judgement.decide
    replaced: list[Library] = []

    def replacing_first(found: Weighed | None, *, opinion: float = 0.0) -> Judgement:
        if not replaced:
            (folder / "ferry.txt").write_text("The ferry to Skarn stopped in 1931.\n\nNo more.\n")
            replaced.append(fill(settings, embedder))
        return judge(found, opinion=opinion)

    monkeypatch.setattr(rag.ask, "decide", replacing_first)
    answer = ask(Query("When did the ferry to Skarn stop?"), library)

    assert replaced
    assert [one.text for one in answer.statements] == ["The ferry to Skarn stopped in 1931."]
    assert not answer.withheld


def test_an_answer_is_all_of_one_revision(tmp_path: Path, embedder: Embedder) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "ferry.txt").write_text("The ferry to Skarn stopped in 1931.\n")
    library = fill(load_settings(corpus=folder, store=tmp_path / "store"), embedder)
    events: list[Event] = []
    for event in ask_events(Query("When did the ferry to Skarn stop?"), library):
        if not events:  # it was searched, and another process writes
            (folder / "other.txt").write_text("The ferry to Skarn stopped in June 1931.\n")
            fill(library.settings, embedder).close()
        events.append(event)
    done = events[-1]
    assert isinstance(done, Done)
    assert answer_json(done.answer) == answer_json(ask(done.answer.query, library))
    assert done.answer.searched is not None
    assert done.answer.searched.documents == 2
    assert len([one for one in events if isinstance(one, Checked)]) == len(done.answer.statements)
    library.close()
