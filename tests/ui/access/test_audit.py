"""What is written down of what was done, and what isn't; and how often one may ask."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from rag.errors import SettingsError
from tests.ui.access.conftest import ORIGIN, PASSWORD, key_of, knocking
from tests.ui.access.test_sign_in import sign_in
from ui.access.audit import Audit, Done
from ui.access.door import Access
from ui.access.principal import Role
from ui.access.rates import Rates
from ui.access.rights import Rights
from ui.access.settings import AccessSettings, read_settings
from ui.access.team import Team
from ui.api import problems, telemetry
from ui.api.gate import Gate
from ui.api.rights import asked, did, needs
from ui.web.team import OneCollection


def small(team: Team) -> TestClient:
    """An application with a route of each kind, behind its door."""
    app = FastAPI(openapi_url=None)
    app.add_middleware(Rights, of=app, team=team, more={})
    problems.install(app)
    telemetry.add_telemetry(app, Gate(1, 1))

    @app.post("/ask", openapi_extra=needs("reader", "ask"))
    async def ask(request: Request, more: int = 0) -> str:
        await request.body()
        asked(more)
        return "answered"

    @app.get("/of/{document}", openapi_extra=needs("reader", "read"))
    def read(document: str) -> str:
        return document

    @app.post("/remove", openapi_extra=needs("editor", "remove"))
    def remove(names: list[str]) -> str:
        did("remove", *names)
        return "removed"

    @app.post("/tool", openapi_extra=needs("reader"))
    def tool() -> str:
        asked(1, "What does it cost?")
        did("read", "levy.pdf")
        return "used"

    return knocking(Access(OneCollection(app), team))


def written(team: Team) -> list[Done]:
    """All that was done, once it's written."""
    team.audit.close()
    again = Audit(team.audit.path)
    found = list(again.find())
    again.close()
    team.audit = Audit(team.audit.path)
    return found


def test_who_did_what_to_which_documents_is_written_down(team: Team) -> None:
    client, key = small(team), key_of(team, "editor", Role.EDITOR)
    shown = key["Authorization"].split("_")[1]
    sign_in(client, "reader", "wrong password")
    sign_in(client, "reader", PASSWORD)
    own = {"Origin": ORIGIN, "X-Request-ID": "r1"}
    client.post("/ask", json={"question": "What does it cost?"}, headers=own)
    for _ in range(3):
        client.get("/of/levy.pdf", headers=own)
    client.post("/remove", json=["levy.pdf", "tax.pdf"], headers=own)
    client.post("/logout", headers=own)
    client.post("/remove", json=["levy.pdf", "tax.pdf"], headers=key)
    client.post("/tool", headers=key)
    client.get("/of/x", headers={"Authorization": "Bearer sanad_0_0"})
    acts = [(one.act, one.account, one.key, one.documents, one.status) for one in written(team)]
    assert acts == [
        ("sign-in failed", "", "", (), 401),
        ("sign-in", "reader", "", (), 303),
        ("ask", "reader", "", (), 200),
        ("read", "reader", "", ("levy.pdf",), 200),
        ("remove", "reader", "", (), 403),
        ("sign-out", "reader", "", (), 303),
        ("remove", "editor", shown, ("levy.pdf", "tax.pdf"), 200),
        ("ask", "editor", shown, (), 200),
        ("read", "editor", shown, ("levy.pdf",), 200),
        ("key refused", "", "", (), 401),
    ]
    found = {one.act: one for one in written(team)}
    assert found["ask"].collection == "default"
    assert [one.request for one in written(team) if one.account == "reader"][1:3] == ["r1", "r1"]
    assert all(one.words == "" for one in written(team))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"question": "Who?"}, "Who?"),
        ({"questions": ["Who?", "When?"], "format": "txt"}, "Who? | When?"),
        ({"rows": [{"text": "Who?", "kind": "question"}]}, "Who?"),
        ({"messages": [{"content": "Hi"}, {"content": [{"text": "Who?"}]}]}, "Who?"),
        ({"text": "a whole draft"}, ""),
        (["Who?"], ""),
    ],
)
def test_the_words_are_written_down_where_that_is_wished(
    team: Team, body: object, words: str
) -> None:
    team.audit_questions = True
    client, key = small(team), key_of(team, "reader")
    client.post("/ask", json=body, headers=key)
    client.post("/tool", headers=key)
    assert [one.words for one in written(team) if one.act == "ask"] == [words, "What does it cost?"]


