"""The truth about what is in the index: one row a document, in SQLite or PostgreSQL.

Chroma and tantivy hold copies that can be thrown away; what this file says is
live is live. A replacement becomes visible in one transaction here.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from rag.errors import StoreError, Tampered
from rag.settings import Servers
from rag.store.catalogue_rows import (
    OF_ENTRIES,
    Entry,
    Text,
    document_of,
    entry_of,
    row_of,
    source_column,
    text_of,
)
from rag.store.catalogue_tables import DOCUMENTS, DOOMED, FACTS, METADATA, bump, drop, set_fact
from rag.store.database import Database, ServedDatabase
from rag.types import BlockKind, Document, Source

VERSION = 2
"""Of the tables below, and so of `Entry`. Another is refused with a remedy, never migrated."""
OF_THE_INDEX = ("identity", "calibration")
"""Facts that hold for the passages that are there, and no longer once they're cleared."""
ROWS = 100  # with their texts in memory at once, where all of them are looked through

WRITER = "writer"
"""The fact that stands there while a process writes, and stays when it's killed."""
SUSPECT = "suspect"
"""Its value where a server failed during a write: Chroma's graph may be damaged. That a client was
killed harms no server's graph."""
INDEX = "index"
"""The fact that tells an index on servers from others on the same ones."""


class Live(NamedTuple):
    """What of a document is searched."""

    id: str
    generation: str
    passages: int


