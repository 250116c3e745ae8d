from __future__ import annotations

import re
from pathlib import Path
from unicodedata import normalize

import pytest

from ingest.sources import id_from, read_examples, read_sources, source_for
from rag.errors import SettingsError


def write(folder: Path, text: str) -> Path:
    (folder / "sources.yaml").write_text(text, "utf-8")
    return folder


def test_without_the_file_the_name_is_all_that_is_known(tmp_path: Path) -> None:
    source = source_for("water_law-2019.txt", read_sources(tmp_path))
    assert (source.title, source.origins) == ("water law 2019", {"title": "file name"})
    assert source.id == "water_law-2019.txt"


def test_an_entry_gives_the_fields(tmp_path: Path) -> None:
    text = "sources: [{file: a.txt, id: a-1, csl: {title: Wells, issued: {date-parts: [[2019]]}}}]"
    source = source_for("a.txt", read_sources(write(tmp_path, text)))
    assert (source.id, source.title, source.origins["title"]) == ("a-1", "Wells", "sources.yaml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sources: [", "can't be read as YAML"),
        ("sources: [{id: a}]", "sources.0.file"),
        ("sources: [{file: a.txt, titel: Wells}]", "sources.0.titel"),
        ("sources: [{file: a.txt, id: 'a b'}]", "sources.0.id"),
        ("sources: [{file: a.txt}, {file: a.txt}]", "twice"),
        ("sources: [{file: a.txt, id: x}, {file: b.txt, id: x}]", "twice"),
        ("sources: [{file: a.txt, csl: {issued: 2019}}]", "date-parts"),
        ("sources: [{file: a.txt, csl: {issued: {date-parts: [[2019, 13]]}}}]", "month"),
        ("sources: [{file: a.txt, csl: {title: [1]}}]", "csl.title"),
        ("!!python/object/apply:os.system ['true']", "can't be read as YAML"),
        ("- 1", "file"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        read_sources(write(tmp_path, text))


def test_an_id_is_the_same_however_accents_are_written() -> None:
    for name in ("Résumé.txt", "Gebühr.md", "ni\u00f1o.pdf"):
        assert id_from(normalize("NFD", name)) == id_from(normalize("NFC", name))


def test_ids_are_safe_and_no_two_files_share_one() -> None:
    assert id_from("water-law_2.txt") == "water-law_2.txt"
    long = "a-very-long-name-" * 10
    files = ["a b.txt", "a+b.txt", "a-b.txt", "sub/a.txt", "sub-a.txt", "رپورٹ.txt", "报告.txt"]
    files += [f"{long}1.txt", f"{long}2.txt", "x" * 100, "x" * 101, "-", "..."]
    ids = [id_from(file) for file in files]
    assert len(set(ids)) == len(files)
    for identifier in ids:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", identifier)


def test_example_questions_come_from_the_file(tmp_path: Path) -> None:
    assert read_examples(tmp_path) == ()
    assert read_examples(write(tmp_path, "examples: ['How deep are the wells?']")) == (
        "How deep are the wells?",
    )
