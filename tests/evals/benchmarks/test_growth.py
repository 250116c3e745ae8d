"""Stores of any size are filled with documents whose copies are as long as what they're made of."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from evals.benchmarks.growth_curve import DATA, LINES, drawn, read
from evals.benchmarks.growth_store import MARK, Maker, fill
from evals.benchmarks.growth_texts import Copies, paragraphs, real_documents
from rag.store.store import Store
from tests.conftest import ROOT
from tests.rag.fakes import hashed_words


def texts(folder: Path) -> Path:
    folder.mkdir()
    said = [
        f"The Board of Ulm met in {1900 + n}. It raised the levy on {n} wells, and nobody objected "
        f"to that; the parish of Bonn paid {n * 7} pounds. What was left went to the old hall."
        for n in range(230)
    ]
    (folder / "minutes.txt").write_text("\n\n".join(said), "utf-8")
    (folder / "corpus.jsonl").write_text('{"_id": "1", "text": "Wells are dug by hand."}\n')
    return folder


def test_copies_have_other_words_in_the_same_places(tmp_path: Path) -> None:
    found = paragraphs(texts(tmp_path / "texts"))
    assert "Wells are dug by hand." in found
    real = real_documents(found)
    copies = Copies(real)
    for number in (len(real), len(real) + 1, 7 * len(real)):
        copy = copies[number]
        of = real[number % len(real)]
        assert copy.document.text != of.document.text
        assert copies[number] == copy
        assert len(copy.passages) == len(of.passages)
        for one, other in zip(copy.passages, of.passages, strict=True):
            ours = copy.document.sentences_in(one.start, one.end)
            assert len(ours) == len(of.document.sentences_in(other.start, other.end))
            assert one.text == one.text.strip()
            assert one.text[-1] == other.text[-1]


def test_a_store_is_filled_and_goes_on(tmp_path: Path) -> None:
    embedder, folder = hashed_words(), texts(tmp_path / "texts")
    maker = Maker(folder, tmp_path / "kept")
    maker.embed(embedder, 350)
    assert Maker(folder, tmp_path / "kept").embedded >= len(maker.real)
    store = Store(tmp_path / "store")
    said: list[str] = []
    fill(store, maker, embedder, 300, said.append)
    fill(store, maker, embedder, 2500, said.append)
    entries = store.entries()
    passages = sum(entry.passages for entry in entries)
    assert 2500 <= passages < 2700
    assert store.vectors.count("default") == passages
    marked = [entry.id for entry in entries if entry.source.rights == MARK]
    assert marked == [entry.id for entry in entries[maker.embedded :]]
    moved, near = store.parts_of(entries[-1].id), store.parts_of(entries[0].id)
    assert moved is not None
    assert near is not None
    assert np.allclose(np.linalg.norm(moved.vectors, axis=1), 1, atol=1e-3)
    assert store.damage() == ()


def test_the_picture_in_the_docs_is_that_of_the_data() -> None:
    picture = drawn(read(DATA))
    assert (ROOT / "docs" / "images" / "growth.svg").read_text("utf-8") == picture
    assert picture.count("<polyline") == len(LINES)
