"""Pages, conversations and pins of one account are never another's."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.ui.collections.conftest import as_who
from ui.collections.server import Server
from ui.server_folder import forget_notebooks
from ui.web.page_sessions import MOST_EACH, _Owners


def call(client: TestClient, who: str, name: str, wish: object, session: str) -> Response:
    """Call a function of the page's as its script does."""
    config = client.get("/c/levies/config", headers=as_who(who)).json()
    (component, *_) = (
        one["id"] for one in config["components"] if name in str(one["props"].get("server_fns"))
    )
    body = {"data": wish, "component_id": component, "fn_name": name, "session_hash": session}
    return client.post("/c/levies/gradio_api/component_server", json=body, headers=as_who(who))


def ask(client: TestClient, who: str, question: str, conversation: str, session: str) -> str:
    """Ask on the page; give all that it's sent."""
    config = client.get("/c/levies/config", headers=as_who(who)).json()
    boxes = [one["id"] for one in config["components"] if one["props"].get("elem_id") == "question"]
    (asking,) = (
        one
        for one in config["dependencies"]
        if [boxes[0], "submit"] in list(map(list, one["targets"]))
    )
    sent = {
        "data": [question, {"conversation": conversation}, "{}"],
        "fn_index": asking["id"],
        "session_hash": session,
        "event_data": None,
        "trigger_id": boxes[0],
    }
    joined = client.post("/c/levies/gradio_api/queue/join", json=sent, headers=as_who(who))
    assert joined.status_code == 200, joined.text
    data = f"/c/levies/gradio_api/queue/data?session_hash={session}"
    for other in {"ann", "bob"} - {who}:
        assert client.get(data, headers=as_who(other)).status_code == 404
    return client.get(data, headers=as_who(who)).text


def test_what_is_asked_and_pinned_is_the_account_s_own(client: TestClient) -> None:
    shown = ask(client, "ann", "How much is the levy on cement?", "samename01", "annsession")
    assert "20 rupees a bag" in shown
    assert "samename01" in call(client, "ann", "list_talks", {}, "annsession").text
    assert "Nothing has been asked" in call(client, "bob", "list_talks", {}, "bobsession").text
    marker = re.findall(r"c-\d+-s\d+-[A-Za-z0-9_-]+", shown)[0]
    made = call(client, "ann", "change_pin", {"what": "add", "marker": marker}, "annsession").json()
    assert made.get("told", made) == "Pinned: it stands in the notebook."
    assert "20 rupees" in call(client, "ann", "list_pins", {}, "annsession").text
    assert "Nothing is pinned" in call(client, "bob", "list_pins", {}, "bobsession").text
    for what in ("write", "delete"):
        wish = {"what": what, "id": str(made["id"]), "note": "mine"}
        assert "problem" in call(client, "bob", "change_pin", wish, "bobsession").json()
    assert call(client, "bob", "last_asked", None, "bobsession").json() == {}
    assert call(client, "ann", "last_asked", None, "annsession").json()["asked"]
    # The same conversation's name, asked by another, is another conversation.
    shown = ask(client, "bob", "Who pays no levy?", "samename01", "bobsession")
    assert "20 rupees a bag" not in shown.partition("Hospitals")[0]
    listed = call(client, "ann", "list_talks", {}, "annsession").text
    assert "Who pays no levy" not in listed


def test_a_page_of_another_account_is_no_page(client: TestClient) -> None:
    assert call(client, "ann", "list_pins", {}, "annpage").status_code == 200
    assert call(client, "bob", "list_pins", {}, "annpage").status_code == 404
    below = "/c/levies/gradio_api"
    cancel = {"session_hash": "annpage", "fn_index": 0, "event_id": "x"}
    for method, path, body in (
        ("GET", "/heartbeat/annpage", None),
        ("GET", "/queue/data?session_hash=annpage", None),
        ("GET", "/queue/data?session_hash=bobs&session_hash=annpage", None),
        ("POST", "/cancel", cancel),
        ("POST", "/queue/join", {"data": [], "fn_index": 0, "session_hash": "annpage"}),
    ):
        reply = client.request(method, below + path, json=body, headers=as_who("bob"))
        assert (path, reply.status_code) == (path, 404)


@pytest.mark.parametrize(
    "path", ["file=/etc/hostname", "file=http://example.org/x", "file/etc/hostname", "deep_link"]
)
def test_gradio_gives_out_no_file(client: TestClient, path: str) -> None:
    reply = client.get(f"/c/levies/gradio_api/{path}", headers=as_who("root"))
    assert reply.status_code == 404


def test_an_account_with_many_pages_loses_its_own_oldest_alone() -> None:
    owners = _Owners()
    assert owners.may("ann", "first")
    for number in range(MOST_EACH + 1):
        assert owners.may("bob", f"b{number}")
    assert not owners.may("bob", "first")
    assert owners.may("ann", "b0")  # bob's oldest was forgotten
    assert not owners.may("ann", f"b{MOST_EACH}")


def test_who_gets_the_name_of_an_account_that_was_removed_finds_an_empty_notebook(
    client: TestClient, server: Server
) -> None:
    ask(client, "root", "How much is the levy on cement?", "ofbefore01", "rootsession")
    assert "ofbefore01" in call(client, "root", "list_talks", {}, "rootsession").text
    forget_notebooks(server.folder, "root")
    assert "Nothing has been asked" in call(client, "root", "list_talks", {}, "rootsession").text
    ask(client, "root", "How much is the levy on cement?", "ofafter001", "rootsession")
    assert "ofafter001" in call(client, "root", "list_talks", {}, "rootsession").text
