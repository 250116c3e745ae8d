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

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from rag.errors import StoreError, Tampered
from rag.store.catalogue_rows import Entry
from rag.store.live_search import Contents, Found
from rag.store.passage_vectors import Parts
from rag.store.places import FACT, Place
from rag.store.quantised import Quantised
from rag.store.word_counts import Counted
from rag.types import Document, Passage

_NONE = np.zeros(0, np.float32)
Made = tuple[Document, Sequence[Passage], Parts]
"""A document with its passages and what the search needs of them."""


class Indexes:
    """The three indexes of one store."""

    def __init__(self, place: Place) -> None:
        """Take where they are; each is opened at first use."""
        self._place = place
        self._catalogue = place.catalogue
        self.vectors, self.words, self.parts = place.vectors, place.words, place.parts
        self.quantised = Quantised(place.parts)

    def close(self) -> None:
        """Give back the files, so that the next call sees what other processes have written."""
        self.vectors.close()
        self.words.close()
        self.parts.close()
        self.quantised.forget()

    def reopen(self) -> None:
        """See what was written since, and turn to Chroma's passages that are in use."""
        self.vectors.turn_to(self._catalogue.fact(FACT) or self._place.first)
        if self._place.follower:
            self._place.follower.follow()
        self.words.close()  # opened again, it has what was written since

    def add(self, collection: str, made: Mapping[str, Made]) -> None:
        """Write documents under their generations."""
        batch = {generation: passages for generation, (_, passages, _) in made.items()}
        embeddings = [parts.vectors for _, _, parts in made.values() if len(parts.vectors)]
        if embeddings:
            self.vectors.add(collection, batch, np.concatenate(embeddings))
        if not self._place.follower:
            self.words.add(collection, batch)
        for generation, (_, _, parts) in made.items():
            self.parts.write(generation, parts)
        counted = {name: Counted.of(document.text) for name, (document, _, _) in made.items()}
        self._place.counted.add(collection, counted)

    def delete(self, collection: str, generations: Sequence[str]) -> None:
        """Delete all that belongs to some generations."""
        self.vectors.delete(collection, generations)
        if not self._place.follower:
            self.words.delete(collection, generations)
        for generation in generations:
            self.parts.delete(generation)

    def rebuild_vectors(self) -> None:
        """Write all live passages into a new Chroma folder, then make it the one in use.

        Raises `StoreError` when the parts of a document can't be read.
        """
        self.vectors.close()
        fresh = self.vectors.fresh()
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
        self._catalogue.set_facts({FACT: fresh.name}, changed=True)
        self.vectors.delete_others(but=fresh.name)
        self.reopen()

    def keep_one_folder(self) -> None:
        """Delete Chroma's folders that aren't in use: damaged ones, or half-made."""
        self.vectors.delete_others(but=self.vectors.name)

    def complete(self) -> bool:
        """Say whether Chroma has as many passages as the catalogue, and the dead are deleted."""
        return all(
            self.vectors.count(collection) == self._catalogue.counts(collection)[1]
            for collection in self._catalogue.collections()
        )

    def clear(self) -> None:
        """Delete all files."""
        self.close()
        if not self._place.follower:  # else it follows
            self.words.clear()
        self.parts.clear()
        if self._place.originals:
            self._place.originals.clear()
        self.vectors.delete_others()

    def nearest_of_all(
        self, embedding: Sequence[float], k: int, contents: Contents
    ) -> tuple[Found, ...]:
        """Compare every passage's vector: exact, slower than Chroma, and needing none of it.

        The text is left empty: the caller slices it from the document.
        """
        query = np.asarray(embedding, np.float32)
        query = query / max(float(np.linalg.norm(query)), 1e-9)
        places = self.parts.places([entry.generation for entry in contents.entries])
        cosines = [one.vectors @ query if len(one.vectors) else _NONE for one in places]
        every = np.concatenate((_NONE, *cosines))
        ends = np.cumsum([len(some) for some in cosines])
        least = np.partition(every, -k)[-k] if len(every) > k else -np.inf
        best = []
        for at in np.flatnonzero(every >= least):
            number = int(np.searchsorted(ends, at, side="right"))
            entry, known = contents.entries[number], places[number]
            row = at - ends[number]  # from behind
            start, end = int(known.starts[row]), int(known.ends[row])
            best.append(Found(entry.id, entry.generation, start, end, float(every[at])))
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
            self.parts.check(entry.generation)
        except StoreError as error:
            yield f"{entry.file}: {error}"
        text = document.text if document else ""
        for passage in stored:
            if text[passage.start : passage.end] != passage.text:
                yield (
                    f"{entry.file}: the passage at {passage.start}-{passage.end} isn't what "
                    "the document says there; run `sanad ingest --rebuild`"
                )
