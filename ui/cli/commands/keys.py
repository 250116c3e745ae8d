"""`sanad keys`: API keys for programs that ask a team's server."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.commands.accounts import opened, role_of
from ui.cli.harmless import harmless, json_text
from ui.cli.options import json_option
from ui.cli.team_options import server_option

if TYPE_CHECKING:
    from ui.access.keys import Key


@click.group()
def keys() -> None:
    """Make, list and revoke keys for programs that ask a team's server."""


@keys.command()
@click.argument("account")
@click.argument("name")
@click.option(
    "--collection",
    "collections",
    multiple=True,
    help="Only this one (repeatable); all that the account may see by default.",
)
@click.option("--role", default="reader", show_default=True, help="At most this.")
@click.option(
    "--days", default=90, show_default=True, type=click.IntRange(1, 3_660), help="It lasts so long."
)
@server_option
def add(
    account: str, name: str, collections: tuple[str, ...], role: str, days: int, server: Path
) -> None:
    """Make a key of ACCOUNT's, called NAME. It is shown this once."""
    from ui.access.audit import Done
    from ui.access.keys import id_of
    from ui.access.principal import EVERY

    with opened(server) as team:
        of = team.accounts.get(account)
        made = team.keys.add(
            of, name, collections=collections or (EVERY,), role=role_of(role), days=days
        )
        team.audit.note(Done("key made", of.name, id_of(made), request="command line"))
    click.echo(made)
    click.echo("Keep it now: it isn't shown again.", err=True)


@keys.command("list")
@json_option
@server_option
def list_keys(as_json: bool, server: Path) -> None:
    """List the keys, without their secrets."""
    with opened(server) as team:
        found = team.keys.all()
    if as_json:
        click.echo(json_text([_key_json(one) for one in found]))
        return
    click.echo(harmless("\n".join(map(_key_text, found)) or "There are no keys."))


@keys.command()
@click.argument("key_id", metavar="ID")
@server_option
def revoke(key_id: str, server: Path) -> None:
    """Revoke the key ID, at once and for good."""
    from ui.access.audit import Done

    with opened(server) as team:
        gone = team.keys.revoke(key_id)
        team.audit.note(Done("key revoked", gone.account, gone.id, request="command line"))
    click.echo(harmless(f"The key {gone.name} of {gone.account} is revoked."))


def _key_text(one: Key) -> str:
    state = "revoked" if one.revoked else f"until {_day(one.expires)}"
    used = f", last used {_day(one.used)}" if one.used else ""
    return (
        f"{one.id}  {one.account}: {one.name} ({one.role.name.lower()} of "
        f"{', '.join(one.collections)}; {state}{used})"
    )


def _key_json(one: Key) -> dict[str, object]:
    return {
        "id": one.id,
        "account": one.account,
        "name": one.name,
        "collections": list(one.collections),
        "role": one.role.name.lower(),
        "made": _day(one.made),
        "expires": _day(one.expires),
        "revoked": bool(one.revoked),
        "used": _day(one.used) if one.used else None,
    }


def _day(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}"
