"""PostgreSQL and Chroma for the tests: started where they can be had, on this machine alone."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from rag.settings import Servers
from tests.conftest import ROOT

DEBIANS = "postgresql/*/bin"
UNPRIVILEGED = "postgres"
PATIENCE_S = 60.0
USER = "sanad"
SANAD = [sys.executable, "-c", "from ui.cli import main; main()"]


class Server:
    """A server that can be killed and started again with what it had."""

    def __init__(
        self,
        command: list[str],
        port: int,
        folder: Path,
        user: str | None = None,
        environ: Mapping[str, str] | None = None,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.port = port
        self._patience_s = patience_s
        self._command, self._folder, self._user = command, folder, user
        self._environ = environ
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it listens."""
        until = time.monotonic() + self._patience_s
        while time.monotonic() < until:
            if self._process is None or self._process.poll() is not None:
                with (self._folder / "log").open("ab") as log:
                    self._process = subprocess.Popen(
                        self._command,
                        stdout=log,
                        stderr=log,
                        user=self._user,
                        env=self._environ,
                        cwd=ROOT if self._environ else None,
                    )
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            time.sleep(0.05)
        raise AssertionError(self.log()[-2000:])

    @property
    def url(self) -> str:
        """Where it answers, if that is HTTP."""
        return f"http://127.0.0.1:{self.port}"

    def log(self) -> str:
        """What it has said."""
        return (self._folder / "log").read_text("utf-8", "replace")

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


class Postgres(Server):
    """A cluster of its own, in which everybody on this machine may do everything."""

    def database(self, name: str) -> str:
        """Make a database that wasn't there, and give its address."""
        engine = sa.create_engine(
            f"postgresql+pg8000://{USER}@127.0.0.1:{self.port}/postgres",
            isolation_level="AUTOCOMMIT",
        )
        for _ in range(100):
            try:
                with engine.connect() as connection:
                    connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
                break
            except sa.exc.DBAPIError:  # it listens before it takes anybody
                time.sleep(0.05)
        engine.dispose()
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Start PostgreSQL; skip where there is none."""
    programs = _programs()
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="sanad-postgres-") as made:
        folder = Path(made)
        if user:  # it refuses to run as root
            folder.chmod(0o755)
            shutil.chown(folder, user)
        data = folder / "data"
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True, capture_output=True, user=user, cwd="/",
        )  # fmt: skip
        port = free_port()
        server = Postgres(
            [str(programs / "postgres"), "-D", str(data), "-p", str(port),
             "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
            port, folder, user,
        )  # fmt: skip
        try:
            server.start()
            yield server
        finally:
            server.kill()
            time.sleep(0.2)  # its children end when they see it gone


@contextmanager
def chroma(folder: Path) -> Iterator[Server]:
    """Start Chroma's server, as `chroma run` does."""
    program = Path(sys.executable).with_name("chroma")
    if not program.exists():
        pytest.skip("there is no `chroma` beside this Python")
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = [str(program), "run", "--path", str(folder / "data"), "--host", "127.0.0.1"]
    server = Server([*command, "--port", str(port)], port, folder)
    try:
        server.start()
        yield server
    finally:
        server.kill()


def servers(catalogue: str, chroma: Server) -> Servers:
    """Name both, as the settings do."""
    return Servers(catalogue, chroma.url)


def environ(folder: Path, there: Servers) -> dict[str, str]:
    """Give the settings of a machine: its own folder, the documents' below it, and the servers."""
    return {
        **os.environ,
        "SANAD_STORE": str(folder / "store"),
        "SANAD_CORPUS": str(folder / "corpus"),
        "SANAD_CATALOGUE_URL": there.catalogue,
        "SANAD_CHROMA_URL": there.chroma,
        "OMP_NUM_THREADS": "1",
    }


@contextmanager
def serving(
    folder: Path, there: Servers, command: Sequence[str] = (*SANAD, "serve", "--no-open", "--port")
) -> Iterator[Server]:
    """Start `sanad serve` as on a machine of its own, and wait until it listens.

    Another ``command`` is given the port as its last word.
    """
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    port = free_port()
    given = environ(folder, there)
    server = Server([*command, str(port)], port, folder, None, given, 3 * PATIENCE_S)
    try:
        server.start()
        yield server
    finally:
        server.kill()


def _programs() -> Path:
    found = shutil.which("postgres")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib").glob(DEBIANS))
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            if os.geteuid() == 0:
                try:
                    pwd.getpwnam(UNPRIVILEGED)
                except KeyError:
                    pytest.skip(f"PostgreSQL doesn't run as root, and there's no {UNPRIVILEGED}")
            return place
    pytest.skip("PostgreSQL isn't installed (apt-get install postgresql)")


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
