"""The notebook's file: SQLite beside the index, or memory alone where nothing is to be kept."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from rag.errors import NotebookError

FILE = "notebook.db"
VERSION = 1
"""Of the tables below. An older one is to be migrated in `_prepare`, a newer one is let be."""
WAIT_S = 5
"""For another process that writes."""

_metadata = sa.MetaData()
_facts = sa.Table(
    "facts",
    _metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)
conversations = sa.Table(
    "conversations",
    _metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("changed", sa.String, nullable=False),
    sa.Column("edits", sa.Integer, nullable=False),
    sa.Column("deleted", sa.String),
)
exchanges = sa.Table(
    "exchanges",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("conversation", sa.String, nullable=False, index=True),
    sa.Column("asked", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("body", sa.String, nullable=False),
    sa.Column("followed", sa.Boolean, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("aside", sa.Boolean, nullable=False),
    sa.Column("stopped", sa.Boolean, nullable=False),
    sa.Column("problem", sa.String, nullable=False),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("words", sa.String, nullable=False),
)
pins = sa.Table(
    "pins",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("rank", sa.Integer, nullable=False),
    sa.Column("address", sa.String, nullable=False),
    sa.Column("citation", sa.String, nullable=False),
    sa.Column("note", sa.String, nullable=False),
    sa.Column("question", sa.String, nullable=False),
    sa.Column("conversation", sa.String, nullable=False),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("deleted", sa.String),
)
questions = sa.Table(
    "questions",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("asked", sa.String, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("cited", sa.String, nullable=False),
    sa.Column("documents", sa.String, nullable=False),
)
"""Came later, and needs no other version: a notebook without it gets it when it's opened, and a
Sanad that doesn't know it lets it be."""


class Database:
    """One notebook's tables. Safe to share between threads."""

    def __init__(self, path: Path | None) -> None:
        """Open or create the file; None keeps everything in memory. Raises `NotebookError`."""
        self.path = path
        self._lock = threading.RLock()
        if path is None:
            self._engine = sa.create_engine(
                "sqlite://",
                poolclass=sa.StaticPool,
                connect_args={"check_same_thread": False},
            )
        else:
            _make_private(path)
            # No connection stays open: a page is left open for days, and the file may be moved.
            self._engine = sa.create_engine(
                f"sqlite:///{path}", poolclass=sa.NullPool, connect_args={"timeout": WAIT_S}
            )
        sa.event.listen(self._engine, "connect", _forget_for_good)
        try:
            self._prepare()
        except NotebookError:
            self.close()
            raise
        self._number = _number_of(path)

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """Give a connection whose changes are made together. Raises `NotebookError`."""
        try:
            with self._lock, self._engine.begin() as connection:
                yield connection
        except sa.exc.DatabaseError as error:
            raise NotebookError(f"{self._name} can't be used ({error.orig}); {_REMEDY}") from error

    @property
    def is_gone(self) -> bool:
        """Whether the file that was opened isn't there any more."""
        return self.path is not None and _number_of(self.path) != self._number

    def close(self) -> None:
        """Give back the file."""
        self._engine.dispose()

    @property
    def _name(self) -> str:
        return f"the notebook {self.path}" if self.path else "the notebook"

    def _prepare(self) -> None:
        """Make the tables, or check that they are ours."""
        with self.begin() as connection:
            tables = set(sa.inspect(connection).get_table_names())
            if tables and "facts" not in tables:
                raise NotebookError(f"{self._name} is a database of something else; {_REMEDY}")
            for table in _metadata.sorted_tables:
                connection.execute(sa.schema.CreateTable(table, if_not_exists=True))
                for index in table.indexes:
                    connection.execute(sa.schema.CreateIndex(index, if_not_exists=True))
            version = sa.select(_facts.c.value).where(_facts.c.name == "notebook_version")
            written = connection.execute(version).scalar()
            if written is None:
                fact = {"name": "notebook_version", "value": str(VERSION)}
                connection.execute(sa.insert(_facts).prefix_with("OR IGNORE").values(**fact))
            elif written != str(VERSION):
                raise NotebookError(
                    f"{self._name} was written by a newer Sanad (version {written}; this one "
                    f"writes {VERSION}): use that one, or {_REMEDY}"
                )


_REMEDY = "move the file away to begin a new one, or set `notebook = false` to keep none"


def now() -> str:
    """Give the time in ISO 8601, UTC: when something was kept, never part of an answer."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _number_of(path: Path | None) -> int | None:
    """Give what tells a file from another one of its name."""
    try:
        return path.stat().st_ino if path else None
    except OSError:
        return None


def _make_private(path: Path) -> None:
    """Make the file for its owner alone before anything is written to it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise NotebookError(
            f"the notebook {path} can't be written ({error.strerror}); make it writable, or set "
            "`notebook = false` to keep none"
        ) from error


def _forget_for_good(connection: object, _record: object) -> None:
    """Have SQLite write over what is deleted."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()
