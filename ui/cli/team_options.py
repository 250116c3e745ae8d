"""Options for a Sanad that serves a team: where its folder is, and how it is reached."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ui.cli.harmless import harmless
from ui.cli.options import server_option as server

if TYPE_CHECKING:
    from ui.access.team import Team
    from ui.web.team import Reached

Command = Callable[..., None]
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)

server_option = server("Folder of the team's server", required=True)


@dataclass(frozen=True, slots=True)
class TeamOptions:
    """What `sanad serve` was told of a team; without a folder there is none."""

    server: Path | None
    public_url: str
    tls_cert: Path | None
    tls_key: Path | None
    insecure_http: bool
    proxies: tuple[str, ...]
    cors_origins: tuple[str, ...]
    audit_questions: bool

    def opened(self, host: str, port: int) -> Team | None:
        """Open the team, if there is one, before anything that takes longer.

        Raises `click.UsageError`, `SettingsError` or `AccessError` where it can't be served so.
        """
        from ui.access.site import refuse_others, site_of

        if self.server is None:
            self._refuse_without_server()
            refuse_others(host)
            return None
        from ui.access.team import open_team
        from ui.server_folder import ServerFolder
        from ui.web.team import check_accounts

        if (self.tls_cert is None) != (self.tls_key is None):
            raise click.UsageError("--tls-cert and --tls-key go together.")
        site = site_of(
            host,
            port,
            public_url=self.public_url,
            tls=self.tls_cert is not None,
            insecure_http=self.insecure_http,
            cors=self.cors_origins,
        )
        folder = ServerFolder(self.server.expanduser())
        team = open_team(folder, site, audit_questions=self.audit_questions)
        check_accounts(team, folder.path)
        return team

    def reached(self, host: str, port: int) -> Reached:
        """Say where the team's server listens."""
        from ui.web.team import Reached

        proxies = self.proxies or ("127.0.0.1",)
        return Reached(host, port, self.tls_cert, self.tls_key, proxies)

    def _refuse_without_server(self) -> None:
        """Raise `click.UsageError` where something is said of a team and there is none."""
        said = (self.public_url, self.tls_cert, self.tls_key, self.proxies, self.cors_origins)
        if any(said) or self.insecure_http or self.audit_questions:
            raise click.UsageError(
                "--public-url, --tls-cert, --tls-key, --proxy, --cors-origin, --insecure-http and "
                "--audit-questions go with --server."
            )


def team_options(command: Command) -> Command:
    """Add what a team's server is told; the command gets it as ``team``."""

    @server("Serve a team, whose accounts are in this folder")
    @click.option("--public-url", default="", help="The team's address, as https://NAME.")
    @click.option("--tls-cert", type=FILE, help="A certificate (PEM), to serve HTTPS.")
    @click.option("--tls-key", type=FILE, help="Its key (PEM).")
    @click.option("--insecure-http", is_flag=True, help="Let passwords travel in plain text.")
    @click.option(
        "--proxy",
        "proxies",
        multiple=True,
        help="Believe this address, or net, whom it asks for (repeatable) [127.0.0.1].",
    )
    @click.option(
        "--cors-origin",
        "cors_origins",
        multiple=True,
        help="Let pages of this site ask, with a key (repeatable).",
    )
    @click.option("--audit-questions", is_flag=True, help="Write down the words of questions too.")
    @functools.wraps(command)
    def run(
        *,
        server: Path | None,
        public_url: str,
        tls_cert: Path | None,
        tls_key: Path | None,
        insecure_http: bool,
        proxies: tuple[str, ...],
        cors_origins: tuple[str, ...],
        audit_questions: bool,
        **given: object,
    ) -> None:
        team = TeamOptions(
            server,
            public_url,
            tls_cert,
            tls_key,
            insecure_http,
            proxies,
            cors_origins,
            audit_questions,
        )
        command(team=team, **given)

    return run


def serve_collections(
    options: TeamOptions,
    team: Team,
    overrides: Mapping[str, Any],
    host: str,
    port: int,
    *,
    ingest: bool = False,
) -> None:
    """Serve a server folder's collections, or the one of the settings, until Ctrl-C.

    With ``ingest`` new documents are read: of the one collection before, of several meanwhile.
    """
    from rag.llm.proxies import without_proxies
    from rag.shared_models import SharedModels
    from ui.cli.library import open_library
    from ui.server_folder import ServerFolder

    with without_proxies():
        from ui.collections.reading import reading_all
        from ui.collections.server import build_server_app
        from ui.web.team import serve_team

    assert options.server is not None
    folder, models = ServerFolder(options.server.expanduser()), SharedModels()
    several = folder.collections.exists()
    if ingest and not several:
        open_library(overrides, read_first=True).close()
    app = build_server_app(folder, overrides, models, app_options={"team": team})
    with contextlib.ExitStack() as meanwhile:
        if ingest and several:
            meanwhile.enter_context(reading_all(folder, models, _said))
        serve_team(lambda: app, team, options.reached(host, port))


def _said(line: str) -> None:
    click.echo(harmless(line), err=True)
