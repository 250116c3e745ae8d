"""The word index after a process was killed while it wrote."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from rag.store.bm25_index import Words
from tests.rag.fakes import made_document

TEXT = "The levy rose.\n\nThe wells are dry.\n\nA third law came."


def files(words: Words) -> dict[str, Path]:
    return {path.name: path for path in words.path.glob("*/*")}


def test_a_delete_that_was_killed_before_its_commit_can_be_done_again(tmp_path: Path) -> None:
    """It had written which rows are gone, under the name that the next one gives that file."""
    _, passages, _ = made_document(tmp_path, TEXT)
    words = Words(tmp_path / "words")
    words.add("default", {"one": passages, "other": passages})
    words.close()
    shutil.copytree(words.path, tmp_path / "twin")
    twin = Words(tmp_path / "twin")
    twin.delete("default", ["one"])
    (left,) = [name for name in files(twin) if name.endswith(".del")]

    (managed,) = words.path.glob("*/.managed.json")
    managed.write_text(json.dumps([*json.loads(managed.read_text()), left]))
    (managed.parent / left).write_bytes(b"half of it")

    words.delete("default", ["one"])
    found = words.query("default", "levy", 10)
    assert {one.generation for one in found} == {"other"}
    words.add("default", {"third": passages})
    assert {one.generation for one in words.query("default", "levy", 10)} == {"other", "third"}


def test_raised_figures_are_found_as_they_are_typed(tmp_path: Path) -> None:
    words = Words(tmp_path / "words")
    texts = ("The lake holds 10⁶ tonnes of CO₂.", "The well is 2½ miles away.", "A fee is due.")
    for number, text in enumerate(texts):
        _, passages, _ = made_document(tmp_path, text, f"d{number}")
        words.add("all", {f"g{number}": passages})
    for question, first in (("10^6", "d0"), ("CO2", "d0"), ("1/2", "d1"), ("2.5", "d1")):
        assert words.query("all", question, 3)[0].document_id == first
