"""API keys: an account's, for a program, kept to some collections and at most to a role.

A key is ``sanad_ID_SECRET``. The id finds the row; of the secret only a hash is kept.
"""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from rag.errors import AccessError
from ui.access import database as tables
from ui.access.accounts import Account, Clock, account_of, check_collections
from ui.access.database import Database
from ui.access.hashing import Hasher
from ui.access.principal import EVERY, Principal, Role

PREFIX = "sanad"
REMEMBERED_S = 60.0
"""So long after its last use a right key isn't hashed again: that takes 50 to 350 ms."""
_MOST_REMEMBERED = 1_000
_LONGEST_NAME = 100
_LONGEST_KEY = 200
_SEEN_S = 60.0


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key. Times in seconds since 1970."""

    id: str
    name: str
    account: str
    collections: tuple[str, ...]
    role: Role
    made: float
    expires: float
    revoked: float | None
    used: float | None


class Keys:
    """The keys of a server. Safe to share between threads."""

    def __init__(self, database: Database, hasher: Hasher, *, clock: Clock = time.time) -> None:
        """Keep them in a database."""
        self._database, self._hasher, self._clock = database, hasher, clock
        self._secret = secrets.token_bytes(32)
        self._remembered: OrderedDict[bytes, float] = OrderedDict()
        self._lock = threading.Lock()

    def add(
        self, account: Account, name: str, *, collections: tuple[str, ...], role: Role, days: float
    ) -> str:
        """Make a key and give it: this once. Raises `AccessError`."""
        name = name.strip()
        if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
            raise AccessError(f"a key needs a name of up to {_LONGEST_NAME} characters")
        check_collections(collections)
        shown, secret, now = secrets.token_hex(6), secrets.token_urlsafe(32), self._clock()
        values = {
            "id": shown,
            "account": account.id,
            "name": name,
            "hash": self._hasher.hash(secret),
            "collections": list(collections),
            "role": int(role),
            "made": now,
            "expires": now + days * 86_400,
        }
        with self._database.begin() as connection:
            connection.execute(sa.insert(tables.keys).values(**values))
        return f"{PREFIX}_{shown}_{secret}"

    def all(self) -> list[Key]:
        """Give all keys, the newest first."""
        joined = tables.keys.join(tables.accounts, tables.accounts.c.id == tables.keys.c.account)
        wanted = sa.select(tables.keys, tables.accounts.c.name.label("of")).select_from(joined)
        with self._database.begin() as connection:
            rows = connection.execute(wanted.order_by(tables.keys.c.made.desc())).all()
        return [
            Key(
                id=row.id,
                name=row.name,
                account=row.of,
                collections=tuple(row.collections),
                role=Role(row.role),
                made=row.made,
                expires=row.expires,
                revoked=row.revoked,
                used=row.used,
            )
            for row in rows
        ]

    def revoke(self, shown: str) -> Key:
        """Revoke a key by its id, for good. Raises `AccessError` where there is none."""
        known = [one for one in self.all() if one.id == shown]
        if not known:
            raise AccessError("there is no key of this id; `sanad keys list` shows them")
        own = tables.keys.c.id == shown, tables.keys.c.revoked.is_(None)
        with self._database.begin() as connection:
            connection.execute(sa.update(tables.keys).where(*own).values(revoked=self._clock()))
        return known[0]

    def is_remembered(self, key: str) -> bool:
        """Say whether a key was right a moment ago, so that `principal` will be quick."""
        found = self._found(_parts(key)[0])
        return found is not None and self._recalled(self._tag(key, found[0].hash))

    def principal(self, key: str) -> Principal | None:
        """Give whom a key stands for, with what it may do just now; None where it's no good.

        An unknown id takes as long as a wrong secret.
        """
        shown, secret = _parts(key)
        if not shown:
            return None
        found = self._found(shown)
        tag = self._tag(key, found[0].hash if found else "")
        known = found is not None and self._recalled(tag)
        if not known and not self._hasher.matches(found[0].hash if found else None, secret):
            return None
        self._remember(tag)
        assert found is not None  # nothing matches no hash
        row, account = found
        now = self._clock()
        if row.revoked is not None or row.expires <= now or account.disabled:
            return None
        if now - (row.used or 0) > _SEEN_S:
            self._note_use(shown, now)
        roles = _narrowed(account.roles, tuple(row.collections), Role(row.role))
        return Principal(account.name, roles, shown)

    def _found(self, shown: str) -> tuple[sa.Row[tuple[object, ...]], Account] | None:
        keys, accounts = tables.keys, tables.accounts
        with self._database.begin() as connection:
            row = connection.execute(sa.select(keys).where(keys.c.id == shown)).first()
            of = row.account if row is not None else 0
            owner = connection.execute(sa.select(accounts).where(accounts.c.id == of)).first()
            return (row, account_of(owner, connection)) if row is not None and owner else None

    def _note_use(self, shown: str, now: float) -> None:
        with self._database.begin() as connection:
            own = tables.keys.c.id == shown
            connection.execute(sa.update(tables.keys).where(own).values(used=now))

    def _tag(self, key: str, hashed: str) -> bytes:
        return hmac.digest(self._secret, f"{hashed}\n{key}".encode(), "sha256")

    def _recalled(self, tag: bytes) -> bool:
        with self._lock:
            return self._remembered.get(tag, 0.0) > time.monotonic()

    def _remember(self, tag: bytes) -> None:
        with self._lock:
            self._remembered[tag] = time.monotonic() + REMEMBERED_S
            self._remembered.move_to_end(tag)
            while len(self._remembered) > _MOST_REMEMBERED:
                self._remembered.popitem(last=False)


def id_of(key: str) -> str:
    """Give the id in something that looks like a key; it tells nothing of the secret."""
    return _parts(key)[0]


def _parts(key: str) -> tuple[str, str]:
    """Take a key apart; both parts are empty where it can't be one."""
    parts = key.split("_", 2)
    fits = len(parts) == 3 and parts[0] == PREFIX and len(key) <= _LONGEST_KEY and key.isascii()
    return (parts[1], parts[2]) if fits else ("", "")


def _narrowed(
    roles: Mapping[str, Role], collections: tuple[str, ...], most: Role
) -> Mapping[str, Role]:
    """Keep an account's roles to some collections, and at most to one of them."""
    if EVERY in collections:
        return {name: min(role, most) for name, role in roles.items()}
    held = Principal("", roles)
    found = {name: held.role_in(name) for name in collections}
    return {name: min(role, most) for name, role in found.items() if role is not None}
