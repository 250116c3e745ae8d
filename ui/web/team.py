"""Serve a team: by name and password or key, from any address, over HTTPS or behind a proxy."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import h11
import uvicorn
from rich.console import Console
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from rag.errors import SettingsError
from rag.types import DEFAULT_COLLECTION
from ui.access.door import HEALTH, Access
from ui.access.sign_in import BACK, LOGIN, LOGOUT, START, SignIn
from ui.access.team import Team
from ui.api.telemetry import Outermost
from ui.web.listening import listen
from ui.web.serve import SHUTDOWN_S
from ui.web.stopping import Signals, StoppableServer

HEADERS_S = 15.0
"""The time that a request's head may take to come in."""
KNOWN = frozenset((HEALTH, LOGIN, LOGOUT, START, BACK, "/", "/api/v1/collections", "/v1/models"))
"""Addresses that are written in the log as they are, where nothing inside names the route."""
MOST_CONNECTIONS = 800
"""Each open page holds one or two."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a server listens, with the certificate that it shows, and which proxies it believes."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    proxies: Sequence[str] = ("127.0.0.1",)


def check_accounts(team: Team, folder: Path) -> None:
    """Raise `SettingsError` where nobody could sign in, or a provider can't be used."""
    if SignIn(team).oidc is None and not any(one.can_sign_in for one in team.accounts.all()):
        raise SettingsError(
            f"nobody can sign in yet: make an account with `sanad accounts add NAME --role admin "
            f"--server {folder}`"
        )


def serve_team(build: Callable[[], ASGIApp], team: Team, at: Reached) -> None:
    """Serve an application to a team until Ctrl-C. Raises `SettingsError`."""
    with listen(at.host, at.port, anywhere=True) as listener:
        signals, url = Signals(), team.site.origin or f"http://{at.host}:{at.port}"
        Console().print(f"Sanad is open at {url} (Ctrl-C ends it)", markup=False, highlight=False)

        async def run() -> None:
            config = team_config(Outermost(Access(build(), team), KNOWN), at)
            signals.serving = True
            await StoppableServer(config).serve(sockets=[listener])

        try:
            with contextlib.suppress(KeyboardInterrupt):
                asyncio.run(run())
        finally:
            team.close()


def team_config(
    app: ASGIApp, at: Reached, *, http: type[H11Protocol] | None = None
) -> uvicorn.Config:
    """Give the settings of a server that others than its owner reach."""
    try:
        config = uvicorn.Config(
            app,
            http=http or Unhurried,
            ws="none",
            log_level="warning",
            access_log=False,
            server_header=False,
            forwarded_allow_ips=list(at.proxies),
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=SHUTDOWN_S,
            ssl_certfile=at.certificate,
            ssl_keyfile=at.key,
        )
        config.load()
    except OSError as error:
        raise SettingsError(
            f"the certificate {at.certificate} with the key {at.key} can't be used ({error}); "
            "name both files as PEM with --tls-cert and --tls-key"
        ) from error
    return config


class OneCollection:
    """Says that all requests are for the one collection there is."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand around its application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on."""
        if scope["type"] != "lifespan":
            scope["state"]["collection"] = DEFAULT_COLLECTION
        await self._app(scope, receive, send)


class Unhurried(H11Protocol):
    """HTTP that hangs up on who opens a connection and doesn't say in time what they want."""

    headers_s = HEADERS_S
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request's head."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what comes in, and go on to wait where the head isn't whole yet."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(self.headers_s, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
