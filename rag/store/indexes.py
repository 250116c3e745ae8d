"""The copies that a store searches: passages in Chroma and in tantivy, and the files of parts.

Each can be made again from the catalogue and the others. What is written here belongs to a
generation that nobody sees until the catalogue names it.

A process that is killed while Chroma writes its graph can leave a folder that no
process can write to, that ends the one that reads it, or that finds other passages
than it should without a word. Which of these can't be told from outside; but all that
is in it stands elsewhere too: the texts in the catalogue, the vectors in the parts.
So Chroma's folder is then made anew, without the model.
"""

from __future__ import annotations

import contextlib
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from rag.errors import StoreError, Tampered
from rag.store.bm25_index import Words
from rag.store.catalogue import Catalogue
from rag.store.catalogue_rows import Entry
from rag.store.chroma_index import Vectors
from rag.store.live_search import Found
from rag.store.passage_vectors import Parts, PartsFolder
from rag.types import Document, Passage

Made = tuple[Document, Sequence[Passage], Parts]
"""A document with its passages and what the search needs of them."""
FACT = "vectors"
"""The catalogue's fact that names the Chroma folder in use."""
FOLDER = "chroma"


class Indexes:
    """The three indexes of one store."""

    def __init__(self, path: Path, catalogue: Catalogue) -> None:
        """Name their places in the store's folder; each is opened at first use."""
        self._path = path
        self._catalogue = catalogue
        self.vectors = Vectors(self._vectors_folder())
        self.words = Words(path / "words")
        self.parts = PartsFolder(path / "parts")

    def _vectors_folder(self) -> Path:
        return self._path / (self._catalogue.fact(FACT) or FOLDER)

    def close(self) -> None:
        """Give back the files, so that the next call sees what other processes have written."""
        self.vectors.close()
        self.words.close()

    def reopen(self) -> None:
        """Close, and turn to the Chroma folder that is in use."""
        self.vectors.turn_to(self._vectors_folder())
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
        """Write all live passages into a new Chroma folder, then make it the one in use.

        Raises `StoreError` when the parts of a document can't be read.
        """
        self.vectors.close()
        fresh = Vectors(self._path / f"{FOLDER}-{uuid.uuid4().hex[:8]}")
        try:
            for collection in self._catalogue.collections():
                for entry in self._catalogue.entries(collection):
                    document = self._catalogue.document(collection, entry.id)
                    if document is None:
                        raise StoreError(
                            f"{entry.file} left the index while it was mended; run this again"
                        )
                    known = self.parts.read(entry.generation)
                    places = zip(known.starts.tolist(), known.ends.tolist(), strict=True)
                    passages = [document.passage(*place) for place in places]
                    fresh.add(collection, {entry.generation: passages}, known.vectors)
        finally:
            fresh.close()
        self._catalogue.set_facts({FACT: fresh.path.name}, changed=True)
        self._delete_vectors(but=fresh.path.name)
        self.reopen()

    def keep_one_folder(self) -> None:
        """Delete Chroma's folders that aren't in use: damaged ones, or half-made."""
        self._delete_vectors(but=self.vectors.path.name)

    def clear(self) -> None:
        """Delete all files."""
        self.close()
        for folder in (self.words.path, self.parts.path):
            shutil.rmtree(folder, ignore_errors=True)
        self._delete_vectors()

    def _delete_vectors(self, but: str = "") -> None:
        for folder in self._path.glob(f"{FOLDER}*"):
            if folder.name != but:
                with contextlib.suppress(OSError):  # a reader on Windows may hold it open
                    shutil.rmtree(folder)

    def nearest_of_all(
        self, embedding: Sequence[float], k: int, entries: Sequence[Entry]
    ) -> tuple[Found, ...]:
        """Compare every passage's vector: exact, slower than Chroma, and needing none of it.

        The text is left empty: the caller slices it from the document.
        """
        query = np.asarray(embedding, np.float32)
        query = query / max(float(np.linalg.norm(query)), 1e-9)
        best: list[Found] = []
        places = self.parts.places([entry.generation for entry in entries])
        for entry, known in zip(entries, places, strict=True):
            cosines = known.vectors.astype(np.float32) @ query
            for row in np.argsort(-cosines, kind="stable")[:k]:
                start, end = int(known.starts[row]), int(known.ends[row])
                cosine = float(cosines[row])
                best.append(Found(entry.id, entry.generation, start, end, cosine))
        best.sort(key=lambda one: (-one.score, one.document_id, one.start))
        return tuple(best[:k])

    def damage(self, entry: Entry, read: Callable[[str], Document | None]) -> Iterator[str]:
        """Give a line for each disagreement between a document's text, passages and parts."""
        try:
            document = read(entry.id)
        except Tampered as error:
            yield str(error)
            return
        stored = self.vectors.read(entry.collection, entry.generation)
        if len(stored) != entry.passages:
            yield (
                f"{entry.file}: {len(stored)} passages stored instead of {entry.passages}; "
                "run `sanad ingest --rebuild`"
            )
        try:
            self.parts.read(entry.generation)
        except StoreError as error:
            yield f"{entry.file}: {error}"
        text = document.text if document else ""
        for passage in stored:
            if text[passage.start : passage.end] != passage.text:
                yield (
                    f"{entry.file}: the passage at {passage.start}-{passage.end} isn't what "
                    "the document says there; run `sanad ingest --rebuild`"
                )
