"""What a passage is made of: the vectors of its sentences, and signs of its word pieces.

Chroma holds a vector for each passage. To compare a question with the sentences in
it and word by word, the search needs more, and finds it here: a file for each
generation, written once and never changed. All of it can be made again from the
text and the model.

A sentence's vector is the mean of its word pieces as they came out of the model
with the whole passage. A vector of its own would take the sentence through the
model a second time, and finds no better passages (`docs/retrieval.md`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.models.embedder import Embedder
from rag.models.encoding import Encoded, Vector
from rag.text.stopwords import FUNCTION_WORDS
from rag.types import Document, Passage

Halves = NDArray[np.float16]
Bits = NDArray[np.uint8]
Ints = NDArray[np.int64]

Key = tuple[str, tuple[tuple[int, int], ...]]
"""A passage's text as the model reads it, and where each sentence stands in that."""
EmbedPassages = Callable[[Sequence[Key], Callable[[int, int], None]], dict[Key, "PassageParts"]]
"""Takes passages, and what is told how many are done, of how many."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the passages of a document stand, and their vectors (passages x dimensions).

    ``starts`` and ``ends`` (passages) are their first characters and those after the last.
    """

    starts: Ints
    ends: Ints
    vectors: Vector


@dataclass(frozen=True, slots=True)
class PassageParts:
    """What the search needs of one passage.

    ``vector`` (dimensions) is the passage's, ``sentences`` (sentences x dimensions) have
    a row each, and ``signs`` (word pieces x dimensions / 8) a bit for each positive number.
    """

    vector: Vector
    sentences: Halves
    signs: Bits


@dataclass(frozen=True, slots=True)
class Parts(Places):
    """The parts of one document's passages, in the order of the text.

    ``sentences`` (sentences x dimensions) and ``signs`` (word pieces x dimensions / 8, a
    bit for each positive number) run through all passages; ``sentence_ends`` and
    ``sign_ends`` (passages) say where each one's end.
    """

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

    def of_passage(self, row: int) -> PassageParts:
        """Give all parts of one passage, as `make_all_parts` takes them."""
        signs = self.signs[_first(self.sign_ends, row) : self.sign_ends[row]]
        return PassageParts(self.vectors[row], self.sentences_of(row), signs)


def make_all_parts(
    documents: Sequence[tuple[Document, Sequence[Passage]]],
    load_model: Callable[[], Embedder],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    *,
    known: Mapping[str, PassageParts] | None = None,
    elsewhere: EmbedPassages | None = None,
) -> list[Parts]:
    """Run the passages of some documents through the model, each text once.

    Gives for each document what the search needs of it. Passages are in the order of
    their text. ``progress`` is told how many texts are done, of how many. ``known`` has
    by their text passages that the same model has seen before; the model is loaded only
    when there are others, and not here if they are embedded ``elsewhere``.
    """
    keys = [[_key(document, one) for one in some] for document, some in documents]
    found = {
        key: known[key[0]]
        for some in keys
        for key in some
        if known and key[0] in known and len(known[key[0]].sentences) == len(key[1])
    }
    new = [key for key in dict.fromkeys(key for some in keys for key in some) if key not in found]
    if new and elsewhere:
        found |= elsewhere(new, progress)
    elif new:
        found |= embed_passages(new, load_model(), progress)
    return [
        _joined(some, [found[key] for key in mine])
        for (_, some), mine in zip(documents, keys, strict=True)
    ]


def embed_passages(
    new: Sequence[Key],
    embedder: Embedder,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> dict[Key, PassageParts]:
    """Run passages through the model. What comes of one doesn't depend on the others."""
    found: dict[Key, PassageParts] = {}
    unread: list[tuple[Key, int]] = []
    for batch in embedder.encode_batches([text for text, _ in new]):
        for number, encoded in batch.items():
            found[new[number]], left = _parts_of(*new[number], encoded)
            unread += [(new[number], sentence) for sentence in left]
        progress(len(found), len(new))
    _read_alone(unread, found, embedder, lambda done, of: progress(len(new) + done, len(new) + of))
    return found


def _key(document: Document, passage: Passage) -> Key:
    text = passage.text_with_heads
    spans = document.sentences_in(passage.start, passage.end)
    if len(spans) < 2:  # the sentence of a passage that has only one is the passage
        return text, ((0, len(text)),)
    before = len(text) - len(passage.text) - passage.start
    return text, tuple((span.start + before, span.end + before) for span in spans)


def _parts_of(
    text: str, bounds: Sequence[tuple[int, int]], encoded: Encoded
) -> tuple[PassageParts, list[int]]:
    """Give a passage's parts, and the numbers of the sentences that the model didn't get to."""
    rows = np.zeros((len(bounds), len(encoded.vector)), np.float32)
    unread = []
    if len(bounds) == 1:
        rows[0] = encoded.vector
    else:
        read_to = int(encoded.spans[-1, 1]) if len(encoded.spans) else 0
        edges = np.searchsorted(encoded.spans[:, 0], np.array(bounds))
        for number, ((_, end), (first, last)) in enumerate(zip(bounds, edges, strict=True)):
            if end > read_to or first == last:
                unread.append(number)
            else:
                rows[number] = encoded.pieces[first:last].sum(axis=0)
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    signs = sign_bits(text, encoded)
    return PassageParts(encoded.vector, rows.astype(np.float16), signs), unread


def _read_alone(
    unread: Sequence[tuple[Key, int]],
    found: Mapping[Key, PassageParts],
    embedder: Embedder,
    progress: Callable[[int, int], None],
) -> None:
    """Give sentences past what a model reads of a passage the vectors that they have alone."""
    texts = [text[slice(*bounds[number])] for (text, bounds), number in unread]
    vectors = embedder.vectors(texts, lambda done: progress(done, len(texts)))
    for (key, number), vector in zip(unread, vectors, strict=True):
        found[key].sentences[number] = vector


def _joined(places: Sequence[Passage], passages: Sequence[PassageParts]) -> Parts:
    def stacked(rows: Sequence[NDArray[Any]], sort: type) -> NDArray[Any]:
        return np.concatenate(rows) if rows else np.zeros((0, 0), sort)

    return Parts(
        starts=np.array([passage.start for passage in places], np.int64),
        ends=np.array([passage.end for passage in places], np.int64),
        vectors=stacked([one.vector[None] for one in passages], np.float32),
        sentences=stacked([one.sentences for one in passages], np.float16),
        sentence_ends=np.cumsum([len(one.sentences) for one in passages], dtype=np.int64),
        signs=stacked([one.signs for one in passages], np.uint8),
        sign_ends=np.cumsum([len(one.signs) for one in passages], dtype=np.int64),
    )


def sign_bits(text: str, encoded: Encoded) -> Bits:
    """Keep the sign of each number of the word pieces that say something, a bit each.

    Function words and punctuation are left out. The signs keep the direction well
    enough to compare with (random hyperplanes: Charikar, STOC 2002), in a 32nd of
    the room.
    """
    words = [text[start:end].lower() for start, end in encoded.spans.tolist()]
    telling = [any(map(str.isalnum, word)) and word not in FUNCTION_WORDS for word in words]
    bits = np.packbits(encoded.pieces > 0, axis=1)
    return bits[np.array(telling)] if any(telling) else bits


def _first(ends: Ints, row: int) -> int:
    return int(ends[row - 1]) if row else 0
