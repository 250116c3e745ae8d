"""The databases of a team's server: SQLite files for their owner alone."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from rag.errors import AccessError
from rag.write_ahead import log_ahead

WAIT_S = 5
"""For another process that writes."""

accounts_tables = sa.MetaData()
accounts = sa.Table(
    "accounts",
    accounts_tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String, nullable=False, unique=True),
    sa.Column("password", sa.String, nullable=False),  # its hash; empty: none
    sa.Column("issuer", sa.String, nullable=False),  # of OpenID Connect, with the subject below
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("claims", sa.JSON, nullable=False),  # that roles come from
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("made", sa.Float, nullable=False),
    sqlite_autoincrement=True,  # a number is never given to another account
)
roles = sa.Table(
    "roles",
    accounts_tables,
    sa.Column("account", sa.Integer, primary_key=True),
    sa.Column("collection", sa.String, primary_key=True),
    sa.Column("role", sa.Integer, nullable=False),
)
keys = sa.Table(
    "keys",
    accounts_tables,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("account", sa.Integer, nullable=False, index=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("hash", sa.String, nullable=False),
    sa.Column("collections", sa.JSON, nullable=False),
    sa.Column("role", sa.Integer, nullable=False),
    sa.Column("made", sa.Float, nullable=False),
    sa.Column("expires", sa.Float, nullable=False),
    sa.Column("revoked", sa.Float),
    sa.Column("used", sa.Float),
)
sessions = sa.Table(
    "sessions",
    accounts_tables,
    sa.Column("hash", sa.String, primary_key=True),
    sa.Column("account", sa.Integer, nullable=False, index=True),
    sa.Column("seen", sa.Float, nullable=False),
    sa.Column("ends", sa.Float, nullable=False),
)

audit_tables = sa.MetaData()
acts = sa.Table(
    "acts",
    audit_tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.Column("account", sa.String, nullable=False, index=True),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("act", sa.String, nullable=False),
    sa.Column("collection", sa.String, nullable=False),
    sa.Column("documents", sa.JSON, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("request", sa.String, nullable=False),
    sa.Column("words", sa.String, nullable=False),
)
VERSION = 2
"""Of the tables of both files. An older one is migrated in `_prepare`."""

_CLAIMS = "ALTER TABLE accounts ADD COLUMN claims JSON NOT NULL DEFAULT '{}'"


class Database:
    """One file's tables. Safe to share between threads, and with other processes."""

    def __init__(self, path: Path, tables: sa.MetaData) -> None:
        """Open or create the file. Raises `AccessError`."""
        self.path, self._tables = path, tables
        self._lock = threading.RLock()
        _make_private(path)
        self._engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": WAIT_S})
        sa.event.listen(self._engine, "connect", _prepare_connection)
        self._prepare()

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """Give a connection whose changes are made together. Raises `AccessError`."""
        try:
            with self._lock, self._engine.begin() as connection:
                yield connection
        except sa.exc.DatabaseError as error:
            raise AccessError(
                f"{self.path} can't be used ({error.orig}); put back a copy of it, or move it away "
                "to begin anew"
            ) from error

    def close(self) -> None:
        """Give back the file."""
        self._engine.dispose()

    def _prepare(self) -> None:
        """Make the tables, or check that they are ours."""
        with self.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # no other process does the same
            found = set(sa.inspect(connection).get_table_names())
            version = connection.execute(sa.text("PRAGMA user_version")).scalar()
            if found and not set(self._tables.tables) <= found:
                raise AccessError(f"{self.path} is a database of something else; move it away")
            if version == 1 and "accounts" in found:
                connection.execute(sa.text(_CLAIMS))
            elif found and version not in (1, VERSION):
                raise AccessError(
                    f"{self.path} was written by another Sanad (version {version}; this one writes "
                    f"{VERSION}): use that one"
                )
            self._tables.create_all(connection)
            connection.execute(sa.text(f"PRAGMA user_version = {VERSION}"))


def _make_private(path: Path) -> None:
    """Make the file, and its folder, for its owner alone before anything is written to it."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise AccessError(
            f"{path} can't be written ({error.strerror}); make it writable, or name another folder "
            "with --server"
        ) from error


def _prepare_connection(connection: sqlite3.Connection, _record: object) -> None:
    """Let one write while others read, and write over what is deleted."""
    log_ahead(connection, WAIT_S)
    connection.execute("PRAGMA secure_delete = ON")
