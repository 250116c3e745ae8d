"""`sanad audit`: who did what on a team's server."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.commands.accounts import opened
from ui.cli.harmless import harmless
from ui.cli.team_options import server_option

if TYPE_CHECKING:
    from ui.access.audit import Done

COLUMNS = (
    "time",
    "account",
    "key",
    "act",
    "collection",
    "documents",
    "status",
    "request",
    "words",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@click.command()
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]), help="From then on, UTC."
)
@click.option("--account", default="", help="Only what this one did.")
@click.option("--csv", "as_csv", is_flag=True, help="As a table for other programs.")
@server_option
def audit(since: datetime | None, account: str, as_csv: bool, server: Path) -> None:
    """Show who asked, read, added and removed what, and when, the oldest first."""
    begin = since.replace(tzinfo=UTC).timestamp() if since else 0.0
    with opened(server) as team:
        name = team.accounts.get(account).name if account else ""
        found = team.audit.find(begin, name)
        if as_csv:
            click.echo(_table(found), nl=False)
            return
        for one in found:
            click.echo(harmless(_line(one)))


def _line(one: Done) -> str:
    who = one.account + (f" (key {one.key})" if one.key else "")
    parts = (
        one.act,
        one.collection,
        ", ".join(one.documents),
        one.words,
        str(one.status or ""),
        one.request,
    )
    return f"{_time(one.at)}  {who or '-'}  {'  '.join(filter(None, parts))}"


def _table(found: Iterable[Done]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for one in found:
        row = (
            _time(one.at),
            one.account,
            one.key,
            one.act,
            one.collection,
            " ".join(one.documents),
            one.status,
            one.request,
            one.words,
        )
        writer.writerow([_plain(str(cell)) for cell in row])
    return written.getvalue()


def _plain(cell: str) -> str:
    """Keep a spreadsheet from taking words for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _time(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"
