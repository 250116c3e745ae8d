"""What the program answers over HTTP: the same as the command line, and errors with a remedy."""

from __future__ import annotations

import json
import threading
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient

from rag.ask import ask
from rag.library import Library
from rag.types import Query
from ui.api.gate import Gate
from ui.api.problems import Busy
from ui.schema import answer_json

QUESTION = "What should parliament do?"


def events_of(text: str) -> list[tuple[str, Any]]:
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n", 1)
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_an_answer_is_what_the_command_line_prints(api: TestClient, library: Library) -> None:
    got = api.post("/api/v1/ask", json={"question": QUESTION})
    assert got.status_code == 200
    assert got.json() == json.loads(json.dumps(answer_json(ask(Query(QUESTION), library))))


def test_a_streamed_answer_comes_by_checked_statement(api: TestClient) -> None:
    plain = api.post("/api/v1/ask", json={"question": QUESTION}).json()
    got = api.post("/api/v1/ask", json={"question": QUESTION, "stream": True})
    assert got.headers["content-type"].startswith("text/event-stream")
    events = events_of(got.text)
    assert events[0][0] == "searched"
    assert events[-1] == ("answer", plain)
    told = [value["statement"]["text"] for name, value in events if name == "statement"]
    assert told == [one["text"] for one in plain["statements"]]


def test_a_followup_is_put_in_full_from_the_questions_before(api: TestClient) -> None:
    got = api.post(
        "/api/v1/ask", json={"question": "What about the police?", "before": [QUESTION]}
    ).json()
    assert "police" in got["question"]
    assert got["question"] != "What about the police?"


def test_a_scope_keeps_to_its_documents(api: TestClient) -> None:
    documents = api.get("/api/v1/documents").json()["documents"]
    for one in documents:
        got = api.post("/api/v1/ask", json={"question": QUESTION, "documents": [one["id"]]}).json()
        assert {c["document_id"] for c in got["citations"]} <= {one["id"]}


def test_the_description_is_sound_and_its_examples_are_answered(api: TestClient) -> None:
    described = api.get("/api/v1/openapi.json").json()
    schemas = described["components"]["schemas"]
    sent = 0
    for path, operations in described["paths"].items():
        for operation in operations.values():
            if "requestBody" not in operation:
                continue
            ref = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            body = example_of(schemas[ref.rsplit("/", 1)[1]])
            if path.endswith("/cite"):
                body = {"address": some_address(api)}
            got = api.post(path, json=body)
            assert got.status_code == 200, (path, got.text)
            good = operation["responses"]["200"]["content"]["application/json"]["schema"]
            jsonschema.validate(got.json(), {**good, "components": {"schemas": schemas}})
            sent += 1
    assert sent >= 8


def example_of(schema: dict[str, Any]) -> dict[str, Any]:
    properties = schema["properties"]
    return {
        name: properties[name]["examples"][0]
        for name in schema["required"]
        if "examples" in properties[name]
    }


def some_address(api: TestClient) -> str:
    answer = api.post("/api/v1/ask", json={"question": QUESTION}).json()
    return str(answer["citations"][0]["address"])


def test_a_citation_and_its_place(api: TestClient) -> None:
    address = some_address(api)
    made = api.post("/api/v1/cite", json={"address": address, "style": "apa"}).json()
    assert made["citation"]["address"] == address
    assert made["citation"]["quote"] in made["text"]
    assert api.get("/api/v1/show", params={"address": address}).json()["status"] == "there"


def test_a_document_is_read(api: TestClient, library: Library) -> None:
    entry = library.store.entries()[0]
    got = api.get(f"/api/v1/documents/{entry.id}").json()
    document = library.store.document(entry.id)
    assert document is not None
    assert got["text"] == document.text


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"question": ""}, 422, "body.question"),
        ({"question": "  "}, 422, "the question is empty"),
        ({"question": QUESTION, "documents": ["nowhere"]}, 422, "nowhere"),
        ({"question": QUESTION, "wrong": 1}, 422, "wrong"),
        ({"question": "x" * 5000}, 422, "question"),
    ],
)
def test_errors_are_problems_with_a_remedy(
    api: TestClient, body: dict[str, object], status: int, words: str
) -> None:
    got = api.post("/api/v1/ask", json=body)
    assert got.status_code == status
    assert got.headers["content-type"] == "application/problem+json"
    assert words in got.json()["detail"]


def test_another_sites_page_is_refused(api: TestClient) -> None:
    body = {"question": QUESTION}
    foreign = api.post("/api/v1/ask", json=body, headers={"Origin": "http://evil.example"})
    fetched = api.get("/api/v1/documents", headers={"Sec-Fetch-Site": "cross-site"})
    typed = api.post(
        "/api/v1/ask", content=json.dumps(body), headers={"Content-Type": "text/plain"}
    )
    assert (foreign.status_code, fetched.status_code, typed.status_code) == (403, 403, 415)
    own = api.post("/api/v1/ask", json=body, headers={"Origin": "http://testserver"})
    assert own.status_code == 200


def test_an_unknown_address_is_a_problem(api: TestClient) -> None:
    assert api.get("/api/v1/nothing").json()["type"] == "urn:sanad:problem:request"
    assert api.get("/api/v1/documents/nothing").status_code == 404


def test_the_gate_turns_away_what_is_too_much() -> None:
    gate = Gate(1, 0)
    inside, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with gate.passed():
            inside.set()
            go_on.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    assert inside.wait(10)
    with pytest.raises(Busy), gate.passed():
        pass
    go_on.set()
    thread.join()
    with gate.passed():
        pass
