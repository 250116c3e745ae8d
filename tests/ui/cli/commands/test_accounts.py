"""`sanad accounts`, `keys` and `audit`, and what `sanad serve` asks for a team."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.ui.access.conftest import PASSWORD
from tests.ui.cli.run import Done, sanad
from ui.access.principal import EVERY, Role
from ui.access.team import open_team
from ui.server_folder import ServerFolder


@pytest.fixture
def server(tmp_path: Path) -> Path:
    return tmp_path / "server"


def told(server: Path, *arguments: str, stdin: str = "") -> Done:
    with patch.object(sys, "stdin", io.StringIO(stdin)):
        return sanad(*arguments, server=server)


def test_two_accounts_and_a_key_are_made_listed_and_taken_back(server: Path) -> None:
    made = told(server, "accounts", "add", "Ada", "--role", "admin", stdin=f"{PASSWORD}\n")
    assert (made.returncode, made.stdout) == (0, "ada: admin\n")
    told(server, "accounts", "add", "ben", "--role", "minutes=editor", "--no-password")
    listed = told(server, "accounts", "list").stdout
    assert listed == "ada: admin\nben: editor of minutes (keys only)\n"
    key = told(server, "keys", "add", "ben", "notes", "--role", "editor", "--days", "7")
    shown = key.stdout.strip()
    assert "isn't shown again" in key.stderr
    team = open_team(ServerFolder(server))
    ada, held = team.accounts.with_password("ada", PASSWORD), team.keys.principal(shown)
    team.close()
    assert ada is not None
    assert ada.roles == {EVERY: Role.ADMIN}
    assert held is not None
    assert held.roles == {"minutes": Role.EDITOR}
    identifier = shown.split("_")[1]
    assert shown.split("_", 2)[2] not in told(server, "keys", "list").stdout
    assert told(server, "keys", "revoke", identifier).returncode == 0
    [revoked] = json.loads(told(server, "keys", "list", "--json").stdout)
    assert revoked["revoked"]
    assert told(server, "accounts", "disable", "ada").returncode == 0
    assert "ada: admin (disabled)" in told(server, "accounts", "list").stdout
    assert told(server, "accounts", "set", "ada", "--enable", "--role", "reader").returncode == 0
    assert told(server, "accounts", "remove", "ben", "--yes").returncode == 0
    assert told(server, "accounts", "list").stdout == "ada: reader\n"
    rows = list(csv.DictReader(io.StringIO(told(server, "audit", "--csv").stdout)))
    assert [(one["act"], one["account"]) for one in rows] == [
        ("account made", "ada"),
        ("account made", "ben"),
        ("key made", "ben"),
        ("key revoked", "ben"),
        ("account disabled", "ada"),
        ("account changed", "ada"),
        ("account removed", "ben"),
    ]
    kept = "".join(file.read_bytes().decode("latin-1") for file in server.iterdir())
    assert PASSWORD not in kept
    assert shown.split("_", 2)[2] not in kept


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("accounts", "add", "a", "--role", "owner"), "'owner' is no role"),
        (("accounts", "add", "a", "--role", "A B=reader"), "can't be a collection"),
        (("accounts", "add", "a"), "a password has 12 to 1,000 characters"),
        (("accounts", "set", "nobody", "--enable"), "no account 'nobody'"),
        (("keys", "add", "nobody", "k"), "no account 'nobody'"),
        (("keys", "revoke", "0"), "no key of this id"),
        (("audit", "--account", "nobody"), "no account 'nobody'"),
        (("serve",), "nobody can sign in yet"),
    ],
)
def test_what_is_wrong_is_told(server: Path, arguments: tuple[str, ...], words: str) -> None:
    done = told(server, *arguments, stdin="short\n")
    assert done.returncode != 0
    assert words in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--host", "0.0.0.0"), "sanad accounts add"),  # noqa: S104
        (("--public-url", "https://x.example"), "go with --server"),
        (("--insecure-http",), "go with --server"),
        (("--server", "s", "--host", "0.0.0.0"), "--public-url"),  # noqa: S104
        (("--server", "s", "--host", "192.0.2.1"), "plain text"),
        (("--server", "s", "--background"), "doesn't go with --server"),
        (("--server", "s", "--tls-cert", __file__), "go together"),
    ],
)
def test_others_are_not_served_without_accounts_nor_in_plain_text(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = sanad("serve", "--no-open", *arguments, cwd=tmp_path)
    assert done.returncode != 0
    assert words in done.stderr
