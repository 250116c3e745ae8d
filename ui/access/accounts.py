"""Accounts: names, passwords, and what each may do in which collection."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from rag.errors import AccessError
from ui.access import database as tables
from ui.access.database import Database
from ui.access.hashing import Hasher
from ui.access.principal import EVERY, Role

SHORTEST, LONGEST = 12, 1_000
"""Characters of a password."""
_NAME = re.compile(r"[^\W_][\w.@+-]{0,99}")
_COLLECTION = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")

Clock = Callable[[], float]
"""Gives the time in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. ``roles`` has collections' names or `EVERY` as keys."""

    id: int
    name: str
    roles: Mapping[str, Role]
    disabled: bool = False
    has_password: bool = False
    issuer: str = ""
    subject: str = ""
    claims: Mapping[str, Any] = field(default_factory=dict)
    """What its provider said that its roles come from."""

    @property
    def can_sign_in(self) -> bool:
        """Whether there is a way in for it."""
        return not self.disabled and (self.has_password or bool(self.issuer))


class Accounts:
    """The accounts of a server. Safe to share between threads."""

    def __init__(self, database: Database, hasher: Hasher, *, clock: Clock = time.time) -> None:
        """Keep them in a database."""
        self._database, self._hasher, self._clock = database, hasher, clock

    def add(
        self,
        name: str,
        roles: Mapping[str, Role],
        *,
        password: str | None = None,
        issuer: str = "",
        subject: str = "",
        claims: Mapping[str, Any] | None = None,
    ) -> Account:
        """Make an account. Raises `AccessError` where its name is taken or something is amiss."""
        name = name_of(name)
        _check_roles(roles)
        hashed = self._hashed(name, password) if password is not None else ""
        with self._database.begin() as connection:
            if _row(connection, name) is not None:
                raise AccessError(f"there is an account {name!r} already; choose another name")
            made = connection.execute(
                sa.insert(tables.accounts).values(
                    name=name,
                    password=hashed,
                    issuer=issuer,
                    subject=subject,
                    claims=dict(claims or {}),
                    disabled=False,
                    made=self._clock(),
                )
            )
            number = made.inserted_primary_key[0]  # type: ignore[index]
            _write_roles(connection, number, roles)
        return self.get(name)

    def get(self, name: str) -> Account:
        """Give an account by its name. Raises `AccessError` where there is none."""
        name = name_of(name)
        with self._database.begin() as connection:
            row = _row(connection, name)
            if row is None:
                raise AccessError(f"there is no account {name!r}; `sanad accounts list` shows them")
            return account_of(row, connection)

    def all(self) -> list[Account]:
        """Give all accounts, by name."""
        with self._database.begin() as connection:
            rows = connection.execute(sa.select(tables.accounts).order_by(tables.accounts.c.name))
            return [account_of(row, connection) for row in rows.all()]

    def bound_to(self, issuer: str, subject: str) -> Account | None:
        """Give the account that signs in by OpenID Connect as this subject of an issuer."""
        table = tables.accounts
        wanted = sa.select(table).where(table.c.issuer == issuer, table.c.subject == subject)
        with self._database.begin() as connection:
            row = connection.execute(wanted).first()
            return account_of(row, connection) if row and issuer and subject else None

    def set_password(self, name: str, password: str) -> None:
        """Change the password, and end the account's sessions."""
        account = self.get(name)
        hashed = self._hashed(account.name, password)
        self._update(account, password=hashed)
        self.end_sessions(account.id)

    def set_roles(self, name: str, roles: Mapping[str, Role]) -> None:
        """Change what an account may do: from the next request on, of its keys too."""
        _check_roles(roles)
        account = self.get(name)
        with self._database.begin() as connection:
            of_it = tables.roles.c.account == account.id
            connection.execute(sa.delete(tables.roles).where(of_it))
            _write_roles(connection, account.id, roles)

    def set_claims(self, name: str, claims: Mapping[str, Any]) -> None:
        """Keep what the provider says of an account now."""
        self._update(self.get(name), claims=dict(claims))

    def withdraw(self, name: str) -> None:
        """Leave an account no role: its sessions end, and its keys open nothing."""
        account = self.get(name)
        with self._database.begin() as connection:
            of_it = tables.roles.c.account == account.id
            connection.execute(sa.delete(tables.roles).where(of_it))
        self.end_sessions(account.id)

    def disable(self, name: str, *, disabled: bool = True) -> None:
        """Lock an account out: its sessions end and its keys are revoked, for good."""
        account = self.get(name)
        self._update(account, disabled=disabled)
        if disabled:
            self.end_sessions(account.id)
            of_it = tables.keys.c.account == account.id, tables.keys.c.revoked.is_(None)
            with self._database.begin() as connection:
                now = self._clock()
                connection.execute(sa.update(tables.keys).where(*of_it).values(revoked=now))

    def remove(self, name: str) -> None:
        """Delete an account with its sessions and keys."""
        account = self.get(name)
        with self._database.begin() as connection:
            for table in (tables.sessions, tables.keys, tables.roles):
                connection.execute(sa.delete(table).where(table.c.account == account.id))
            own = tables.accounts.c.id == account.id
            connection.execute(sa.delete(tables.accounts).where(own))

    def end_sessions(self, account: int) -> None:
        """Sign an account out everywhere."""
        with self._database.begin() as connection:
            of_it = tables.sessions.c.account == account
            connection.execute(sa.delete(tables.sessions).where(of_it))

    def with_password(self, name: str, password: str) -> Account | None:
        """Give the account whose name and password these are.

        It takes the same time whether there is no such account, it has no password, is disabled,
        or the password is another.
        """
        try:
            name = name_of(name)
        except AccessError:
            name = ""
        with self._database.begin() as connection:
            row = _row(connection, name)
            account = account_of(row, connection) if row is not None else None
        kept = row.password if row is not None else None
        if not self._hasher.matches(kept or None, password[: LONGEST + 1]):
            return None
        if account is None or account.disabled:
            return None
        if self._hasher.is_cheap(str(kept)):
            self._update(account, password=self._hasher.hash(password))
        return account

    def _hashed(self, name: str, password: str) -> str:
        if not SHORTEST <= len(password) <= LONGEST:
            raise AccessError(
                f"a password has {SHORTEST} to {LONGEST:,} characters; choose another"
            )
        if name in password.casefold() and len(password) < len(name) + SHORTEST:
            raise AccessError("this password is mostly the account's name; choose another")
        return self._hasher.hash(password)

    def _update(self, account: Account, **values: object) -> None:
        with self._database.begin() as connection:
            own = tables.accounts.c.id == account.id
            connection.execute(sa.update(tables.accounts).where(own).values(**values))


