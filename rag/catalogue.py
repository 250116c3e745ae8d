"""The truth about what is in the index: one row a document, in SQLite.

Chroma and tantivy hold copies that can be thrown away; what this file says is
live is live. A replacement becomes visible in one transaction here.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from pydantic import TypeAdapter

from rag.errors import StoreError, Tampered
from rag.types import Block, Document, Finding, Properties, Source, SourceMap, Span, hash_text

VERSION = 2
"""Of the tables below. Another version is refused with a remedy, never migrated in silence."""
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
    sa.Column("collection", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("file", sa.String, nullable=False),
    sa.Column("raw_hash", sa.String, nullable=False),
    sa.Column("content_hash", sa.String, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("layout", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("generation", sa.String, nullable=False),
    sa.Column("passages", sa.Integer, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
)
_doomed = sa.Table(
    "doomed",
    _metadata,
    sa.Column("generation", sa.String, primary_key=True),
    sa.Column("collection", sa.String, nullable=False),
)


@dataclass(frozen=True, slots=True)
class _Layout:
    source_map: SourceMap
    blocks: tuple[Block, ...]
    sentences: tuple[Span, ...]
    notes: tuple[str, ...]
    properties: Properties
    findings: tuple[Finding, ...]


_REVISION = sa.select(_facts.c.value).where(_facts.c.name == "revision")
_LAYOUT = TypeAdapter(_Layout)
_SOURCE = TypeAdapter(Source)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document's row without its text: enough to tell whether it has changed."""

    collection: str
    id: str
    file: str
    raw_hash: str
    content_hash: str
    generation: str
    passages: int
    source: Source


