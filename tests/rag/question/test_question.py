"""A question as it is understood, before anything is searched."""

from __future__ import annotations

import pytest

from rag.question.question import names_something, understand
from rag.settings import BUNDLED
from rag.text.spelling import build_lexicon
from rag.types import Query

LEXICON = build_lexicon(["The herd stays here at night. The Upper Farm Trust (UFT) owns a barn."])


@pytest.mark.parametrize(
    "question",
    [
        "tell me something",
        "what about it?",
        "???",
        ":)",
        "why?",
        "WHY?",
        "What is it about?",
        "more",
    ],
)
def test_a_question_without_a_word_of_content_is_told_so(question: str) -> None:
    understood = understand(Query(question), LEXICON, BUNDLED)
    assert understood.unreadable is None
    assert understood.nothing is not None
    assert "Say what it is about" in understood.nothing


@pytest.mark.parametrize("question", ["barn", "Who owns it?", "2012?", "UFT", "¿Cuánto cuesta?"])
def test_one_word_is_enough(question: str) -> None:
    assert names_something(question)
    assert understand(Query(question), LEXICON, BUNDLED).nothing is None


def test_a_topic_makes_up_for_a_question_that_names_nothing() -> None:
    assert understand(Query("why?", topic="the barn"), LEXICON, BUNDLED).nothing is None


def test_another_language_is_told_once_and_never_mended() -> None:
    understood = understand(Query("Quelle heure est-il dans la grange ?"), LEXICON, BUNDLED)
    assert understood.query.question == "heure est-il grange?"
    assert understood.read.question == "Quelle heure est-il dans la grange ?"
    (note,) = understood.notes
    assert "French" in note
    assert understood.unreadable is understood.nothing is None


def test_a_model_of_the_users_own_may_read_it() -> None:
    understood = understand(Query("Quelle heure est-il dans la grange ?"), LEXICON, "/my/model")
    assert understood.notes == ()
    assert understood.query.question == "Quelle heure est-il dans la grange ?"


def test_capitals_are_read_as_small_letters() -> None:
    shouted = understand(Query("WHO OWNS THE BARN OF THE UFT?"), LEXICON, BUNDLED)
    assert shouted.query.question == "who owns the barn of the UFT?"
    assert shouted.notes == ()
