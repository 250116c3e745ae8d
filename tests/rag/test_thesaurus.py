"""What the thesaurus knows of nouns and verbs, and that it can be made again."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.training.make_thesaurus import mostly, nouns_of
from rag.errors import ModelError
from rag.thesaurus import akin, load_thesaurus, noun, verb_forms


@pytest.mark.parametrize(
    ("one", "other"), [("part", "share"), ("danger", "risk"), ("punch", "blow"), ("oak", "tree")]
)
def test_synonyms_and_kinds_of_one_another_are_akin(one: str, other: str) -> None:
    assert akin(one, other)
    assert akin(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("health", "religion"), ("teacher", "parent"), ("hospital", "clinic")]
)
def test_different_things_are_not(one: str, other: str) -> None:
    assert not akin(one, other)


def test_a_word_that_it_does_not_know_may_mean_anything() -> None:
    assert noun("xyzzy").word == ""
    assert akin("xyzzy", "tree")


def test_plurals_are_led_back_to_their_nouns() -> None:
    assert [noun(word).word for word in ("treaties", "midwives", "women", "taxes")] == [
        "treaty", "midwife", "woman", "tax",
    ]  # fmt: skip
    assert noun("treaty").mostly
    assert not noun("run").mostly


def test_forms_of_one_verb_share_its_base() -> None:
    for words in (("hunts", "hunted"), ("stopping", "stopped"), ("carries", "carried")):
        bases = [verb_forms(word) & load_thesaurus().verbs for word in words]
        assert bases[0] & bases[1]


def test_a_damaged_file_names_the_remedy(tmp_path: Path) -> None:
    file = tmp_path / "thesaurus.json.gz"
    file.write_bytes(b"nothing")
    with pytest.raises(ModelError, match="install Sanad again"):
        load_thesaurus(file)


def test_it_is_made_of_wordnets_files(tmp_path: Path) -> None:
    noun_rows = (
        "  a line of the licence",
        "00000001 03 n 01 plant 0 000 | what grows",
        "00000002 03 n 02 tree 0 timber 0 001 @ 00000001 n 0000 | a tall one",
    )
    (tmp_path / "data.noun").write_text("\n".join(noun_rows))
    index = ("plant n 1 0 1 1 00000001", "tree n 1 1 @ 1 1 00000002", "brrrt n 1 0 1 1 00000001")
    (tmp_path / "index.noun").write_text("\n".join(index))
    (tmp_path / "index.verb").write_text("plant v 1 0 1 1 00000009")
    (tmp_path / "cntlist.rev").write_text("plant%1:03:00:: 1 2\nplant%2:35:00:: 1 5")
    rows = nouns_of(tmp_path)
    assert rows == {"words": {"plant": [0], "tree": [1]}, "not": ["plant"], "up": [[], [0]]}
    assert mostly(tmp_path, "verb", "2") == {"plant"}