class Catalogue:
    """The catalogue of one store, in one SQLite file."""

    def __init__(self, path: Path) -> None:
        """Open or create the catalogue. Raises `StoreError` when it can't be used."""
        self.path = path
        self._lock = threading.Lock()
        self._watching: sa.Connection | None = None
        self._engine = sa.create_engine(
            f"sqlite:///{path}", connect_args={"timeout": 30, "check_same_thread": False}
        )
        sa.event.listen(self._engine, "connect", _set_pragmas)
        try:
            _metadata.create_all(self._engine)
            version = self.fact("catalogue_version")
        except sa.exc.DatabaseError as error:
            raise StoreError(
                f"{path} can't be used ({error.orig}); move the folder {path.parent} away and "
                "run `sanad ingest` again"
            ) from error
        if version is None:
            self.set_facts({"catalogue_version": str(VERSION)})
        elif version != str(VERSION):
            raise StoreError(
                f"{path} was written by another version of Sanad (catalogue {version}, this is "
                f"{VERSION}); move the folder {path.parent} away and run `sanad ingest` again"
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

    def set_facts(self, facts: Mapping[str, str]) -> None:
        """Set named facts in one transaction."""
        with self._engine.begin() as connection:
            for name, value in facts.items():
                _set_fact(connection, name, value)

    @property
    def revision(self) -> int:
        """Counts the changes that readers must notice.

        Asked for many times an answer, so over a connection that stays open.
        """
        with self._lock:
            if self._watching is None:
                opened = self._engine.connect()
                self._watching = opened.execution_options(isolation_level="AUTOCOMMIT")
            return int(self._watching.execute(_REVISION).scalar() or 0)

    def entries(self, collection: str) -> tuple[Entry, ...]:
        """List the documents of a collection by id, without their texts."""
        columns = [c for c in _documents.c if c.name not in ("text", "layout")]
        query = sa.select(*columns).where(_documents.c.collection == collection)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(_documents.c.id)).all()
        return tuple(
            Entry(
                row.collection,
                row.id,
                row.file,
                row.raw_hash,
                row.content_hash,
                row.generation,
                row.passages,
                _SOURCE.validate_json(row.source),
            )
            for row in rows
        )

    def document(self, collection: str, document_id: str) -> Document | None:
        """Read a document back. Raises `Tampered` when its text no longer has its hash."""
        table = _documents.c
        query = sa.select(_documents).where(table.collection == collection, table.id == document_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        if hash_text(row.text) != row.content_hash:
            raise Tampered(
                f"the stored text of {document_id} has been changed since it was ingested; "
                "run `sanad ingest --rebuild`"
            )
        layout = _LAYOUT.validate_json(row.layout)
        return Document(
            id=row.id,
            file=row.file,
            text=row.text,
            raw_hash=row.raw_hash,
            source=_SOURCE.validate_json(row.source),
            source_map=layout.source_map,
            blocks=layout.blocks,
            sentences=layout.sentences,
            notes=layout.notes,
            properties=layout.properties,
            findings=layout.findings,
            collection=row.collection,
            content_hash=row.content_hash,
        )

    def texts(self, collection: str) -> Iterator[str]:
        """Read the text of every document, one after the other."""
        query = sa.select(_documents.c.text).where(_documents.c.collection == collection)
        with self._engine.connect() as connection:
            yield from connection.execute(query.order_by(_documents.c.id)).scalars()

    def announce(self, generation: str, collection: str) -> None:
        """Note a generation before its first passage is written, so that a crash leaves a trace."""
        with self._engine.begin() as connection:
            connection.execute(
                sa.insert(_doomed).values(generation=generation, collection=collection)
            )

    def commit(self, document: Document, generation: str, passages: int) -> None:
        """Make a generation the live one of its document and doom the one before."""
        key = {"collection": document.collection, "id": document.id}
        layout = _Layout(
            document.source_map,
            document.blocks,
            document.sentences,
            document.notes,
            document.properties,
            document.findings,
        )
        with self._engine.begin() as connection:
            _doom(connection, key)
            connection.execute(sa.delete(_documents).filter_by(**key))
            connection.execute(
                sa.insert(_documents).values(
                    **key,
                    file=document.file,
                    raw_hash=document.raw_hash,
                    content_hash=document.content_hash,
                    text=document.text,
                    layout=_LAYOUT.dump_json(layout).decode(),
                    source=_SOURCE.dump_json(document.source).decode(),
                    generation=generation,
                    passages=passages,
                    revision=_bump(connection),
                )
            )
            connection.execute(sa.delete(_doomed).filter_by(generation=generation))

    def set_source(self, collection: str, document_id: str, file: str, source: Source) -> None:
        """Change what is known about a document as a publication; its text stays."""
        key = {"collection": collection, "id": document_id}
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(_documents)
                .filter_by(**key)
                .values(
                    file=file,
                    source=_SOURCE.dump_json(source).decode(),
                    revision=_bump(connection),
                )
            )

    def remove(self, collection: str, document_id: str) -> None:
        """Take a document out and doom its passages."""
        key = {"collection": collection, "id": document_id}
        with self._engine.begin() as connection:
            _doom(connection, key)
            connection.execute(sa.delete(_documents).filter_by(**key))
            _bump(connection)

    def clear(self) -> None:
        """Forget every document and what the index was built by."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_documents))
            connection.execute(sa.delete(_doomed))
            connection.execute(
                sa.delete(_facts).where(_facts.c.name.in_(("identity", "calibration")))
            )
            _bump(connection)

    def doomed(self) -> tuple[tuple[str, str], ...]:
        """List generations that no document names: left by a replacement or by a crash."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(_doomed.c.generation, _doomed.c.collection)).all()
        return tuple((row.generation, row.collection) for row in rows)

    def buried(self, generation: str) -> None:
        """Forget a doomed generation once its passages are deleted."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_doomed).filter_by(generation=generation))


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


def _doom(connection: sa.Connection, key: Mapping[str, str]) -> None:
    rows: Iterator[sa.Row[tuple[str]]] = iter(
        connection.execute(sa.select(_documents.c.generation).filter_by(**key)).all()
    )
    for row in rows:
        connection.execute(
            sa.insert(_doomed).values(generation=row.generation, collection=key["collection"])
        )
