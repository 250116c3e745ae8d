"""Documents over HTTP: added, read, seen, removed and put back, as on the page."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from reportlab.pdfgen.canvas import Canvas

from rag.library import Library

BYTES = {"Content-Type": "application/octet-stream"}
LEVY = b"The water levy was raised by a third in March 2021. It pays for the canals.\n"


@pytest.fixture
def client(own_app: FastAPI) -> TestClient:
    return TestClient(own_app, raise_server_exceptions=False)


def add(client: TestClient, name: str, body: bytes) -> dict[str, Any]:
    """Add a file and wait until it is read; give what became of it."""
    got = client.post("/api/v1/documents", params={"name": name}, content=body, headers=BYTES)
    assert got.status_code == 202, got.text
    return read(client, got.json()["token"])


def read(client: TestClient, token: str) -> dict[str, Any]:
    for _ in range(600):
        work = client.get("/api/v1/work").json()
        found = [one for one in work["items"] if one["token"] == token or one["state"] != "done"]
        if not work["busy"]:
            return dict(found[0]) if found else {}
        time.sleep(0.1)
    raise AssertionError("it is still being read")


def test_a_document_is_added_asked_removed_and_put_back(client: TestClient) -> None:
    assert add(client, "levy.txt", LEVY)["state"] == "done"
    question = {"question": "By how much was the water levy raised?"}
    assert "by a third" in client.post("/api/v1/ask", json=question).json()["citations"][0]["quote"]

    (gone,) = client.delete("/api/v1/documents/levy.txt").json()["removed"]
    assert client.get("/api/v1/documents/levy.txt").status_code == 404
    files = {c["file"] for c in client.post("/api/v1/ask", json=question).json()["citations"]}
    assert "levy.txt" not in files

    back = client.post(f"/api/v1/removed/{gone['token']}")
    assert back.status_code == 202
    read(client, "")
    assert client.get("/api/v1/documents/levy.txt").json()["text"].startswith("The water levy")


def test_a_page_is_seen_and_its_text_read_in_parts(
    client: TestClient, own_library: Library
) -> None:
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.drawString(72, 700, "The harbour board met twice a year to settle the dues of ships.")
    canvas.save()
    assert add(client, "harbour.pdf", made.getvalue())["state"] == "done"
    image = client.get("/api/v1/documents/harbour.pdf/pages/1.jpg", params={"width": 200})
    assert image.headers["content-type"] == "image/jpeg"
    assert image.content[:3] == b"\xff\xd8\xff"
    assert client.get("/api/v1/documents/harbour.pdf/pages/2.jpg").status_code == 404
    assert client.get("/api/v1/documents/pips-2017/pages/1.jpg").status_code == 404

    document = own_library.store.document("pips-2017")
    assert document is not None
    text, start = "", 0
    for _ in range(document.text.count("") // 20_000 + 1):
        part = client.get("/api/v1/documents/pips-2017/text", params={"start": start}).json()
        text, start = text + part["text"], part["next"]
    assert text == document.text


@pytest.mark.parametrize(
    ("name", "body", "status", "words"),
    [
        ("notes.exe", b"MZ", 422, "exe"),
        ("empty.txt", b"", 422, "empty"),
        ("../../outside.txt", LEVY, 202, "outside.txt"),
    ],
)
def test_what_cannot_be_taken_is_told(
    client: TestClient, own_library: Library, name: str, body: bytes, status: int, words: str
) -> None:
    got = client.post("/api/v1/documents", params={"name": name}, content=body, headers=BYTES)
    assert got.status_code == status
    assert words in got.text
    read(client, "")
    assert not (own_library.settings.corpus.parent.parent / "outside.txt").exists()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("levy.pdf", b"MZ\x90\x00" + bytes(200)),
        ("levy.pdf", LEVY),
        ("levy.docx", b"%PDF-1.7\n" + LEVY),
        ("levy.docx", b"PK\x05\x06" + bytes(18)),
        ("levy.xlsx", b"<html><script>alert(1)</script></html>"),
        ("levy.txt", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 4),
    ],
)
def test_a_file_that_lies_about_its_type_is_not_taken_for_a_document(
    client: TestClient, own_library: Library, name: str, body: bytes
) -> None:
    before = client.get("/api/v1/documents").json()
    made = add(client, name, body)
    assert made["state"] == "failed"
    assert made["told"]
    assert client.get("/api/v1/documents").json() == before
    assert not (own_library.settings.corpus / name).exists()


def test_nothing_is_changed_for_another_sites_page(client: TestClient) -> None:
    head = {"Origin": "http://evil.example"}
    assert client.delete("/api/v1/documents/pips-2017", headers=head).status_code == 403
    typed = {"Content-Type": "text/plain"}
    got = client.post("/api/v1/documents", params={"name": "a.txt"}, content=LEVY, headers=typed)
    assert got.status_code == 415
    assert client.get("/api/v1/documents/pips-2017").status_code == 200
    assert client.post(f"/api/v1/removed/{'0' * 32}").status_code == 404
