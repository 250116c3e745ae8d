"""All that a team's server needs to know of who may come in, opened together."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from ui.access.accounts import Accounts
from ui.access.audit import Audit
from ui.access.database import Database, accounts_tables
from ui.access.hashing import Hasher
from ui.access.keys import Keys
from ui.access.rates import Rates
from ui.access.sessions import Sessions
from ui.access.settings import AccessSettings, read_settings
from ui.access.site import Site
from ui.server_folder import ServerFolder

HASHING_AT_ONCE = 2
"""Comparisons of passwords, each of which takes 64 MiB."""
ResultT = TypeVar("ResultT")


@dataclass
class Team:
    """Accounts, keys, sessions, limits, and what was done."""

    site: Site
    settings: AccessSettings
    database: Database
    hasher: Hasher
    accounts: Accounts
    keys: Keys
    sessions: Sessions
    rates: Rates
    audit: Audit
    audit_questions: bool = False
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _hashing: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(HASHING_AT_ONCE))
    # Questions may hold all of the threads that requests share: who comes in needs none of those.
    _looking: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(8))

    async def look_up(self, work: Callable[..., ResultT], *given: object) -> ResultT:
        """Do what reads or writes a row in a thread."""
        return await to_thread.run_sync(work, *given, limiter=self._looking)

    async def compare(self, work: Callable[..., ResultT], *given: object) -> ResultT:
        """Do what hashes in a thread, few at a time."""
        return await to_thread.run_sync(work, *given, limiter=self._hashing)

    def close(self) -> None:
        """Write what waits, and give back the files."""
        self.audit.close()
        self.database.close()


def open_team(
    folder: ServerFolder,
    site: Site | None = None,
    *,
    audit_questions: bool = False,
    hasher: Hasher | None = None,
) -> Team:
    """Open a server folder's accounts and its audit. Raises `AccessError` or `SettingsError`."""
    settings = read_settings(folder.access)
    hasher, database = hasher or Hasher(), Database(folder.accounts, accounts_tables)
    return Team(
        site=site or Site(),
        settings=settings,
        database=database,
        hasher=hasher,
        accounts=Accounts(database, hasher),
        keys=Keys(database, hasher),
        sessions=Sessions(
            database,
            idle_s=settings.session_idle_hours * 3_600,
            longest_s=settings.session_days * 86_400,
        ),
        rates=Rates(settings),
        audit=Audit(folder.audit, days=settings.audit_days, rows=settings.audit_rows),
        audit_questions=audit_questions,
    )
