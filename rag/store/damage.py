"""Whether everything stored of a document agrees with everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rag.errors import StoreError, Tampered
from rag.store.catalogue_rows import Entry
from rag.store.chroma_index import Vectors
from rag.store.passage_vectors import PartsFolder
from rag.types import Document


def damage_of(
    entry: Entry,
    read: Callable[[str], Document | None],
    vectors: Vectors,
    parts: PartsFolder,
) -> Iterator[str]:
    """Give a line for each disagreement between a document's text, its passages and its parts."""
    try:
        document = read(entry.id)
    except Tampered as error:
        yield str(error)
        return
    stored = vectors.read(entry.collection, entry.generation)
    if len(stored) != entry.passages:
        yield (
            f"{entry.file}: {len(stored)} passages stored instead of {entry.passages}; "
            "run `sanad ingest --rebuild`"
        )
    try:
        parts.read(entry.generation)
    except StoreError as error:
        yield f"{entry.file}: {error}"
    text = document.text if document else ""
    for passage in stored:
        if text[passage.start : passage.end] != passage.text:
            yield (
                f"{entry.file}: the passage at {passage.start}-{passage.end} isn't what "
                "the document says there; run `sanad ingest --rebuild`"
            )
