"""Where a store keeps what: all in one folder, or on servers that several processes share.

On servers, passages are in Chroma, everything else in PostgreSQL. Only the BM25 index is still in
a folder, one for each machine, and follows the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from rag.errors import StoreError
from rag.settings import Servers
from rag.store.bm25_index import Words
from rag.store.catalogue import INDEX, Catalogue
from rag.store.chroma_index import FOLDER, Vectors
from rag.store.chroma_server import ServedVectors
from rag.store.copied_parts import CopiedParts
from rag.store.database import ServedDatabase
from rag.store.following import Follower
from rag.store.kept import PartsTable, WordVectorsTable, tables
from rag.store.originals import Originals
from rag.store.originals import tables as files
from rag.store.stored_parts import PartsFolder, StoredParts
from rag.store.word_counts import CountedWords
from rag.store.word_vector_cache import KnownWords, WordVectors

FACT = "vectors"
"""The catalogue's fact that names the passages in Chroma that are in use."""
COUNTED = "wordcounts.sqlite3"
SERVED = "served"
"""The folder of what follows the servers."""


class Lock(Protocol):
    """That of the one writer."""

    @property
    def locked_here(self) -> bool:
        """Say whether this process holds it."""

    def lock(self) -> bool:
        """Take it, unless another process has it."""

    def unlock(self) -> None:
        """Give it back."""

    def holder(self) -> str | None:
        """Name who holds it, None where that isn't known, or nobody does."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where all of it is. ``first`` names the passages in Chroma until others are in use.

    ``follower`` has the BM25 index follow a catalogue that other machines write to. ``originals``
    has the documents' own files, which other machines haven't got.
    """

    catalogue: Catalogue
    vectors: Vectors
    words: Words
    parts: StoredParts
    word_vectors: KnownWords
    counted: CountedWords
    lock: Lock
    first: str
    follower: Follower | None = None
    originals: Originals | None = None

    @property
    def name(self) -> str:
        """The catalogue's address, as it's told."""
        return self.catalogue.database.name


class FolderLock:
    """A file's lock, which ends with the process."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        self._lock = FileLock(path, thread_local=False)

    @property
    def locked_here(self) -> bool:
        """Say whether this process holds it."""
        return self._lock.is_locked

    def lock(self) -> bool:
        """Take it, unless another process has it."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        return True

    def unlock(self) -> None:
        """Give it back."""
        self._lock.release()

    def holder(self) -> str | None:
        """Say nothing: a file doesn't tell."""
        return None


def in_folder(path: Path) -> Place:
    """Keep everything in a folder, which is made. Raises `StoreError`."""
    _made(path)
    catalogue = Catalogue(path / "catalogue.sqlite3")
    return Place(
        catalogue,
        Vectors(path / (catalogue.fact(FACT) or FOLDER)),
        Words(path / "words"),
        PartsFolder(path / "parts"),
        WordVectors(path / "wordvectors.sqlite3"),
        CountedWords(path / COUNTED),
        FolderLock(path / "writer.lock"),
        FOLDER,
    )


def on_servers(path: Path, servers: Servers) -> Place:
    """Keep everything on servers but the BM25 index, which is below a folder. As `in_folder`."""
    _made(path)
    catalogue = Catalogue(servers)
    database = catalogue.database
    assert isinstance(database, ServedDatabase)
    database.create(tables)
    database.create(files)
    index = catalogue.fact(INDEX)
    first = f"{FOLDER}-{index}"
    here = path / SERVED / str(index)
    parts, words = CopiedParts(here / "parts", PartsTable(database)), Words(here / "words")
    return Place(
        catalogue,
        ServedVectors(servers.chroma, catalogue.fact(FACT) or first, first, catalogue, parts),
        words,
        parts,
        WordVectorsTable(database),
        CountedWords(here / COUNTED),
        database,
        first,
        Follower(words, catalogue, parts),
        Originals(database),
    )


def _made(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the store folder {path} can't be made ({error.strerror}); "
            "set SANAD_STORE to a folder that you may write to"
        ) from error
