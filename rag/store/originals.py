"""The documents' own files, where the index is on servers: bytes in rows, by the file's hash.

So that a machine without the documents' folder can show a page as it was printed. A file is there
once, whole or not at all, as long as a document is read from it.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import sqlalchemy as sa

from rag.errors import StoreError
from rag.files import replace
from rag.store.database import TEXT, Database

PIECE = 1 << 21
"""Bytes. No more of a file is in memory at a time; the driver, which writes it in hexadecimal,
needs twelve times as much: 26 MB, however large the file is."""

tables = sa.MetaData()
_originals = sa.Table(
    "originals",
    tables,
    sa.Column("raw_hash", TEXT, primary_key=True),
    sa.Column("piece", sa.Integer, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
)
# Both are asked or done once for all documents, so that no index of their hashes is needed.
_LACKING = sa.text("SELECT raw_hash FROM documents EXCEPT SELECT raw_hash FROM originals")
_SWEEP = sa.text(
    "DELETE FROM originals AS kept WHERE NOT EXISTS "
    "(SELECT 1 FROM documents WHERE documents.raw_hash = kept.raw_hash)"
)


class _Changed(Exception):
    """A file isn't the one that was read: nothing of it is to stay."""


class Originals:
    """The files of one index, in its database."""

    def __init__(self, database: Database) -> None:
        """Name the database."""
        self._database = database

    def keep(self, path: Path, raw_hash: str) -> bool:
        """Write a file, unless it's there; say whether it's there now.

        It isn't where the file is gone, or no longer the one with this hash (SHA-256). Only under
        the writer's lock. Raises `StoreUnreachable` when the server is gone.
        """
        try:
            with self._database.writing() as connection:
                there = sa.select(_originals.c.piece).filter_by(raw_hash=raw_hash, piece=0)
                if connection.execute(there).first() is not None:
                    return True
                digest = hashlib.sha256()
                for piece, data in enumerate(_read(path)):
                    digest.update(data)
                    row = {"raw_hash": raw_hash, "piece": piece, "data": data}
                    connection.execute(sa.insert(_originals).values(**row))
                if digest.hexdigest() != raw_hash:
                    raise _Changed
        except _Changed:
            return False
        return True

    def write(self, raw_hash: str, path: Path) -> None:
        """Write a file to a path, whole or not at all.

        Raises `StoreError` where it isn't kept or isn't whole, `OSError` as the disk does.
        """
        made = path.with_name(f"{uuid.uuid4().hex}.made")
        digest = hashlib.sha256()
        try:
            with made.open("xb") as stream:
                for data in self._pieces(raw_hash):
                    digest.update(data)
                    stream.write(data)
            if digest.hexdigest() != raw_hash:
                raise StoreError(
                    f"the file isn't in the database at {self._database.name}, or not whole; run "
                    "`sanad ingest` where the documents' folder is"
                )
            replace(made, path)
        finally:
            made.unlink(missing_ok=True)

    def lacking(self) -> frozenset[str]:
        """Give the hashes of the files that documents were read from and that aren't there."""
        with self._database.reading() as connection:
            return frozenset(connection.execute(_LACKING).scalars())

    def sweep(self) -> None:
        """Delete the files that no document is read from any more. Only under the lock."""
        with self._database.writing() as connection:
            connection.execute(_SWEEP)

    def clear(self) -> None:
        """Delete all."""
        with self._database.writing() as connection:
            connection.execute(sa.delete(_originals))

    def _pieces(self, raw_hash: str) -> Iterator[bytes]:
        for piece in count():
            query = sa.select(_originals.c.data).filter_by(raw_hash=raw_hash, piece=piece)
            with self._database.reading() as connection:
                data: bytes | None = connection.execute(query).scalar()
            if data is None:
                return
            yield data


def _read(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            while data := stream.read(PIECE):
                yield data
    except OSError as error:
        raise _Changed from error
