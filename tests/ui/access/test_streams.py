"""A stream ends when whoever reads it may do so no more, and what the door answers is logged."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Callable

import pytest
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from tests.ui.access.conftest import PASSWORD, key_of, knocking
from tests.ui.access.test_sign_in import SESSION, behind, inside, sign_in
from ui.access.door import Access
from ui.access.principal import EVERY, Role
from ui.access.team import Team
from ui.api.telemetry import Outermost
from ui.web.team import KNOWN


def _nothing() -> None:
    pass


class Streaming:
    """Sends statements; after the first one something happens."""

    def __init__(self) -> None:
        self.then: Callable[[], object] = _nothing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def parts() -> AsyncIterator[str]:
            for number in range(4):
                yield f"data: {number}\n\n"
                if number == 0:
                    self.then()

        answer = StreamingResponse(parts(), media_type="text/event-stream")
        await answer(scope, receive, send)


@pytest.mark.parametrize("how", ["disabled", "removed", "fewer rights", "signed out", "revoked"])
def test_who_is_out_gets_nothing_more_of_a_stream(team: Team, how: str) -> None:
    app = Streaming()
    name = team.sessions.begin(team.accounts.get("editor"))
    key = key_of(team, "editor")
    by_key = how == "revoked"
    client = knocking(Access(app, team), **({} if by_key else {SESSION: name}))
    headers = key if by_key else {}
    assert client.get("/", headers=headers).text.count("data:") == 4
    app.then = {
        "disabled": lambda: team.accounts.disable("editor"),
        "removed": lambda: team.accounts.remove("editor"),
        "fewer rights": lambda: team.accounts.set_roles("editor", {"minutes": Role.EDITOR}),
        "signed out": lambda: team.sessions.end(name),
        "revoked": lambda: team.keys.revoke(key["Authorization"].split("_")[1]),
    }[how]
    assert client.get("/", headers=headers).text == "data: 0\n\n"


def test_more_rights_and_another_s_end_no_stream(team: Team) -> None:
    app = Streaming()
    client = knocking(Access(app, team))

    def then() -> None:
        team.accounts.set_roles("reader", {EVERY: Role.ADMIN})
        team.accounts.disable("editor")

    app.then = then
    assert client.get("/", headers=key_of(team, "reader")).text.count("data:") == 4


def test_what_the_door_refuses_is_logged_without_its_address(
    team: Team, caplog: pytest.LogCaptureFixture
) -> None:
    access = logging.getLogger("sanad.access")
    access.addHandler(caplog.handler)
    caplog.set_level(logging.INFO, "sanad.access")
    client = knocking(Outermost(Access(inside, team), KNOWN))
    refused = client.get("/api/v1/documents/secret.pdf?q=who", headers={"X-Request-ID": "mine"})
    assert refused.json()["instance"] == "urn:sanad:request:mine"
    assert refused.headers["x-request-id"] == "mine"
    sign_in(client, "reader", "wrong" + PASSWORD)
    client.get("/", headers={"Host": "evil.example"})
    access.removeHandler(caplog.handler)
    lines = dict.fromkeys(one.message for one in caplog.records if one.name == "sanad.access")
    rows = [json.loads(one) for one in lines]
    assert [(one["method"], one["route"], one["status"]) for one in rows] == [
        ("GET", "other", 401),
        ("GET", "/login", 200),
        ("POST", "/login", 401),
        ("GET", "/", 400),
    ]
    assert rows[0]["request"] == "mine"
    assert "secret.pdf" not in caplog.text
    assert PASSWORD not in caplog.text


def test_what_is_kept_in_the_browser_is_thrown_away_at_sign_out(team: Team) -> None:
    client = behind(team)
    sign_in(client, "reader", PASSWORD)
    out = client.post("/logout", headers={"Origin": "http://127.0.0.1"})
    assert out.headers["clear-site-data"] == '"cache", "storage"'
