"""All that a team's server needs to know of who may come in, opened together."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from rag.errors import SettingsError
from ui.access.accounts import Accounts
from ui.access.audit import Audit
from ui.access.database import Database, accounts_tables
from ui.access.hashing import Hasher
from ui.access.keys import Keys
from ui.access.provided import bring_up_to_date
from ui.access.rates import Rates
from ui.access.sessions import Sessions
from ui.access.settings import AccessSettings, Grant, read_settings
from ui.access.site import Site
from ui.server_folder import ServerFolder

HASHING_AT_ONCE = 2
"""Comparisons of passwords, each of which takes 64 MiB."""
_log = logging.getLogger(__name__)
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
    file: Path
    """Where its settings stand; who of a provider's may come in is taken up while it runs."""
    audit_questions: bool = False
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _taken_up: tuple[int, ...] = ()
    _hashing: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(HASHING_AT_ONCE))
    # Questions may hold all of the threads that requests share: who comes in needs none of those.
    _looking: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(8))

    @property
    def grants(self) -> tuple[Grant, ...]:
        """Who of a provider's may come in."""
        return self.settings.oidc.who if self.settings.oidc else ()

    async def take_up(self) -> None:
        """Look who of a provider's may still come in, if that was changed since the last time."""
        stamp = _stamp(self.file)
        if stamp != self._taken_up:
            await self.look_up(self._bring_up_to_date)
            self._taken_up = stamp

    def _bring_up_to_date(self) -> None:
        try:
            oidc = read_settings(self.file).oidc
        except SettingsError:
            _log.exception("who may come in stays as it was")
            return
        self.settings = self.settings.model_copy(update={"oidc": oidc})
        bring_up_to_date(self.accounts, oidc.issuer if oidc else "", self.grants)

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
        file=folder.access,
        audit_questions=audit_questions,
    )


def _stamp(file: Path) -> tuple[int, ...]:
    try:
        stat = file.stat()
    except OSError:
        return (0,)
    return stat.st_mtime_ns, stat.st_size, stat.st_ino
