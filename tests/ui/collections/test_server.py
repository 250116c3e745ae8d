"""Several collections in one server: found by their names, opened when asked for, told apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ingest.sync import sync
from rag.errors import SettingsError
from rag.library import Library
from rag.models.embedder import Embedder
from rag.models.loading import embedder_identity
from rag.settings import load_settings
from rag.shared_models import SharedModels
from tests.ui.collections.conftest import FLOAT, LEVIES, as_who, client_of, write_list
from tests.ui.web.pages import read
from ui.collections.server import Server, build_server_app
from ui.server_folder import ServerFolder

ASKED = {"question": "How much is the levy on cement?"}
CHAT = {"messages": [{"role": "user", "content": ASKED["question"]}]}
SAID = "The levy on cement is 20 rupees a bag."


def names(client: TestClient, who: str) -> list[str]:
    reply = client.get("/api/v1/collections", headers=as_who(who))
    return [one["name"] for one in reply.json()["collections"]]


def test_each_sees_the_collections_that_they_may_read(client: TestClient) -> None:
    assert [names(client, who) for who in ("ann", "bob", "eve", "root")] == [
        ["levies", "secret"],
        ["levies"],
        [],
        ["levies", "secret"],
    ]
    (one,) = client.get("/api/v1/collections", headers=as_who("bob")).json()["collections"]
    assert one == {"name": "levies", "title": "Levies & dues", "role": "reader", "documents": 1}


def test_the_first_page_lists_them_or_leads_on(client: TestClient) -> None:
    listed = client.get("/", headers=as_who("ann")).text
    assert 'href="c/levies/"' in listed
    assert "Levies &amp; dues" in listed
    assert client.get("/?cite=x%40y", headers=as_who("bob")).headers["location"] == (
        "c/levies/?cite=x%40y"
    )
    shown = read(listed)
    assert "1 document · you may add and remove documents, too" in shown.text
    assert "Signed in as ann" in shown.text
    assert 'action="/logout"' in listed
    none = client.get("/", headers=as_who("eve")).text
    assert "You may read none yet" in none
    assert "Levies" not in none
    assert 'action="/logout"' in none
    assert client.get("/c/levies", headers=as_who("bob")).headers["location"] == "levies/"


def test_a_collection_answers_below_its_name(client: TestClient) -> None:
    reply = client.post("/c/levies/api/v1/ask", json=ASKED, headers=as_who("bob"))
    assert reply.json()["statements"][0]["text"].strip("“”") == SAID
    ready = client.get("/c/levies/api/v1/ready", headers=as_who("bob")).json()
    assert ready["documents"] == 1
    described = client.get("/c/levies/api/v1/openapi.json", headers=as_who("bob")).json()
    assert described["servers"] == [{"url": "/c/levies"}]
    page = client.get("/c/levies/", headers=as_who("bob"))
    assert '"root":"http://127.0.0.1:7860/c/levies"' in page.text


def test_openai_s_clients_choose_by_model(client: TestClient) -> None:
    listed = client.get("/v1/models", headers=as_who("ann")).json()["data"]
    assert [one["id"] for one in listed] == ["sanad/levies", "sanad/secret"]
    for who, model in (("ann", "sanad/levies"), ("bob", "sanad/levies"), ("bob", "sanad")):
        sent = {**CHAT, "model": model}
        reply = client.post("/v1/chat/completions", json=sent, headers=as_who(who)).json()
        assert SAID in reply["choices"][0]["message"]["content"]
        assert reply["model"] == "sanad/levies"
    sent = {**CHAT, "model": "sanad"}
    assert client.post("/v1/chat/completions", json=sent, headers=as_who("ann")).status_code == 404
    below = client.get("/c/levies/v1/models", headers=as_who("bob")).json()["data"]
    assert below[0]["id"] == "sanad/levies"
    one = client.get("/v1/models/sanad/levies", headers=as_who("bob"))
    assert one.json()["id"] == "sanad/levies"


def test_assistants_ask_a_collection_or_the_only_one(client: TestClient) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = "application/json, text/event-stream"
    for who, path, status in (
        ("bob", "/mcp", 200),
        ("bob", "/c/levies/mcp", 200),
        ("ann", "/c/secret/mcp", 200),
        ("ann", "/mcp", 404),
        ("bob", "/c/secret/mcp", 404),
    ):
        reply = client.post(path, json=asked, headers=as_who(who, Accept=accept))
        assert (path, reply.status_code) == (path, status)


def test_the_list_is_taken_up_while_it_runs(
    folder: ServerFolder, models: SharedModels, tmp_path: Path
) -> None:
    server = build_server_app(folder, models=models)
    before = folder.collections.read_text()
    with client_of(server) as client:
        assert client.get("/c/levies/api/v1/ready", headers=as_who("root")).status_code == 200
        opened = server.is_open("levies")
        assert opened is not None
        (tmp_path / "new").mkdir()
        write_list(folder, f"{before}new:\n  corpus: {tmp_path / 'new'}\n{FLOAT}")
        assert names(client, "root") == ["levies", "secret", "new"]
        assert server.is_open("levies") is opened
        reply = client.get("/c/new/api/v1/documents", headers=as_who("root"))
        assert reply.json()["documents"] == []
        write_list(folder, before.partition("secret")[2].join(("secret", "")))
        assert names(client, "root") == ["secret"]
        assert client.get("/c/levies/api/v1/ready", headers=as_who("root")).status_code == 404
        assert server.is_open("levies") is None
        write_list(folder, "a: [")  # not while somebody edits it
        assert names(client, "root") == ["secret"]


def test_a_collection_that_cannot_be_used_says_so_to_its_readers_alone(
    folder: ServerFolder, models: SharedModels
) -> None:
    listed = folder.collections.read_text()
    listed = f"{listed.removesuffix(FLOAT)}  settings: {{llm: nonsense, dtype: float32}}\n"
    write_list(folder, f"{listed}bad: {{}}\n")
    with client_of(build_server_app(folder, models=models)) as client:
        assert names(client, "ann") == ["levies", "secret"]
        for who, status in (("ann", 503), ("root", 503), ("bob", 404)):
            reply = client.get("/c/secret/api/v1/ready", headers=as_who(who))
            assert (who, reply.status_code) == (who, status)
            assert ("names no language model" in reply.text) is (status == 503)
        assert names(client, "ann") == ["levies"]
        rows = client.get("/api/v1/collections", headers=as_who("root")).json()["collections"]
        assert [bool(one.get("problem")) for one in rows] == [False, True, True]
        page = client.get("/c/bad/", headers=as_who("root", Accept="text/html"))
        assert page.status_code == 503
        assert "corpus&#x27;: Field required" in page.text
        assert client.get("/c/levies/api/v1/ready", headers=as_who("ann")).status_code == 200


def test_a_list_that_cannot_be_read_stops_the_start(
    folder: ServerFolder, models: SharedModels
) -> None:
    write_list(folder, "a: [")
    with pytest.raises(SettingsError, match=r"collections\.yaml"):
        build_server_app(folder, models=models)


@pytest.fixture
def alone(tmp_path: Path, embedder: Embedder, models: SharedModels) -> Server:
    """A server without a list: the documents of the settings."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "levy.md").write_text(LEVIES)
    settings = {"corpus": tmp_path / "corpus", "store": tmp_path / "store", "dtype": "float32"}
    library = Library(load_settings(**settings), embedder=embedder)
    sync(
        library.settings.corpus,
        library.store,
        embedder_identity(library.settings),
        lambda: embedder,
    )
    library.close()
    return build_server_app(ServerFolder(tmp_path / "server"), settings, models)


def test_without_a_list_the_addresses_are_as_ever(alone: Server) -> None:
    with client_of(alone) as client:
        page = client.get("/", headers=as_who("root"))
        assert '"root":"http://127.0.0.1:7860"' in page.text
        assert "collections.js" not in page.text
        reply = client.post("/api/v1/ask", json=ASKED, headers=as_who("root"))
        assert reply.json()["status"] == "answered"
        models = client.get("/v1/models", headers=as_who("root")).json()["data"]
        assert [one["id"] for one in models] == ["sanad"]
        assert client.get("/c/default/", headers=as_who("root")).status_code == 404
        described = client.get("/api/v1/openapi.json", headers=as_who("root")).json()
        assert "servers" not in described
        for path in ("/api/v1/documents", "/api/v1/ready", "/metrics", "/gradio_api/info"):
            assert client.get(path, headers=as_who("bob")).status_code == (
                200 if path == "/api/v1/ready" else 404
            )
