from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.load.registry import FORMATS
from ingest.zotero.attached import paths_in, resolved
from ingest.zotero.export import read_export
from ingest.zotero.item import Item, fields_of
from rag.errors import ZoteroError
from rag.types import Source
from tests.ingest.zotero import made


def escaped(name: str) -> str:
    """Write a name as Zotero's BibTeX translator does."""
    return "".join(f"\\{one}" if one in "\\:;$" else one for one in name)


@given(st.lists(st.text("ab /.:;\\$ü", min_size=1).filter(lambda t: t.strip() == t), max_size=4))
def test_every_name_in_a_file_field_is_read_back(names: list[str]) -> None:
    whole = ";".join(f"A\\: b:{escaped(name)}:application/pdf" for name in names)
    # Zotero takes a backslash before a letter for one of Windows, and leaves it.
    if not any("\\" in name for name in names):
        assert [*paths_in(whole)] == names


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (r"PDF:files/1/a\;b\:c.pdf:application/pdf", ["files/1/a;b:c.pdf"]),
        (r"files/1/a.pdf;files/2/b.pdf", ["files/1/a.pdf", "files/2/b.pdf"]),
        (r"C\:\\Users\\me\\a.pdf", ["C:\\Users\\me\\a.pdf"]),
        (r"PDF:files\\1\\a.pdf:application/pdf", ["files\\1\\a.pdf"]),
        (r"costs \$5.pdf", ["costs $5.pdf"]),
        (";;", []),
    ],
)
def test_file_fields_of_zotero_and_better_bibtex(value: str, expected: list[str]) -> None:
    assert [*paths_in(value)] == expected


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("../../etc/passwd", "lies outside"),
        ("files/../../secret.pdf", "lies outside"),
        ("%2E%2E/secret.pdf", "lies outside"),
        ("%2Fetc%2Fpasswd", "lies outside"),
        ("file%3A///etc/passwd", "file://"),
        ("files\\..\\..\\secret.pdf", "lies outside"),
        ("/etc/passwd", "lies outside"),
        ("C:\\Users\\me\\a.pdf", "lies outside"),
        ("\\\\server\\share\\a.pdf", "lies outside"),
        ("~/secret.pdf", "lies outside"),
        ("file:///etc/passwd", "file://"),
        ("FILE://localhost/etc/passwd", "file://"),
        ("https://example.org/a.pdf", "web address"),
        ("files/1/link.pdf", "lies outside"),
        ("files/1/missing.pdf", "isn't in the export"),
        ("files/1/a.pdf\0.txt", "no file's name"),
        ("x" * 5_000, "can't be opened"),
    ],
)
def test_what_leads_out_of_the_export_is_refused(path: str, why: str, tmp_path: Path) -> None:
    root = tmp_path / "export"
    (root / "files" / "1").mkdir(parents=True)
    (tmp_path / "secret.pdf").write_text("secret")
    (root / "files" / "1" / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    found = resolved(path, root)
    assert found.file is None
    assert why in found.why


def test_paths_of_windows_are_found(tmp_path: Path) -> None:
    (tmp_path / "files" / "1").mkdir(parents=True)
    (tmp_path / "files" / "1" / "a.pdf").write_text("a")
    assert resolved("files\\1\\a.pdf", tmp_path).file == tmp_path / "files" / "1" / "a.pdf"
    (tmp_path / "a b%20c.pdf").write_text("a")
    assert resolved("a%20b%2520c.pdf", tmp_path).file == tmp_path / "a b%20c.pdf"


def fields(item: Item) -> dict[str, object]:
    """Give what all three formats can say of an item."""
    dated = {"date-parts": [item.csl["issued"]["date-parts"][0][:2]]}  # type: ignore[index]
    source = Source("x", item.csl)
    # Pandoc tells a particle from the family name, Zotero's own formats needn't.
    authors = [*map(_whole, source.authors)]
    return {"type": item.csl["type"], "title": source.title, "authors": authors, "issued": dated}


def _whole(name: Mapping[str, object]) -> str:
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "literal")
    return " ".join(str(name[part]) for part in parts if part in name)


