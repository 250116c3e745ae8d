"""Texts that wait at the same time are made in one go, and each thread gets its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
import pytest

from rag.models.embedder import Embedder
from rag.models.together import Together

PATIENCE_S = 10


class Maker:
    """Makes texts longer, once it is told to go on."""

    def __init__(self) -> None:
        self.lots: list[list[str]] = []
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.together = Together(self.make)

    def make(self, texts: Sequence[str]) -> list[str]:
        self.lots.append(sorted(texts))
        self.begun.set()
        assert self.go_on.wait(PATIENCE_S)
        if "broken" in texts:
            raise ValueError("broken")
        return [f"{text}!" for text in texts]

    @contextmanager
    def busy(self, *texts: str) -> Iterator[list[Future[str]]]:
        """Have texts wait while another is made; go on, and give what becomes of them."""
        with ThreadPoolExecutor(len(texts) + 1) as pool:
            first = pool.submit(self.together.get, "first")
            assert self.begun.wait(PATIENCE_S)
            asked = [pool.submit(self.together.get, text) for text in texts]
            until = time.monotonic() + PATIENCE_S
            while len(self.together._waiting) < len(texts) and time.monotonic() < until:
                time.sleep(0.001)
            self.go_on.set()
            yield asked
            assert first.result() == "first!"


def test_who_waits_is_served_in_one_lot_and_gets_what_is_theirs() -> None:
    maker = Maker()
    with maker.busy("a", "b", "c", "b") as asked:
        assert [one.result() for one in asked] == ["a!", "b!", "c!", "b!"]
    assert maker.lots == [["first"], ["a", "b", "b", "c"]]


def test_what_breaks_for_one_breaks_for_nobody_else() -> None:
    maker = Maker()
    with maker.busy("a", "broken", "c") as asked:
        assert [asked[0].result(), asked[2].result()] == ["a!", "c!"]
        with pytest.raises(ValueError, match="broken"):
            asked[1].result()
    assert maker.together.get("after") == "after!"


def test_questions_asked_at_once_get_the_bits_that_they_get_alone(embedder: Embedder) -> None:
    questions = [
        f"{start} {end}"
        for start in ("What is", "Who pays", "In which year, if at all, did they raise")
        for end in ("it?", "the levy?", "the toll of the northern bridge and its two ferries?")
    ]
    alone = [next(embedder.encode_batches([one]))[0] for one in questions]
    anew = Embedder(embedder.model, embedder.identity)
    with ThreadPoolExecutor(len(questions)) as pool:
        at_once = list(pool.map(anew.encode_question, questions))
    for one, other in zip(alone, at_once, strict=True):
        np.testing.assert_array_equal(one.vector, other.vector)
        np.testing.assert_array_equal(one.pieces, other.pieces)
        np.testing.assert_array_equal(one.spans, other.spans)
