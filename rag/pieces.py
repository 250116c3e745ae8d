"""Texts to word pieces, in batches without much padding, and through a model once.

Only for sentence-transformers models; `rag.embedder` knows what to do with others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from llama_index.core.embeddings import BaseEmbedding
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

Vector = NDArray[np.float32]
Ints = NDArray[np.int64]

BATCH_PIECES = 2048
"""Word pieces of a batch, its padding included. Of 512 to 8,192 the fastest (`docs/speed.md`): what
a layer makes of more doesn't fit the processor's caches, and fewer don't fill it."""
AT_ONCE = 16_384
"""Texts that are taken apart before the first of them goes through the model."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text after it went through the model once.

    ``vector`` (dimensions) is the text's, of length 1; ``pieces`` (pieces x
    dimensions) are those of its word pieces in their context, of any length, and
    ``spans`` (pieces x 2) the characters that each stands for. A model that gives no
    word pieces leaves both empty; one that reads only so much of a text has no pieces
    of the rest.
    """

    vector: Vector
    pieces: Vector
    spans: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Read:
    """Some texts as a model reads them: ``numbers`` says which, each feature has a row a text.

    ``spans`` (texts x pieces x 2) are the characters of each piece, none for the marks
    that the tokenizer adds and for padding.
    """

    numbers: list[int]
    features: Mapping[str, Ints]
    spans: NDArray[np.int32]


def transformer_of(model: BaseEmbedding) -> SentenceTransformer | None:
    """Give the sentence-transformers model inside, if it reads texts as they are.

    A model that wants a prompt before each text has other word pieces than the text.
    """
    inner = getattr(model, "_model", None)
    if inner is None or not hasattr(inner, "tokenizer") or any(inner.prompts.values()):
        return None
    fast = getattr(inner.tokenizer, "is_fast", False)
    right = getattr(inner.tokenizer, "padding_side", "") == "right"
    return cast("SentenceTransformer", inner) if fast and right else None


def read_batches(model: SentenceTransformer, texts: Sequence[str]) -> Iterator[Read]:
    """Take texts apart into word pieces and give them by length, as many as a batch may hold."""
    for first in range(0, len(texts), AT_ONCE):
        some = list(texts[first : first + AT_ONCE])
        columns = model.tokenizer(
            some, truncation=True, max_length=model.max_seq_length, return_offsets_mapping=True
        )
        spans = columns.pop("offset_mapping")
        lengths = [len(one) for one in spans]
        for batch in batches(lengths, BATCH_PIECES):
            width = lengths[batch[-1]]
            features = {
                name: _padded([rows[i] for i in batch], width, _filler(model, name))
                for name, rows in columns.items()
            }
            found = np.zeros((len(batch), width, 2), np.int32)
            for row, i in enumerate(batch):
                found[row, : lengths[i]] = spans[i]
            yield Read([first + i for i in batch], features, found)


def forward(model: SentenceTransformer, read: Read) -> tuple[Tensor, Vector]:
    """Run texts through a model: its numbers for their pieces, and the texts' unit vectors."""
    import torch
    from torch.nn.functional import normalize

    features = {name: torch.from_numpy(rows) for name, rows in read.features.items()}
    with torch.inference_mode():
        out = model(features)
        vectors = normalize(out["sentence_embedding"].float(), dim=1).numpy()
    return out["token_embeddings"], vectors


def encoded(read: Read, pieces: Tensor, vectors: Vector) -> list[Encoded]:
    """Give each text its vector and its pieces, without the tokenizer's marks and the padding."""
    values = pieces.float().numpy()
    real = read.spans[:, :, 1] > read.spans[:, :, 0]
    found = []
    for row, vector in enumerate(vectors):
        # The marks stand before and behind the text. A slice copies nothing, a mask would.
        there = np.flatnonzero(real[row])
        inside = slice(there[0], there[-1] + 1) if len(there) else slice(0)
        found.append(Encoded(vector, values[row, inside], read.spans[row, inside]))
    return found


def batches(lengths: Sequence[int], room: int, most: int | None = None) -> Iterator[list[int]]:
    """Give the numbers of texts of like length together, the shortest first.

    A batch is as slow as its longest text: that many times as long, it fits ``room``,
    unless a single text doesn't.
    """
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if batch and ((len(batch) + 1) * lengths[i] > room or len(batch) == most):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _padded(rows: Sequence[Sequence[int]], width: int, filler: int) -> Ints:
    table = np.full((len(rows), width), filler, np.int64)
    for row, values in enumerate(rows):
        table[row, : len(values)] = values
    return table


def _filler(model: SentenceTransformer, feature: str) -> int:
    tokenizer = model.tokenizer
    fillers = {"input_ids": tokenizer.pad_token_id, "token_type_ids": tokenizer.pad_token_type_id}
    return int(fillers.get(feature) or 0)
