"""Making the Chroma index anew from what the catalogue and the parts hold, without the model.

A process that is killed while Chroma writes its graph can leave a folder that no
process can write to, that ends the one that reads it, or that finds other passages
than it should without a word. Which of these can't be told from outside; but all that
is in it stands elsewhere too: the texts in the catalogue, the vectors in the parts.
"""

from __future__ import annotations

import contextlib
import shutil
import uuid
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from rag.errors import StoreError
from rag.store.catalogue import Catalogue
from rag.store.catalogue_rows import Entry
from rag.store.chroma_index import Found, Vectors
from rag.store.passage_vectors import Parts, PartsFolder
from rag.types import Passage

FACT = "vectors"
"""The catalogue's fact that names the Chroma folder in use."""
FOLDER = "chroma"


def vectors_folder(path: Path, catalogue: Catalogue) -> Path:
    """Give the Chroma folder in use."""
    return path / (catalogue.fact(FACT) or FOLDER)


def rebuild(path: Path, catalogue: Catalogue, parts: PartsFolder) -> None:
    """Write all live passages into a new Chroma folder, then make it the one in use.

    Raises `StoreError` when the parts of a document can't be read.
    """
    name = f"{FOLDER}-{uuid.uuid4().hex[:8]}"
    fresh = Vectors(path / name)
    try:
        for collection in catalogue.collections():
            for entry in catalogue.entries(collection):
                passages, known = _passages(catalogue, entry, parts)
                fresh.add(collection, {entry.generation: passages}, known.vectors)
    finally:
        fresh.close()
    catalogue.set_facts({FACT: name}, changed=True)
    remove_others(path, name)


def remove_others(path: Path, name: str) -> None:
    """Delete the Chroma folders that aren't in use: damaged ones, or half-made."""
    for folder in path.glob(f"{FOLDER}*"):
        if folder.name != name:
            with contextlib.suppress(OSError):  # a reader on Windows may hold it open
                shutil.rmtree(folder)


def nearest(
    embedding: Sequence[float], k: int, entries: Sequence[Entry], parts: PartsFolder
) -> tuple[Found, ...]:
    """Compare every passage's vector: exact, slower than Chroma, and needing none of it.

    The text is left empty: the caller slices it from the document.
    """
    query = np.asarray(embedding, np.float32)
    query = query / max(float(np.linalg.norm(query)), 1e-9)
    best: list[tuple[float, Entry, int, int]] = []
    places = parts.places([entry.generation for entry in entries])
    for entry, known in zip(entries, places, strict=True):
        cosines = known.vectors.astype(np.float32) @ query
        best += [
            (float(cosines[row]), entry, int(known.starts[row]), int(known.ends[row]))
            for row in np.argsort(-cosines, kind="stable")[:k]
        ]
    best.sort(key=lambda one: (-one[0], one[1].id, one[2]))
    return tuple(
        Found(entry.id, entry.generation, start, end, "", cosine)
        for cosine, entry, start, end in best[:k]
    )


def _passages(
    catalogue: Catalogue, entry: Entry, parts: PartsFolder
) -> tuple[list[Passage], Parts]:
    document = catalogue.document(entry.collection, entry.id)
    if document is None:
        raise StoreError(f"{entry.file} left the index while it was mended; run this again")
    known = parts.read(entry.generation)
    places = zip(known.starts.tolist(), known.ends.tolist(), strict=True)
    return [document.passage(start, end) for start, end in places], known
