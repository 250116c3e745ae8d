"""A second look at the best passages by a cross-encoder, when the user has one."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from rag.types import Hit

DEPTH = 30
"""Passages that are looked at again: each costs a pass of the model."""


class PairScorer(Protocol):
    """What is used of `sentence_transformers.CrossEncoder`."""

    def predict(self, inputs: list[tuple[str, str]]) -> object:
        """Give a score for each (question, passage), the higher the better."""
        ...


class Reranker:
    """Any cross-encoder behind one lock."""

    def __init__(self, model: PairScorer, name: str) -> None:
        """Wrap a model; ``name`` is what reports call it."""
        self.name = name
        self._model = model
        self._lock = threading.Lock()

    def rerank(self, question: str, hits: Sequence[Hit], k: int) -> tuple[Hit, ...]:
        """Give the ``k`` best of the hits by the model's own scores, which take the hits' place."""
        if not hits:
            return ()
        pairs = [(question, hit.passage.text) for hit in hits]
        with self._lock:
            scores = np.asarray(self._model.predict(pairs), np.float64).reshape(len(hits))
        order = np.argsort(-scores, kind="stable")[:k]
        return tuple(replace(hits[i], score=float(scores[i])) for i in order.tolist())
