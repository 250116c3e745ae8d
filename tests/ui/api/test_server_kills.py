"""Two processes that serve, one that writes, PostgreSQL and Chroma, each killed at random moments.

Whatever a process that lives is asked over HTTP, it answers rightly, or says by 503 what it can't
do and when to try again. They embed by hashed words: the model would only take longer to load.
"""

from __future__ import annotations

import random
import re
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from ingest.page_images import PageImages
from ingest.sync import sync
from rag.errors import StoreError
from rag.library import Library
from rag.models.loading import embedder_identity
from rag.settings import load_settings
from rag.store.store import Store
from tests.rag.fakes import hashed_words
from tests.rag.store.test_server_kills import Writer
from tests.servers import Server, chroma, environ, postgres, servers, serving
from ui.api.app import add_api

ROUNDS = 30
PAUSE_S = 0.1
"""Between what one asks or writes, so that whoever starts anew gets on, too."""
WAIT_S = 120.0
QUESTION = "How many wells does the district of Tarnow keep?"
STEADY = "The district of Tarnow keeps 41 wells. They were dug in 1902."
CHILD = "import sys; from tests.ui.api import test_server_kills as its; its.{}(int(sys.argv[1]))"
WRITES, SERVES = ([sys.executable, "-c", CHILD.format(name)] for name in ("write", "serve"))


def text_of(version: int) -> str:
    """A version of the document: each paragraph says which."""
    said = f"The board of version{version} met in the hall of version{version}."
    return "\n\n".join(f"Part {part}. {said}" + " The hall is old." * 30 for part in range(5))


def write(first: int) -> None:
    """Replace a document and add another, over and over; say which are written."""
    settings, store = load_settings(), None
    identity = embedder_identity(settings)
    for version in range(first, 10_000):
        (settings.corpus / "made.txt").write_text(text_of(version))
        (settings.corpus / f"added-{version}.txt").write_text(f"Ferry {version} leaves at noon.")
        while True:
            try:
                store = store or Store(settings.store_folder, settings.servers)
                made = sync(settings.corpus, store, identity, hashed_words)
                assert all(row.outcome != "skipped" for row in made.rows), made.rows
                break
            except StoreError as error:
                sys.stderr.write(f"{error}\n")
                time.sleep(0.1)
        sys.stdout.write(f"{version}\n")
        sys.stdout.flush()
        time.sleep(PAUSE_S)


def serve(port: int) -> None:
    """Serve what other programs ask, as `sanad serve` does beside its page."""
    library = Library(load_settings(), embedder=hashed_words())
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    add_api(app, library, images=PageImages(library.store, library.settings.corpus))
    uvicorn.run(app, port=port, log_level="warning")


