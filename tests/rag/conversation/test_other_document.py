"""Follow-ups that ask the same of another document, or a fact of the one just spoken of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.ask import ask
from rag.conversation.about_the_answer import ready_answer
from rag.conversation.contextualize import StandAlone, in_full
from rag.conversation.history import turn_of
from rag.conversation.other_document import is_of_the_chosen
from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.types import Answer, Query, Scope
from tests.conftest import fill

SOURCES = """sources:
  - file: kites.txt
    id: kites
    csl: {title: Kites over Emmerby, genre: Report, author: [{given: Ada, family: Okafor}]}
  - file: wells.txt
    id: wells
    csl:
      title: The wells of Lanport
      genre: Handbook
      language: en
      author: [{given: Ivo, family: Brandt}]
"""
TEXTS = {
    "kites.txt": "Kites over Emmerby\n\nThe council lets kites fly in March.\n",
    "wells.txt": "The wells of Lanport\n\nThe council closes the wells in August.\n",
    "sources.yaml": SOURCES,
}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("two")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    store = tmp_path_factory.mktemp("two-store")
    library = fill(load_settings(corpus=folder, store=store, dtype="float32"), embedder)
    yield library
    library.close()


def then(first: str, typed: str, library: Library) -> tuple[StandAlone, Answer]:
    made = in_full(typed, [turn_of(ask(Query(first), library))], library)
    return made, ask(Query(made.question, Scope(documents=made.documents)), library)


@pytest.mark.parametrize(
    "typed", ["and the other one?", "what about the other document?", "and the handbook?"]
)
def test_a_fact_of_the_other_document(two: Library, typed: str) -> None:
    _, answer = then("Who wrote the kites report?", typed, two)
    assert [(one.document_id, one.value) for one in answer.facts] == [("wells", "Ivo Brandt")]


def test_a_name_in_quote_marks_is_put_in_the_place_of_the_name(two: Library) -> None:
    made, _ = then("Who wrote the kites report?", "and the other one?", two)
    assert made.question == "Who wrote “The wells of Lanport”?"


def test_a_question_of_the_named_document(two: Library) -> None:
    made, _ = then("What does the kites report say of the council?", "and the handbook?", two)
    assert made.question == "What does the handbook say of the council?"


def test_the_last_question_is_asked_in_the_named_document(two: Library) -> None:
    made, answer = then("What does the council do?", "and in the handbook?", two)
    assert (made.question, made.documents) == ("What does the council do?", ("wells",))
    assert {one.document_id for one in (*answer.citations, *answer.nearest)} == {"wells"}


@pytest.mark.parametrize(
    ("typed", "name"), [("who wrote it?", "author"), ("and the language?", "language")]
)
def test_it_is_the_document_just_spoken_of(two: Library, typed: str, name: str) -> None:
    _, answer = then("What is the title of the handbook?", typed, two)
    assert [(one.document_id, one.name) for one in answer.facts] == [("wells", name)]


def test_it_is_no_document_where_none_was_spoken_of(two: Library) -> None:
    made, _ = then("What does the council close in August?", "who wrote it?", two)
    assert not made.documents


@pytest.mark.parametrize(
    ("typed", "chosen", "expected"),
    [
        ("What does it say of August?", ("wells",), True),
        ("What does it say of March?", ("kites",), False),  # of which the last answer spoke
        ("What does it say of August?", (), False),
        ("What does it say of August?", ("wells", "kites"), False),
        ("Who lets her fly kites?", ("wells",), False),
        ("What does the council close?", ("wells",), False),
    ],
)
def test_it_is_the_document_that_was_chosen_since(
    typed: str, chosen: tuple[str, ...], expected: bool, two: Library
) -> None:
    turns = [turn_of(ask(Query("What does the council let fly in March?"), two))]
    assert is_of_the_chosen(typed, chosen, turns) is expected


def test_of_many_others_it_is_asked_which(two: Library, tmp_path: Path, embedder: Embedder) -> None:
    for number in range(10):
        (tmp_path / f"n{number}.md").write_text(f"# Notes of year {number}\n\nNothing.\n", "utf-8")
    many = fill(load_settings(corpus=tmp_path, store=tmp_path / ".store"), embedder)
    last = ask(Query("What is the title of n3.md?"), many)
    told = ready_answer("and the other one?", [turn_of(last)], many)
    assert told is not None
    assert told.reason == "There are 9 other documents: name the one that is meant."
