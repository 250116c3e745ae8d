"""Every endpoint times every role, made from the routes: a new one without rights fails here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest
from fastapi import FastAPI

from tests.ui.access.conftest import ROLES, key_of, knocking
from ui.access.door import HEALTH, Access
from ui.access.principal import Role
from ui.access.rights import DECLARED, Guarded, guarded
from ui.access.team import Team
from ui.web.gradio_rights import GRADIO

ENDLESS = ("/gradio_api/heartbeat/{session_hash}", "/gradio_api/queue/data")
"""Streams that go on as long as somebody listens: their refusal is tried, and not their use."""
BEFORE = ("/login", "/logout")
"""Of Gradio's, which are never reached: the door has its own."""


def endpoints(page: FastAPI) -> Iterator[tuple[str, Guarded, bool]]:
    """Each method of each route, and whether it's ours."""
    for one in guarded(page.routes, GRADIO):
        for inner in one.inside or (one,):
            for method in () if inner.path in BEFORE else inner.methods or ("POST",):
                yield method, inner, not one.inside


def test_every_route_of_ours_says_what_it_needs(page: FastAPI) -> None:
    lacking = [
        (method, one.path) for method, one, ours in endpoints(page) if ours and one.needs is None
    ]
    assert lacking == []


def test_what_is_described_is_the_interfaces_and_nothing_of_the_page_s(page: FastAPI) -> None:
    described = page.openapi()["paths"]
    assert {"/api/v1/ask", "/v1/chat/completions", "/metrics"} <= set(described)
    assert [one for one in described if not one.startswith(("/api/v1/", "/v1/", "/metrics"))] == []
    assert "401" in described["/api/v1/ask"]["post"]["responses"]


def test_gradio_s_addresses_that_the_table_names_are_there(page: FastAPI) -> None:
    there = {one.path for _, one, ours in endpoints(page) if not ours}
    assert set(GRADIO) <= there


def test_a_new_route_without_rights_is_refused(whole_team: Team) -> None:
    from ui.access.rights import Rights
    from ui.api.rights import needs
    from ui.web.team import OneCollection

    app = FastAPI()
    app.add_middleware(Rights, of=app, team=whole_team, more={})
    app.get("/forgotten")(lambda: "secret")
    app.get("/misspelt", openapi_extra=needs("reeder"))(lambda: "secret")  # type: ignore[arg-type]
    app.get("/declared", openapi_extra=needs("reader"))(lambda: "shown")
    client = knocking(Access(OneCollection(app), whole_team))
    admin = key_of(whole_team, "admin")
    assert [
        client.get(path, headers=admin).status_code
        for path in ("/forgotten", "/misspelt", "/declared", "/docs", "/openapi.json")
    ] == [404, 404, 200, 404, 404]


@pytest.fixture(scope="module")
def keys(whole_team: Team) -> Mapping[str, dict[str, str]]:
    return {name: key_of(whole_team, name) for name in ROLES}


def test_each_endpoint_lets_in_exactly_those_with_the_role(
    page: FastAPI, door: Access, keys: Mapping[str, dict[str, str]]
) -> None:
    wrong, tried = [], 0
    client = knocking(door)
    for method, one, _ in endpoints(page):
        address = re.sub(r"\{[^}]*\}", "0", one.path)
        for who in ("nobody", *ROLES):
            expected = _expected(one, who)
            if expected is None and one.path in ENDLESS:
                continue
            headers = {"X-Sanad": "page"} | keys.get(who, {})
            status = client.request(method, address, headers=headers).status_code
            tried += 1
            # What is let in may fail in many ways: an empty body, a document that isn't there.
            fits = status == expected if expected else status not in (401, 403)
            if not fits:
                wrong.append(f"{who}: {method} {one.path} gave {status}, not {expected or 'entry'}")
    assert wrong == []
    assert tried > 250


def _expected(one: Guarded, who: str) -> int | None:
    """The status of a refusal, None where one is let in."""
    if one.path == HEALTH:
        return None
    if who == "nobody":
        return 401
    if one.needs is None:
        return 404
    least = DECLARED[one.needs["x-sanad-role"]]
    return None if least is None or Role[who.upper()] >= least else 403
