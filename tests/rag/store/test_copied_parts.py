"""Copies of parts that are kept elsewhere: read once, made anew when broken, gone with them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.errors import StoreError
from rag.store.copied_parts import CopiedParts
from rag.store.passage_vectors import Parts
from rag.store.stored_parts import PartsFolder, arrays_of
from tests.rag.store.test_quantised import near_each_other, parts_of

PARTS = parts_of(near_each_other(20, 1))


@pytest.fixture
def kept(tmp_path: Path) -> PartsFolder:
    return PartsFolder(tmp_path / "kept")


@pytest.fixture
def copied(tmp_path: Path, kept: PartsFolder) -> CopiedParts:
    copied = CopiedParts(tmp_path / "copies", kept)
    copied.write("a", PARTS)
    return copied


def same(found: Parts) -> bool:
    expected = arrays_of(PARTS)
    return all(np.array_equal(array, expected[name]) for name, array in arrays_of(found).items())


def test_parts_are_copied_when_they_are_read_and_not_asked_for_again(
    copied: CopiedParts, kept: PartsFolder
) -> None:
    assert copied.copied() == frozenset()
    assert copied.spans("a")[0] == (0, 9)
    assert np.array_equal(copied.places(["a"])[0].vectors, PARTS.vectors)
    assert copied.copied() == frozenset()  # for so little it isn't copied
    assert same(copied.read("a"))
    assert [path.name for path in copied.path.iterdir()] == ["a.npz"]
    kept.clear()
    again = CopiedParts(copied.path, kept)
    assert same(again.read("a"))
    assert again.spans("a")[0] == (0, 9)
    assert np.array_equal(again.places(["a"])[0].vectors, PARTS.vectors)


@pytest.mark.parametrize("broken", [b"", b"no zip", None], ids=["empty", "other", "cut short"])
def test_a_broken_copy_is_made_anew(copied: CopiedParts, broken: bytes | None) -> None:
    copied.read("a")
    file = copied.path / "a.npz"
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] if broken is None else broken)
    again = CopiedParts(copied.path, copied._kept)
    assert again.spans("a")[0] == (0, 9)
    assert same(again.read("a"))
    assert file.read_bytes() == whole


def test_without_room_for_copies_parts_are_read_all_the_same(
    copied: CopiedParts, tmp_path: Path
) -> None:
    (tmp_path / "copies").write_text("A file where the folder should be.")
    assert same(copied.read("a"))
    assert copied.weight(copied.read("a")) >= 1
    assert copied.copied() == frozenset()


def test_what_is_gone_has_no_copy(copied: CopiedParts, kept: PartsFolder) -> None:
    copied.write("b", PARTS)
    for name in "ab":
        copied.read(name)
    copied.drop("a")
    with pytest.raises(StoreError):
        copied.read("a")
    assert copied.copied() == {"b"}
    copied.forget_copies({"b", "never there"})
    assert copied.copied() == frozenset()
    assert same(copied.read("b"))
    (kept.path / "b.npz").write_bytes(b"damaged")
    with pytest.raises(StoreError):
        copied.check("b")
    copied.clear()
    assert not copied.path.exists()
    assert not kept.path.exists()
