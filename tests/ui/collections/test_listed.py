"""The list of the collections: read, mended, and each fault told of its own collection."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import SettingsError
from tests.ui.collections.conftest import write_list
from ui.collections.listed import Broken, Collection, add, find, read_collections, remove
from ui.server_folder import ServerFolder


@pytest.fixture
def folder(tmp_path: Path) -> ServerFolder:
    return ServerFolder(tmp_path / "server")


def read(folder: ServerFolder) -> dict[str, Collection | Broken]:
    found = read_collections(folder)
    assert found is not None
    return found


def test_without_a_list_there_is_none(folder: ServerFolder) -> None:
    assert read_collections(folder) is None


def test_folders_are_taken_from_the_server_s(folder: ServerFolder, tmp_path: Path) -> None:
    write_list(folder, "levies:\n  corpus: docs\nother:\n  corpus: /srv/x\n  store: own\n")
    levies, other = read(folder).values()
    assert isinstance(levies, Collection)
    assert isinstance(other, Collection)
    assert levies.corpus == tmp_path / "server" / "docs"
    assert levies.store == tmp_path / "server" / "indexes" / "levies"
    assert (other.corpus, other.store) == (Path("/srv/x"), tmp_path / "server" / "own")
    assert levies.title == "levies"


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("Levies: {corpus: x}", r"'Levies': a name has small letters"),
        ("a..b: {corpus: x}", r"'a\.\.b': a name has"),
        ("bad: 5", r"'bad': write `corpus: FOLDER`"),
        ("bad: {}", r"'bad', 'corpus': Field required"),
        ("bad: {corpus: x, titel: y}", r"'titel'.*did you mean 'title'"),
        ("bad: {corpus: x, settings: {strict: perhaps}}", r"'bad': setting 'strict'"),
        ("bad: {corpus: x, settings: {corpus: y}}", r"'corpus' is no setting of a collection"),
        ("bad: {corpus: x, settings: {stricter: true}}", r"'stricter' is no setting"),
    ],
)
def test_one_that_is_wrong_stops_no_other(folder: ServerFolder, said: str, problem: str) -> None:
    write_list(folder, f"{said}\ngood:\n  corpus: y\n")
    bad, good = read(folder).values()
    assert isinstance(bad, Broken)
    with pytest.raises(SettingsError, match=problem):
        raise SettingsError(bad.problem)
    assert isinstance(good, Collection)


def test_an_index_is_one_collection_s_alone(folder: ServerFolder) -> None:
    write_list(folder, "a: {corpus: x}\nb: {corpus: y, store: indexes/../indexes/a}\n")
    one, other = read(folder).values()
    assert isinstance(one, Collection)
    assert isinstance(other, Broken)
    assert "is that of 'a' as well" in other.problem


def test_no_two_share_a_catalogue_on_a_server(
    folder: ServerFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = (
        "{{corpus: x, settings: {{catalogue_url: 'postgresql://db/{}', chroma_url: 'http://db'}}}}"
    )
    write_list(folder, f"a: {own.format('one')}\nb: {own.format('one')}\nc: {own.format('two')}\n")
    one, other, third = read(folder).values()
    assert isinstance(one, Collection)
    assert isinstance(third, Collection)
    assert isinstance(other, Broken)
    assert "to no two the same" in other.problem
    monkeypatch.setenv("SANAD_CATALOGUE_URL", "postgresql://db/all")
    monkeypatch.setenv("SANAD_CHROMA_URL", "http://db")
    write_list(folder, f"a: {{corpus: x}}\nb: {own.format('two')}\n")
    one, other = read(folder).values()
    assert isinstance(one, Broken)  # else it would be what the whole server has
    assert isinstance(other, Collection)


@pytest.mark.parametrize("said", ["a: [", "- a\n- b\n", "a: {corpus: x}\na: {corpus: y}\n"])
def test_a_list_that_cannot_be_read_is_told_as_a_whole(folder: ServerFolder, said: str) -> None:
    write_list(folder, said)
    with pytest.raises(SettingsError, match=r"collections\.yaml (can't be read|isn't a list)"):
        read_collections(folder)


def test_settings_are_its_own(folder: ServerFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANAD_LLM_CACHE", "/var/replies")
    write_list(folder, "a: {corpus: x, settings: {strict: true}}\nb: {corpus: x}\n")
    one, other = find(folder, "a"), find(folder, "b")
    assert one.settings["strict"] is True
    assert "strict" not in other.settings
    assert one.settings["llm_cache"] != other.settings["llm_cache"]


def test_adding_and_removing_keep_comments(folder: ServerFolder, tmp_path: Path) -> None:
    write_list(folder, "# Ours\na: # the first\n  corpus: x\n")
    add(folder, "b", tmp_path, "B & C", None)
    assert find(folder, "b").title == "B & C"
    assert find(folder, "b").corpus == tmp_path
    remove(folder, "b")
    assert folder.collections.read_text() == "# Ours\na: # the first\n  corpus: x\n"
    remove(folder, "a")
    assert read(folder) == {}


def test_what_cannot_be_added_says_why(folder: ServerFolder, tmp_path: Path) -> None:
    add(folder, "a", tmp_path, "", None)
    before = folder.collections.read_text()
    for name, corpus, store, problem in (
        ("a", tmp_path, None, "is a collection 'a' already"),
        ("b", tmp_path / "none", None, "there is no folder"),
        ("B", tmp_path, None, "a name has small letters"),
        ("b", tmp_path, folder.indexes / "a", "is that of 'a' as well"),
    ):
        with pytest.raises(SettingsError, match=problem):
            add(folder, name, corpus, "", store)
    with pytest.raises(SettingsError, match=r"no collection 'c'; there are a"):
        remove(folder, "c")
    assert folder.collections.read_text() == before