def test_an_account_may_ask_so_often_and_another_still_may(team: Team) -> None:
    team.rates = Rates(AccessSettings(questions_per_minute=5))
    client, reader = small(team), key_of(team, "reader")
    statuses = [client.post("/ask", headers=reader).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    refused = client.post("/ask", headers=key_of(team, "reader"))  # with another key too
    assert refused.status_code == 429
    assert refused.json()["type"] == "urn:sanad:problem:limit"
    assert 1 <= int(refused.headers["retry-after"]) <= 61
    assert client.get("/of/x", headers=reader).status_code == 200
    assert client.post("/tool", headers=reader).status_code == 429
    editor = key_of(team, "editor")
    assert client.post("/ask?more=4", headers=editor).status_code == 200
    assert client.post("/ask", headers=editor).status_code == 429


def test_what_is_old_or_too_much_is_deleted(tmp_path: Path) -> None:
    audit = Audit(tmp_path / "audit.db", days=1, rows=10)
    audit.note(Done("ask", "old", at=1.0))
    audit.close()
    audit = Audit(tmp_path / "audit.db", days=1, rows=10)
    for number in range(2_100):
        audit.note(Done("ask", f"n{number}"))
    audit.close()
    again = Audit(tmp_path / "audit.db")
    kept = [one.account for one in again.find()]
    again.close()
    assert "old" not in kept
    assert kept[-1] == "n2099"
    assert len(kept) < 1_200


def test_a_setting_that_is_not_one_is_told(tmp_path: Path) -> None:
    file = tmp_path / "access.yaml"
    assert read_settings(file) == AccessSettings()
    file.write_text("questions_per_minute: 5\n")
    assert read_settings(file).questions_per_minute == 5
    for wrong in ("question_per_minute: 5", "session_days: -1", "- 1", "{"):
        file.write_text(wrong)
        with pytest.raises(SettingsError, match=r"access\.yaml"):
            read_settings(file)


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        telemetry.access.setLevel(logging.INFO)
        yield caplog
        telemetry.access.setLevel(logging.NOTSET)


def test_no_secret_stands_in_logs_answers_or_files(
    team: Team, everything_logged: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    team.audit_questions = True
    client, key = small(team), key_of(team, "editor")
    shown = [sign_in(client, PASSWORD, "wrong password in the wrong field")]  # typed in by mistake
    shown.append(sign_in(client, "reader", "wrong password in the wrong field"))
    shown.append(sign_in(client, "reader", PASSWORD))
    session = client.cookies["sanad_session"]
    whole = key["Authorization"].removeprefix("Bearer ")
    for headers in (key, {"Authorization": f"Bearer {whole}x"}, {"Origin": ORIGIN}):
        shown.append(client.post("/remove", json={}, headers=headers))
        shown.append(client.post("/ask", json={"question": "Who?"}, headers=headers))
        shown.append(client.get("/nothing", headers=headers))
    client.post("/logout", headers={"Origin": ORIGIN})
    written(team)
    said = everything_logged.text + "".join(capfd.readouterr())
    said += "".join(one.text for one in shown[1:])  # the first shows what was typed as the name
    for file in team.audit.path.parent.iterdir():
        said += file.read_bytes().decode("latin-1")
    assert '"route": "/ask"' in said  # what was looked through is what was logged
    for secret in (PASSWORD, "wrong password in the wrong field", session, whole.split("_", 2)[2]):
        assert secret not in said
        assert json.dumps(secret)[1:-1] not in said
