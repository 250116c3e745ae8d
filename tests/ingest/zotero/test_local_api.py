from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ingest.load.registry import FORMATS
from ingest.plan import corpus_files
from ingest.sources import read_sources
from ingest.zotero.bring_in import bring_in
from ingest.zotero.export import read_export
from ingest.zotero.local_api import PAGE, LocalZotero
from rag.errors import ZoteroError
from tests.ingest.zotero import made, server
from tests.ui.cli.run import sanad

LIBRARY = made.library()


@pytest.fixture
def program(tmp_path: Path) -> server.Program:
    """Thirty items, the even ones in a collection, the first of them in one below it."""
    made_for = server.Program(tmp_path / "Zotero" / "storage")
    made_for.collect("COLLAAAA", "Water")
    made_for.collect("COLLBBBB", "Wells", "COLLAAAA")
    made_for.collect("COLLCCCC", "Wells")
    for item in LIBRARY:
        inside = ["COLLBBBB"] if item.number == 0 else [] if item.number % 2 else ["COLLAAAA"]
        made_for.add(item, *inside)
    return made_for


def outcomes(program: server.Program, corpus: Path, collection: str = "") -> dict[str, int]:
    with server.running(program) as address:
        zotero = LocalZotero(address)
        chosen = {one.key: one for one in zotero.collections()}.get(collection)
        items = zotero.items(chosen)
        zotero.close()
    return dict(Counter(row.outcome for row in bring_in(items, corpus, collection)))


def test_a_library_comes_in_and_coming_again_doubles_nothing(
    program: server.Program, tmp_path: Path
) -> None:
    corpus, readable = tmp_path / "corpus", len(FORMATS)
    assert outcomes(program, corpus) == {"new": readable, "no file": 30 - readable}
    first = next(s for f, s in read_sources(corpus).items() if f.startswith("1990 "))
    assert first.csl["custom"] == {"zotero": "http://zotero.org/users/4711/items/K0000000"}
    assert first.csl["citation-key"] == "by0OnWells"
    # A change that was never synced: no version says so, and it's seen all the same.
    program.items["K0000001"]["csl"]["title"] = "On Changed Levies"
    assert outcomes(program, corpus) == {
        "described anew": 1,
        "unchanged": readable - 1,
        "no file": 30 - readable,
    }
    assert "On Changed Levies" in {source.title for source in read_sources(corpus).values()}
    # And what had come by an export is the same.
    export = read_export(made.export(LIBRARY, tmp_path / "Library", ".bib"))
    rows = bring_in(export.items, corpus, "Library")
    assert not {"new", "changed"} & {row.outcome for row in rows}
    assert len(corpus_files(corpus)) == readable


def test_a_collection_comes_with_those_below_it(program: server.Program, tmp_path: Path) -> None:
    found = outcomes(program, tmp_path / "corpus", "COLLAAAA")
    assert sum(found.values()) == 15
    assert outcomes(program, tmp_path / "other", "COLLBBBB") == {"new": 1}


def test_long_lists_are_asked_for_a_page_at_a_time(tmp_path: Path) -> None:
    program = server.Program(tmp_path / "storage", csl_as_text=False)
    for number in range(2 * PAGE + 5):
        program.add(made.Item(number, f"k{number}", f"Title {number}", 2000, "A Body"))
    with server.running(program) as address:
        items = LocalZotero(address).items()
    assert len({item.csl["citation-key"] for item in items}) == 2 * PAGE + 5
    assert sum("/items/top" in path for path in program.asked) == 3


def test_files_elsewhere_are_refused_and_missing_ones_told(tmp_path: Path) -> None:
    program = server.Program(tmp_path / "storage")
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    program.add(made.Item(1, "k1", "On One", 2000, "A Body"))
    linked = {"linkMode": "linked_file", "path": str(tmp_path / "mine.txt")}
    (tmp_path / "mine.txt").write_text("Linked.\n")
    cases = {
        "AAAAAAA1": (secret.as_uri(), {}),  # not in its folder
        "AAAAAAA2": (secret.as_uri(), linked),  # not the file that the item names
        "AAAAAAA3": ("https://example.org/a.txt", {}),
        "AAAAAAA4": ("file://server/share/a.txt", {}),
        "AAAAAAA5": ("false", {}),
        "AAAAAAA6": ("", {"linkMode": "linked_url", "url": "https://example.org/x"}),
        "AAAAAAA7": ((tmp_path / "mine.txt").as_uri(), linked),
    }
    for key, (where, data) in cases.items():
        program.attach("K0000001", key, f"{key}.txt", b"x")
        program.items[key] |= data
        program.files[key] = where
    with server.running(program) as address:
        (item,) = LocalZotero(address).items()
    assert [one.file for one in item.attached] == [*[None] * 6, tmp_path / "mine.txt"]
    assert ["storage" in one.why or "keeps its files" in one.why for one in item.attached[:2]] == [
        True,
        True,
    ]


def test_where_zotero_does_not_answer_the_remedy_is_said(tmp_path: Path) -> None:
    program = server.Program(tmp_path / "storage", allowed=False)
    with server.running(program) as address:
        with pytest.raises(ZoteroError, match="tick “Allow other applications"):
            LocalZotero(address).items()
        program.allowed = True
        with pytest.raises(ZoteroError, match="404"):
            LocalZotero(address, group=7).items()
    with pytest.raises(ZoteroError, match="start it"):
        LocalZotero(address).collections()


@pytest.mark.parametrize(
    "address",
    ["http://192.168.1.4:23119", "https://127.0.0.1", "http://127.0.0.1.example.org", "file:///x"],
)
def test_only_this_machine_is_asked(address: str) -> None:
    with pytest.raises(ZoteroError, match="isn't on this machine"):
        LocalZotero(address)


def test_the_command_names_collections_and_brings_one_in(
    program: server.Program, tmp_path: Path
) -> None:
    places = {"corpus": tmp_path / "corpus", "store": tmp_path / "store"}
    with server.running(program) as address:
        listed = sanad("zotero", "collections", "--address", address, **places)
        assert "COLLBBBB  Water / Wells" in listed.stdout
        twice = sanad("zotero", "pull", "wells", "--address", address, **places)
        assert "names 2 collections" in twice.stderr
        done = sanad("zotero", "pull", "Water / Wells", "--no-read", "--address", address, **places)
    assert done.returncode == 0
    assert "1 items, 1 new" in done.stdout
    assert corpus_files(tmp_path / "corpus") == ("1990 - On the Wells of District 0.txt",)
