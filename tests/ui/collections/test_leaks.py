"""What one may not read can't be learned of, by any address or through anything that is shared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from httpx2 import Response
from starlette.routing import BaseRoute, Mount

from rag.models.embedder import Embedder
from rag.shared_models import SharedModels
from tests.ui.collections.conftest import FLOAT, LEVIES, as_who, client_of, fill, write_list
from ui.collections.server import Server, build_server_app
from ui.server_folder import ServerFolder

PLACES = {
    "document": "merger.md",
    "document_id": "merger.md",
    "content_hash": "0" * 64,
    "marker": "c-1-s1-bWVyZ2VyLm1kCjIKOQo",
    "number": "1",
    "token": "0" * 32,
    "name": "sanad/secret",
}
WORDS = ("secret", "merger", "Thatta", "registrar", "zamindari")


def routes_of(routes: Sequence[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Give method and path of each of an application's addresses, those of its parts too."""
    for one in iter_route_contexts(routes):
        if isinstance(one.original_route, Mount):
            yield from routes_of(one.original_route.routes)
        for method in sorted(one.methods or ()):
            yield method, _filled(one.path or "")


def _filled(path: str) -> str:
    parts = []
    for part in path.split("/"):
        for name, value in PLACES.items():
            part = part.replace(f"{{{name}}}", value).replace(f"{{{name}:path}}", value)
        parts.append(part)
    return "/".join(parts)


def told(reply: Response) -> tuple[int, dict[str, str], bytes]:
    return reply.status_code, dict(reply.headers), reply.content


@pytest.fixture(scope="module")
def every(client: TestClient, server: Server) -> list[tuple[str, str]]:
    """The addresses of a collection, read from the application of one that is open."""
    assert client.get("/c/levies/api/v1/ready", headers=as_who("bob")).status_code == 200
    opened = server.is_open("levies")
    assert opened is not None
    found = sorted(set(routes_of(opened._app.routes)))
    assert len(found) > 80  # Gradio's are among them
    assert ("POST", "/api/v1/ask") in found
    assert ("GET", "/gradio_api/queue/data") in found
    return found


@pytest.mark.parametrize("who", ["bob", "eve"])
def test_by_no_address_does_one_differ_from_none(
    client: TestClient, server: Server, every: list[tuple[str, str]], who: str
) -> None:
    sent = {"question": "Who merges?", "name": "x", "session_hash": "abcdefgh"}
    for method, path in every:
        body = sent if method in ("POST", "PUT", "PATCH") else None
        for accept in ("text/html", "application/json"):
            theirs, nobody_s = (
                client.request(
                    method, f"/c/{name}{path}", json=body, headers=as_who(who, Accept=accept)
                )
                for name in ("secret", "secrex")
            )
            assert theirs.status_code == 404, (method, path)
            assert told(theirs) == told(nobody_s), (method, path)
    assert server.is_open("secret") is None  # nothing of it was so much as opened
    assert "secret" not in server._failed


def test_nothing_beside_the_collections_names_it(client: TestClient, server: Server) -> None:
    chat = {"model": "sanad/secret", "messages": [{"role": "user", "content": "Who merges?"}]}
    other = chat | {"model": "sanad/secrex"}
    for who in ("bob", "eve"):
        for path in ("/", "/api/v1/collections", "/v1/models", "/api/v1/health", "/api/v1/ready"):
            reply = client.get(path, headers=as_who(who), follow_redirects=False)
            assert not [word for word in WORDS if word in reply.text]
        for path in ("/v1/models/sanad/{}", "/c/{}"):
            pair = (client.get(path.format(n), headers=as_who(who)) for n in ("secret", "secrex"))
            first, second = pair
            assert told(first) == told(second)
        replies = (
            client.post("/v1/chat/completions", json=one, headers=as_who(who))
            for one in (chat, other)
        )
        first, second = replies
        assert first.status_code == 404
        assert told(first) == told(second)
    assert server.is_open("secret") is None


@pytest.mark.parametrize(
    "path",
    [
        "/c/secret/api/v1/documents",
        "//c/secret/api/v1/documents",
        "/c//secret/api/v1/documents",
        "/c/levies/../secret/api/v1/documents",
        "/c/levies/%2e%2e/secret/api/v1/documents",
        "/c/levies/..%2fsecret/api/v1/documents",
        "/c/levies/c/secret/api/v1/documents",
        "/c/levies%2f..%2fsecret/api/v1/documents",
        "/c/%73ecret/api/v1/documents",
        "/c/secret;x/api/v1/documents",
        "/c/SECRET/api/v1/documents",
        "/C/secret/api/v1/documents",
        "/c/secret%00/api/v1/documents",
        "/c/secret%0a/api/v1/documents",
        "/c/levies\\..\\secret/api/v1/documents",
    ],
)
def test_no_spelling_of_a_path_leads_there(client: TestClient, server: Server, path: str) -> None:
    request = client.build_request("GET", "http://127.0.0.1:7860/", headers=as_who("bob"))
    request.url = request.url.copy_with(raw_path=path.encode())
    reply = client.send(request)
    assert reply.status_code in (307, 404)
    assert not [word for word in WORDS if word in reply.text]
    assert server.is_open("secret") is None


