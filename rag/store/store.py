"""Catalogue, vectors, words and parts as one: replace a document, remove it, search, heal.

To replace a document, its passages go into Chroma, tantivy and a file of parts under a
fresh generation; then one transaction in the catalogue makes that generation the live
one; then the old passages are deleted. A crash before the transaction leaves the
old document, a crash after it the new one, and in both cases some dead passages
that searches skip and that the next writer deletes.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from rag.errors import StoreError, StoreUnreachable
from rag.settings import Servers
from rag.store.catalogue_rows import Entry
from rag.store.chroma_index import EXACT
from rag.store.index_identity import check_same
from rag.store.indexes import Indexes, Made
from rag.store.live_search import Found, search_live
from rag.store.passage_vectors import Parts
from rag.store.places import in_folder, on_servers
from rag.store.quantised import IN_BYTES
from rag.store.revision_cache import Snapshot
from rag.store.word_counts import Lexicons
from rag.store.writer import Writer
from rag.text.spelling import Lexicon
from rag.types import DEFAULT_COLLECTION, Document, Passage, Scope, Searched, Source

ATTEMPTS = 6
"""Of a search while another process writes; each sees a newer revision than the one before."""
FIRST_PAUSE_S = 0.05
NO_REVISION = -1
UNREAD = "unread"
"""The fact that names the files that couldn't be read, by collection."""


