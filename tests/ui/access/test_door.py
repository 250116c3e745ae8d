"""The door: who comes in by cookie and by key, from which pages, along which paths."""

from __future__ import annotations

import asyncio
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient

from tests.ui.access.conftest import ORIGIN, PASSWORD, key_of, knocking
from tests.ui.access.test_sign_in import behind, inside, sign_in
from ui.access.door import Access
from ui.access.principal import Role
from ui.access.site import Site
from ui.access.team import Team

PATHS = (
    "//api/v1/documents",
    "/api//v1/documents",
    "/api/v1/../v1/documents",
    "/api/v1/%2e%2e/v1/documents",
    "/%61pi/v1/documents",
    "/api/v1/documents/",
    "/api/v1/documents;x=1",
    "/API/V1/documents",
    "/api/v1/documents%00",
    "/login/../api/v1/documents",
    "/login/%2e%2e/api/v1/documents",
    "/login.css/../api/v1/documents",
    "/login/",
    "/LOGIN",
    "/login;",
    "//login",
    "/api/v1/health/",
    "/api/v1/health/../documents",
    "/static/../config",
    "/metrics",
    "/mcp",
    "/config",
    "/gradio_api/info",
    "/openapi.json",
    "/docs",
    "*",
)


def test_no_path_leads_around_the_door(team: Team) -> None:
    door = Access(inside, team)
    assert {path: status_of(path, door) for path in PATHS} == dict.fromkeys(PATHS, 401)


def status_of(path: str, app: Access, **headers: str) -> int:
    """The status for a path exactly as it is, decoded as the server does it: clients tidy up."""
    named = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "method": "GET",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1"), *named],
        "client": ("127.0.0.1", 1),
        "state": {},
    }
    statuses: list[int] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: object) -> None:
        assert isinstance(message, dict)
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    asyncio.run(app(scope, receive, send))
    return statuses[0]


def test_the_health_is_told_to_everybody_and_nothing_else(team: Team) -> None:
    client = behind(team)
    assert client.get("/api/v1/health").json() == {"status": "ok"}
    assert client.post("/api/v1/health").status_code == 401


@pytest.mark.parametrize(
    "shown",
    [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer sanad_x_y",
        "Basic cmVhZGVyOng=",
        "sanad_x_y",
        "Bearer sanad_é_é",
    ],
)
def test_a_forged_key_is_told_what_to_do(team: Team, shown: str) -> None:
    client = behind(team)
    sign_in(client, "reader", PASSWORD)  # a key that is no good isn't made good by a cookie
    answer = client.get("/api/v1/x", headers={b"Authorization": shown.encode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) >= {"type", "title", "status", "detail"}


def test_many_wrong_keys_are_told_to_wait_and_the_right_one_is_not(team: Team) -> None:
    client, good = behind(team), key_of(team, "reader")
    assert client.get("/", headers=good).status_code == 200
    wrong = {"Authorization": good["Authorization"][:-1] + "~"}
    statuses = [client.get("/", headers=wrong).status_code for _ in range(12)]
    assert statuses[0] == 401
    assert statuses[-1] == 429
    assert client.get("/", headers=good).status_code == 200


def test_a_program_is_not_led_to_a_form(team: Team) -> None:
    client, html = behind(team), {"Accept": "text/html"}
    for path in ("/api/v1/x", "/v1/models", "/mcp", "/c/a/api/v1/x", "/gradio_api/info"):
        assert client.get(path, headers=html).status_code == 401
    assert client.post("/", headers=html).status_code == 401
    assert client.get("/").status_code == 401
    assert client.get("/", headers=html).headers["location"] == "/login"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": ORIGIN}, 200),
        ({"Origin": f"{ORIGIN}:81"}, 403),
        ({"Origin": "https://127.0.0.1"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({}, 403),
    ],
)
def test_what_changes_something_with_a_cookie_comes_from_our_own_page(
    team: Team, headers: dict[str, str], status: int
) -> None:
    session = team.sessions.begin(team.accounts.get("admin"))
    client = knocking(Access(inside, team), sanad_session=session)
    for method in ("POST", "DELETE", "PUT", "PATCH"):
        assert client.request(method, "/x", headers=headers).status_code == status
    assert client.get("/x").status_code == 200


def test_another_site_may_ask_with_a_key_where_that_is_said(team: Team) -> None:
    team.site = Site(cors=frozenset({"https://notes.example"}))
    client, key = behind(team), key_of(team, "reader", Role.READER)
    asks = {"Access-Control-Request-Method": "POST"}
    for origin, status in (("https://notes.example", 204), ("https://evil.example", 403)):
        allowed = client.options("/api/v1/ask", headers=asks | {"Origin": origin})
        assert allowed.status_code == status
        assert "access-control-allow-credentials" not in allowed.headers
        given = allowed.headers.get("access-control-allow-origin")
        assert given == (origin if status == 204 else None)
    answer = client.post("/api/v1/ask", headers=key | {"Origin": "https://notes.example"})
    assert answer.headers["access-control-allow-origin"] == "https://notes.example"
    assert "origin" not in answer.json()["headers"]  # else what is inside refuses it
    other = client.post("/api/v1/ask", headers=key | {"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers
    assert other.json()["headers"]["origin"] == "https://evil.example"
    sign_in(client, "reader", PASSWORD)
    by_cookie = client.post("/api/v1/ask", headers={"Origin": "https://notes.example"})
    assert by_cookie.status_code == 403
    assert "access-control-allow-origin" not in by_cookie.headers


def test_without_a_word_no_other_site_may_ask(team: Team) -> None:
    headers = {"Access-Control-Request-Method": "GET", "Origin": "https://notes.example"}
    assert behind(team).options("/api/v1/documents", headers=headers).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "evil:7860"])
def test_who_calls_it_by_another_name_is_not_answered(team: Team, host: str) -> None:
    answer = behind(team).get("/login", headers={"Host": host})
    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost", "[::1]:7860", "LOCALHOST:1"])
def test_its_own_names_are_taken_with_any_port(team: Team, host: str) -> None:
    assert behind(team).get("/login", headers={"Host": host}).status_code == 200


def test_every_answer_has_the_headers_that_keep_browsers_in_check(team: Team) -> None:
    client = behind(team)
    answers = [
        client.get("/login"),
        client.get("/", headers={"Accept": "text/html"}),
        client.get("/api/v1/x"),
        client.get("/", headers=key_of(team, "reader")),
        client.get("/login", headers={"Host": "evil"}),
        client.options("/", headers={"Origin": "http://x", "Access-Control-Request-Method": "GET"}),
    ]
    assert [one.status_code for one in answers] == [200, 303, 401, 200, 400, 403]
    for one in answers:
        assert one.headers["x-content-type-options"] == "nosniff"
        assert one.headers["x-frame-options"] == "DENY"
        assert one.headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in one.headers["content-security-policy"]
        assert one.headers["cache-control"] in ("private", "no-store")
        assert "strict-transport-security" not in one.headers  # it is plain HTTP here


def test_a_websocket_is_not_taken(team: Team) -> None:
    from starlette.websockets import WebSocketDisconnect

    client: TestClient = behind(team)
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/gradio_api/queue/join"):
        pass
