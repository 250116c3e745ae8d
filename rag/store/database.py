"""Where the catalogue is kept: SQLite in one file, or PostgreSQL on a server that many share.

SQLAlchemy hides most of what differs. What it doesn't: who may write, what is said when a server
is gone, and the one fact that is asked for some sixty times an answer.
"""

from __future__ import annotations

import logging
import os
import socket
import sqlite3
import ssl
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from rag.errors import SettingsError, StoreError, StoreUnreachable
from rag.write_ahead import log_ahead

PASSWORD = "SANAD_CATALOGUE_PASSWORD"  # nosec B105 # noqa: S105 - where it is read from
TEXT = sa.String().with_variant(sa.Text(collation="C"), "postgresql")
"""Ordered by its characters' numbers in both, whatever language a server was set up for."""
WAIT_S = 30
LOCK = 0x53616E6164
"""The number of PostgreSQL's advisory lock that the writer holds; one more to make the tables."""
_WATCHED = "SELECT value FROM facts WHERE name = "
_GONE = ("08", "57", "53300")
"""SQLSTATEs of connections that broke, of servers that start or stop, and of too many at once."""
_HOLDER = """
SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database()
AND (l.classid::bigint << 32) + l.objid::bigint = :key
"""
_NOTICE_THE_DEAD = (
    "SET tcp_keepalives_idle = 15",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
)
"""So that a writer whose machine is gone holds the lock for half a minute, not for two hours."""


class Database:
    """SQLite, in one file."""

    served = False

    def __init__(self, path: Path) -> None:
        """Name the file."""
        self.name, self._path = str(path), path
        self.engine = sa.create_engine(
            f"sqlite:///{path}", connect_args={"timeout": WAIT_S, "check_same_thread": False}
        )
        sa.event.listen(self.engine, "connect", _set_pragmas)
        self._lock = threading.RLock()
        self._watching: sa.PoolProxiedConnection | None = None

    def close(self) -> None:
        """Give back the file, or the connections."""
        with self._lock:
            if self._watching is not None:
                self._watching.close()
                self._watching = None
        self.engine.dispose()

    def create(self, tables: sa.MetaData) -> None:
        """Make the tables that aren't there, while no other process does.

        Raises `StoreError` when the file can't be used.
        """
        try:
            if tables.tables.keys() <= set(sa.inspect(self.engine).get_table_names()):
                return
            with self.engine.begin() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                tables.create_all(connection)
        except sa.exc.DatabaseError as error:
            raise StoreError(
                f"{self.name} can't be used ({error.orig}); {_remedy(self._path)}"
            ) from error

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """Give a connection to read by."""
        return self.engine.connect()

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """Give a connection in a transaction, which ends with it."""
        return self.engine.begin()

    def watched(self, name: str) -> str | None:
        """Look up a fact that is asked for some sixty times an answer.

        Over a connection that stays open, and without SQLAlchemy's work around it: it holds no
        transaction open, since nothing is written by it and all rows are fetched.
        """
        with self._lock:
            if self._watching is None:
                self._watching = self.engine.raw_connection()
            driver = self._watching.driver_connection
            assert driver is not None
            rows = driver.execute(f"{_WATCHED}?", (name,)).fetchall()
        return rows[0][0] if rows else None


