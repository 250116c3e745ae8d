"""What lies beside the catalogue where that is on a server: bytes in rows, in pieces."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from rag.errors import StoreError
from rag.store.database import TEXT, Database
from rag.store.stored_parts import REMEMBER_BYTES, StoredParts

Vector = NDArray[np.float32]

PIECE = 1 << 22
"""Bytes. The driver writes them in hexadecimal, so that twice as many are on their way."""

tables = sa.MetaData()
_kept = sa.Table(
    "kept",
    tables,
    sa.Column("generation", TEXT, primary_key=True),
    sa.Column("name", TEXT, primary_key=True),
    sa.Column("piece", sa.Integer, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
)
_words = sa.Table(
    "word_vectors",
    tables,
    sa.Column("word", TEXT, primary_key=True),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)
# One statement for thousands of words, which the driver would else send one by one.
_KNOWN = sa.text("SELECT word, vector FROM word_vectors WHERE word = ANY(CAST(:words AS text[]))")
_LEARN = sa.text(
    "INSERT INTO word_vectors SELECT * FROM unnest(CAST(:words AS text[]), "
    "CAST(:vectors AS bytea[])) ON CONFLICT DO NOTHING"
)


class PartsTable(StoredParts):
    """Parts in a database, each array by itself, so that one can be read without the others."""

    def __init__(self, database: Database, remember: int = REMEMBER_BYTES) -> None:
        """Name the database."""
        super().__init__(remember)
        self._database = database

    def keep(self, generation: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Write arrays, in place of those of the same names."""
        with self._database.writing() as connection:
            for name, array in arrays.items():
                stream = io.BytesIO()
                np.save(stream, array, allow_pickle=False)
                data = stream.getvalue()
                key = {"generation": generation, "name": name}
                connection.execute(sa.delete(_kept).filter_by(**key))
                for piece, first in enumerate(range(0, len(data), PIECE)):
                    some = data[first : first + PIECE]
                    connection.execute(sa.insert(_kept).values(**key, piece=piece, data=some))

    def load(self, generation: str, names: Sequence[str]) -> dict[str, Any]:
        """Read arrays."""
        query = sa.select(_kept.c.name, _kept.c.data).where(
            _kept.c.generation == generation, _kept.c.name.in_(names)
        )
        found: dict[str, bytearray] = {}
        with self._database.reading() as connection:
            for name, data in connection.execute(query.order_by(_kept.c.name, _kept.c.piece)):
                found.setdefault(name, bytearray()).extend(data)
        try:
            return {name: np.load(io.BytesIO(found[name]), allow_pickle=False) for name in names}
        except (ValueError, KeyError, EOFError) as error:
            raise StoreError(
                f"parts of {generation} in {self._database.name} can't be read ({error}); run "
                "`sanad ingest --rebuild`"
            ) from error

    def drop(self, generation: str) -> None:
        """Delete the arrays of a generation."""
        with self._database.writing() as connection:
            connection.execute(sa.delete(_kept).filter_by(generation=generation))

    def clear(self) -> None:
        """Delete all."""
        with self._database.writing() as connection:
            connection.execute(sa.delete(_kept))


class WordVectorsTable:
    """The vectors of single words, as `WordVectors` keeps them, for all processes."""

    def __init__(self, database: Database) -> None:
        """Name the database."""
        self._database = database

    def get(self, words: Iterable[str]) -> dict[str, Vector]:
        """Give the vectors of those words that are known; none where they can't be read."""
        asked = list(words)
        if not asked:
            return {}
        with contextlib.suppress(StoreError), self._database.reading() as connection:
            rows = connection.execute(_KNOWN, {"words": asked}).all()
            return {word: np.frombuffer(vector, np.float32) for word, vector in rows}
        return {}

    def add(self, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors of words; it's only a cache: not while the server is gone."""
        if not vectors:
            return
        data = [vector.astype(np.float32).tobytes() for vector in vectors.values()]
        with contextlib.suppress(StoreError), self._database.writing() as connection:
            connection.execute(_LEARN, {"words": list(vectors), "vectors": data})

    def close(self) -> None:
        """Do nothing: the database is closed by whoever opened it."""

    def clear(self) -> None:
        """Forget all words."""
        with self._database.writing() as connection:
            connection.execute(sa.delete(_words))
