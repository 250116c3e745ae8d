"""The file that a document was read from: in the documents' folder, or else from the servers."""

from __future__ import annotations

import threading
from pathlib import Path

from ingest.file_cache import FileCache
from rag.errors import LoadError, StoreError, StoreUnreachable
from rag.files import hash_of
from rag.store.store import Store
from rag.types import Document

MAX_BYTES = 1_000_000_000
"""On this machine's disk, of files that aren't in its folder: five of the largest that are read."""
KNOWN_AT_MOST = 64


class OriginalFiles:
    """The files of a store's documents. Safe to share between threads."""

    def __init__(self, store: Store, corpus: Path, max_bytes: int = MAX_BYTES) -> None:
        """Take the files from the folder ``corpus``, if they are there."""
        self._store, self._corpus = store, corpus.expanduser()
        self._cache = FileCache(store.path / "originals", max_bytes, ".file")
        self._seen: dict[tuple[str, int, int], str] = {}
        self._revision = -1
        self._lock = threading.Lock()

    def path(self, document: Document, lost: str = "it can't be had") -> Path:
        """Give where the file is that a document was read from, byte for byte.

        Raises `LoadError` with a whole sentence where there is none, with what is ``lost`` by it;
        `StoreUnreachable` where it's kept on a server that is gone.
        """
        path = (self._corpus / document.file).resolve()
        try:
            there = self._hash(path)
        except OSError as error:
            problem = LoadError(
                f"The file {document.file} isn't in the documents' folder any more, so {lost}."
            )
            return self._fetched(document, problem, error)
        if there != document.raw_hash:
            problem = LoadError(
                f"The file {document.file} has changed since it was read, so {lost}. Read it again "
                "with `sanad ingest`."
            )
            return self._fetched(document, problem, None)
        return path

    def _hash(self, path: Path) -> str:
        stat = path.stat()
        key = (str(path), stat.st_mtime_ns, stat.st_size)
        if key not in self._seen:
            while len(self._seen) >= KNOWN_AT_MOST:
                self._seen.pop(next(iter(self._seen)))
            self._seen[key] = hash_of(path)
        return self._seen[key]

    def _fetched(self, document: Document, problem: LoadError, cause: OSError | None) -> Path:
        """Give the servers' copy, kept on the disk for the next time; raise where there is none."""
        kept, name = self._store.originals, document.raw_hash
        if kept is None:
            raise problem from cause
        with self._lock:
            if (path := self._cache.path(name)) is not None:
                return path
            self._forget_others()
            try:
                return self._cache.fill(name, lambda path: kept.write(name, path))
            except StoreUnreachable:
                raise
            except StoreError as error:
                raise problem from error
            except OSError as error:
                reason = error.strerror or "unknown error"
                raise LoadError(
                    f"The file {document.file} can't be kept in {self._store.path} ({reason}), so "
                    "it can't be opened; make room there."
                ) from error

    def _forget_others(self) -> None:
        """Drop the files of documents that aren't there any more."""
        revision = self._store.revision
        if revision != self._revision:
            self._revision = revision
            self._cache.keep_only({entry.raw_hash for entry in self._store.entries()})