class Store:
    """One index on disk. Reading is safe from many threads; one process writes at a time."""

    def __init__(self, path: Path, servers: Servers | None = None) -> None:
        """Open or create the store in a folder, or on servers. Raises `StoreError`.

        On servers the folder has what this machine needs to search them.
        """
        self.path = path
        place = in_folder(path) if servers is None else on_servers(path, servers)
        self._place, self.catalogue = place, place.catalogue
        self.indexes = Indexes(place)
        self.vectors, self.words, self.parts = place.vectors, place.words, place.parts
        self.word_vectors, self.originals = place.word_vectors, place.originals
        self._writer = Writer(place, self.indexes)
        self._lexicons = Lexicons(place.catalogue, place.counted)
        self._seen = Snapshot(NO_REVISION, self.catalogue, self._lexicons)
        self._lock = threading.Lock()

    def close(self) -> None:
        """Give back all files."""
        self.indexes.close()
        self.word_vectors.close()
        self._lexicons.kept.close()
        self.catalogue.close()

    @property
    def name(self) -> str:
        """Where it is, as it's told: the folder, or the address of the catalogue."""
        return self._place.name if self.served else str(self.path)

    @property
    def served(self) -> bool:
        """Say whether it's on servers."""
        return self.catalogue.database.served

    # Reading

    @property
    def revision(self) -> int:
        """Counts the changes made to the store."""
        return self.catalogue.revision

    def entries(self, collection: str = DEFAULT_COLLECTION) -> tuple[Entry, ...]:
        """List the documents of a collection."""
        return self._refresh().entries(collection)

    def document(self, document_id: str, collection: str = DEFAULT_COLLECTION) -> Document | None:
        """Read a document, from memory when the store hasn't changed since.

        Raises `Tampered` when its text no longer has the hash it was stored with.
        """
        return self._refresh().document(collection, document_id)

    def texts(self, collection: str = DEFAULT_COLLECTION) -> Iterator[tuple[str, str]]:
        """Give the id and the text of each document, for a look through all of them.

        They are read from the disk, one after the other, and their hashes aren't compared:
        what is to be shown of them is read with `document`.
        """
        return self.catalogue.texts(collection)

    def lexicon(self, collection: str = DEFAULT_COLLECTION) -> Lexicon:
        """Give the words of a collection, counted anew after each change."""
        return self._refresh().lexicon(collection)

    def languages(self, collection: str = DEFAULT_COLLECTION) -> Mapping[str, str]:
        """Name by id the language of each document that isn't in English, told by its text."""
        return self._refresh().languages(collection)

    def searched(self, scope: Scope) -> Searched:
        """Say what a search of this scope looks through."""
        asked = self._refresh().scoped(scope)
        return Searched(scope.collection, len(asked.entries), asked.passages, self.revision)

    def nearest(
        self, embedding: Sequence[float], k: int, scope: Scope
    ) -> tuple[tuple[Passage, float], ...]:
        """Give up to ``k`` passages with their cosine similarity, the nearest first.

        Those whose stored text isn't the slice that they claim to be are left out: see `damage`.
        """
        search, seen = partial(self.vectors.query, scope.collection, embedding), self._refresh()
        large = seen.contents(scope.collection).passages > EXACT
        # Reading Chroma's files while they're written can end a process, other than the writer's.
        if self._writer.elsewhere or (large and seen.scoped(scope).passages <= IN_BYTES):
            search = partial(self._compare, embedding, scope)
        return self._search(search, k, scope)

    def _compare(
        self, embedding: Sequence[float], scope: Scope, k: int, _documents: Sequence[str]
    ) -> tuple[Found, ...]:
        """Find the nearest without Chroma: by the vectors, or, of many, by these in bytes."""
        seen = self._refresh()
        asked, whole = seen.scoped(scope), seen.contents(scope.collection)
        if asked.passages <= EXACT:
            return self.indexes.nearest_of_all(embedding, k, asked)
        return self.indexes.quantised.nearest(embedding, k, asked, whole, seen.note_broken)

    def matching(self, question: str, k: int, scope: Scope) -> tuple[tuple[Passage, float], ...]:
        """Give up to ``k`` passages with their BM25 score, the best first."""
        return self._search(partial(self.words.query, scope.collection, question), k, scope)

    def word_scores(
        self, question: str, passages: Sequence[Passage], collection: str
    ) -> dict[str, float]:
        """Give the BM25 score of some passages by their id; without those that share no word."""
        live = self._refresh().contents(collection).by_id
        known = [passage for passage in passages if passage.document_id in live]
        ids = {(live[one.document_id].generation, one.start): one.id for one in known}
        scores = self.words.scores(collection, question, tuple(ids))
        return {ids[place]: score for place, score in scores.items()}

    def parts_of(self, document_id: str, collection: str = DEFAULT_COLLECTION) -> Parts | None:
        """Give the parts of a document's live passages, None if it's not there. See `all_parts`."""
        return self.all_parts((document_id,), collection)[0]

    def all_parts(self, documents: Iterable[str], collection: str) -> list[Parts | None]:
        """Give the parts of some documents' live passages, None of those that aren't there.

        A generation that another process has just replaced is looked up anew. Parts that
        can't be read are None, too, and `broken` says so: the search does without.
        """
        seen = self._refresh()
        return [self._parts(seen, one, collection) for one in documents]

    def _parts(self, seen: Snapshot, document_id: str, collection: str) -> Parts | None:
        while entry := seen.contents(collection).by_id.get(document_id):
            try:
                return self.parts.read(entry.generation)
            except StoreError as error:
                if self.revision == seen.revision:
                    seen.note_broken({f"{document_id}:parts": str(error)})
                    return None
                seen = self._refresh()
        return None

    def broken(self) -> tuple[str, ...]:
        """List what searches have left out since the last change, because it was tampered with."""
        return self._seen.broken()

    def unread(self, collection: str = DEFAULT_COLLECTION) -> tuple[str, ...]:
        """List the files of the folder that couldn't be read when it was last looked through."""
        return tuple(json.loads(self.fact(f"{UNREAD}:{collection}") or "[]"))

    def damage(self, collection: str = DEFAULT_COLLECTION) -> tuple[str, ...]:
        """Compare everything stored with everything else; give one line for each disagreement."""
        if self._writer.elsewhere:
            state = f"{self.name} is being written, or its last writer was killed"
            return (f"{state}; run `sanad ingest` to have it mended",)
        read = partial(self.document, collection=collection)
        return tuple(
            line for entry in self.entries(collection) for line in self.indexes.damage(entry, read)
        )

    def _refresh(self) -> Snapshot:
        """Reopen what another process has written to since; give what the store is known to be."""
        revision = self.catalogue.revision
        with self._lock:
            if revision != self._seen.revision:
                if not self._writer.here or self.served:
                    self.indexes.reopen()
                self._seen = Snapshot(revision, self.catalogue, self._lexicons)
            return self._seen

    def _search(
        self, search: Callable[[int, Sequence[str]], tuple[Found, ...]], k: int, scope: Scope
    ) -> tuple[tuple[Passage, float], ...]:
        """Search until the answer belongs to one revision, and keep what is live in it.

        One that failed or mixed two revisions, as another process wrote, is done again, later.
        """
        failure: Exception | None = None
        for attempt in range(ATTEMPTS):
            seen = self._refresh()
            try:
                read = partial(seen.texts, scope.collection)
                passages, broken = search_live(search, k, scope, seen.scoped(scope), read)
            except Exception as error:  # noqa: BLE001 - whatever the indexes throw meanwhile
                failure = error
                with self._lock:
                    self._seen = Snapshot(NO_REVISION, self.catalogue, self._lexicons)
            else:
                if attempt == ATTEMPTS - 1 or self.revision == seen.revision:
                    seen.note_broken(broken)
                    return passages
            time.sleep(FIRST_PAUSE_S * 2**attempt)
        if isinstance(failure, StoreUnreachable):
            raise failure
        raise StoreError(
            f"the index in {self.name} can't be searched ({failure}); run `sanad doctor`"
        ) from failure

    # Writing

    def writer(self) -> str | None:
        """Name who writes to an index on servers just now."""
        return self._place.lock.holder()

    def writing(self) -> AbstractContextManager[None]:
        """Hold the store's one writer lock. Raises `StoreLocked` when another process has it."""
        return self._writer.writing()

    def fact(self, name: str) -> str | None:
        """Look up what is written down of the index under a name, such as its identity."""
        return self.catalogue.fact(name)

    def set_fact(self, name: str, value: str) -> None:
        """Write something down with the index."""
        self.catalogue.set_facts({name: value})

    def set_unread(self, files: Sequence[str], collection: str = DEFAULT_COLLECTION) -> None:
        """Write down which files of the folder couldn't be read, so that nobody finds them."""
        self.set_fact(f"{UNREAD}:{collection}", json.dumps(sorted(files)))

    def set_identity(self, identity: str) -> None:
        """Write down by what the index is built, or compare. Raises `IdentityMismatch`."""
        if self.fact("identity") is None:
            self.set_fact("identity", identity)
        self.check_identity(identity)

    def check_identity(self, identity: str) -> None:
        """Raise `IdentityMismatch` when the index was built by something else than ``identity``."""
        check_same(self.fact("identity"), identity, self.name)

    def set_source(
        self, document_id: str, file: str, source: Source, collection: str = DEFAULT_COLLECTION
    ) -> None:
        """Change what is known about a document as a publication; its text stays."""
        self.catalogue.set_source(collection, document_id, file, source)

    def replace(
        self,
        documents: Sequence[Made],
        collection: str = DEFAULT_COLLECTION,
        removed: Sequence[str] = (),
    ) -> None:
        """Put several documents of one collection in, and take some out, all in one moment.

        Raises `StoreError` when it can't be written, as on a full disk; then the
        documents are as they were.
        """
        new = {uuid.uuid4().hex: one for one in documents}
        with self._writer.told_when_full():
            if new:
                self.catalogue.announce(tuple(new), collection)
                self.indexes.add(collection, new)
            counted = {name: (document, len(some)) for name, (document, some, _) in new.items()}
            self.catalogue.commit(collection, counted, removed)
            self._writer.heal()

    def clear(self) -> None:
        """Throw the whole index away, documents and identity. Only under the writer lock."""
        self.catalogue.clear()
        self.word_vectors.clear()
        self.indexes.clear()
