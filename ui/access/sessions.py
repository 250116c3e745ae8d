"""Sessions: who signed in on the page, until they sign out or it has been long enough."""

from __future__ import annotations

import secrets
import time
from hashlib import sha256

import sqlalchemy as sa

from ui.access import database as tables
from ui.access.accounts import Account, Clock, account_of
from ui.access.database import Database

IDLE_S, LONGEST_S = 12 * 3_600.0, 7 * 86_400.0
"""A session ends after so long without a request, and after so long in any case."""
_SEEN_S = 60.0
"""So often at most is it written down that a session is used."""


class Sessions:
    """The sessions of a server. The database has hashes of their ids only."""

    def __init__(
        self,
        database: Database,
        *,
        idle_s: float = IDLE_S,
        longest_s: float = LONGEST_S,
        clock: Clock = time.time,
    ) -> None:
        """Keep them in a database."""
        self._database, self._clock = database, clock
        self._idle_s, self._longest_s = idle_s, longest_s

    def begin(self, account: Account) -> str:
        """Begin a session and give its id, 256 random bits; those that ended are forgotten."""
        name, now = secrets.token_urlsafe(32), self._clock()
        over = self._over(now)
        with self._database.begin() as connection:
            connection.execute(sa.delete(tables.sessions).where(over))
            values = {
                "hash": _hash(name),
                "account": account.id,
                "seen": now,
                "ends": now + self._longest_s,
            }
            connection.execute(sa.insert(tables.sessions).values(**values))
        return name

    def account(self, name: str) -> Account | None:
        """Give the account of a session that has neither ended nor been ended."""
        now, hashed = self._clock(), _hash(name)
        own = tables.sessions.c.hash == hashed
        joined = tables.accounts.join(
            tables.sessions, tables.accounts.c.id == tables.sessions.c.account
        )
        wanted = sa.select(tables.accounts, tables.sessions.c.seen).select_from(joined)
        with self._database.begin() as connection:
            row = connection.execute(wanted.where(own, sa.not_(self._over(now)))).first()
            if row is None or row.disabled:
                return None
            if now - row.seen > _SEEN_S:
                connection.execute(sa.update(tables.sessions).where(own).values(seen=now))
            return account_of(row, connection)

    def end(self, name: str) -> None:
        """End a session."""
        with self._database.begin() as connection:
            own = tables.sessions.c.hash == _hash(name)
            connection.execute(sa.delete(tables.sessions).where(own))

    def _over(self, now: float) -> sa.ColumnElement[bool]:
        columns = tables.sessions.c
        return sa.or_(columns.ends <= now, columns.seen <= now - self._idle_s)


def _hash(name: str) -> str:
    return sha256(name.encode()).hexdigest()
