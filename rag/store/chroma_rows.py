"""Passages as Chroma keeps them, and all of a collection's beside their vectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.store.live_search import Found
from rag.types import Passage


@dataclass(frozen=True, slots=True)
class Table:
    """All passages of a collection, by document and place, and their unit vectors, a row each."""

    ids: Sequence[str]
    passages: Sequence[Found]
    rows: NDArray[np.float32]


def metadata_of(passage: Passage, generation: str) -> dict[str, Any]:
    """Give what Chroma keeps beside a passage's text and vector."""
    return {
        "document": passage.document_id,
        "generation": generation,
        "start": passage.start,
        "end": passage.end,
    }


Rows = tuple[Sequence[str], Sequence[Found], NDArray[np.float32]]
"""Ids, passages without their texts, and vectors."""


def table_of(ids: Sequence[str], passages: Sequence[Found], vectors: NDArray[np.float32]) -> Table:
    """Put passages in order, and make their vectors unit vectors."""
    if not passages:
        return Table((), (), np.zeros((0, 0), np.float32))
    order = sorted(
        range(len(passages)),
        key=lambda i: (passages[i].document_id, passages[i].start, passages[i].generation),
    )
    rows = vectors[order]
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return Table([ids[i] for i in order], [passages[i] for i in order], rows)


def found_of(metadata: Mapping[str, Any], text: str | None, score: float = 0.0) -> Found:
    """Read a passage back."""
    return Found(
        str(metadata["document"]),
        str(metadata["generation"]),
        int(metadata["start"]),
        int(metadata["end"]),
        score,
        text or "",
    )