class Catalogue:
    """The catalogue of one store, in one SQLite file or one PostgreSQL database."""

    def __init__(self, place: Path | Servers) -> None:
        """Open or create the catalogue. Raises `StoreError` when it can't be used."""
        self.database: Database
        if isinstance(place, Path):
            self.database, away = Database(place), f"move the folder {place.parent} away"
        else:
            self.database, away = ServedDatabase(place.catalogue), "take another database"
        self.database.create(METADATA)
        version = self.fact("catalogue_version")
        if version is None:
            first = {INDEX: uuid.uuid4().hex[:8]} if self.database.served else {}
            self.set_facts({"catalogue_version": str(VERSION), **first}, missing=True)
        elif version != str(VERSION):
            raise StoreError(
                f"{self.database.name} was written by another version of Sanad (catalogue "
                f"{version}, this is {VERSION}); {away}, run `sanad ingest` again, and "
                "copy notebook.db and feedback.jsonl from the old folder into the new one"
            )

    def close(self) -> None:
        """Give back the file, or the connections."""
        self.database.close()

    def fact(self, name: str) -> str | None:
        """Look up a named fact about the store, such as its identity."""
        with self.database.reading() as connection:
            value: str | None = connection.execute(
                sa.select(FACTS.c.value).where(FACTS.c.name == name)
            ).scalar()
            return value

    def set_facts(
        self, facts: Mapping[str, str], *, changed: bool = False, missing: bool = False
    ) -> None:
        """Set named facts (``missing`` ones only): ``changed`` when readers must notice."""
        with self.database.writing() as connection:
            for name, value in facts.items():
                set_fact(connection, name, value, keep=missing)
            if changed:
                bump(connection)

    def drop_fact(self, name: str) -> None:
        """Forget a named fact."""
        with self.database.writing() as connection:
            connection.execute(sa.delete(FACTS).filter_by(name=name))

    def collections(self) -> tuple[str, ...]:
        """Name the collections that hold documents."""
        query = sa.select(DOCUMENTS.c.collection).distinct()
        with self.database.reading() as connection:
            return tuple(sorted(connection.execute(query).scalars()))

    @property
    def revision(self) -> int:
        """Counts the changes that readers must notice."""
        return int(self.database.watched("revision") or 0)

    @property
    def being_written(self) -> bool:
        """Say whether Chroma is to be left alone: a process writes to it, or died while it did.

        A server takes care of that itself, unless it failed.
        """
        writer = self.database.watched(WRITER)
        return writer == SUSPECT if self.database.served else writer is not None

    def live(self, collection: str, since: int = -1) -> tuple[Live, ...]:
        """List what is searched, of the documents that changed after a revision, oldest first."""
        table = DOCUMENTS.c
        query = sa.select(table.id, table.generation, table.passages)
        query = query.where(table.collection == collection, table.revision > since)
        with self.database.reading() as connection:
            rows = connection.execute(query.order_by(table.revision, table.id)).all()
        return tuple(Live(*row) for row in rows)

    def counts(self, collection: str) -> tuple[int, int]:
        """Count the documents of a collection, and their passages."""
        passages = sa.func.coalesce(sa.func.sum(DOCUMENTS.c.passages), 0)
        query = sa.select(sa.func.count(), passages).where(DOCUMENTS.c.collection == collection)
        with self.database.reading() as connection:
            documents, total = connection.execute(query).one()
        return int(documents), int(total)

    def entries(self, collection: str) -> tuple[Entry, ...]:
        """List the documents of a collection by id, without their texts."""
        query = sa.select(*(DOCUMENTS.c[name] for name in OF_ENTRIES)).where(
            DOCUMENTS.c.collection == collection
        )
        with self.database.reading() as connection:
            rows = connection.execute(query.order_by(DOCUMENTS.c.id)).mappings().all()
        return tuple(entry_of(row) for row in rows)

    def document(self, collection: str, document_id: str) -> Document | None:
        """Read a document back. Raises `Tampered` when its text no longer has its hash."""
        table = DOCUMENTS.c
        query = sa.select(DOCUMENTS).where(table.collection == collection, table.id == document_id)
        with self.database.reading() as connection:
            row = connection.execute(query).mappings().one_or_none()
        return None if row is None else document_of(row, self.database.name)

    def texts(self, collection: str) -> Iterator[tuple[str, str]]:
        """Read the id and the text of every document, one after the other."""
        columns = sa.select(DOCUMENTS.c.id, DOCUMENTS.c.text)
        query = columns.where(DOCUMENTS.c.collection == collection)
        with self.database.reading() as connection:
            some = connection.execution_options(yield_per=ROWS)
            for row in some.execute(query.order_by(DOCUMENTS.c.id)):
                yield row.id, row.text

    def texts_of(
        self, collection: str, documents: Sequence[str]
    ) -> Iterator[tuple[str, Text | Tampered]]:
        """Read the texts of some documents, each with its id; `Tampered` where the hash differs."""
        table = DOCUMENTS.c
        columns = sa.select(table.id, table.file, table.content_hash, table.text)
        query = columns.where(table.collection == collection, table.id.in_(documents))
        with self.database.reading() as connection:
            rows = connection.execute(query).all() if documents else ()
        for row in rows:
            yield row.id, text_of(row.id, row.file, row.content_hash, row.text)

    def with_blocks(
        self, collection: str, documents: Sequence[str], kinds: Sequence[BlockKind]
    ) -> frozenset[str]:
        """Give those of some documents that have a block of one of some kinds, reading none."""
        table = DOCUMENTS.c
        having = sa.or_(*(table.layout.contains(f'"kind":"{kind}"') for kind in kinds))
        query = sa.select(table.id).where(table.collection == collection, having)
        with self.database.reading() as connection:
            rows = connection.execute(query.where(table.id.in_(documents))).scalars()
            return frozenset(rows)

    def announce(self, generations: Sequence[str], collection: str) -> None:
        """Note generations before a passage of them is written: a crash then leaves a trace."""
        rows = [{"generation": one, "collection": collection} for one in generations]
        with self.database.writing() as connection:
            connection.execute(sa.insert(DOOMED), rows)

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
        with self.database.writing() as connection:
            for document_id in (*removed, *(document.id for document, _ in documents.values())):
                drop(connection, collection, document_id)
            revision = bump(connection)
            for generation, (document, passages) in documents.items():
                row = row_of(document, generation, passages, revision)
                connection.execute(sa.insert(DOCUMENTS).values(**row))
            done = sa.delete(DOOMED).where(DOOMED.c.generation.in_(list(documents)))
            connection.execute(done)

    def set_source(self, collection: str, document_id: str, file: str, source: Source) -> None:
        """Change what is known about a document as a publication; its text stays."""
        key = {"collection": collection, "id": document_id}
        with self.database.writing() as connection:
            connection.execute(
                sa.update(DOCUMENTS)
                .filter_by(**key)
                .values(file=file, source=source_column(source), revision=bump(connection))
            )

    def clear(self) -> None:
        """Forget every document and what the index was built by."""
        with self.database.writing() as connection:
            connection.execute(sa.delete(DOCUMENTS))
            connection.execute(sa.delete(DOOMED))
            connection.execute(sa.delete(FACTS).where(FACTS.c.name.in_(OF_THE_INDEX)))
            bump(connection)

    def facts(self) -> dict[str, str]:
        """Give all that is written down of the index as it is, none of its place."""
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(FACTS)).all()
        return {row.name: row.value for row in rows if row.name not in (WRITER, INDEX, "vectors")}

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give the rows of all documents as they are, one after the other."""
        with self.database.reading() as connection:
            some = connection.execution_options(yield_per=ROWS)
            yield from map(dict, some.execute(sa.select(DOCUMENTS)).mappings())

    def fill(self, rows: Iterable[Mapping[str, Any]], facts: Mapping[str, str]) -> None:
        """Put another catalogue's rows and facts into an empty one, in one moment."""
        with self.database.writing() as connection:
            revision = bump(connection)
            for row in rows:
                connection.execute(sa.insert(DOCUMENTS).values(**row))
                connection.execute(sa.delete(DOOMED).filter_by(generation=row["generation"]))
            latest = str(max(revision, int(facts.get("revision", 0))))
            for name, value in {**facts, "revision": latest}.items():
                set_fact(connection, name, value)

    def doomed(self) -> tuple[tuple[str, str], ...]:
        """List generations that no document names: left by a replacement or by a crash."""
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(DOOMED.c.generation, DOOMED.c.collection)).all()
        return tuple((row.generation, row.collection) for row in rows)

    def buried(self, generations: Sequence[str]) -> None:
        """Forget doomed generations once their passages are deleted."""
        with self.database.writing() as connection:
            connection.execute(
                sa.delete(DOOMED).where(DOOMED.c.generation == sa.bindparam("one")),
                [{"one": generation} for generation in generations],
            )
