from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gradio as gr
import pytest
from starlette.requests import Request

from rag.library import Library
from rag.settings import load_settings
from tests.rag.fakes import hashed_words
from tests.ui.web.pages import read
from ui.access.principal import EVERY, Principal, Role
from ui.web.settings_room import leaves_html, room_functions, room_html, settings_html

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    settings = load_settings(corpus=tmp_path / HOSTILE, store=tmp_path / "store")
    made = Library(settings, embedder=hashed_words())
    yield made
    made.close()


def test_the_room_names_its_choices_and_shows_foreign_text_as_text(library: Library) -> None:
    assert read(room_html()).tags.count("input") == 7
    shown = read(settings_html(library, HOSTILE))
    assert HOSTILE in shown.text
    assert "img" not in shown.tags
    assert "Nothing leaves this machine." in read(leaves_html(library)).text


def test_what_matters_with_a_language_model_alone_is_shut_without_one(library: Library) -> None:
    boxes = settings_html(library, "").split("<input")[1:]
    assert len(boxes) == 2
    assert all(" disabled" in box.partition(">")[0] for box in boxes)


def test_strict_is_changed_while_it_runs_and_nothing_else_is(library: Library) -> None:
    library.settings = library.settings.model_copy(update={"llm": "ollama:m"})
    shown, changed = room_functions(library, "")
    assert 'name="strict">' in str(shown(None, asked())["more"])
    html = str(changed({"strict": True, "refuse": "no", "llm": "openai:m"}, asked())["more"])
    assert 'name="strict" checked>' in html
    assert library.settings.strict
    assert library.settings.refuse
    assert library.settings.llm == "ollama:m"


def test_a_setting_that_can_not_be_read_ends_in_words(library: Library) -> None:
    library.settings = library.settings.model_copy(update={"llm": "nothing"})
    shown, _ = room_functions(library, "")
    assert "names no language model" in str(shown(None, asked())["problem"])


def test_one_reads_who_is_signed_in_and_only_administrators_change_the_settings(
    library: Library,
) -> None:
    library.settings = library.settings.model_copy(update={"llm": "ollama:m"})
    shown, changed = room_functions(library, "")
    ada, adam = (
        Principal("ada<", {EVERY: Role.EDITOR}),
        Principal("adam", {"other": Role.READER, "default": Role.ADMIN}),
    )
    assert "Signed in as" not in str(shown(None, asked())["html"])
    assert "Signed in as <bdi>ada&#60;</bdi>" in str(shown(None, asked(ada))["html"])
    assert 'name="strict" disabled' in str(shown(None, asked(ada))["more"])
    assert "needs the role admin" in str(changed({"strict": True}, asked(ada))["problem"])
    assert not library.settings.strict
    assert 'name="strict" checked>' in str(changed({"strict": True}, asked(adam))["more"])


def asked(principal: Principal | None = None) -> gr.Request:
    """A request of the page as the program gets it; without a principal there are no accounts."""
    state = {"principal": principal, "collection": "default"} if principal else {}
    return gr.Request(Request({"type": "http", "state": state}))


def test_what_is_said_to_a_team_is_of_the_server_and_names_no_folder(library: Library) -> None:
    models = {"llm": "openai:m@https://models.example/v1", "verifier": "ollama:m"}
    for update in ({}, models):
        library.settings = library.settings.model_copy(update=update)
        shown = read(settings_html(library, "", team=True) + leaves_html(library, team=True))
        assert "this machine" not in shown.text
        assert "the server" in shown.text
        assert HOSTILE not in shown.text
        assert str(library.settings.store_folder) not in shown.text
        assert ("each question, with the passages found for it" in shown.text) is bool(update)
