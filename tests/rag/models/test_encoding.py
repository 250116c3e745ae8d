from __future__ import annotations

import random

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rag.models.embedder import Embedder
from rag.models.encoding import BATCH_PIECES, Encoded, same_width


def test_pieces_stand_for_the_characters_of_their_text(embedder: Embedder) -> None:
    texts = ["Goats graze.", "", "The levy on wells was raised by a third in the spring."]
    goats, nothing, levy = encode(embedder, texts)
    assert [texts[0][start:end] for start, end in goats.spans] == ["Goats", "graz", "e", "."]
    assert len(nothing.spans) == len(nothing.pieces) == 0
    assert levy.pieces.shape == (len(levy.spans), 384)


@given(st.lists(st.integers(0, 300)), st.none() | st.integers(100, 256))
def test_every_text_has_the_width_of_its_own_length(lengths: list[int], most: int | None) -> None:
    found = list(same_width(lengths, most))
    assert sorted(i for _, batch in found for i in batch) == list(range(len(lengths)))
    for width, batch in found:
        assert len(batch) == 1 or len(batch) * width <= BATCH_PIECES
        for i in batch:
            assert lengths[i] <= width <= max(lengths[i] + 7, 4)
            assert next(same_width([lengths[i]], most))[0] == width


COMPANY = [
    "levy",
    "wells",
    "",
    "Goats may graze on the common until the first frost.",
    *("The warden counts the goats, and the sheep beside the canal. " * n for n in range(1, 9)),
    *(f"Clause {n} of the {'old ' * n}law is repealed." for n in range(40)),
    "A text that the model doesn't read to its end. " * 40,
]


@pytest.mark.parametrize("threads", [1, 2])
def test_a_text_gives_the_same_bits_alone_and_in_any_company(
    embedder: Embedder, threads: int
) -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        together = dict(zip(COMPANY, encode(embedder, COMPANY), strict=True))
        for text in COMPANY[::3]:
            assert same(embedder.encode_question(text), together[text])
            assert np.array_equal(embedder.vectors([text])[0], together[text].vector)
        chance = random.Random(5)  # noqa: S311 - no secret
        for size in (2, 3, 7, 30):
            some = chance.sample(COMPANY, size)
            for text, one in zip(some, encode(embedder, some), strict=True):
                assert same(one, together[text])
    finally:
        torch.set_num_threads(before)


def encode(embedder: Embedder, texts: list[str]) -> list[Encoded]:
    found = {n: one for batch in embedder.encode_batches(texts) for n, one in batch.items()}
    return [found[number] for number in range(len(texts))]


def same(one: Encoded, other: Encoded) -> bool:
    return np.array_equal(one.vector, other.vector) and np.array_equal(one.pieces, other.pieces)
