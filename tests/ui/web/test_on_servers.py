"""Real processes on the same two servers, each with a folder of its own, asked over HTTP."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from ingest.sync import sync
from rag.library import Library
from rag.models.embedder import Embedder
from rag.models.loading import embedder_identity
from rag.settings import Servers, load_settings
from rag.store.moving import move
from rag.store.store import Store
from tests.conftest import CORPUS
from tests.servers import SANAD, Postgres, Server, chroma, environ, postgres, servers, serving
from tests.ui.api.conftest import make_app

QUESTIONS = (
    "What do people think of the security checks?",
    "In which year did the cabinet announce the National Internal Security Policy?",
    "How does surrender differ from reintegration?",
    "What should parliament do?",
    "Who pays for the harbour's wells?",
    "How many wells does the district of Tarnow keep?",
    "Which documents are there?",
    "What is NACTA?",
)
NEW = (
    "The district of Tarnow keeps 41 wells. The harbour board pays for the wells of the harbour.",
    "Parliament should set up a committee on security checks. People think that they take long.",
    "A policy on internal security was announced in 2014. NACTA has a board of governors.",
)
"""Documents that come while others are asked: they bear on the questions, and on all scores."""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[Postgres, Server]]:
    with postgres() as catalogues, chroma(tmp_path / "chroma") as passages:
        yield catalogues, passages


class Asking(threading.Thread):
    """Asks a process one question after the other, and keeps all that it says."""

    def __init__(self, of: Server, first: int) -> None:
        super().__init__(daemon=True)
        self.answers: list[tuple[str, bytes]] = []
        self.ended = threading.Event()
        self._of, self._at = of, first

    def run(self) -> None:
        with httpx.Client(base_url=self._of.url, timeout=120) as client:
            while not self.ended.is_set():
                question = QUESTIONS[self._at % len(QUESTIONS)]
                reply = client.post("/api/v1/ask", json={"question": question})
                assert reply.status_code == 200, reply.text
                self.answers.append((question, reply.content))
                self._at += 1


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_answer_as_the_folder_does_while_a_third_ingests(
    tmp_path: Path, own_store: Path, embedder: Embedder, running: tuple[Postgres, Server]
) -> None:
    catalogues, passages = running
    there = servers(catalogues.database("three"), passages)
    third = tmp_path / "third"
    corpus = shutil.copytree(CORPUS, third / "corpus")
    settings = load_settings(corpus=corpus, store=own_store)
    embedded = Library(settings, embedder=embedder)
    moved(embedded.store, third, there)
    folder = TestClient(make_app(embedded))
    expected: dict[int, dict[str, bytes]] = {}
    with serving(tmp_path / "one", there) as one, serving(tmp_path / "two", there) as two:
        asking = [Asking(who, first) for who in (one, two) for first in (0, 4)]
        for thread in asking:
            thread.start()
        for number, text in enumerate(("", *NEW)):
            if text:
                (corpus / f"new-{number}.txt").write_text(text, "utf-8")
                ingested(third, there)
                sync(corpus, embedded.store, embedder_identity(settings), lambda: embedder)
            expected[embedded.store.revision] = {
                question: folder.post("/api/v1/ask", json={"question": question}).content
                for question in QUESTIONS
            }
            wait_for(asking, len(QUESTIONS))
        for thread in asking:
            thread.ended.set()
        for thread in asking:
            thread.join(120)
    seen: dict[int, int] = {}
    for thread in asking:
        for question, answer in thread.answers:
            revision = json.loads(answer)["searched"]["revision"]
            assert answer == expected[revision][question], question
            seen[revision] = seen.get(revision, 0) + 1
    assert set(seen) == set(expected)
    assert all(count >= len(QUESTIONS) for count in seen.values()), seen
    distinct = {one[QUESTIONS[4]] for one in expected.values()}
    assert len(distinct) == len(expected)  # they did change
    embedded.close()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_what_is_gone_is_said_until_it_is_back(
    tmp_path: Path, own_store: Path, running: tuple[Postgres, Server]
) -> None:
    catalogues, passages = running
    there = servers(catalogues.database("gone"), passages)
    source = Store(own_store)
    [first, *_] = [entry for entry in source.entries() if source.document(entry.id)]
    moved(source, tmp_path / "one", there)
    source.close()
    places = (
        f"/api/v1/documents/{first.id}/text",
        f"/api/v1/documents/{first.id}/file",
        f"/read/{first.id}/{first.content_hash}/text",
        "/api/v1/ready",
    )
    with serving(tmp_path / "one", there) as one, httpx.Client(timeout=120) as client:
        before = asked(one, client)
        assert before.status_code == 200

        catalogues.kill()
        for reply in (asked(one, client), *(client.get(one.url + place) for place in places)):
            assert reply.status_code == 503, reply.text
            assert int(reply.headers["Retry-After"]) > 0
            said = reply.json().get("detail") or reply.json()["problem"]
            assert "goes on by itself" in said
            assert f"127.0.0.1:{catalogues.port}" in said
        streamed = asked(one, client, stream=True)
        assert streamed.text.startswith("event: problem\n")
        assert '"status": 503' in streamed.text
        assert client.get(f"{one.url}/api/v1/health").status_code == 200
        with pytest.raises(AssertionError, match="goes on by itself once it does"):
            start_of("two", tmp_path, there)
        catalogues.start()
        assert healed(one, client).content == before.content
        for place in places:
            assert client.get(one.url + place).status_code == 200

        passages.kill()
        with serving(tmp_path / "two", there) as two:  # it starts, and says what it can't do yet
            for each in (one, two):
                reply = asked(each, client)
                assert (reply.status_code, reply.headers["Retry-After"]) == (503, "2")
                assert f"Chroma at {passages.url} doesn't answer" in reply.json()["detail"]
                assert client.get(f"{each.url}{places[0]}").status_code == 200
            passages.start()
            for each in (one, two):
                assert healed(each, client).content == before.content


def asked(of: Server, client: httpx.Client, *, stream: bool = False) -> httpx.Response:
    body = {"question": QUESTIONS[1], "stream": stream}
    return client.post(f"{of.url}/api/v1/ask", json=body)


def healed(of: Server, client: httpx.Client) -> httpx.Response:
    """Ask until it's answered; fails after a minute, or where something else than 503 is said."""
    until = time.monotonic() + 60
    while (reply := asked(of, client)).status_code == 503 and time.monotonic() < until:
        time.sleep(0.2)
    assert reply.status_code == 200, reply.text
    return reply


def start_of(name: str, folder: Path, there: Servers) -> None:
    """Start a process that can't; fails with what it says."""
    done = subprocess.run(
        [*SANAD, "serve", "--no-open", "--port", "1"],
        env=environ(folder / name, there),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def moved(source: Store, folder: Path, there: Servers) -> None:
    target = Store(folder / "store", there)
    assert move(source, target, CORPUS).without_file == ()
    target.close()


def ingested(folder: Path, there: Servers) -> None:
    done = subprocess.run(
        [*SANAD, "ingest"], env=environ(folder, there), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def wait_for(asking: list[Asking], more: int) -> None:
    """Wait until each has asked so many questions more; fails when one has ended."""
    until = [len(one.answers) + more for one in asking]
    while any(len(one.answers) < wanted for one, wanted in zip(asking, until, strict=True)):
        assert all(one.is_alive() for one in asking)
        threading.Event().wait(0.05)
