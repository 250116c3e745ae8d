"""Signing in by OpenID Connect, against a provider that runs on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient

from rag.errors import SettingsError
from tests.ui.access.conftest import ORIGIN, PASSWORD, key_of, knocking
from tests.ui.access.provider import CLIENT, SECRET, Provider, provided
from tests.ui.access.test_sign_in import inside
from tests.ui.web.pages import read
from ui.access.door import Access
from ui.access.principal import EVERY, Role
from ui.access.settings import read_settings
from ui.access.sign_in import BACK, START
from ui.access.site import Site
from ui.access.team import Team

ADMIN = {"*": "admin"}
ADA = {"sub": "42", "email": "Ada@example.org", "email_verified": True, "groups": ["policy"]}


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with provided() as made:
        yield made


@pytest.fixture
def provider(running: Provider) -> Provider:
    running.fault, running.claims = "", dict(ADA)
    return running


@pytest.fixture
def door(team: Team, provider: Provider, tmp_path: Path) -> Access:
    secret = tmp_path / "secret"
    secret.write_text(f"{SECRET}\n")
    who = (
        {"emails": ["ada@example.org"], "roles": {"*": "reader"}},
        {"claim": "groups", "values": ["policy"], "roles": {"minutes": "editor"}},
    )
    let_in(team, provider, secret, *who)
    team.settings = read_settings(team.file)
    team.site = Site(ORIGIN)
    return Access(inside, team)


def let_in(team: Team, provider: Provider, secret: Path, *who: object) -> None:
    """Write down who may come in."""
    oidc = {"issuer": provider.issuer, "client_id": CLIENT, "secret_file": str(secret)}
    team.file.write_text(json.dumps({"oidc": oidc | {"who": who}}))


def led(client: TestClient, then: str = "/") -> str:
    """Begin to sign in and go to the provider; give where that leads back to."""
    away = client.get(START, params={"next": then})
    assert away.status_code == 303
    back = httpx2.get(away.headers["location"], follow_redirects=False).headers["location"]
    parts = urlsplit(back)
    assert parts.path == BACK
    return f"{parts.path}?{parts.query}"


def test_who_is_known_comes_in_and_keeps_the_account(
    door: Access, team: Team, provider: Provider
) -> None:
    client = knocking(door)
    page = client.get("/login?next=/c/minutes/")
    assert f"{START}?next=/c/minutes/" in page.text
    done = client.get(led(client, "/c/minutes/"))
    assert (done.status_code, done.headers["location"]) == (303, "/c/minutes/")
    assert client.get("/").json()["name"] == "ada@example.org"
    account = team.accounts.get("ada@example.org")
    assert account.roles == {EVERY: Role.READER, "minutes": Role.EDITOR}
    assert (account.issuer, account.subject) == (provider.issuer, "42")
    provider.claims |= {"email": "ada.l@example.org", "groups": ["policy"]}
    other = knocking(door)
    other.get(led(other))
    assert other.get("/").json()["name"] == "ada@example.org"  # still the same subject
    assert team.accounts.get("ada@example.org").roles == {"minutes": Role.EDITOR}


def test_who_is_taken_off_the_list_is_out_with_the_next_request(
    door: Access, team: Team, provider: Provider, tmp_path: Path
) -> None:
    client, by_key = knocking(door), knocking(door)
    client.get(led(client))
    key = key_of(team, "ada@example.org")
    team.accounts.add("ben", {EVERY: Role.READER}, password=PASSWORD)
    ben = key_of(team, "ben")
    assert by_key.get("/", headers=key).json()["roles"] == {"*": 1, "minutes": 2}
    let_in(team, provider, tmp_path / "secret", {"emails": ["ada@example.org"], "roles": ADMIN})
    assert client.get("/").json()["roles"] == {"*": 3}
    assert by_key.get("/", headers=key).json()["roles"] == {"*": 3}
    let_in(team, provider, tmp_path / "secret", {"emails": ["cem@example.org"], "roles": ADMIN})
    assert client.get("/").status_code == 401
    assert by_key.get("/", headers=key).json()["roles"] == {}
    assert client.get(led(client)).status_code == 403
    assert by_key.get("/", headers=ben).json()["roles"] == {"*": 1}
    team.file.write_text("oidc: [")  # what can't be read changes nothing
    assert by_key.get("/", headers=ben).json()["roles"] == {"*": 1}


@pytest.mark.parametrize(
    "fault",
    [
        "state",
        "iss",
        "denied",
        "nonce",
        "no nonce",
        "issuer",
        "audience",
        "audiences",
        "expired",
        "no subject",
        "unsigned",
        "by the secret",
        "foreign key",
    ],
)
def test_what_is_not_right_lets_nobody_in(
    door: Access, team: Team, provider: Provider, fault: str
) -> None:
    provider.fault = fault
    client = knocking(door)
    done = client.get(led(client))
    assert done.status_code == 403
    assert "sanad_session" not in client.cookies
    assert {one.name for one in team.accounts.all()} == {"reader", "editor", "admin"}


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "7", "email": "eve@example.org", "email_verified": True},
        {"sub": "7", "email": "ada@example.org", "email_verified": False},
        {"sub": "7", "email": "ada@example.org"},
        {"sub": "7", "email": "ada@example.org", "email_verified": "true"},
        {"sub": "7", "groups": ["policymakers"]},
        {"sub": "7", "groups": {"policy": True}},
    ],
)
def test_who_is_not_named_does_not_come_in(
    door: Access, provider: Provider, claims: dict[str, object]
) -> None:
    provider.claims = claims
    client = knocking(door)
    done = client.get(led(client))
    assert done.status_code == 403
    assert "ask an administrator" in read(done.text).text


def test_an_account_of_the_same_name_is_not_taken_over(
    door: Access, team: Team, provider: Provider
) -> None:
    team.accounts.add("ada@example.org", {EVERY: Role.ADMIN}, password="correct horse battery")
    client = knocking(door)
    assert client.get(led(client)).status_code == 403
    assert team.accounts.get("ada@example.org").issuer == ""
    team.accounts.remove("ada@example.org")
    client.get(led(client))
    provider.claims |= {"sub": "another"}
    assert knocking(door).get("/").status_code == 401
    thief = knocking(door)
    assert thief.get(led(thief)).status_code == 403


def test_who_is_locked_out_stays_so(door: Access, team: Team) -> None:
    client = knocking(door)
    client.get(led(client))
    team.accounts.disable("ada@example.org")
    assert client.get("/").status_code == 401
    assert client.get(led(client)).status_code == 403


def test_an_answer_counts_once_and_in_one_browser(door: Access) -> None:
    client, thief = knocking(door), knocking(door)
    back = led(client)
    assert thief.get(back).status_code == 403  # login CSRF: the state isn't this browser's
    led(thief)
    assert thief.get(back).status_code == 403
    assert client.get(back).status_code == 303
    assert client.get(back).status_code == 403


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_a_foreign_next_leads_to_the_start(door: Access, then: str) -> None:
    client = knocking(door)
    assert client.get(led(client, then)).headers["location"] == "/"


def test_a_provider_that_calls_itself_otherwise_is_not_asked(
    door: Access, provider: Provider
) -> None:
    provider.fault = "about another"
    assert knocking(door).get(START).status_code == 503


@pytest.mark.parametrize(
    ("oidc", "told"),
    [
        ("issuer: http://login.example.org", "begins with https"),
        ("issuer: https://x.example\n  secret_file: /no/such", None),
        ("issuer: https://x.example\n  who: []", "who"),
        ("issuer: https://x.example\n  who: [{roles: {'*': reader}}]", "either emails"),
        ("issuer: https://x.example\n  who: [{emails: [a], roles: {}}]", "roles"),
        ("issuer: https://x.example\n  who: [{emails: [a], roles: {'*': owner}}]", "roles"),
    ],
)
def test_what_is_wrong_in_the_settings_is_told(
    tmp_path: Path, oidc: str, told: str | None, team: Team
) -> None:
    file = tmp_path / "access.yaml"
    who = "" if "who" in oidc else "\n  who: [{emails: [a], roles: {'*': reader}}]"
    file.write_text(f"oidc:\n  client_id: sanad\n  {oidc}{who}\n")
    if told:
        with pytest.raises(SettingsError, match=told):
            read_settings(file)
        return
    team.settings, team.site = read_settings(file), Site(ORIGIN)
    with pytest.raises(SettingsError, match="secret"):
        Access(inside, team)
