"""The truth about what is in the index: one row a document, in SQLite.

Chroma and tantivy hold copies that can be thrown away; what this file says is
live is live. A replacement becomes visible in one transaction here.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import sqlalchemy as sa

from rag.errors import StoreError
from rag.store.catalogue_rows import (
    NUMBERS,
    OF_ENTRIES,
    Entry,
    document_of,
    entry_of,
    row_of,
    source_column,
)
from rag.types import Document, Source

VERSION = 2
"""Of the tables below, and so of `Entry`. Another is refused with a remedy, never migrated."""
OF_THE_INDEX = ("identity", "calibration")
"""Facts that hold for the passages that are there, and no longer once they're cleared."""

_metadata = sa.MetaData()
_facts = sa.Table(
    "facts",
    _metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)
_documents = sa.Table(
    "documents",
    _metadata,
    *(
        sa.Column(
            name,
            sa.Integer if name in NUMBERS else sa.String,
            primary_key=name in ("collection", "id"),
            nullable=False,
        )
        for name in (*OF_ENTRIES, "text", "layout", "revision")
    ),
)
_doomed = sa.Table(
    "doomed",
    _metadata,
    sa.Column("generation", sa.String, primary_key=True),
    sa.Column("collection", sa.String, nullable=False),
)

WRITER = "writer"
"""The fact that stands there while a process writes, and stays when it's killed."""
_WATCHED = "SELECT value FROM facts WHERE name = ?"


