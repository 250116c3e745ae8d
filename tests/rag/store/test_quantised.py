"""The nearest of many passages by their vectors in bytes, beside a comparison with all of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from rag.errors import StoreUnreachable
from rag.store.catalogue_rows import Entry
from rag.store.live_search import Contents
from rag.store.passage_vectors import Parts, Places
from rag.store.quantised import Quantised, quantised
from rag.store.stored_parts import PartsFolder

DIMENSIONS = 48


def near_each_other(rows: int, seed: int) -> NDArray[np.float32]:
    """Give vectors of length 1 that lie in some bundles, as those of texts do."""
    random = np.random.default_rng(seed)
    bundles = random.normal(size=(12, DIMENSIONS))
    vectors = bundles[random.integers(12, size=rows)] + random.normal(size=(rows, DIMENSIONS))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    single: NDArray[np.float32] = vectors.astype(np.float32)
    return single


def parts_of(vectors: NDArray[np.float32]) -> Parts:
    rows = len(vectors)
    return Parts(
        starts=np.arange(rows, dtype=np.int64) * 10,
        ends=np.arange(rows, dtype=np.int64) * 10 + 9,
        vectors=vectors,
        sentences=np.zeros((0, DIMENSIONS), np.float16),
        sentence_ends=np.zeros(rows, np.int64),
        signs=np.zeros((0, DIMENSIONS // 8), np.uint8),
        sign_ends=np.zeros(rows, np.int64),
    )


class Kept:
    """A folder of parts, and what a collection of some of them is."""

    def __init__(self, path: Path) -> None:
        self.folder = PartsFolder(path)
        self.vectors: dict[str, NDArray[np.float32]] = {}

    def put(self, name: str, vectors: NDArray[np.float32]) -> None:
        self.vectors[name] = vectors
        self.folder.write(name, parts_of(vectors))

    def contents(self, *names: str) -> Contents:
        entries = [
            SimpleNamespace(
                id=f"document {name}",
                generation=name,
                collection="default",
                passages=len(self.vectors[name]),
            )
            for name in names
        ]
        return Contents.of(cast("list[Entry]", entries))

    def exactly(self, asked: NDArray[np.float32], k: int, *names: str) -> list[tuple[str, int]]:
        every = [
            (float((row * asked).sum()), name, number)
            for name in names
            for number, row in enumerate(self.vectors[name])
        ]
        every.sort(key=lambda one: (-one[0], one[1], one[2]))
        return [(name, 10 * number) for _, name, number in every[:k]]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    kept = Kept(tmp_path / "parts")
    for number in range(30):
        kept.put(f"{number:02}", near_each_other(40 + number, number))
    return kept


def found_by(
    searched: Quantised, asked: NDArray[np.float32], whole: Contents, some: Contents | None = None
) -> list[tuple[str, int]]:
    left_out: dict[str, str] = {}
    found = searched.nearest(asked.tolist(), 20, some or whole, whole, left_out.update)
    assert not left_out
    return [(one.generation, one.start) for one in found]


def test_the_nearest_are_those_that_a_comparison_with_all_finds(kept: Kept) -> None:
    names = sorted(kept.vectors)
    whole, searched = kept.contents(*names), Quantised(kept.folder)
    some = names[::3]
    for asked in near_each_other(40, 99):
        assert found_by(searched, asked, whole) == kept.exactly(asked, 20, *names)
        assert found_by(searched, asked, whole, kept.contents(*some)) == kept.exactly(
            asked, 20, *some
        )


def test_what_is_found_does_not_depend_on_the_order_or_on_what_was_there_before(kept: Kept) -> None:
    names = sorted(kept.vectors)
    grown = Quantised(kept.folder)
    for last in (3, 17, 30, 12, 29, 30):  # added, taken out, and added once more
        whole = kept.contents(*reversed(names[:last]))
        for asked in near_each_other(5, last):
            fresh = Quantised(kept.folder)
            found = found_by(grown, asked, whole)
            assert found == found_by(fresh, asked, kept.contents(*names[:last]))
            assert found == kept.exactly(asked, 20, *names[:last])


def test_documents_without_passages_and_collections_without_documents_have_none(
    kept: Kept,
) -> None:
    asked = near_each_other(1, 1)[0]
    searched = Quantised(kept.folder)
    kept.put("empty", np.zeros((0, DIMENSIONS), np.float32))
    assert found_by(searched, asked, kept.contents()) == []
    assert found_by(searched, asked, kept.contents("empty")) == []
    whole = kept.contents("empty", "00")
    assert found_by(searched, asked, whole) == kept.exactly(asked, 20, "00")
    assert found_by(searched, asked, whole, kept.contents("empty")) == []


def test_a_document_whose_vectors_cannot_be_read_is_left_out_and_told(kept: Kept) -> None:
    (kept.folder.path / "07.npz").write_bytes(b"no vectors")
    names = sorted(kept.vectors)
    whole, searched, asked = kept.contents(*names), Quantised(kept.folder), near_each_other(1, 5)[0]
    told: dict[str, str] = {}
    found = searched.nearest(asked.tolist(), 20, whole, whole, told.update)
    others = [name for name in names if name != "07"]
    assert [(one.generation, one.start) for one in found] == kept.exactly(asked, 20, *others)
    assert list(told) == ["document 07:parts"]
    assert "07.npz" in told["document 07:parts"]
    kept.folder.write("07", parts_of(kept.vectors["07"]))
    assert found_by(searched, asked, kept.contents(*names)) == kept.exactly(asked, 20, *names)


class Away(PartsFolder):
    """A folder on a server that is gone from the tenth file on, until it's back."""

    left = 9

    def places(self, generations: Sequence[str]) -> Sequence[Places]:
        self.left -= 1
        if self.left == 0:
            raise StoreUnreachable("the server doesn't answer")
        return super().places(generations)


def test_while_a_server_is_gone_nothing_is_left_out(kept: Kept) -> None:
    names = sorted(kept.vectors)
    whole, asked = kept.contents(*names), near_each_other(1, 5)[0]
    searched = Quantised(Away(kept.folder.path))
    with pytest.raises(StoreUnreachable):
        found_by(searched, asked, whole)
    assert found_by(searched, asked, whole) == kept.exactly(asked, 20, *names)


def test_vectors_in_bytes_are_near_those_that_they_stand_for() -> None:
    vectors = near_each_other(200, 4)
    rows, scales = quantised(vectors)
    assert rows.dtype == np.int8
    assert np.abs(rows * scales[:, None] - vectors).max() <= scales.max() / 2 + 1e-7
    nothing, _ = quantised(np.zeros((2, DIMENSIONS), np.float32))
    assert not nothing.any()
