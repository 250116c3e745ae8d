"""The notebook's room: what it lists and does, as the browser's script asks for it."""

from __future__ import annotations

import shutil
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.sync import sync
from rag.ask import ask
from rag.library import Library
from rag.models.embedder import Embedder
from rag.models.loading import embedder_identity
from rag.notebook.entries import Exchange
from rag.notebook.notebook import Notebook, open_notebook
from rag.settings import load_settings
from rag.types import Answer, Query
from tests.ui.web.pages import read
from ui.web.markers import marker_of
from ui.web.notebook import Room, notebook_html, token_of

HOSTILE = "<img src=x onerror=alert(1)> & \"q\" 'x' {{v}}"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    """A library of one document; only the last test changes it."""
    tmp_path = tmp_path_factory.mktemp("levy")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "levy.md").write_text("# The levy\n\nThe levy is 20 rupees a year.\n")
    settings = load_settings(corpus=tmp_path / "corpus", store=tmp_path / "store", dtype="float32")
    made = Library(settings, embedder=embedder)
    sync(settings.corpus, made.store, embedder_identity(settings), lambda: embedder)
    yield made
    made.close()


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    return open_notebook(load_settings(store=tmp_path))


@pytest.fixture
def room(library: Library, notebook: Notebook) -> Room:
    return Room(library, notebook)


def keep(notebook: Notebook, asked: str, shown: Answer | None = None) -> None:
    number = notebook.conversations.begin("levy0001", asked)
    notebook.conversations.finish("levy0001", number, Exchange(asked, shown))


def test_conversations_are_listed_renamed_deleted_and_back(room: Room, notebook: Notebook) -> None:
    assert "Nothing has been asked yet" in str(room.list_talks({})["html"])
    keep(notebook, HOSTILE)
    listed = read(str(room.list_talks({"words": "onerror"})["html"]))
    assert HOSTILE in listed.text
    assert "img" not in listed.tags
    assert "No conversation" in str(room.list_talks({"words": "bread"})["html"])
    wish = {"id": "levy0001", "what": "rename", "name": "The levy"}
    assert room.change_talk(wish) == {"told": "Renamed."}
    assert room.change_talk(wish | {"what": "delete"}) == {"told": "“The levy” is deleted."}
    assert "levy" not in str(room.list_talks({})["html"])
    assert room.change_talk(wish | {"what": "restore"}) == {"told": "“The levy” is back."}


@pytest.mark.parametrize(
    "wish",
    [None, 5, {}, {"id": "x", "what": "burn"}, {"id": ["x"], "what": "delete"}, {"what": "write"}],
)
def test_what_cannot_be_done_is_told(room: Room, wish: object) -> None:
    assert str(room.change_talk(wish)["problem"]).endswith(".")
    assert str(room.change_pin(wish)["problem"]).endswith(".")


def test_a_conversation_is_exported_with_what_was_typed(
    room: Room, notebook: Notebook, library: Library
) -> None:
    keep(notebook, "and how much is it", ask(Query("How much is the levy?"), library))
    made = room.export_talk({"id": "levy0001", "ending": "txt", "style": "apa"})
    text = b64decode(str(made["data"])).decode()
    assert "How much is the levy?" in text
    assert "Typed: “and how much is it”" in text


def test_a_quote_is_pinned_noted_moved_and_taken_off(
    room: Room, notebook: Notebook, library: Library
) -> None:
    assert "Nothing is pinned yet" in str(room.list_pins(None)["html"])
    answer = ask(Query("How much is the levy?"), library)
    marker = marker_of(answer.citations[0], turn=3, number=1)
    reply = room.change_pin({"what": "add", "marker": marker.id, "question": HOSTILE})
    number = str(reply["id"])
    assert room.change_pin({"what": "write", "id": number, "note": HOSTILE})["told"] == "Note kept."
    shown = room.list_pins(None)
    html = read(str(shown["html"]))
    assert "The levy is 20 rupees a year." in html.text
    assert HOSTILE in html.text
    assert "img" not in html.tags
    assert html.markers()
    assert shown["pinned"] == {token_of(marker): int(number)}
    for ending in ("docx", "odt", "md", "csv", "bib", "ris", "jsonld"):
        made = room.export_all({"ending": ending, "style": "apa"})
        assert made["name"] == f"sanad-pins.{ending}"
    assert "problem" in room.change_pin({"what": "add", "marker": "c-1-s1-xx"})
    room.change_pin({"what": "delete", "id": number})
    assert room.list_pins(None)["pinned"] == {}
    assert "nothing is pinned" in str(room.export_all({"ending": "md", "style": "apa"})).lower()


def test_why_nothing_is_kept_is_told_in_the_room() -> None:
    assert "The notebook is off" in read(notebook_html("The notebook is off.")).text
    assert "caution" not in notebook_html("")


def test_a_pin_knows_when_its_source_has_changed(
    room: Room, library: Library, embedder: Embedder
) -> None:
    answer = ask(Query("How much is the levy?"), library)
    marker = marker_of(answer.citations[0], turn=1, number=1)
    room.change_pin({"what": "add", "marker": marker.id})
    file = library.settings.corpus / "levy.md"

    def told_of(text: str) -> str:
        file.write_text(text)
        identity = embedder_identity(library.settings)
        sync(library.settings.corpus, library.store, identity, lambda: embedder)
        return read(str(room.list_pins(None)["html"])).text

    assert "has changed" not in told_of(
        "# The levy\n\nAn opening.\n\nThe levy is 20 rupees a year.\n"
    )
    assert "no longer stand" in told_of("# Bread\n\nBake it slowly, at low heat, for an hour.\n")
    shutil.rmtree(library.settings.corpus)
