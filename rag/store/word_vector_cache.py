"""The vectors of single words, kept beside the index: an answer compares hundreds of them.

Only a cache: what isn't there is embedded when it's asked for, and all of it can be
made again from the texts and the model.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.files import delete
from rag.text.content_words import content_words
from rag.text.related_words import phrases_in
from rag.write_ahead import log_ahead

Vector = NDArray[np.float32]

WAIT_S = 30


class KnownWords(Protocol):
    """The vectors of words, wherever they are kept; safe to share between threads."""

    def get(self, words: Iterable[str]) -> dict[str, Vector]:
        """Give the vectors of those words that are known; none where they can't be read."""

    def add(self, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors of words, if that can be."""

    def close(self) -> None:
        """Give back what is open."""

    def clear(self) -> None:
        """Forget all words."""


class EmbedsWords(Protocol):
    """The embedder, or what has it embed elsewhere."""

    def vectors(self, texts: Sequence[str], /) -> Sequence[Vector]:
        """Give the vector of each text."""


class WordVectors:
    """One SQLite file of words and their vectors, for one embedder."""

    def __init__(self, path: Path) -> None:
        """Name the file; it's opened at first use."""
        self.path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    def get(self, words: Iterable[str]) -> dict[str, Vector]:
        """Give the vectors of those words that are known; none where the file is damaged."""
        found: dict[str, Vector] = {}
        with self._lock, contextlib.suppress(sqlite3.DatabaseError):
            asked = "SELECT value FROM json_each(?)"  # a value each would be too many for SQLite
            query = f"SELECT word, vector FROM vectors WHERE word IN ({asked})"  # nosec B608 # noqa: S608 - a constant
            for word, vector in self._opened().execute(query, [json.dumps(list(words))]):
                found[word] = np.frombuffer(vector, np.float32)
        return found

    def add(self, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors of words, in a new file where the old one is damaged."""
        rows = [(word, vector.astype(np.float32).tobytes()) for word, vector in vectors.items()]
        with self._lock:
            try:
                self._insert(rows)
            except sqlite3.OperationalError:
                pass  # busy or full: it's only a cache
            except sqlite3.DatabaseError:
                self.clear()
                self._insert(rows)

    def close(self) -> None:
        """Give back the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def clear(self) -> None:
        """Forget all words."""
        with self._lock:
            self.close()
            gone = [delete(self.path.with_name(self.path.name + x)) for x in ("", "-wal", "-shm")]
            if not all(gone):  # a reader on Windows has it open
                with self._opened() as connection:
                    connection.execute("DELETE FROM vectors")

    def _insert(self, rows: Sequence[tuple[str, bytes]]) -> None:
        with self._opened() as connection:
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = sqlite3.connect(self.path, timeout=WAIT_S, check_same_thread=False)
            log_ahead(connection, WAIT_S)
            connection.execute(
                "CREATE TABLE IF NOT EXISTS vectors (word TEXT PRIMARY KEY, vector BLOB NOT NULL)"
            )
            self._connection = connection
        return self._connection


def compared_words(texts: Iterable[str]) -> list[str]:
    """List the words and phrases of some texts that answers compare, each once.

    If their vectors aren't kept, the first question that meets one has to wait for the model.
    """
    found: dict[str, None] = {}
    for text in texts:
        found |= dict.fromkeys(word.lower() for word in content_words(text))
        found |= dict.fromkeys(phrase for phrase, _ in phrases_in(text))
    return list(found)


def learn_words(texts: Sequence[str], known: KnownWords, embedder: EmbedsWords) -> int:
    """Embed the words of some texts that aren't known yet; give how many those were."""
    words = compared_words(texts)
    there = known.get(words)
    new = [word for word in words if word not in there]
    known.add(dict(zip(new, embedder.vectors(new), strict=True)))
    return len(new)
