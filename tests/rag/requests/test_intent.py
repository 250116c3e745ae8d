"""Which kind of request a text is, told by its meaning."""

from __future__ import annotations

import pytest

from rag.english.word_lists import request_examples
from rag.library import Library
from rag.models.embedder import Embedder
from rag.question.document_names import read_names
from rag.requests.intent import (
    PLAIN,
    all_form_words,
    intent,
    read_intents,
    unnamed,
    without_topics,
)
from rag.settings import load_settings
from tests.conftest import fill
from tests.rag.fakes import hashed_words
from tests.rag.requests.shelf import request


def test_there_are_weights_for_each_kind_that_has_examples() -> None:
    intents = read_intents()
    assert intents.kinds == tuple(request_examples())
    assert intents.weights.shape == (len(intents.kinds), 384)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("nutshell version of the ferries report for my boss", "overview"),
        ("in a few words, what do all these papers deal with", "overview_of_all"),
        ("what papers did you load", "inventory"),
        ("whatever does the ferries report advise people to do", "recommendations"),
        ("may i read section 2 of the ferries report", "section"),
        ("a complete list of all the tools", "list"),
        (
            "in what way do the ferries report and the bees handbook disagree on storms",
            "comparison",
        ),
        ("who was it that wrote the bees handbook, and when", "document_fact"),
        ("give me the meaning of nucleus hive in plain words", "definition"),
        ("do storms get a mention anywhere", "mention"),
    ],
)
def test_wordings_that_stand_in_no_list_are_told(text: str, kind: str, shelf: Library) -> None:
    assert not any(text.lower() in examples.lower() for examples in request_examples().values())
    assert intent(request(text, shelf)) == kind


@pytest.mark.parametrize(
    "text",
    [
        "What does the night ferry cost?",
        "why do the ferries leave later each year",
        "which of the piers is older",
        "How high may a hedge be?",
        "what documents do I need to rent a plot",
        "who decided that sheds need the leave of the warden",
        "how many crossings did the Trust look at",
        "shed permit",
    ],
)
def test_plain_questions_stay_questions(text: str, shelf: Library) -> None:
    assert intent(request(text, shelf)) == PLAIN


def test_with_another_embedder_every_text_is_a_question(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("other")
    (folder / "a.md").write_text("# Wells\n\nThe wells of the north were dry.", "utf-8")
    other: Embedder = hashed_words()
    library = fill(load_settings(corpus=folder, store=folder / ".store"), other)
    assert intent(request("gist of the wells paper in a line or two", library)) == PLAIN


def test_names_and_topics_are_left_out(shelf: Library) -> None:
    said = "does the ferries report mention storms and piers?"
    naming = request(said, shelf).naming
    assert unnamed(naming, said) == "does the report mention storms and piers?"
    assert unnamed(read_names("these papers", ()), "these papers") == "these papers"
    form = all_form_words()
    known = {"storms": 1, "piers": 2}
    said = "does the report mention storms and piers?"
    assert without_topics(said, form, known) == "does the report mention something?"
    assert without_topics("gizmo the storms", form, known) == "gizmo the something"
    assert without_topics("gizmo the storms", form, None) == "something"
