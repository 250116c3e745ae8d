"""The copies that a store searches: passages in Chroma and in tantivy, and the files of parts.

Each can be made again from the catalogue and the others. What is written here belongs to a
generation that nobody sees until the catalogue names it.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from rag.store.bm25_index import Words
from rag.store.catalogue import Catalogue
from rag.store.chroma_index import Vectors
from rag.store.passage_vectors import Parts, PartsFolder
from rag.store.recovery import rebuild, remove_others, vectors_folder
from rag.types import Document, Passage

Made = tuple[Document, Sequence[Passage], Parts]
"""A document with its passages and what the search needs of them."""


class Indexes:
    """The three indexes of one store."""

    def __init__(self, path: Path, catalogue: Catalogue) -> None:
        """Name their places in the store's folder; each is opened at first use."""
        self._path = path
        self._catalogue = catalogue
        self.vectors = Vectors(vectors_folder(path, catalogue))
        self.words = Words(path / "words")
        self.parts = PartsFolder(path / "parts")

    def close(self) -> None:
        """Give back the files, so that the next call sees what other processes have written."""
        self.vectors.close()
        self.words.close()

    def reopen(self) -> None:
        """Close, and turn to the Chroma folder that is in use."""
        self.vectors.turn_to(vectors_folder(self._path, self._catalogue))
        self.words.close()

    def add(self, collection: str, made: Mapping[str, Made]) -> None:
        """Write documents under their generations."""
        batch = {generation: passages for generation, (_, passages, _) in made.items()}
        embeddings = [parts.vectors for _, _, parts in made.values() if len(parts.vectors)]
        if embeddings:
            self.vectors.add(collection, batch, np.concatenate(embeddings))
        self.words.add(collection, batch)
        for generation, (_, _, parts) in made.items():
            self.parts.write(generation, parts)

    def delete(self, collection: str, generations: Sequence[str]) -> None:
        """Delete all that belongs to some generations."""
        self.vectors.delete(collection, generations)
        self.words.delete(collection, generations)
        for generation in generations:
            self.parts.delete(generation)

    def rebuild_vectors(self) -> None:
        """Make Chroma's folder anew, whose last writer was killed."""
        self.vectors.close()
        rebuild(self._path, self._catalogue, self.parts)
        self.reopen()

    def keep_one_folder(self) -> None:
        """Delete Chroma's folders that aren't in use."""
        remove_others(self._path, self.vectors.path.name)

    def clear(self) -> None:
        """Delete all files."""
        self.close()
        for folder in (self.words.path, self.parts.path):
            shutil.rmtree(folder, ignore_errors=True)
        remove_others(self._path, "")
