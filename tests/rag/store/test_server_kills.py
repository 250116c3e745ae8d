"""Processes and servers killed at random moments: nothing is lost, and all goes on by itself."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from rag.errors import StoreError, StoreUnreachable
from rag.store.store import Store
from rag.types import Scope
from tests.conftest import ROOT
from tests.rag.fakes import hashed_words, made_document
from tests.servers import Postgres, Server, chroma, postgres, servers

ROUNDS = 30
WAIT_S = 60.0
PARAGRAPHS = 12

CHILD = """
import sys, time
from itertools import count
from pathlib import Path
from rag.errors import StoreError
from rag.settings import Servers
from rag.store.store import Store
from tests.rag.fakes import made_document
from tests.rag.store.test_server_kills import text_of

folder, first = Path(sys.argv[1]), int(sys.argv[4])
store = None
for version in count(first):
    made = made_document(folder, text_of(version))
    while True:
        try:
            store = store or Store(folder / "writer", Servers(*sys.argv[2:4]))
            with store.writing():
                store.replace([made])
            break
        except StoreError as error:
            print(error, file=sys.stderr, flush=True)
            time.sleep(.1)
    print(version, flush=True)
"""


def text_of(version: int) -> str:
    """A version of the document: each passage says which."""
    paragraph = (
        f"The board of version{version} met in the hall of version{version}."
        + " The hall is old." * 25
    )
    return "\n\n".join(f"Part {number}. {paragraph}" for number in range(PARAGRAPHS))


class Writer:
    """A process that writes one version after the other, and says which are written."""

    def __init__(
        self, command: list[str], log: Path, environ: Mapping[str, str] | None = None
    ) -> None:
        self.written = 0
        self._command, self._log, self._environ = command, log, environ
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [*self._command, str(self.written + 1)],
                stdout=subprocess.PIPE, stderr=log, text=True, env=self._environ, cwd=ROOT,
            )  # fmt: skip
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        time.sleep(0.1)  # the last of what it said is read

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self.written = max(self.written, int(line))


def version_in(store: Store) -> int:
    """Which version the store holds; fails unless it finds all of it and nothing else.

    A document that is replaced between two looks is looked at again.
    """
    while True:
        before = store.revision
        document = store.document("made")
        near = store.nearest(hashed_words().embed_question("board hall"), 500, Scope())
        matching = store.matching("board hall", 500, Scope())
        total = store.searched(Scope()).passages
        if store.revision == before:
            break
    assert document is not None
    version = int(document.text.split("version", 1)[1].split()[0])
    assert document.text == text_of(version)
    for found in (near, matching):
        assert len(found) == total > 0
        assert all(document.text[p.start : p.end] == p.text for p, _ in found)
    return version


@contextmanager
def running(folder: Path) -> Iterator[tuple[Postgres, Server]]:
    with postgres() as catalogues, chroma(folder) as passages:
        yield catalogues, passages


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_nothing_is_lost_and_all_goes_on_by_itself(tmp_path: Path) -> None:
    chance = random.Random(22)  # noqa: S311 - no secret
    with running(tmp_path / "chroma") as (catalogues, passages):
        there = servers(catalogues.database("kills"), passages)
        readers = [Store(tmp_path / name, there) for name in ("one", "two")]
        given = [str(tmp_path), there.catalogue, there.chroma]
        writer = Writer([sys.executable, "-c", CHILD, *given], tmp_path / "writer.log")
        with readers[0].writing():
            readers[0].replace([made_document(tmp_path, text_of(0))])
        writer.start()
        answered = written = 0
        victims: list[Writer | Server] = [writer, catalogues, passages]
        for _ in range(ROUNDS):
            victim = chance.choice(victims)
            until = time.monotonic() + chance.uniform(0.1, 1.5)
            while time.monotonic() < until:
                answered += sum(version_in(one) >= 0 for one in readers)
            victim.kill()
            if isinstance(victim, Server):
                for said in filter(None, map(lacking, readers)):
                    assert "goes on by itself" in said
                    assert f"127.0.0.1:{victim.port}" in said
            written = writer.written
            victim.start()
            heals(readers, written)
        until = time.monotonic() + WAIT_S
        while writer.written == written and time.monotonic() < until:
            time.sleep(0.1)
        assert writer.written > written  # it was never locked out for good
        writer.kill()
        assert answered > ROUNDS
        with readers[1].writing():
            pass
        assert readers[0].damage() == ()
        assert readers[0].catalogue.doomed() == ()
        assert version_in(readers[0]) == version_in(readers[1]) >= writer.written
        for one in readers:
            one.close()


def lacking(store: Store) -> str:
    """What a store says that it can't do; nothing where it can do it all the same."""
    try:
        version_in(store)
    except StoreUnreachable as error:
        return str(error)
    return ""


def heals(readers: list[Store], written: int) -> None:
    """Wait until both answer again, with what was written before or something newer."""
    until = time.monotonic() + WAIT_S
    for one in readers:
        while True:
            try:
                assert version_in(one) >= written
                break
            except StoreError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