def account_of(row: sa.Row[tuple[object, ...]], connection: sa.Connection) -> Account:
    """Give the account of a row of its table, with its roles."""
    of_it = tables.roles.c.account == row.id
    found = connection.execute(sa.select(tables.roles).where(of_it)).all()
    return Account(
        id=row.id,
        name=row.name,
        roles={one.collection: Role(one.role) for one in found},
        disabled=row.disabled,
        has_password=bool(row.password),
        issuer=row.issuer,
        subject=row.subject,
        claims=row.claims,
    )


def name_of(given: str) -> str:
    """Give an account's name in the one way that it's kept. Raises `AccessError`."""
    name = unicodedata.normalize("NFKC", given).strip().casefold()
    if not _NAME.fullmatch(name):
        raise AccessError(
            f"{given[:100]!r} can't be an account's name: it has up to 100 letters, digits and "
            ". _ @ + -, and begins with a letter or digit"
        )
    return name


def _row(connection: sa.Connection, name: str) -> sa.Row[tuple[object, ...]] | None:
    wanted = sa.select(tables.accounts).where(tables.accounts.c.name == name)
    return connection.execute(wanted).first()


def _write_roles(connection: sa.Connection, number: int, roles: Mapping[str, Role]) -> None:
    for collection, role in roles.items():
        values = {"account": number, "collection": collection, "role": int(role)}
        connection.execute(sa.insert(tables.roles).values(**values))


def _check_roles(roles: Mapping[str, Role]) -> None:
    if not roles:
        raise AccessError("an account needs a role: name one with --role, for example reader")
    check_collections(roles)


def check_collections(names: Mapping[str, Role] | tuple[str, ...]) -> None:
    """Raise `AccessError` for what can't be a collection's name."""
    for name in names:
        if name != EVERY and not _COLLECTION.fullmatch(name):
            raise AccessError(
                f"{name[:100]!r} can't be a collection: its name has lower-case letters, digits "
                f"and hyphens, or is {EVERY} for all"
            )
