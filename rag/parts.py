"""What a passage is made of: the vectors of its sentences, and signs of its word pieces.

Chroma holds a vector for each passage. To compare a question with the sentences in
it and word by word, the search needs more, and finds it here: a file for each
generation, written once and never changed. All of it can be made again from the
text and the model.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from rag.errors import StoreError
from rag.models import Embedder, Encoded
from rag.questions import FUNCTION_WORDS
from rag.types import Document, Passage

Halves = NDArray[np.float16]
Bits = NDArray[np.uint8]
Ints = NDArray[np.int64]

REMEMBER_BYTES = 400_000_000


@dataclass(frozen=True, slots=True)
class Places:
    """Where the passages of a document stand, and their vectors (passages x dimensions)."""

    starts: Ints
    ends: Ints
    vectors: NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one document's passages, in the order of the text.

    ``starts`` and ``ends`` (passages) are their first characters and those after the
    last, ``vectors`` (passages x dimensions) those of the passages. ``sentences``
    (sentences x dimensions) and ``signs`` (word pieces x dimensions / 8, a bit for each
    positive number) run through all passages; ``sentence_ends`` and ``sign_ends``
    (passages) say where each one's end.
    """

    starts: Ints
    ends: Ints
    vectors: NDArray[np.floating]
    sentences: Halves
    sentence_ends: Ints
    signs: Bits
    sign_ends: Ints

    def row(self, start: int) -> int | None:
        """Give the number of the passage that begins at a character, None if none does."""
        at = int(np.searchsorted(self.starts, start))
        return at if at < len(self.starts) and self.starts[at] == start else None

    def sentences_of(self, row: int) -> Halves:
        """Give the vectors of a passage's sentences (sentences x dimensions)."""
        return self.sentences[_first(self.sentence_ends, row) : self.sentence_ends[row]]

    def signs_of(self, row: int) -> Bits:
        """Give the signs of a passage's word pieces (pieces x dimensions / 8)."""
        return self.signs[_first(self.sign_ends, row) : self.sign_ends[row]]


def make_parts(
    document: Document,
    passages: Sequence[Passage],
    embedder: Embedder,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Parts:
    """Run passages and their sentences through the model, and keep what the search needs.

    ``passages`` are in the order of the text. ``progress`` is told how many texts
    are done, of how many.
    """
    texts = [passage.text for passage in passages]
    spans = [document.sentences_in(passage.start, passage.end) for passage in passages]
    # The sentence of a passage that has only one is the passage.
    several = [found if len(found) > 1 else () for found in spans]
    sentences = [document.text[span.start : span.end] for found in several for span in found]
    total = len(texts) + len(sentences)
    kept = embedder.encode(texts, _keep, lambda done: progress(done, total))
    own = embedder.encode(
        sentences, lambda _, one: one.vector, lambda done: progress(len(texts) + done, total)
    )
    rows, at = [], 0
    for found, (vector, _) in zip(several, kept, strict=True):
        rows.append(np.stack(own[at : at + len(found)] if found else [vector]))
        at += len(found)
    signs = [one for _, one in kept]
    dimensions = len(kept[0][0]) if kept else 0
    return Parts(
        starts=np.array([passage.start for passage in passages], np.int64),
        ends=np.array([passage.end for passage in passages], np.int64),
        vectors=np.stack([vector for vector, _ in kept])
        if kept
        else np.zeros((0, dimensions), np.float32),
        sentences=np.concatenate(rows).astype(np.float16) if rows else np.zeros((0, 0), np.float16),
        sentence_ends=np.cumsum([len(one) for one in rows], dtype=np.int64),
        signs=np.concatenate(signs) if signs else np.zeros((0, 0), np.uint8),
        sign_ends=np.cumsum([len(one) for one in signs], dtype=np.int64),
    )


class PartsFolder:
    """The parts of one store, a file for each generation, the last ones read remembered."""

    def __init__(self, path: Path, remember_bytes: int = REMEMBER_BYTES) -> None:
        """Name the folder; it's made when the first file is written."""
        self.path = path
        self._room = remember_bytes
        self._known: OrderedDict[str, Parts] = OrderedDict()
        self._places: dict[str, Places] = {}
        self._lock = threading.Lock()

    def write(self, generation: str, parts: Parts) -> None:
        """Write a generation's parts, durably."""
        self.path.mkdir(parents=True, exist_ok=True)
        half = {"vectors": parts.vectors.astype(np.float16)}
        with self._file(generation).open("wb") as stream:
            np.savez(stream, **({f.name: getattr(parts, f.name) for f in fields(Parts)} | half))
            stream.flush()
            os.fsync(stream.fileno())

    def read(self, generation: str) -> Parts:
        """Read a generation's parts. Raises `StoreError` with the remedy when they're damaged."""
        with self._lock:
            if generation in self._known:
                self._known.move_to_end(generation)
                return self._known[generation]
        parts = Parts(**self._read(generation, [field.name for field in fields(Parts)]))
        with self._lock:
            self._known[generation] = parts
            while len(self._known) > 1 and sum(map(_size, self._known.values())) > self._room:
                self._known.popitem(last=False)
        return parts

    def places(self, generations: Sequence[str]) -> list[Places]:
        """Read where the passages of some generations stand, and their vectors; no more of them.

        What was read is kept until others are asked for. Raises `StoreError` as `read` does.
        """
        with self._lock:
            known = {one: self._places[one] for one in generations if one in self._places}
        for one in generations:
            if one not in known:
                known[one] = Places(**self._read(one, [field.name for field in fields(Places)]))
        with self._lock:
            self._places = known
        return [known[one] for one in generations]

    def _read(self, generation: str, names: Sequence[str]) -> dict[str, Any]:
        try:
            with (
                self._file(generation).open("rb") as stream,
                np.load(stream, allow_pickle=False) as found,
            ):
                return {name: found[name] for name in names}
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise StoreError(
                f"{self._file(generation)} can't be read ({error}); run `sanad ingest --rebuild`"
            ) from error

    def delete(self, generation: str) -> None:
        """Delete a generation's parts, if they are there."""
        with self._lock:
            self._known.pop(generation, None)
        self._file(generation).unlink(missing_ok=True)

    def _file(self, generation: str) -> Path:
        return self.path / f"{generation}.npz"


def sign_bits(text: str, encoded: Encoded) -> Bits:
    """Keep the sign of each number of the word pieces that say something, a bit each.

    Function words and punctuation are left out. The signs keep the direction well
    enough to compare with (random hyperplanes: Charikar, STOC 2002), in a 32nd of
    the room.
    """
    words = [text[start:end].lower() for start, end in encoded.spans.tolist()]
    telling = [any(map(str.isalnum, word)) and word not in FUNCTION_WORDS for word in words]
    pieces = encoded.pieces[np.array(telling, bool)] if any(telling) else encoded.pieces
    return np.packbits(pieces > 0, axis=1)


def _keep(text: str, encoded: Encoded) -> tuple[NDArray[np.float32], Bits]:
    return encoded.vector, sign_bits(text, encoded)


def _first(ends: Ints, row: int) -> int:
    return int(ends[row - 1]) if row else 0


def _size(parts: Parts) -> int:
    return sum(getattr(parts, field.name).nbytes for field in fields(Parts))
