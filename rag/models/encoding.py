"""Texts to word pieces, in batches without much padding, and through a model once.

What comes of a text depends on nothing but the text, to the last bit: how wide it is padded
goes by its own length, and how many rows a batch has makes no difference once it has
`LEAST_PIECES` (measured, `docs/speed.md`).

Only for sentence-transformers models; `rag.models.embedder` knows what to do with others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from llama_index.core.embeddings import BaseEmbedding
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

    Model = BaseEmbedding | SentenceTransformer

Vector = NDArray[np.float32]
Ints = NDArray[np.int64]

BATCH_PIECES = 2048
"""Word pieces of a batch, its padding included. Of 512 to 8,192 the fastest (`docs/speed.md`): what
a layer makes of more doesn't fit the processor's caches, and fewer don't fill it."""
LEAST_PIECES = 32
"""Word pieces of a batch at least: matrix products of a handful of rows are rounded in another
order than larger ones (of 3 with one thread, of 5 with two, in float32)."""
FINE_WIDTHS = 32
"""Word pieces up to which widths are 4 apart, as words need it; 8 above."""
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

    Features may have some rows more, to make the batch large enough.
    ``spans`` (texts x pieces x 2) are the characters of each piece, none for the marks
    that the tokenizer adds and for padding.
    """

    numbers: list[int]
    features: Mapping[str, Ints]
    spans: NDArray[np.int32]


def transformer_of(model: Model) -> SentenceTransformer | None:
    """Give the sentence-transformers model itself or inside, if it reads texts as they are.

    A model that wants a prompt before each text has other word pieces than the text.
    """
    inner: Any = model if hasattr(model, "tokenizer") else getattr(model, "_model", None)
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
        for width, batch in same_width(lengths, model.max_seq_length):
            filled = batch + batch[:1] * (-(-LEAST_PIECES // width) - len(batch))
            features = {
                name: _padded([rows[i] for i in filled], width, _filler(model, name))
                for name, rows in columns.items()
            }
            found = np.zeros((len(batch), width, 2), np.int32)
            for row, i in enumerate(batch):
                found[row, : lengths[i]] = spans[i]
            yield Read([first + i for i in batch], features, found)


def same_width(lengths: Sequence[int], most: int | None) -> Iterator[tuple[int, list[int]]]:
    """Give widths, the narrowest first, and with each the numbers of texts that are padded to it.

    A width is its texts' length rounded up, but not above ``most``; together they have
    `BATCH_PIECES` word pieces, unless a single text has more.
    """
    widths = [_width(length, most) for length in lengths]
    order = sorted(range(len(widths)), key=lambda i: widths[i])
    for width, group in groupby(order, key=lambda i: widths[i]):
        numbers, rows = list(group), max(1, BATCH_PIECES // width)
        for at in range(0, len(numbers), rows):
            yield width, numbers[at : at + rows]


def _width(length: int, most: int | None) -> int:
    step = 4 if length <= FINE_WIDTHS else 8
    width = max(1, -(-length // step)) * step
    return width if most is None else max(length, min(width, most))


def forward(model: SentenceTransformer, read: Read) -> tuple[Tensor, Vector]:
    """Run texts through a model: its numbers for their pieces, and the texts' unit vectors.

    Features may have more rows than there are texts; nothing is given for those.
    """
    import torch
    from torch.nn.functional import normalize

    features = {name: torch.from_numpy(rows) for name, rows in read.features.items()}
    with torch.inference_mode():
        out = model(features)
        vectors = normalize(out["sentence_embedding"].float(), dim=1).numpy()
    texts = len(read.numbers)
    return out["token_embeddings"][:texts], vectors[:texts]


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


def _padded(rows: Sequence[Sequence[int]], width: int, filler: int) -> Ints:
    table = np.full((len(rows), width), filler, np.int64)
    for row, values in enumerate(rows):
        table[row, : len(values)] = values
    return table


def _filler(model: SentenceTransformer, feature: str) -> int:
    tokenizer = model.tokenizer
    fillers = {"input_ids": tokenizer.pad_token_id, "token_type_ids": tokenizer.pad_token_type_id}
    return int(fillers.get(feature) or 0)
