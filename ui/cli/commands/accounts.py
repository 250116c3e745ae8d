"""`sanad accounts`: who may come in to a team's server, and what they may do."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.harmless import harmless, json_text
from ui.cli.options import json_option
from ui.cli.team_options import server_option

if TYPE_CHECKING:
    from ui.access.accounts import Account
    from ui.access.principal import Role
    from ui.access.team import Team

roles_option = click.option(
    "--role",
    "given_roles",
    multiple=True,
    metavar="ROLE|COLLECTION=ROLE",
    help="reader, editor or admin: in all collections, or in one (repeatable).",
)


@contextmanager
def opened(server: Path) -> Iterator[Team]:
    """Open the team of a server's folder for a moment."""
    from ui.access.team import open_team
    from ui.server_folder import ServerFolder

    team = open_team(ServerFolder(server.expanduser()))
    try:
        yield team
    finally:
        team.close()


@click.group()
def accounts() -> None:
    """Say who may come in to a team's server, and what they may do."""


@accounts.command()
@click.argument("name")
@roles_option
@click.option("--no-password", is_flag=True, help="Only keys, or sign-in by OpenID Connect.")
@server_option
def add(name: str, given_roles: tuple[str, ...], no_password: bool, server: Path) -> None:
    """Make an account NAME; its password is asked for, or read from stdin.

    A reader asks and reads, an editor adds and removes documents too, an admin also changes
    settings. Without --role it is a reader of all collections.
    """
    roles = roles_of(given_roles or ("reader",))
    with opened(server) as team:
        password = None if no_password else new_password()
        made = team.accounts.add(name, roles, password=password)
        _note(team, "account made", made.name)
    click.echo(harmless(f"{made.name}: {_roles_text(made.roles)}"))


@accounts.command("list")
@json_option
@server_option
def list_accounts(as_json: bool, server: Path) -> None:
    """List the accounts and what they may do."""
    with opened(server) as team:
        found = team.accounts.all()
    if as_json:
        click.echo(json_text([_account_json(one) for one in found]))
        return
    lines = [f"{one.name}: {_roles_text(one.roles)}{_state_text(one)}" for one in found]
    click.echo(harmless("\n".join(lines) or "There are no accounts."))


@accounts.command("set")
@click.argument("name")
@roles_option
@click.option("--password", is_flag=True, help="Ask for a new one, and sign out everywhere.")
@click.option("--enable", is_flag=True, help="Let a disabled account in again.")
@server_option
def set_account(
    name: str, given_roles: tuple[str, ...], password: bool, enable: bool, server: Path
) -> None:
    """Change what NAME may do, its password, or let it in again."""
    if not (given_roles or password or enable):
        raise click.UsageError("Say what to change: --role, --password or --enable.")
    with opened(server) as team:
        team.accounts.get(name)
        if given_roles:
            team.accounts.set_roles(name, roles_of(given_roles))
        if password:
            team.accounts.set_password(name, new_password())
        if enable:
            team.accounts.disable(name, disabled=False)
        made = team.accounts.get(name)
        _note(team, "account changed", made.name)
    click.echo(harmless(f"{made.name}: {_roles_text(made.roles)}{_state_text(made)}"))


@accounts.command()
@click.argument("name")
@server_option
def disable(name: str, server: Path) -> None:
    """Lock NAME out: sessions end and keys are revoked at once."""
    with opened(server) as team:
        team.accounts.disable(name)
        _note(team, "account disabled", team.accounts.get(name).name)
    click.echo(harmless(f"{name} is locked out; its keys are revoked."))


@accounts.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Don't ask.")
@server_option
def remove(name: str, yes: bool, server: Path) -> None:
    """Delete NAME with its sessions and keys, its conversations and pins."""
    from ui.server_folder import ServerFolder, forget_notebooks

    with opened(server) as team:
        gone = team.accounts.get(name).name
        if not yes:
            click.confirm(harmless(f"Delete {gone} with all conversations and pins?"), abort=True)
        team.accounts.remove(gone)
        forget_notebooks(ServerFolder(server.expanduser()), gone)
        _note(team, "account removed", gone)
    click.echo(harmless(f"{gone} is removed."))


def new_password() -> str:
    """Ask for a password twice, or read a line from stdin where nobody can be asked."""
    if sys.stdin.isatty():
        return str(
            click.prompt("Password", hide_input=True, confirmation_prompt="The same once more")
        )
    return sys.stdin.readline().rstrip("\r\n")


def roles_of(given: tuple[str, ...]) -> Mapping[str, Role]:
    """Read ``ROLE`` or ``COLLECTION=ROLE``. Raises `click.UsageError`."""
    from ui.access.principal import EVERY

    found: dict[str, Role] = {}
    for one in given:
        collection, _, role = one.rpartition("=")
        found[collection or EVERY] = role_of(role)
    return found


def role_of(given: str) -> Role:
    """Read a role. Raises `click.UsageError`."""
    from ui.access.principal import Role

    try:
        return Role[given.upper()]
    except KeyError:
        raise click.UsageError(
            f"{given!r} is no role: it is reader, editor or admin, for one collection as "
            "COLLECTION=ROLE."
        ) from None


def _roles_text(roles: Mapping[str, Role]) -> str:
    from ui.access.principal import EVERY

    parts = [
        role.name.lower() if name == EVERY else f"{role.name.lower()} of {name}"
        for name, role in sorted(roles.items())
    ]
    return ", ".join(parts) or "nothing"


def _state_text(account: Account) -> str:
    if account.disabled:
        return " (disabled)"
    if account.issuer:
        return " (signs in by OpenID Connect)"
    return "" if account.has_password else " (keys only)"


def _account_json(one: Account) -> dict[str, object]:
    return {
        "name": one.name,
        "roles": {name: role.name.lower() for name, role in one.roles.items()},
        "disabled": one.disabled,
        "password": one.has_password,
        "issuer": one.issuer or None,
    }


def _note(team: Team, act: str, name: str) -> None:
    from ui.access.audit import Done

    team.audit.note(Done(act, name, request="command line"))
