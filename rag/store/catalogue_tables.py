"""The tables of the catalogue, and what is written to more than one of them at once."""

from __future__ import annotations

import sqlalchemy as sa

from rag.store.catalogue_rows import NUMBERS, OF_ENTRIES
from rag.store.database import TEXT

METADATA = sa.MetaData()
_WRITTEN = "INSERT INTO facts VALUES (:name, :value) ON CONFLICT (name) DO "
FACTS = sa.Table(
    "facts",
    METADATA,
    sa.Column("name", TEXT, primary_key=True),
    sa.Column("value", TEXT, nullable=False),
)
DOCUMENTS = sa.Table(
    "documents",
    METADATA,
    *(
        sa.Column(
            name,
            sa.Integer if name in NUMBERS else TEXT,
            primary_key=name in ("collection", "id"),
            nullable=False,
        )
        for name in (*OF_ENTRIES, "text", "layout", "revision")
    ),
    # What changed since a revision is asked for by every process that follows a server's catalogue.
    sa.Index("documents_revision", "collection", "revision").ddl_if(dialect="postgresql"),
)
DOOMED = sa.Table(
    "doomed",
    METADATA,
    sa.Column("generation", TEXT, primary_key=True),
    sa.Column("collection", TEXT, nullable=False),
)


def set_fact(connection: sa.Connection, name: str, value: str, *, keep: bool = False) -> None:
    """Write a fact down, in one statement; one that is there stays where it's to be kept."""
    otherwise = "NOTHING" if keep else "UPDATE SET value = :value"
    connection.execute(sa.text(_WRITTEN + otherwise), {"name": name, "value": value})


def bump(connection: sa.Connection) -> int:
    """Count a change that readers must notice."""
    current = connection.execute(sa.select(FACTS.c.value).filter_by(name="revision")).scalar()
    revision = int(current or 0) + 1
    set_fact(connection, "revision", str(revision))
    return revision


def drop(connection: sa.Connection, collection: str, document_id: str) -> None:
    """Delete a document's row, if there is one, and doom its passages."""
    key = {"collection": collection, "id": document_id}
    rows = connection.execute(sa.select(DOCUMENTS.c.generation).filter_by(**key)).all()
    for row in rows:
        connection.execute(
            sa.insert(DOOMED).values(generation=row.generation, collection=collection)
        )
    connection.execute(sa.delete(DOCUMENTS).filter_by(**key))