ASKED: list[tuple[str, str, dict[str, Any] | None]] = [
    ("POST", "ask", {"question": "How much is the levy on cement?"}),
    ("POST", "ask", {"question": "When does the levy on cement end?"}),
    ("POST", "ask", {"question": "What does the registrar of Thatta get?"}),
    ("POST", "ask", {"question": "What is the zamindary office?"}),  # mended where it's known
    ("POST", "ask", {"question": "How much is the lvy on cemnt?"}),
    ("POST", "ask", {"question": "Hello"}),  # answered with suggestions
    ("POST", "passages", {"question": "levy on cement"}),  # scores
    ("POST", "everything", {"question": "the levy on cement"}),
    ("POST", "find", {"words": "the levy on cement ends in March"}),
    ("POST", "check-claim", {"statement": "The levy on cement ends in March."}),
    ("POST", "check", {"text": "The levy on cement ends in March (Merger, p. 1)."}),
    ("POST", "cite", {"address": "merger.md@000000000000:2-9"}),
    ("POST", "matrix", {"rows": [{"text": "When does the levy end?"}]}),
    ("GET", "tables/commitments", None),
    ("GET", "documents", None),
    ("GET", "documents/merger.md", None),
    ("GET", "documents/merger.md/text", None),
    ("GET", "ready", None),
    ("GET", "work", None),
]


def answers(client: TestClient) -> list[bytes]:
    """Ask all of it as a reader; what an id of a request is goes out of the comparison."""
    head = as_who("bob", **{"X-Request-ID": "x"})
    return [
        client.request(method, f"/c/levies/api/v1/{path}", json=body, headers=head).content
        for method, path, body in ASKED
    ]


@pytest.mark.slow
def test_another_collection_changes_no_answer(
    client: TestClient, server: Server, tmp_path: Path, embedder: Embedder, models: SharedModels
) -> None:
    """Answers, scores, offers, errors, counts, mends: as if there were no other collection."""
    (tmp_path / "levies").mkdir()
    (tmp_path / "levies" / "levy.md").write_text(LEVIES)
    folder = ServerFolder(tmp_path / "server")
    write_list(folder, f"levies:\n  title: Levies & dues\n  corpus: {tmp_path / 'levies'}\n{FLOAT}")
    fill(folder, embedder)
    with client_of(build_server_app(folder, models=models)) as lone:
        expected = answers(lone)
    for method, path, body in ASKED:
        client.request(method, f"/c/secret/api/v1/{path}", json=body, headers=as_who("root"))
    asked = {"question": "What is the zamindary office?"}
    theirs = client.post("/c/secret/api/v1/ask", json=asked, headers=as_who("ann")).json()
    assert "zamindari" in str(theirs)  # it's mended there
    assert answers(client) == expected
    assert not [word for word in WORDS[2:] if word.encode() in b"".join(expected[:2])]


def test_what_is_remembered_is_each_one_s_own(client: TestClient, server: Server) -> None:
    question = "What becomes of the office of Sujawal?"
    client.post("/c/secret/api/v1/ask", json={"question": question}, headers=as_who("ann"))
    client.post("/c/levies/api/v1/ask", json={"question": "Who pays?"}, headers=as_who("ann"))
    ours, theirs = server.is_open("levies"), server.is_open("secret")
    assert ours is not None
    assert theirs is not None
    assert ours.library.embedder.model is theirs.library.embedder.model
    assert "sujawal" in " ".join(theirs.library.embedder._sentences).lower()
    assert "sujawal" not in " ".join(ours.library.embedder._sentences).lower()
    asked = theirs.library.embedder._encoded.cache_info().misses
    theirs.library.embedder.encode_question(question)
    assert theirs.library.embedder._encoded.cache_info().misses == asked  # remembered there
    asked = ours.library.embedder._encoded.cache_info().misses
    ours.library.embedder.encode_question(question)
    assert ours.library.embedder._encoded.cache_info().misses == asked + 1
    assert "thatta" in theirs.library.store.lexicon().counts
    assert "thatta" not in ours.library.store.lexicon().counts


def test_figures_are_each_one_s_own(client: TestClient) -> None:
    client.get("/c/secret/api/v1/documents/merger.md/text", headers=as_who("ann"))
    figures = client.get("/c/levies/metrics", headers=as_who("bob")).text
    assert "sanad_requests_total" in figures
    assert "secret" not in figures
