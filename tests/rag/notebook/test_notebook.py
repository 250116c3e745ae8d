"""What is asked is kept beside the index, and a file that can't be used stops nobody."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from rag.errors import NotebookError
from rag.notebook.conversations import MOST_IN_MEMORY
from rag.notebook.database import FILE, exchanges
from rag.notebook.entries import OTHER_VERSION, Exchange
from rag.notebook.notebook import Notebook, open_notebook, open_or_do_without
from rag.settings import load_settings
from rag.types import Answer, Everything, Query, Scope, Searched, Span, Statement
from tests.ui.web.pages import cite_words, make_document

DOCUMENT = make_document("The levy is 20 rupees.", "It was raised in 2019, the council says.")
CITED = cite_words(DOCUMENT, "The levy is 20 rupees.")
ANSWER = Answer(
    Query("How much is the levy?", Scope(documents=("brief",)), date(2026, 1, 2)),
    "answered",
    (Statement(CITED.quote, ("1",), "verbatim", answer=Span(12, 21)),),
    (CITED,),
    searched=Searched("default", 1, 3, 4),
    notes=("Mind this.",),
)


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    return opened(tmp_path)


def opened(folder: Path) -> Notebook:
    return open_notebook(load_settings(store=folder))


def keep(notebook: Notebook, name: str, *exchanges: Exchange) -> None:
    for exchange in exchanges:
        number = notebook.conversations.begin(name, exchange.asked)
        notebook.conversations.finish(name, number, exchange)


def test_a_conversation_comes_back_as_it_was(notebook: Notebook, tmp_path: Path) -> None:
    listing = Everything(Query("the levy"), (CITED,), 2, searched=ANSWER.searched)
    told = (
        Exchange("how much is the levy", ANSWER, followed=True),
        Exchange("and when?", replace(ANSWER, status="unsure"), reason="Nothing says when."),
        Exchange("where is that", ANSWER, aside=True),
        Exchange("all on it", listing),
        Exchange("why?", problem="The model can’t be reached."),
        Exchange("who?", stopped=True),
    )
    keep(notebook, "levy0001", *told)
    back = opened(tmp_path).conversations.exchanges("levy0001")
    assert [replace(one, made="") for one in back] == list(told)
    assert all(one.made for one in back)
    assert not any(one.broken_off for one in back)


def test_what_was_never_answered_is_told_as_broken_off(notebook: Notebook) -> None:
    notebook.conversations.begin("levy0001", "How much is it?")
    (exchange,) = notebook.conversations.exchanges("levy0001")
    assert exchange.broken_off
    assert exchange.asked == "How much is it?"


def test_the_latest_is_listed_first_under_its_first_question(notebook: Notebook) -> None:
    keep(notebook, "levy0001", Exchange("How much  is\nthe levy?", ANSWER), Exchange("Why?"))
    keep(notebook, "bread001", Exchange("Bread?"))
    listed = notebook.conversations.find()
    assert {(one.name, one.questions) for one in listed} == {
        ("How much is the levy?", 2),
        ("Bread?", 1),
    }


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("LEVY rupees", ["levy0001"]),
        ("20 bread", []),
        ("bread", ["bread001"]),
        ("%", []),
        ("", ["bread001", "levy0001"]),
    ],
)
def test_searched_by_questions_and_answers(
    notebook: Notebook, words: str, found: list[str]
) -> None:
    keep(notebook, "levy0001", Exchange("How much is it?", ANSWER))
    keep(notebook, "bread001", Exchange("Bread?"))
    assert sorted(one.id for one in notebook.conversations.find(words)) == found


def test_renamed_deleted_and_had_back(notebook: Notebook) -> None:
    conversations = notebook.conversations
    keep(notebook, "levy0001", Exchange("How much is it?", ANSWER))
    assert conversations.rename("levy0001", " The  levy ").name == "The levy"
    with pytest.raises(NotebookError, match="can't be empty"):
        conversations.rename("levy0001", " ")
    conversations.delete("levy0001")
    assert conversations.find() == []
    assert conversations.exchanges("levy0001") == ()
    assert conversations.edits("levy0001") is None
    with pytest.raises(NotebookError, match="no conversation 'levy0001'"):
        conversations.get("levy0001")
    assert conversations.restore("levy0001").name == "The levy"
    assert len(conversations.exchanges("levy0001")) == 1


def test_what_was_deleted_long_ago_leaves_the_file(notebook: Notebook, tmp_path: Path) -> None:
    keep(notebook, "levy0001", Exchange("How much is the xylophone?", ANSWER))
    notebook.conversations.delete("levy0001")
    with closing(sqlite3.connect(tmp_path / FILE)) as file, file:
        file.execute("UPDATE conversations SET deleted = '2020-01-01T00:00:00+00:00'")
    again = opened(tmp_path)
    assert b"xylophone" not in (tmp_path / FILE).read_bytes()
    with pytest.raises(NotebookError):
        again.conversations.restore("levy0001")


def test_the_file_is_its_owners_alone(notebook: Notebook, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_half_a_character_is_kept_as_a_whole_one(notebook: Notebook) -> None:
    keep(notebook, "levy0001", Exchange("a?b"))
    notebook.conversations.begin("levy0002", "a\ud800b")
    assert notebook.conversations.exchanges("levy0002")[0].asked == "a?b"


def test_what_another_version_kept_is_told_so(notebook: Notebook) -> None:
    keep(notebook, "levy0001", Exchange("How much is it?", ANSWER))
    with notebook.database.begin() as connection:
        connection.execute(sa.update(exchanges).values(body='{"kind": "riddle"}'))
    (exchange,) = notebook.conversations.exchanges("levy0001")
    assert exchange.problem == OTHER_VERSION
    assert exchange.shown is None


def test_switched_off_nothing_is_written(tmp_path: Path) -> None:
    notebook = open_notebook(load_settings(store=tmp_path, notebook=False))
    for number in range(MOST_IN_MEMORY + 2):
        keep(notebook, f"levy{number:04}", Exchange(f"Question {number}?"))
    assert len(notebook.conversations.find()) == MOST_IN_MEMORY
    assert "off" in notebook.told
    assert list(tmp_path.iterdir()) == []
    notebook.close()


def spoil_newer(path: Path) -> None:
    opened(path.parent)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE facts SET value = '99' WHERE name = 'notebook_version'")


def spoil_other(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("CREATE TABLE songs (name)")


def spoil_all(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(spoil_newer, "newer Sanad"), (spoil_other, "something else"), (spoil_all, "not a database")],
)
def test_a_file_that_cannot_be_used_is_told_and_let_be(
    tmp_path: Path, spoil: object, words: str
) -> None:
    path = tmp_path / FILE
    spoil(path)  # type: ignore[operator]
    before = path.read_bytes()
    with pytest.raises(NotebookError, match=f"{words}.*move the file away"):
        opened(tmp_path)
    notebook = open_or_do_without(load_settings(store=tmp_path))
    keep(notebook, "levy0001", Exchange("How much is it?", ANSWER))
    assert len(notebook.conversations.find()) == 1
    assert words in notebook.told
    assert path.read_bytes() == before
    notebook.close()


def test_pins_have_an_order_and_notes(notebook: Notebook, tmp_path: Path) -> None:
    pins = notebook.pins
    quotes = ("The levy is 20 rupees.", "It was raised in 2019", "the council says")
    one, two, three = (pins.add(cite_words(DOCUMENT, quote)).id for quote in quotes)
    assert pins.add(cite_words(DOCUMENT, quotes[0])).id == one
    assert [pin.id for pin in pins.move(three, -2)] == [three, one, two]
    assert [pin.id for pin in pins.move(three, 1)] == [one, three, two]
    assert [pin.id for pin in pins.move(one, -5)] == [one, three, two]
    assert pins.write(two, "Ask them.").note == "Ask them."
    pins.delete(three)
    back = opened(tmp_path).pins
    assert [(pin.citation.quote, pin.note) for pin in back.all()] == [
        (quotes[0], ""),
        (quotes[1], "Ask them."),
    ]
    assert [pin.id for pin in (back.restore(three), *back.all())] == [three, one, three, two]
    with pytest.raises(NotebookError, match="no pin 99"):
        back.move(99, 1)
    with pytest.raises(NotebookError, match="10,001 characters"):
        back.write(one, "a" * 10_001)
