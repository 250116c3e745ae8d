"""Catalogue, vectors, words and parts as one: replace a document, remove it, search, heal.

To replace a document, its passages go into Chroma, tantivy and a file of parts under a
fresh generation; then one transaction in the catalogue makes that generation the live
one; then the old passages are deleted. A crash before the transaction leaves the
old document, a crash after it the new one, and in both cases some dead passages
that searches skip and that `heal` deletes.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np
from filelock import FileLock, Timeout

from rag.catalogue import WRITER, Catalogue
from rag.errors import IdentityMismatch, StoreError, StoreLocked, Tampered
from rag.lexicon import Lexicon, build_lexicon
from rag.parts import Parts, PartsFolder
from rag.repair import nearest as nearest_of_all
from rag.repair import rebuild, remove_others, vectors_folder
from rag.rows import Entry
from rag.types import DEFAULT_COLLECTION, Document, Passage, Scope, Searched
from rag.vectors import Found, Vectors
from rag.words import FoundWords, Words
from rag.wordvectors import WordVectors

ATTEMPTS = 6
"""Of a search while another process writes; each sees a newer revision than the one before."""
FIRST_PAUSE_S = 0.05
REMEMBERED_DOCUMENTS = 256
SPARE = 20
"""Passages asked for beyond ``k``, since some may belong to a dead generation."""

FoundT = TypeVar("FoundT", Found, FoundWords)


class Store:
    """One index on disk. Reading is safe from many threads; one process writes at a time."""

    def __init__(self, path: Path) -> None:
        """Open or create the store in a folder. Raises `StoreError` when it can't be used."""
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"the store folder {path} can't be made ({error.strerror}); "
                "set SANAD_STORE to a folder that you may write to"
            ) from error
        self.catalogue = Catalogue(path / "catalogue.sqlite3")
        self.vectors = Vectors(vectors_folder(path, self.catalogue))
        self.words = Words(path / "words")
        self.parts = PartsFolder(path / "parts")
        self.word_vectors = WordVectors(path / "wordvectors.sqlite3")
        # Held by the process, whichever of its threads writes.
        self._file_lock = FileLock(path / "writer.lock", thread_local=False)
        self._seen_revision = -1
        self._suspect = False
        self._documents: dict[tuple[str, str], Document | None] = {}
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._broken: dict[str, str] = {}
        self._lexicons: dict[str, Lexicon] = {}
        self._lock = threading.RLock()

    def close(self) -> None:
        """Give back all files."""
        self.vectors.close()
        self.words.close()
        self.word_vectors.close()
        self.catalogue.close()

    # Reading

    @property
    def revision(self) -> int:
        """Counts the changes made to the store."""
        return self.catalogue.revision

    def entries(self, collection: str = DEFAULT_COLLECTION) -> tuple[Entry, ...]:
        """List the documents of a collection."""
        self._refresh()
        with self._lock:
            if collection not in self._entries:
                self._entries[collection] = self.catalogue.entries(collection)
            return self._entries[collection]

    def document(self, document_id: str, collection: str = DEFAULT_COLLECTION) -> Document | None:
        """Read a document, from memory when the store hasn't changed since.

        Raises `Tampered` when its text no longer has the hash it was stored with.
        """
        self._refresh()
        return self._read(document_id, collection)

    def _read(self, document_id: str, collection: str) -> Document | None:
        """Read a document as of the revision seen last, without asking whether it moved."""
        key = (collection, document_id)
        with self._lock:
            if key not in self._documents:
                while len(self._documents) >= REMEMBERED_DOCUMENTS:
                    del self._documents[next(iter(self._documents))]
                self._documents[key] = self.catalogue.document(collection, document_id)
            return self._documents[key]

    def lexicon(self, collection: str = DEFAULT_COLLECTION) -> Lexicon:
        """Give the words of a collection, counted anew after each change."""
        self._refresh()
        with self._lock:
            if collection not in self._lexicons:
                self._lexicons[collection] = build_lexicon(self.catalogue.texts(collection))
            return self._lexicons[collection]

    def searched(self, scope: Scope) -> Searched:
        """Say what a search of this scope looks through."""
        entries = [e for e in self.entries(scope.collection) if _in_scope(e, scope)]
        passages = sum(entry.passages for entry in entries)
        return Searched(scope.collection, len(entries), passages, self.revision)

    def nearest(
        self, embedding: Sequence[float], k: int, scope: Scope
    ) -> tuple[tuple[Passage, float], ...]:
        """Give up to ``k`` passages with their cosine similarity, the nearest first.

        Passages whose stored text is no longer the slice that they claim to be
        are left out; `damage` names them.
        """

        def search(n: int, documents: Sequence[str]) -> tuple[Found, ...]:
            return self.vectors.query(scope.collection, embedding, n, documents)

        def compare(n: int, _documents: Sequence[str]) -> tuple[Found, ...]:
            entries = [entry for entry in self.entries(scope.collection) if _in_scope(entry, scope)]
            return nearest_of_all(embedding, n, entries, self.parts)

        # What Chroma has on the disk isn't whole at every moment of a write, and reading it
        # then can end the process. The writer itself reads from its own memory.
        found = self._live(compare if self._written_by_another() else search, k, scope)
        return tuple((passage, one.similarity) for passage, one in found)

    def _written_by_another(self) -> bool:
        return self.catalogue.being_written and not self._file_lock.is_locked

    def matching(self, question: str, k: int, scope: Scope) -> tuple[tuple[Passage, float], ...]:
        """Give up to ``k`` passages with their BM25 score, the best first."""

        def search(n: int, documents: Sequence[str]) -> tuple[FoundWords, ...]:
            return self.words.query(scope.collection, question, n, documents)

        return tuple((p, found.bm25) for p, found in self._live(search, k, scope))

    def word_scores(
        self, question: str, passages: Sequence[Passage], collection: str
    ) -> dict[str, float]:
        """Give the BM25 score of some passages by their id; without those that share no word."""
        live = {entry.id: entry.generation for entry in self.entries(collection)}
        ids = {(live.get(p.document_id, ""), p.start): p.id for p in passages}
        scores = self.words.scores(collection, question, tuple(ids))
        return {ids[place]: score for place, score in scores.items()}

    def parts_of(self, document_id: str, collection: str = DEFAULT_COLLECTION) -> Parts | None:
        """Give the parts of a document's live passages, None if it's not there.

        A generation that another process has just replaced is looked up anew. Parts that
        can't be read are None, too, and `broken` says so: the search does without.
        """
        while True:
            revision = self.catalogue.revision
            live = {entry.id: entry.generation for entry in self.entries(collection)}
            if document_id not in live:
                return None
            try:
                return self.parts.read(live[document_id])
            except StoreError as error:
                if self.catalogue.revision == revision:
                    with self._lock:
                        self._broken[f"{document_id}:parts"] = str(error)
                    return None

    def broken(self) -> tuple[str, ...]:
        """List what searches have left out since the last change, because it was tampered with."""
        with self._lock:
            return tuple(self._broken[key] for key in sorted(self._broken))

    def damage(self, collection: str = DEFAULT_COLLECTION) -> tuple[str, ...]:
        """Compare everything stored with everything else; give one line for each disagreement."""
        if self._written_by_another():
            state = f"{self.path} is being written, or its last writer was killed"
            return (f"{state}; run `sanad ingest` to have it mended",)
        found: list[str] = []
        for entry in self.entries(collection):
            try:
                document = self.document(entry.id, collection)
            except Tampered as error:
                found.append(str(error))
                continue
            stored = self.vectors.read(collection, entry.generation)
            if len(stored) != entry.passages:
                found.append(
                    f"{entry.file}: {len(stored)} passages stored instead of {entry.passages}; "
                    "run `sanad ingest --rebuild`"
                )
            try:
                self.parts.read(entry.generation)
            except StoreError as error:
                found.append(f"{entry.file}: {error}")
            text = document.text if document else ""
            found.extend(
                f"{entry.file}: the passage at {passage.start}-{passage.end} isn't what "
                "the document says there; run `sanad ingest --rebuild`"
                for passage in stored
                if text[passage.start : passage.end] != passage.text
            )
        return tuple(found)

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store's one writer lock. Raises `StoreLocked` when another process has it."""
        try:
            self._file_lock.acquire(timeout=0)
        except Timeout as error:
            raise StoreLocked(
                f"another `sanad ingest` is writing to {self.path}; wait until it has finished, "
                "then run this again"
            ) from error
        left_by_another = self.catalogue.being_written
        self._suspect = False
        try:
            self._mend(killed=left_by_another)
            yield
        finally:
            try:
                if not self._suspect:  # else readers do without Chroma until the next writer
                    with self._told_when_full():
                        self.catalogue.drop_fact(WRITER)
            finally:
                self._file_lock.release()

    def _mend(self, *, killed: bool) -> None:
        """Bring the index in order; Chroma's is made anew where its last writer was killed."""
        with self._told_when_full():
            self.catalogue.set_facts({WRITER: str(os.getpid())})
            if killed:
                self.vectors.close()
                rebuild(self.path, self.catalogue, self.parts)
                self._follow()
            self.heal()
            remove_others(self.path, self.vectors.path.name)

    @contextmanager
    def _told_when_full(self) -> Iterator[None]:
        """Turn whatever the three indexes throw at a write into a `StoreError` with a remedy."""
        try:
            yield
        except Exception as error:
            self._suspect = True
            if isinstance(error, StoreError):
                raise
            reason = " ".join(str(error).split())[:200]
            raise StoreError(
                f"the index in {self.path} can't be written ({reason}); nothing in it is lost. "
                "Make room if its disk is full, then run `sanad ingest` again"
            ) from error

    def _follow(self) -> None:
        """Turn to the Chroma folder that is in use."""
        folder = vectors_folder(self.path, self.catalogue)
        if folder != self.vectors.path:
            self.vectors.close()
            self.vectors = Vectors(folder)

    def set_identity(self, identity: str) -> None:
        """Write down by what the index is built, or compare. Raises `IdentityMismatch`."""
        stored = self.catalogue.fact("identity")
        if stored is None:
            self.catalogue.set_facts({"identity": identity})
        elif stored != identity:
            raise IdentityMismatch(_mismatch(stored, identity, self.path))

    def clear(self) -> None:
        """Throw the whole index away, documents and identity. Only under the writer lock."""
        self.catalogue.clear()
        self.word_vectors.clear()
        self.vectors.close()
        self.words.close()
        for folder in (self.words.path, self.parts.path):
            shutil.rmtree(folder, ignore_errors=True)
        remove_others(self.path, "")

    def check_identity(self, identity: str) -> None:
        """Raise `IdentityMismatch` when the index was built by something else than ``identity``."""
        stored = self.catalogue.fact("identity")
        if stored is not None and stored != identity:
            raise IdentityMismatch(_mismatch(stored, identity, self.path))

    def replace(self, document: Document, passages: Sequence[Passage], parts: Parts) -> None:
        """Put a document in, or a new version in place of the old one, all or nothing."""
        self.replace_all([(document, passages, parts)], document.collection)

    def replace_all(
        self,
        documents: Sequence[tuple[Document, Sequence[Passage], Parts]],
        collection: str = DEFAULT_COLLECTION,
        removed: Sequence[str] = (),
    ) -> None:
        """Put several documents of one collection in, and take some out, all in one moment.

        Raises `StoreError` when it can't be written, as on a full disk; then the
        documents are as they were.
        """
        new = {uuid.uuid4().hex: one for one in documents}
        with self._told_when_full():
            if new:
                self._write(new, collection)
            counted = {name: (document, len(some)) for name, (document, some, _) in new.items()}
            self.catalogue.commit(collection, counted, removed)
            self.heal()

    def _write(
        self, new: Mapping[str, tuple[Document, Sequence[Passage], Parts]], collection: str
    ) -> None:
        """Write passages of generations that nobody sees yet."""
        self.catalogue.announce(tuple(new), collection)
        batch = {generation: passages for generation, (_, passages, _) in new.items()}
        embeddings = [parts.vectors for _, _, parts in new.values() if len(parts.vectors)]
        if embeddings:
            self.vectors.add(collection, batch, np.concatenate(embeddings))
        self.words.add(collection, batch)
        for generation, (_, _, parts) in new.items():
            self.parts.write(generation, parts)

    def remove(self, document_id: str, collection: str = DEFAULT_COLLECTION) -> None:
        """Take a document out."""
        self.replace_all((), collection, (document_id,))

    def heal(self) -> None:
        """Delete the passages that no document owns. Only under the writer lock."""
        doomed: dict[str, list[str]] = {}
        for generation, collection in self.catalogue.doomed():
            doomed.setdefault(collection, []).append(generation)
        for collection, generations in doomed.items():
            self.vectors.delete(collection, generations)
            self.words.delete(collection, generations)
            for generation in generations:
                self.parts.delete(generation)
            self.catalogue.buried(generations)

    def _refresh(self) -> int:
        """Reopen what another process has written to since; give the current revision."""
        revision = self.catalogue.revision
        with self._lock:
            if revision != self._seen_revision:
                if not self._file_lock.is_locked:
                    self.vectors.close()
                    self.words.close()
                    self._follow()
                self._documents.clear()
                self._entries.clear()
                self._broken.clear()
                self._lexicons.clear()
                self._seen_revision = revision
        return revision

    def _live(
        self, search: Callable[[int, Sequence[str]], tuple[FoundT, ...]], k: int, scope: Scope
    ) -> list[tuple[Passage, FoundT]]:
        """Search until the answer belongs to one revision, and keep what is live in it.

        While another process writes, a search may fail, or mix two revisions:
        then it's done again, after a pause that grows.
        """
        failure: Exception | None = None
        for attempt in range(ATTEMPTS):
            revision = self._refresh()
            try:
                passages, broken = self._search_once(search, k, scope)
            except Exception as error:  # noqa: BLE001 - whatever the indexes throw meanwhile
                failure = error
                with self._lock:
                    self._seen_revision = -1
            else:
                last = attempt == ATTEMPTS - 1
                if last or self.catalogue.revision == revision:
                    with self._lock:
                        self._broken |= broken
                    return passages
            time.sleep(FIRST_PAUSE_S * 2**attempt)
        raise StoreError(
            f"the index in {self.path} can't be searched ({failure}); run `sanad doctor`"
        ) from failure

    def _search_once(
        self, search: Callable[[int, Sequence[str]], tuple[FoundT, ...]], k: int, scope: Scope
    ) -> tuple[list[tuple[Passage, FoundT]], dict[str, str]]:
        """Give passages with what was found of each, and what had to be left out, with why."""
        entries = [entry for entry in self.entries(scope.collection) if _in_scope(entry, scope)]
        if not entries:
            return [], {}
        live = {entry.id: entry.generation for entry in entries}
        names = tuple(live) if scope.documents or scope.filters else ()
        total = sum(entry.passages for entry in entries)
        passages, broken = [], {}
        for found in _search_live(search, k, names, live, total):
            try:
                passages.append((self._passage(found, scope.collection), found))
            except Tampered as error:
                broken[f"{found.document_id}:{found.start}"] = str(error)
        return passages, broken

    def _passage(self, found: Found | FoundWords, collection: str) -> Passage:
        """Slice a passage from the canonical text; `Tampered` when what is stored differs."""
        document = self._read(found.document_id, collection)
        if document is None:
            raise Tampered(f"{found.document_id} is no longer in the catalogue")
        passage = document.passage(found.start, found.end)
        sound = 0 <= found.start < found.end <= len(document.text)
        stored = found.text if isinstance(found, Found) else ""
        if not sound or (stored and passage.text != stored):
            raise Tampered(
                f"a stored passage of {document.file} isn't what the document says at characters "
                f"{found.start}-{found.end}, so it was left out; run `sanad ingest --rebuild`"
            )
        return passage


def _search_live(
    search: Callable[[int, Sequence[str]], tuple[FoundT, ...]],
    k: int,
    names: Sequence[str],
    live: dict[str, str],
    total: int,
) -> tuple[FoundT, ...]:
    """Ask for more until ``k`` live passages are found or there are no more."""
    wanted = k + SPARE
    while True:
        found = search(wanted, names)
        kept = tuple(f for f in found if live.get(f.document_id) == f.generation)
        if len(kept) >= min(k, total) or len(found) < wanted:
            return kept[:k]
        wanted *= 4


def _in_scope(entry: Entry, scope: Scope) -> bool:
    if scope.documents and not {entry.id, entry.file} & set(scope.documents):
        return False
    return all(str(entry.source.csl.get(name, "")) == value for name, value in scope.filters)


def _mismatch(stored: str, identity: str, path: Path) -> str:
    old, new = (dict(p.split("=", 1) for p in text.split("; ")) for text in (stored, identity))
    differing = ", ".join(
        f"{name} {old.get(name, 'none')} there, {new.get(name, 'none')} here"
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    )
    return (
        f"the index in {path} was built by something else ({differing}); "
        "run `sanad ingest --rebuild`, or set SANAD_STORE to another folder"
    )
