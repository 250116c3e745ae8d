from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from rag.errors import StoreError
from rag.models.embedder import Embedder
from rag.store.passage_vectors import Parts, sign_bits
from rag.store.stored_parts import PartsFolder
from tests.rag.fakes import IDENTITY, HashedWords, hashed_words, made_document, make_parts

TEXT = """\
The levy on wells was raised by a third. The board met in the spring and again in the autumn.
It met in the old hall, which has since been sold to the parish for one pound and a promise.

Goats may graze on the common until the first frost, but no longer, and never on the high meadow.
"""


def same(one: Parts, other: Parts) -> bool:
    return all(
        np.array_equal(
            np.asarray(getattr(one, f.name), np.float16),
            np.asarray(getattr(other, f.name), np.float16),
        )
        for f in fields(Parts)
    )


def test_every_passage_has_its_sentences_and_word_pieces(
    tmp_path: Path, embedder: Embedder
) -> None:
    document, passages, _ = made_document(tmp_path, TEXT)
    parts = make_parts(document, passages, embedder)
    assert parts.starts.tolist() == [passage.start for passage in passages]
    for number, passage in enumerate(passages):
        assert parts.row(passage.start) == number
        assert 10 < len(parts.of_passage(number).signs) < len(passage.text) / 2
        whole = embedder.vectors([passage.text])[0]
        assert parts.vectors.dtype == np.float32
        assert np.allclose(parts.vectors[number], whole, atol=1e-5)
    assert parts.row(passages[0].start + 1) is None
    assert parts.row(10**6) is None


def test_a_sentence_is_the_mean_of_its_word_pieces(tmp_path: Path, embedder: Embedder) -> None:
    document, passages, _ = made_document(tmp_path, TEXT)
    parts = make_parts(document, passages, embedder)
    first = passages[0]
    encoded = embedder.encode_question(first.text)
    spans = document.sentences_in(first.start, first.end)
    assert len(spans) == len(parts.sentences_of(0)) == 3
    for span, row in zip(spans, parts.sentences_of(0), strict=True):
        inside = [
            span.start <= first.start + start and first.start + end <= span.end
            for start, end in encoded.spans
        ]
        mean = encoded.pieces[inside].mean(axis=0)
        assert np.allclose(row.astype(np.float32), mean / np.linalg.norm(mean), atol=2e-3)
    only = passages[1]
    assert len(document.sentences_in(only.start, only.end)) == len(parts.sentences_of(1)) == 1
    assert np.allclose(parts.sentences_of(1)[0], parts.vectors[1], atol=2e-3)


def test_a_sentence_that_the_model_does_not_get_to_is_read_alone(
    tmp_path: Path, embedder: Embedder
) -> None:
    long = "The warden counts the goats on the meadow, and the sheep beside the old canal. " * 20
    last = "A levy is due."
    document, _, _ = made_document(tmp_path, f"{long}{last}\n")
    passage = document.passage(0, len(document.text))
    parts = make_parts(document, [passage], embedder)
    own = embedder.embed_sentences([last])[0]
    assert np.allclose(parts.sentences_of(0)[-1].astype(np.float32), own, atol=2e-3)
    assert len(parts.sentences_of(0)) == 21


class Listening(HashedWords):
    """Notes what it's asked for."""

    asked: list[str]

    def _get_text_embedding(self, text: str) -> list[float]:
        self.asked.append(text)
        return super()._get_text_embedding(text)


def test_what_is_known_or_said_before_is_not_run_again(tmp_path: Path) -> None:
    document, passages, parts = made_document(tmp_path, TEXT)
    model = Listening(asked=[])
    embedder = Embedder(model, IDENTITY)
    known = {p.text: parts.of_passage(row) for row, p in enumerate(passages)}
    assert same(make_parts(document, passages, embedder, known=known), parts)
    assert model.asked == []
    goats = passages[1].text
    del known[goats]
    again = make_parts(document, [*passages, passages[1]], embedder, known=known)
    assert model.asked == [goats]
    assert again.of_passage(2).vector.tolist() == parts.of_passage(1).vector.tolist()


def test_progress_counts_up_to_the_whole(tmp_path: Path) -> None:
    document, passages, _ = made_document(tmp_path, TEXT)
    told: list[tuple[int, int]] = []
    make_parts(document, passages, hashed_words(), lambda *done: told.append(done))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1]


def test_function_words_and_stops_have_no_signs(embedder: Embedder) -> None:
    def count(text: str) -> int:
        return len(sign_bits(text, embedder.encode_question(text)))

    assert count("The levy, and the wells.") == count("levy wells")


def test_a_model_without_word_pieces_leaves_them_out(tmp_path: Path) -> None:
    document, passages, _ = made_document(tmp_path, TEXT)
    parts = make_parts(document, passages, hashed_words())
    assert len(parts.signs) == 0
    assert parts.sign_ends.tolist() == [0] * len(passages)
    assert len(parts.sentences) == len(document.sentences)


def test_parts_are_read_back_and_the_least_used_forgotten(tmp_path: Path) -> None:
    document, passages, parts = made_document(tmp_path, TEXT)
    folder = PartsFolder(tmp_path / "parts", remember=1)
    folder.write("a", parts)
    folder.write("b", make_parts(document, passages, hashed_words()))
    assert same(folder.read("a"), parts)
    assert folder.read("a") is folder.read("a")
    first = folder.read("a")
    folder.read("b")
    assert folder.read("a") is not first
    folder.delete("a")
    folder.delete("a")
    with pytest.raises(StoreError, match="--rebuild"):
        folder.read("a")


def test_a_damaged_file_is_named_with_the_remedy(tmp_path: Path) -> None:
    _, _, parts = made_document(tmp_path, TEXT)
    folder = PartsFolder(tmp_path / "parts")
    folder.write("a", parts)
    (tmp_path / "parts" / "a.npz").write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(StoreError, match=r"a\.npz"):
        folder.read("a")


def test_a_file_is_mapped_and_says_the_same_as_when_it_is_read(tmp_path: Path) -> None:
    _, _, parts = made_document(tmp_path, TEXT)
    folder = PartsFolder(tmp_path / "parts")
    folder.write("a", parts)
    mapped = folder.read("a")
    assert not mapped.vectors.flags.owndata
    assert not mapped.vectors.flags.writeable
    assert same(mapped, parts)
    assert np.array_equal(folder.places(["a"])[0].vectors, parts.vectors)
    names = [field.name for field in fields(Parts)]
    np.savez_compressed(  # as no version of ours wrote it
        tmp_path / "parts" / "b.npz", **{name: getattr(parts, name) for name in names}
    )
    assert same(folder.read("b"), parts)


def test_a_file_that_is_cut_off_is_named(tmp_path: Path) -> None:
    _, _, parts = made_document(tmp_path, TEXT)
    folder = PartsFolder(tmp_path / "parts")
    folder.write("a", parts)
    file = tmp_path / "parts" / "a.npz"
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreError, match=r"a\.npz"):
        folder.read("a")
    file.write_bytes(whole[:-700] + bytes([whole[-700] ^ 1]) + whole[-699:])
    with pytest.raises(StoreError, match=r"a\.npz"):
        folder.check("a")
