"""All that an index holds, to be compared with another's."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import numpy as np

from rag.store.store import Store
from rag.types import DEFAULT_COLLECTION


def contents(folder: Path) -> dict[str, str]:
    """Hashes of its documents, passages and vectors, in Chroma and beside it, and of all words'."""
    store = Store(folder)
    try:
        found = {}
        for entry in store.entries():
            document, parts = store.document(entry.id), store.parts_of(entry.id)
            assert document is not None
            assert parts is not None
            found[f"document {entry.id}"] = _hash(repr(document).encode())
            for field in fields(parts):
                found[f"{field.name} {entry.id}"] = _hash(getattr(parts, field.name).tobytes())
            stored = store.vectors._collection(DEFAULT_COLLECTION).get(
                where={"generation": entry.generation},
                include=["documents", "embeddings", "metadatas"],
            )
            texts, vectors, places = (
                stored["documents"], stored["embeddings"], stored["metadatas"],
            )  # fmt: skip
            assert texts is not None
            assert vectors is not None
            assert places is not None
            assert len(texts) == entry.passages
            for text, vector, place in zip(texts, vectors, places, strict=True):
                start = place["start"]
                found[f"passage {entry.id} {start}"] = _hash(text.encode())
                found[f"vector {entry.id} {start}"] = _hash(np.asarray(vector, "<f4").tobytes())
        return found | _words(folder)
    finally:
        store.close()


def _words(folder: Path) -> dict[str, str]:
    (file,) = folder.glob("wordvectors.sqlite3")
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT word, vector FROM vectors").fetchall()
    return {f"word {word}": _hash(vector) for word, vector in rows}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
