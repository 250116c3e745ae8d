from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rag.embedder import Embedder
from rag.pieces import batches

ROOM = 64


@given(st.lists(st.integers(1, 80)), st.none() | st.integers(1, 9))
def test_every_text_is_in_one_batch_and_no_batch_too_large(
    lengths: list[int], most: int | None
) -> None:
    found = list(batches(lengths, ROOM, most))
    assert sorted(i for batch in found for i in batch) == list(range(len(lengths)))
    for batch in found:
        assert len(batch) == 1 or len(batch) * max(lengths[i] for i in batch) <= ROOM
        assert most is None or len(batch) <= most


def test_pieces_stand_for_the_characters_of_their_text(embedder: Embedder) -> None:
    texts = ["Goats graze.", "", "The levy on wells was raised by a third in the spring."]
    goats, nothing, levy = embedder.encode(texts, lambda _, encoded: encoded)
    assert [texts[0][start:end] for start, end in goats.spans] == ["Goats", "graz", "e", "."]
    assert len(nothing.spans) == len(nothing.pieces) == 0
    assert levy.pieces.shape == (len(levy.spans), 384)


def test_neighbours_in_a_batch_change_nothing(embedder: Embedder) -> None:
    text = "Goats may graze on the common until the first frost."
    (alone,) = embedder.encode([text], lambda _, encoded: encoded)
    beside = embedder.encode([text + " And sheep, too." * n for n in range(9)], lambda _, one: one)
    assert np.allclose(alone.vector, beside[0].vector, atol=1e-5)
    assert np.allclose(alone.pieces, beside[0].pieces, atol=1e-4)