class ServedDatabase(Database):
    """PostgreSQL. Whoever holds the writer's lock writes by the session that holds it, alone.

    So a writer whose session has ended, and with it the lock, can't write any more.
    """

    served = True

    def __init__(self, url: str) -> None:
        """Name the database as ``postgresql://user@host:port/name``; nothing is opened yet."""
        self.name = url
        place, given = _connection(url)
        try:
            self.engine = sa.create_engine(
                place, connect_args=given, pool_pre_ping=True, pool_size=8, max_overflow=32
            )
        except ImportError as error:
            raise SettingsError(
                "a catalogue on PostgreSQL needs its driver; run: pip install 'sanad[servers]'"
            ) from error
        # That a broken connection can't be closed is no news: what it broke is told by `_told`.
        logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
        self._given = {**self.engine.dialect.create_connect_args(place)[1], **given}
        self._lock = threading.RLock()
        self._mutex = threading.RLock()
        self._held: sa.Connection | None = None
        self._watcher: Any = None
        self._lookup: Any = None

    def close(self) -> None:
        """Give back the connections, and the lock with them."""
        self.unlock()
        with self._lock:
            self._unwatch()
        self.engine.dispose()

    def create(self, tables: sa.MetaData) -> None:
        """Make the tables that aren't there, while no other process does."""
        with self.writing() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK + 1)))
            tables.create_all(connection)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give a connection to read by. Raises `StoreUnreachable` when the server is gone."""
        with self._told(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Give a connection in a transaction: that of the lock, if it's held here."""
        with self._told(), self._mutex:
            if self._held is None:
                with self.engine.begin() as connection:
                    yield connection
                return
            if self._held.invalidated:
                raise StoreUnreachable(
                    f"the catalogue at {self.name} broke the writer's session off; nothing in the "
                    "index is lost: run `sanad ingest` again"
                )
            with self._held.begin():
                yield self._held

    def watched(self, name: str) -> str | None:
        """Look up a fact by a statement that the server has prepared: .07 ms instead of .4."""
        with self._told(), self._lock:
            try:
                return self._looked_up(name)
            except (self._error(), OSError):  # it was restarted since: once more
                self._unwatch()
                return self._looked_up(name)

    def lock(self) -> bool:
        """Take the writer's lock, unless another session has it. It ends with this process."""
        with self._told(), self._mutex:
            if self._held is not None:
                return False
            connection = self.engine.connect()
            connection.detach()  # else the pool would keep the session, and the lock
            try:
                for statement in _NOTICE_THE_DEAD:
                    connection.exec_driver_sql(statement)
                got = connection.execute(sa.select(sa.func.pg_try_advisory_lock(LOCK))).scalar()
                connection.commit()
            except BaseException:
                connection.close()
                raise
            if got:
                self._held = connection
            else:
                connection.close()
            return bool(got)

    def unlock(self) -> None:
        """Give the lock back, if it's held here."""
        with self._mutex:
            held, self._held = self._held, None
            if held is not None:
                with suppress(sa.exc.SQLAlchemyError, self._error(), OSError):
                    if not held.invalidated:
                        held.execute(sa.select(sa.func.pg_advisory_unlock(LOCK)))
                        held.commit()
                with suppress(sa.exc.SQLAlchemyError, self._error(), OSError):
                    held.close()

    @property
    def locked_here(self) -> bool:
        """Say whether this process holds the lock."""
        return self._held is not None

    def holder(self) -> str | None:
        """Name the machine and the process that hold the lock, None where nobody does."""
        with self.reading() as connection:
            name: str | None = connection.execute(sa.text(_HOLDER), {"key": LOCK}).scalar()
        return name

    def _error(self) -> type[Exception]:
        error: type[Exception] = self.engine.dialect.loaded_dbapi.Error
        return error

    def _looked_up(self, name: str) -> str | None:
        if self._lookup is None:
            from pg8000.native import Connection

            self._watcher = Connection(**self._given)
            self._lookup = self._watcher.prepare(f"{_WATCHED}:name")
        rows = self._lookup.run(name=name)
        return rows[0][0] if rows else None

    def _unwatch(self) -> None:
        watcher, self._watcher, self._lookup = self._watcher, None, None
        if watcher is not None:
            with suppress(self._error(), OSError):
                watcher.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the driver throws into a `StoreError` that names the server and a remedy."""
        try:
            yield
        except sa.exc.DBAPIError as error:
            raise self._said(error.orig or error) from error
        except (sa.exc.TimeoutError, self._error(), OSError) as error:
            raise self._said(error) from error

    def _said(self, error: BaseException) -> StoreError:
        known = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
        code, reason = str(known.get("C", "")), str(known.get("M", error))
        if not code or code.startswith(_GONE):
            return StoreUnreachable(
                f"the catalogue at {self.name} doesn't answer ({reason}); see to it that "
                "PostgreSQL runs there. Sanad goes on by itself once it does"
            )
        remedy = {
            "28": f"set {PASSWORD}, and see whom the server's pg_hba.conf lets in",
            "3D": "make it with `createdb`",
        }.get(code[:2], "`sanad doctor` may tell more")
        return StoreError(f"the catalogue at {self.name} can't be used ({reason}); {remedy}")


def _connection(url: str) -> tuple[sa.URL, dict[str, Any]]:
    """Give the place without and with what is to be said only to the driver.

    Elsewhere than on this machine the server must prove who it is, unless ``sslmode=disable``.
    """
    place = sa.make_url(url).set(drivername="postgresql+pg8000")
    query = dict(place.query)
    plain = query.pop("sslmode", "") == "disable" or "unix_sock" in query
    here = place.host in (None, "localhost", "127.0.0.1", "::1")
    return place.set(query=query), {
        "password": os.environ.get(PASSWORD) or None,
        "application_name": f"sanad, process {os.getpid()} on {socket.gethostname()}"[:63],
        "timeout": WAIT_S,
        "ssl_context": False if plain or here else ssl.create_default_context(),
    }


def _remedy(path: Path) -> str:
    """Say what to do about a catalogue that can't be opened: it may be sound, and just shut."""
    shut = [one for one in (path.parent, path) if one.exists() and not os.access(one, os.W_OK)]
    if shut:
        return (
            f"{shut[0]} can't be written, and Sanad must even to read it: make it writable, or set "
            "SANAD_STORE to a copy of the folder"
        )
    return f"move the folder {path.parent} away and run `sanad ingest` again"


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    log_ahead(connection, WAIT_S)
    connection.execute("PRAGMA synchronous=FULL")
