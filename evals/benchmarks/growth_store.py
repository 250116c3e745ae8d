"""Fills a store with the documents of `evals.benchmarks.growth_texts`, to any number of passages.

Vectors are the model's own for the documents that were embedded (`embed`, which goes on where it
ended), and beyond those of the real passage, moved by the difference of two others, as far as
the model's own vectors of copies lie from their originals'. Such documents are marked: their
`Source` says so in ``rights``. The store writes them by its own code, some documents a version.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from evals.benchmarks.growth_texts import Copies, Made, paragraphs, real_documents
from rag.answerability.similarity import about
from rag.models.embedder import Embedder
from rag.store.index_identity import index_identity
from rag.store.passage_vectors import Parts, make_all_parts
from rag.store.store import Store
from rag.store.stored_parts import PartsFolder
from rag.store.word_vector_cache import learn_words

LEARNT = 2_000
"""Documents whose words and names are run through the model, as an ingest does: those of 10,000
take half an hour. Names in later copies are read when a question meets them."""
BATCH = 50
"""Documents a version: some 3,000 passages."""
TOGETHER = 20
"""Documents that go through the model at once."""
FLIPPED = 0.2
"""Part of the signs of word pieces that are turned where the model didn't make them."""
MARK = "SYNTHETIC vectors"
Rows = NDArray[np.floating]


class Maker:
    """Makes documents with their parts, by their numbers."""

    def __init__(self, texts: Path, kept: Path) -> None:
        """Take the folder of real texts, and the one that keeps what the model made."""
        self.real = real_documents(paragraphs(texts))
        self._parts = PartsFolder(kept, remember=0)
        self._kept = kept

    @cached_property
    def copies(self) -> Copies:
        """All documents, of which the first are real."""
        return Copies(self.real)

    @cached_property
    def embedded(self) -> int:
        """How many documents have vectors of the model's own, from the first on."""
        number = 0
        while (self._kept / f"{_name(number)}.npz").exists():
            number += 1
        return number

    def embed(self, embedder: Embedder, until: int) -> None:
        """Run documents through the model until so many passages have been, and keep the parts."""
        passages = number = 0
        while passages < until:
            started = time.perf_counter()
            numbers = range(number, number + TOGETHER)
            made = [self.copies[one] for one in numbers]
            new = [
                (number, one)
                for number, one in zip(numbers, made, strict=True)
                if not (self._kept / f"{_name(number)}.npz").exists()
            ]
            pairs = [(one.document, one.passages) for _, one in new]
            parts = make_all_parts(pairs, lambda: embedder)
            for (one, _), some in zip(new, parts, strict=True):
                self._parts.write(_name(one), some)
            number, passages = number + TOGETHER, passages + sum(len(m.passages) for m in made)
            rate = sum(len(some) for _, some in pairs) / (time.perf_counter() - started)
            click.echo(f"{number} documents, {passages:,} passages, {rate:.0f} a second")

    def made(self, number: int) -> tuple[Made, Parts]:
        """Give a document and its parts."""
        made = self.copies[number]
        if number < self.embedded:
            return made, self._parts.read(_name(number))
        source = replace(made.document.source, rights=MARK)
        made = replace(made, document=replace(made.document, source=source))
        assert made.of is not None
        starts = np.array([one.start for one in made.passages], np.int64)
        ends = np.array([one.end for one in made.passages], np.int64)
        moved = self._moved(number, self._parts.read(_name(made.of)))
        return made, replace(moved, starts=starts, ends=ends)

    @cached_property
    def _others(self) -> Rows:
        """Vectors of real passages."""
        some = [self._parts.read(_name(number)).vectors for number in range(len(self.real))]
        return np.concatenate(some)

    @cached_property
    def distance(self) -> float:
        """How far the model's vectors of copies lie from their originals': the mean cosine."""
        first = len(self.real)
        pairs = [
            (self._parts.read(_name(n)).vectors, self._parts.read(_name(n - first)).vectors)
            for n in range(first, min(self.embedded, 2 * first))
        ]
        return float(np.mean([np.mean((one * other).sum(axis=1)) for one, other in pairs]))

    @cached_property
    def _step(self) -> float:
        """How much of a difference to add, so that copies lie as far away as the model's own."""
        numbers = np.random.default_rng(3)
        rows = self._others[numbers.permutation(len(self._others))[:2000]]
        low, high = 0.0, 4.0
        for _ in range(20):
            middle = (low + high) / 2
            moved = _unit(rows + middle * self._differences(len(rows), numbers))
            if float((rows * moved).sum(axis=1).mean()) > self.distance:
                low = middle
            else:
                high = middle
        return low

    def _differences(self, count: int, numbers: np.random.Generator) -> Rows:
        ones, others = numbers.integers(0, len(self._others), (2, count))
        found: Rows = self._others[ones] - self._others[others]
        return found

    def _moved(self, number: int, parts: Parts) -> Parts:
        numbers = np.random.default_rng([3, number])
        steps = self._step * self._differences(len(parts.vectors), numbers)
        counts = np.diff(parts.sentence_ends, prepend=0)
        sentences = parts.sentences.astype(np.float32) + np.repeat(steps, counts, axis=0)
        flipped = numbers.random((1024, parts.signs.shape[1], 8)) < FLIPPED
        turned = np.packbits(flipped, axis=2)[:, :, 0]
        signs = parts.signs ^ turned[numbers.integers(0, len(turned), len(parts.signs))]
        return replace(
            parts,
            vectors=_unit(parts.vectors + steps),
            sentences=_unit(sentences).astype(np.float16),
            signs=signs,
        )


def _unit(rows: Rows) -> Rows:
    found: Rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return found.astype(np.float32)


def _name(number: int) -> str:
    return f"{number:06}"


def fill(
    store: Store, maker: Maker, embedder: Embedder, until: int, say: Callable[[str], None]
) -> None:
    """Add documents to a store until it has so many passages; one that has some goes on."""
    with store.writing():
        store.set_identity(index_identity(embedder.identity))
        entries = store.entries()
        number, passages = len(entries), sum(entry.passages for entry in entries)
        for batch in _batches(maker, number, until - passages):
            started = time.perf_counter()
            new = [(made.document, made.passages, parts) for made, parts in batch]
            if number < max(len(maker.real), LEARNT):
                texts = [text for one, _, _ in new for text in (one.text, about(one))]
                learn_words(texts, store.word_vectors, embedder)
            store.replace(new)
            count = sum(len(some) for _, some, _ in new)
            number, passages = number + len(new), passages + count
            rate = count / (time.perf_counter() - started)
            say(f"{passages:,} passages in {number:,} documents, {rate:.0f} a second")


def _batches(maker: Maker, number: int, wanted: int) -> Iterator[Sequence[tuple[Made, Parts]]]:
    batch = []
    while wanted > 0:
        made, parts = maker.made(number)
        batch.append((made, parts))
        number, wanted = number + 1, wanted - len(made.passages)
        if len(batch) == BATCH or wanted <= 0:
            yield batch
            batch = []
