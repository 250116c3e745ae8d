"""Signing in and out as a browser does, and what somebody else may try in its place."""

from __future__ import annotations

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from tests.ui.access.conftest import ORIGIN, PASSWORD, knocking
from tests.ui.web.pages import read
from ui.access.door import Access
from ui.access.principal import principal_of
from ui.access.site import Site
from ui.access.team import Team

SESSION = "sanad_session"


async def inside(scope: Scope, receive: Receive, send: Send) -> None:
    """What stands behind the door: it tells who came in, and with which headers."""
    request = Request(scope, receive)
    who = principal_of(scope)
    told = {"name": who.name, "roles": dict(who.roles), "headers": dict(request.headers)}
    await JSONResponse(told)(scope, receive, send)


def behind(team: Team) -> TestClient:
    return knocking(Access(inside, team))


def sign_in(client: TestClient, name: str, password: str, then: str = "/", **more: str) -> Response:
    """Fill in the form as it is shown, and send it."""
    page = client.get("/login", params={"next": then})
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
    form = {key: unescape(value) for key, value in fields.items()}
    form |= {"name": name, "password": password}
    return client.post("/login", data=form | more, headers={"Origin": ORIGIN})


def test_a_page_leads_to_the_form_and_the_form_back_to_the_page(team: Team) -> None:
    client = behind(team)
    sent = client.get("/c/minutes/?q=a%20b", headers={"Accept": "text/html"})
    assert sent.status_code == 303
    assert sent.headers["location"] == "/login?next=/c/minutes/%3Fq%3Da%2520b"
    done = sign_in(client, "editor", PASSWORD, "/c/minutes/?q=a%20b")
    assert (done.status_code, done.headers["location"]) == (303, "/c/minutes/?q=a%20b")
    cookie = done.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert client.get("/").json()["name"] == "editor"
    assert client.get("/login?next=/x").headers["location"] == "/x"


def test_what_is_inside_sees_no_secret(team: Team) -> None:
    client = behind(team)
    sign_in(client, "reader", PASSWORD)
    headers = client.get("/").json()["headers"]
    assert not {"cookie", "authorization"} & set(headers)


@pytest.mark.parametrize(
    ("name", "password"),
    [("reader", "wrong password"), ("nobody", PASSWORD), ("", ""), ("reader", "x" * 3_000)],
)
def test_a_wrong_name_and_a_wrong_password_are_told_in_the_same_words(
    team: Team, name: str, password: str
) -> None:
    client = behind(team)
    failed = sign_in(client, name, password)
    assert failed.status_code == 401
    assert "don’t belong together" in read(failed.text).text
    assert SESSION not in client.cookies
    assert client.get("/").status_code == 401


def test_each_sign_in_has_a_new_id_and_ends_the_one_before(team: Team) -> None:
    client = behind(team)
    client.cookies.set(SESSION, "chosen", domain="127.0.0.1", path="/")
    sign_in(client, "reader", PASSWORD)
    first = client.cookies[SESSION]
    assert first != "chosen"
    assert len(first) >= 43  # 256 bits
    form = sign_in(behind(team), "editor", PASSWORD)  # another browser's is its own
    assert first not in form.headers["set-cookie"]
    team.sessions.end(first)
    assert client.get("/").status_code == 401


def test_after_signing_out_the_old_id_is_worth_nothing(team: Team) -> None:
    client = behind(team)
    sign_in(client, "reader", PASSWORD)
    kept = client.cookies[SESSION]
    assert client.get("/logout").status_code == 200  # a link alone doesn't
    assert client.get("/").status_code == 200
    done = client.post("/logout", headers={"Origin": ORIGIN})
    assert done.headers["location"] == "/login"
    assert SESSION not in client.cookies
    assert knocking(Access(inside, team), sanad_session=kept).get("/").status_code == 401


def test_another_site_can_neither_sign_in_nor_out(team: Team) -> None:
    client = behind(team)
    page = client.get("/login")
    token = re.search(r'name="token" value="(\w+)"', page.text)
    assert token
    form = {"name": "reader", "password": PASSWORD, "next": "/"}
    own = {"Origin": ORIGIN}
    tries = [
        client.post("/login", data=form, headers=own),  # no token
        client.post("/login", data=form | {"token": "0" * 64}, headers=own),
        client.post("/login", data=form | {"token": token[1]}, headers={"Origin": "http://evil"}),
        client.post("/login", data=form | {"token": token[1]}),  # says not where from
        knocking(Access(inside, team)).post("/login", data=form | {"token": token[1]}, headers=own),
    ]
    assert [one.status_code for one in tries] == [403] * len(tries)
    sign_in(client, "reader", PASSWORD)
    assert client.post("/logout", headers={"Origin": "http://evil"}).status_code == 403
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "then",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/login?next=/",
        "/logout",
        "/é",
        "",
    ],
)
def test_signing_in_leads_nowhere_else(team: Team, then: str) -> None:
    assert sign_in(behind(team), "reader", PASSWORD, then).headers["location"] == "/"
    forged = sign_in(behind(team), "reader", PASSWORD, "/", next=then)
    assert forged.headers["location"] == "/"


def test_tries_are_bounded_for_an_account_and_from_an_address(team: Team) -> None:
    client = behind(team)
    statuses = [sign_in(client, "reader", "wrong password").status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]
    refused = sign_in(client, "READER", PASSWORD)  # the right one too, until it's over
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 300
    assert "Too many tries" in read(refused.text).text
    assert sign_in(client, "editor", PASSWORD).status_code == 303
    spread = [sign_in(behind(team), f"n{at}", "wrong password").status_code for at in range(100)]
    assert spread[:50] == [401] * 50
    assert spread[-1] == 429
    assert sign_in(behind(team), "admin", PASSWORD).status_code == 429


def test_a_form_that_is_too_large_is_not_read(team: Team) -> None:
    assert sign_in(behind(team), "reader", "x" * 20_000).status_code == 403


def test_over_https_the_cookie_is_this_host_s_alone(team: Team) -> None:
    team.site = Site("https://sanad.test", secure=True, hosts=("sanad.test",))
    client = TestClient(Access(inside, team), base_url="https://sanad.test", follow_redirects=False)
    page = client.get("/login")
    token = re.search(r'name="token" value="(\w+)"', page.text)
    assert token
    done = client.post(
        "/login",
        data={"name": "reader", "password": PASSWORD, "token": token[1], "next": "/"},
        headers={"Origin": "https://sanad.test"},
    )
    [cookie] = [one for one in done.headers.get_list("set-cookie") if "session" in one]
    assert cookie.startswith("__Host-sanad_session=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "omain" not in cookie
    assert done.headers["strict-transport-security"].startswith("max-age=")


def test_the_form_needs_no_script_and_loads_nothing_from_elsewhere(team: Team) -> None:
    page = behind(team).get("/login?next=/%22%3E%3Cscript%3E")
    assert "script" not in read(page.text).tags
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert behind(team).get("/login.css").headers["content-type"].startswith("text/css")
