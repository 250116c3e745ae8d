"""What the room "Compare" is told by the program."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.versions.compare import compare_versions
from tests.conftest import fill
from tests.rag.versions.test_compare import RULES
from tests.ui.web.pages import read
from ui.versions.report import write_comparison
from ui.versions.words import names_of
from ui.web.compare_room import room_functions, room_html
from ui.web.markers import parse_marker

NEW = RULES.replace("20 crowns", "30 crowns").replace("No ship", "<script> No ship")
SOURCES = """\
sources:
  - {file: old.md, id: old-rules, csl: {type: report, title: Old rules}}
  - {file: new.md, id: new-rules, csl: {type: report, title: New rules}, supersedes: [old-rules]}
"""
BOTH = {"old": "old-rules", "new": "new-rules"}


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("versions")
    (folder / "corpus").mkdir()
    for name, text in (("old.md", RULES), ("new.md", NEW), ("sources.yaml", SOURCES)):
        (folder / "corpus" / name).write_text(text)
    settings = load_settings(corpus=folder / "corpus", store=folder / "store", dtype="float32")
    library = fill(settings, embedder)
    yield library
    library.close()


def called(library: Library, name: str, wish: object) -> dict[str, object]:
    return {one.__name__: one for one in room_functions(library)}[name](wish)


def test_the_form_is_sound() -> None:
    assert "Compare two versions" in read(room_html()).text


def test_what_supersedes_another_is_proposed(versions: Library) -> None:
    assert called(versions, "version_documents", {})["proposed"] == [BOTH]


def test_each_difference_leads_to_both_places(versions: Library) -> None:
    made = called(versions, "version_differences", BOTH)
    changes = made["changes"]
    assert isinstance(changes, list)
    first, second = changes
    assert first["kinds"] == ["changed", "figure"]
    assert first["callouts"] == ["20 → 30"]
    assert ("gone", "20") in first["pieces"]
    assert ("new", "<script>") in second["pieces"]
    for place, name in zip(first["places"], ("old-rules", "new-rules"), strict=True):
        marker, document = parse_marker(place["marker"]), versions.store.document(name)
        assert marker is not None
        assert document is not None
        assert marker.agrees_with(document)


def test_two_versions_of_one_title_are_told_apart(versions: Library, tmp_path: Path) -> None:
    found = compare_versions(
        *(
            replace(one, source=replace(one.source, csl={**one.source.csl, "title": "Rules"}))
            for name in ("old-rules", "new-rules")
            if (one := versions.store.document(name))
        )
    )
    assert names_of(found) == ("Rules [old.md]", "Rules [new.md]")
    path = tmp_path / "made.docx"
    path.write_bytes(write_comparison(found, "docx", datetime(2026, 11, 30, 12, tzinfo=UTC)))
    facts = docx.Document(str(path)).core_properties
    assert facts.title == "Rules: what has changed"
    assert facts.created == datetime(2026, 11, 30, 12, tzinfo=UTC)


def test_a_file_is_made(versions: Library) -> None:
    made = called(versions, "version_file", {**BOTH, "ending": "html"})
    assert "<del>20</del>" in b64decode(str(made["data"])).decode()


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({}, "choose two"),
        (None, "choose two"),
        ({"old": "old-rules", "new": "old-rules"}, "same document"),
        ({**BOTH, "new": "../new.md"}, "isn't there"),
    ],
)
def test_what_cannot_be_compared_is_told(versions: Library, wish: object, said: str) -> None:
    assert said in str(called(versions, "version_differences", wish)["problem"]).lower()


def test_another_kind_of_file_is_refused(versions: Library) -> None:
    assert "problem" in called(versions, "version_file", {**BOTH, "ending": "exe"})