class Catalogue:
    """The catalogue of one store, in one SQLite file."""

    def __init__(self, path: Path) -> None:
        """Open or create the catalogue. Raises `StoreError` when it can't be used."""
        self.path = path
        self._lock = threading.Lock()
        self._watching: sa.PoolProxiedConnection | None = None
        self._engine = sa.create_engine(
            f"sqlite:///{path}", connect_args={"timeout": 30, "check_same_thread": False}
        )
        sa.event.listen(self._engine, "connect", _set_pragmas)
        try:
            _metadata.create_all(self._engine)
            version = self.fact("catalogue_version")
        except sa.exc.DatabaseError as error:
            raise StoreError(f"{path} can't be used ({error.orig}); {_remedy(path)}") from error
        if version is None:
            self.set_facts({"catalogue_version": str(VERSION)})
        elif version != str(VERSION):
            raise StoreError(
                f"{path} was written by another version of Sanad (catalogue {version}, this is "
                f"{VERSION}); move the folder {path.parent} away, run `sanad ingest` again, and "
                "copy notebook.db and feedback.jsonl from the old folder into the new one"
            )

    def close(self) -> None:
        """Give back the file."""
        with self._lock:
            if self._watching is not None:
                self._watching.close()
                self._watching = None
        self._engine.dispose()

    def fact(self, name: str) -> str | None:
        """Look up a named fact about the store, such as its identity."""
        with self._engine.connect() as connection:
            value: str | None = connection.execute(
                sa.select(_facts.c.value).where(_facts.c.name == name)
            ).scalar()
            return value

    def set_facts(self, facts: Mapping[str, str], *, changed: bool = False) -> None:
        """Set named facts in one transaction; ``changed`` when readers must notice."""
        with self._engine.begin() as connection:
            for name, value in facts.items():
                _set_fact(connection, name, value)
            if changed:
                _bump(connection)

    def drop_fact(self, name: str) -> None:
        """Forget a named fact."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_facts).filter_by(name=name))

    def collections(self) -> tuple[str, ...]:
        """Name the collections that hold documents."""
        query = sa.select(_documents.c.collection).distinct()
        with self._engine.connect() as connection:
            return tuple(sorted(connection.execute(query).scalars()))

    @property
    def revision(self) -> int:
        """Counts the changes that readers must notice."""
        return int(self._watched("revision") or 0)

    @property
    def being_written(self) -> bool:
        """Say whether a process writes to the store, or died while it did."""
        return self._watched(WRITER) is not None

    def _watched(self, name: str) -> str | None:
        """Look a fact up that is asked for some sixty times an answer.

        Over a connection that stays open, and without SQLAlchemy's work around it: it holds no
        transaction open, since nothing is written by it and all rows are fetched.
        """
        with self._lock:
            if self._watching is None:
                self._watching = self._engine.raw_connection()
            driver = self._watching.driver_connection
            assert driver is not None
            rows = driver.execute(_WATCHED, (name,)).fetchall()
        return rows[0][0] if rows else None

    def entries(self, collection: str) -> tuple[Entry, ...]:
        """List the documents of a collection by id, without their texts."""
        query = sa.select(*(_documents.c[name] for name in OF_ENTRIES)).where(
            _documents.c.collection == collection
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(_documents.c.id)).mappings().all()
        return tuple(entry_of(row) for row in rows)

    def document(self, collection: str, document_id: str) -> Document | None:
        """Read a document back. Raises `Tampered` when its text no longer has its hash."""
        table = _documents.c
        query = sa.select(_documents).where(table.collection == collection, table.id == document_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().one_or_none()
        return None if row is None else document_of(row, str(self.path))

    def texts(self, collection: str) -> Iterator[tuple[str, str]]:
        """Read the id and the text of every document, one after the other."""
        columns = sa.select(_documents.c.id, _documents.c.text)
        query = columns.where(_documents.c.collection == collection)
        with self._engine.connect() as connection:
            for row in connection.execute(query.order_by(_documents.c.id)):
                yield row.id, row.text

    def announce(self, generations: Sequence[str], collection: str) -> None:
        """Note generations before a passage of them is written: a crash then leaves a trace."""
        rows = [{"generation": one, "collection": collection} for one in generations]
        with self._engine.begin() as connection:
            connection.execute(sa.insert(_doomed), rows)

    def commit(
        self,
        collection: str,
        documents: Mapping[str, tuple[Document, int]],
        removed: Sequence[str] = (),
    ) -> None:
        """Make generations the live ones of their documents and doom the ones before.

        ``documents`` maps a generation to its document and the number of passages;
        ``removed`` are ids of documents that go in the same moment.
        """
        with self._engine.begin() as connection:
            for document_id in (*removed, *(document.id for document, _ in documents.values())):
                _drop(connection, collection, document_id)
            revision = _bump(connection)
            for generation, (document, passages) in documents.items():
                row = row_of(document, generation, passages, revision)
                connection.execute(sa.insert(_documents).values(**row))
            done = sa.delete(_doomed).where(_doomed.c.generation.in_(list(documents)))
            connection.execute(done)

    def set_source(self, collection: str, document_id: str, file: str, source: Source) -> None:
        """Change what is known about a document as a publication; its text stays."""
        key = {"collection": collection, "id": document_id}
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(_documents)
                .filter_by(**key)
                .values(file=file, source=source_column(source), revision=_bump(connection))
            )

    def clear(self) -> None:
        """Forget every document and what the index was built by."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_documents))
            connection.execute(sa.delete(_doomed))
            connection.execute(sa.delete(_facts).where(_facts.c.name.in_(OF_THE_INDEX)))
            _bump(connection)

    def doomed(self) -> tuple[tuple[str, str], ...]:
        """List generations that no document names: left by a replacement or by a crash."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(_doomed.c.generation, _doomed.c.collection)).all()
        return tuple((row.generation, row.collection) for row in rows)

    def buried(self, generations: Sequence[str]) -> None:
        """Forget doomed generations once their passages are deleted."""
        with self._engine.begin() as connection:
            connection.execute(
                sa.delete(_doomed).where(_doomed.c.generation == sa.bindparam("one")),
                [{"one": generation} for generation in generations],
            )


def _remedy(path: Path) -> str:
    """Say what to do about a catalogue that can't be opened: it may be sound, and just shut."""
    shut = [one for one in (path.parent, path) if one.exists() and not os.access(one, os.W_OK)]
    if shut:
        return (
            f"{shut[0]} can't be written, and Sanad must even to read it: make it writable, or set "
            "SANAD_STORE to a copy of the folder"
        )
    return f"move the folder {path.parent} away and run `sanad ingest` again"


def _set_pragmas(connection: object, _record: object) -> None:
    with contextlib.closing(connection.cursor()) as cursor:  # type: ignore[attr-defined]
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")


def _set_fact(connection: sa.Connection, name: str, value: str) -> None:
    connection.execute(sa.delete(_facts).filter_by(name=name))
    connection.execute(sa.insert(_facts).values(name=name, value=value))


def _bump(connection: sa.Connection) -> int:
    current = connection.execute(sa.select(_facts.c.value).filter_by(name="revision")).scalar()
    revision = int(current or 0) + 1
    _set_fact(connection, "revision", str(revision))
    return revision


def _drop(connection: sa.Connection, collection: str, document_id: str) -> None:
    """Delete a document's row, if there is one, and doom its passages."""
    key = {"collection": collection, "id": document_id}
    rows = connection.execute(sa.select(_documents.c.generation).filter_by(**key)).all()
    for row in rows:
        connection.execute(
            sa.insert(_doomed).values(generation=row.generation, collection=collection)
        )
    connection.execute(sa.delete(_documents).filter_by(**key))
