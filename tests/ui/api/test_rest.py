"""What the program answers over HTTP: the same as the command line, and errors with a remedy."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import threading
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient

from rag.ask import ask
from rag.library import Library
from rag.types import Query
from tests.conftest import ROOT
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
            sent_as = operation.get("requestBody", {}).get("content", {})
            if "application/json" not in sent_as:
                continue
            ref = sent_as["application/json"]["schema"]["$ref"]
            body = example_of(schemas[ref.rsplit("/", 1)[1]])
            if path.endswith("/cite"):
                body = {"address": some_address(api)}
            got = api.post(path, json=body)
            assert got.status_code == 200, (path, got.text)
            content = operation["responses"]["200"]["content"]
            kind = got.headers["content-type"].partition(";")[0]
            assert kind in content, (path, kind)
            sent += 1
            if kind != "application/json":
                continue
            good = content[kind]["schema"]
            jsonschema.validate(got.json(), {**good, "components": {"schemas": schemas}})
    assert sent >= 10


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


def test_an_export_and_a_matrix_are_what_the_library_gives(
    api: TestClient, library: Library
) -> None:
    answer = ask(Query(QUESTION), library)
    text = api.post("/api/v1/export", json={"questions": [QUESTION], "format": "txt"})
    assert text.headers["content-disposition"].endswith('"sanad-answers.txt"')
    assert " ".join(answer.statements[0].text.split()) in " ".join(text.text.split())
    word = api.post("/api/v1/export", json={"questions": [QUESTION, "What about the police?"]})
    assert word.content[:2] == b"PK"
    asked = {"rows": [{"text": QUESTION}], "documents": ["pips-2017"]}
    made = api.post("/api/v1/matrix", json=asked).json()
    (cell,) = made["cells"]
    assert cell["document_id"] == "pips-2017"
    sheet = api.post("/api/v1/matrix", json={**asked, "format": "csv"}).text
    assert " ".join(cell["citations"][0]["quote"].split())[:40] in " ".join(sheet.split())
    refused = api.post("/api/v1/export", json={"questions": [QUESTION], "style": "none"})
    assert refused.status_code == 422


def test_a_request_has_an_id_that_its_problem_and_the_log_have(
    api: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "sanad.access"):
        got = api.post("/api/v1/ask", json={"question": ""}, headers={"X-Request-ID": "mine-1"})
        made = api.get("/api/v1/documents/pips-2017", headers={"X-Request-ID": "not ours\\"})
    assert got.headers["x-request-id"] == "mine-1"
    assert got.json()["instance"] == "urn:sanad:request:mine-1"
    assert len(made.headers["x-request-id"]) == 16
    first, second = [json.loads(one.getMessage()) for one in caplog.records]
    assert (first["request"], first["route"], first["status"]) == ("mine-1", "/api/v1/ask", 422)
    assert second["route"] == "/api/v1/documents/{document}"
    assert "pips" not in caplog.text


def test_figures_count_requests_and_hold_no_words(api: TestClient) -> None:
    def count() -> int:
        row = 'sanad_requests_total{method="POST",route="/api/v1/find",status="200"} '
        text = api.get("/metrics").text
        assert "reform" not in text
        return int(next((x.removeprefix(row) for x in text.split("\n") if x.startswith(row)), 0))

    before = count()
    api.post("/api/v1/find", json={"words": "madrassa reform"})
    assert count() == before + 1


def test_a_topic_of_which_nothing_speaks_is_as_described(api: TestClient) -> None:
    got = api.post("/api/v1/everything", json={"question": "tariffs on zinc"}).json()
    assert not got["citations"]
    schemas = api.get("/api/v1/openapi.json").json()["components"]["schemas"]
    described = {"$ref": "#/components/schemas/Everything", "components": {"schemas": schemas}}
    jsonschema.validate(got, described)


def test_the_examples_with_curl_run(api_address: str) -> None:
    page = (ROOT / "docs" / "serving.md").read_text("utf-8")
    block = re.search(r"tests/ui/api/test_rest.py -->\n```sh\n(.+?)```", page, re.DOTALL)
    assert block is not None
    for line in block[1].strip().splitlines():
        command = shlex.split(line.replace("http://127.0.0.1:7860", api_address))
        done = subprocess.run([*command, "--fail"], capture_output=True, text=True, check=True)
        assert "policy" in done.stdout