def test_all_formats_say_the_same(tmp_path: Path) -> None:
    library = made.library()
    read = {
        ending: read_export(made.export(library, tmp_path / ending[1:], ending))
        for ending in (".json", ".bib", ".ris")
    }
    for at, ours in enumerate(library):
        items = [one.items[at] for one in read.values()]
        for item in items:
            assert fields(item) == fields(items[0])
            assert item.csl["title"] == ours.title
            assert "abstract" not in item.csl
        for item in items[1:]:
            found = [one.file.read_bytes() for one in item.attached if one.file]
            assert found == [*ours.files.values()]
        by_name = [one.name for one in items[0].attached]
        assert by_name == [path for path in ours.files if Path(path).suffix in FORMATS]
    assert [item.csl["citation-key"] for item in read[".bib"].items] == [i.key for i in library]
    first = read[".json"].items[0]
    assert first.csl["custom"] == {"zotero": library[0].uri}
    assert first.names == (f"uri {library[0].uri}", f"key {library[0].key}")


def test_keys_addresses_and_dates() -> None:
    web = "https://www.zotero.org/groups/12/items/ABCD2345"
    assert fields_of({"id": web})["custom"] == {
        "zotero": "http://zotero.org/groups/12/items/ABCD2345"
    }
    assert fields_of({"id": "doe2019"})["citation-key"] == "doe2019"
    assert fields_of({"id": 17, "note": "x: y\nCitation Key: roe20\n"}) == {"citation-key": "roe20"}
    raw = fields_of({"issued": {"raw": "2019-02-30"}, "accessed": {"literal": "in press"}})
    assert raw == {"issued": {"date-parts": [[2019, 2]]}}
    assert fields_of({"title": "On <i>two</i> <span class='nocase'>wells</span>"}) == {
        "title": "On two wells"
    }


def test_a_broken_entry_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@book{one, title={A}}\n\n@book{one, title={B}}\n")
    read = read_export(tmp_path)
    assert [item.csl["title"] for item in read.items] == ["A"]
    assert "the key stands there twice" in read.unread[0]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.json", "{", "no CSL-JSON"),
        ("a.json", '{"a": 1}', "no CSL-JSON"),
        ("a.json", "[" * 100_000, "no CSL-JSON"),
        ("a.ris", "nothing", "no entry"),
        ("a.bib", "@book{a, title={x", "can't be read"),
        ("a.rdf", "<rdf/>", "holds no export"),
    ],
)
def test_what_is_no_export_is_refused(name: str, text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ZoteroError, match=message):
        read_export(tmp_path)


def test_of_two_exports_one_must_be_named(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps([{"id": name}]))
    with pytest.raises(ZoteroError, match="more than one"):
        read_export(tmp_path)
    assert read_export(tmp_path / "b.json").items[0].csl == {"citation-key": "b.json"}


def test_csl_json_takes_a_file_only_if_it_is_one_items(tmp_path: Path) -> None:
    titles = {"a1": "The wells of the northern valley", "b2": "The wells of the northern valley"}
    titles |= {"c3": "A report on the sluices of the southern districts and their long decay"}
    (tmp_path / "a.json").write_text(json.dumps([{"id": i, "title": t} for i, t in titles.items()]))
    for name in (
        "a1.pdf",
        "Doe - 2019 - The wells of the northern valley.pdf",
        "Roe - 2020 - A report on the sluices of the southern districts an.pdf",
        "unrelated.pdf",
    ):
        (tmp_path / name).write_text(name)
    found = [[one.name for one in item.attached] for item in read_export(tmp_path).items]
    cut = "Roe - 2020 - A report on the sluices of the southern districts an.pdf"
    assert found == [["a1.pdf"], [], [cut]]