class Asking(threading.Thread):
    """Asks a process one thing after the other; notes what is neither right nor clearly refused."""

    def __init__(self, of: Server, writer: Writer, known: tuple[str, ...]) -> None:
        super().__init__(daemon=True)
        self.down = False
        self.told: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.ended = threading.Event()
        self._of, self._writer, self._known = of, writer, known

    def run(self) -> None:
        asks = (self.answer, self.documents, self.text, self.file)
        while not self.ended.is_set():
            for ask in asks:
                self.once(ask.__name__)
                time.sleep(PAUSE_S)

    def once(self, what: str) -> bool:
        """Ask one thing; say whether it was answered."""
        written = self._writer.written
        try:
            with httpx.Client(base_url=self._of.url, timeout=WAIT_S) as client:
                reply = getattr(self, what)(client)
        except httpx.TransportError as error:
            if not self.down:
                self.wrong.append(f"{what}: {error!r}, and nobody had killed it")
            self.told["broken off"] += 1
            time.sleep(0.05)
            return False
        problem = self.problem(what, reply, written)
        if problem:
            self.wrong.append(f"{what}: {problem}")
        self.told[f"{what} {reply.status_code}"] += 1
        return bool(reply.status_code == 200)

    def answer(self, client: httpx.Client) -> httpx.Response:
        return client.post("/api/v1/ask", json={"question": QUESTION})

    def documents(self, client: httpx.Client) -> httpx.Response:
        return client.get("/api/v1/documents")

    def text(self, client: httpx.Client) -> httpx.Response:
        return client.get("/api/v1/documents/made.txt/text")

    def file(self, client: httpx.Client) -> httpx.Response:
        return client.get("/api/v1/documents/made.txt/file")

    def problem(self, what: str, reply: httpx.Response, written: int) -> str:
        """Say what is wrong with a reply, which was asked for when so many were written."""
        if reply.status_code == 503:
            clear = any(one in reply.json()["detail"] for one in self._known)
            return "" if clear and int(reply.headers["Retry-After"]) > 0 else reply.text
        if reply.status_code != 200:
            return f"{reply.status_code} {reply.text}"
        if what == "answer":
            right = reply.json()["status"] == "answered" and "41 wells" in reply.text
        elif what == "documents":
            there = {one["id"] for one in reply.json()["documents"]}
            right = there >= {f"added-{one}.txt" for one in range(1, written + 1)}
        else:
            text = reply.text if what == "file" else reply.json()["text"]
            found = re.search(r"version(\d+)", text)
            version = int(found[1]) if found else -1
            right = version >= written and text.strip() == text_of(version)
        return "" if right else f"not what was written: {reply.text[:500]}"


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_whoever_lives_answers_rightly_or_says_what_is_gone(tmp_path: Path) -> None:
    chance = random.Random(22)  # noqa: S311 - no secret
    with postgres() as catalogues, chroma(tmp_path / "chroma") as passages:
        there = servers(catalogues.database("kills"), passages)
        given = environ(tmp_path / "writer", there)
        (tmp_path / "writer" / "corpus").mkdir(parents=True)
        (tmp_path / "writer" / "corpus" / "steady.txt").write_text(STEADY)
        writer = Writer(WRITES, tmp_path / "writer.log", given)
        writer.start()
        wait_until(lambda: writer.written > 0)
        with (
            serving(tmp_path / "one", there, SERVES) as one,
            serving(tmp_path / "two", there, SERVES) as two,
        ):
            known = (f"127.0.0.1:{catalogues.port}", passages.url)
            asking = {who: Asking(who, writer, known) for who in (one, two)}
            for thread in asking.values():
                thread.start()
            victims: list[Writer | Server] = [writer, catalogues, passages, one, two]
            for _ in range(ROUNDS):
                victim = chance.choice(victims)
                time.sleep(chance.uniform(0.1, 1.5))
                if isinstance(victim, Server) and victim in asking:
                    asking[victim].down = True
                victim.kill()
                time.sleep(chance.uniform(0.1, 1.0))
                victim.start()
                for each in asking.values():
                    wait_until(lambda: each.once("answer") and each.once("file"))  # noqa: B023
                    each.down = False
            written = writer.written
            wait_until(lambda: writer.written > written)  # it was never locked out for good
            for thread in asking.values():
                thread.ended.set()
                thread.join(WAIT_S)
            sys.stdout.write(f"{[dict(thread.told) for thread in asking.values()]}\n")
            for thread in asking.values():
                assert thread.wrong == []
                assert thread.told["answer 200"] > ROUNDS
                assert thread.told["answer 503"] > 0
        writer.kill()
        store = Store(tmp_path / "last", there)
        with store.writing():
            pass
        assert store.damage() == ()
        assert store.catalogue.doomed() == ()
        assert store.originals is not None
        assert store.originals.lacking() == frozenset()
        there_now = {entry.id for entry in store.entries()}
        assert there_now >= {f"added-{one}.txt" for one in range(1, writer.written + 1)}
        store.close()


def wait_until(what: object) -> None:
    """Wait for something; fails after two minutes."""
    until = time.monotonic() + WAIT_S
    assert callable(what)
    while not what():
        assert time.monotonic() < until
        time.sleep(0.1)
