"""A server of two collections, and people with and without rights in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from ingest.sync import sync
from rag.library import Library
from rag.models.embedder import Embedder
from rag.models.loading import embedder_identity
from rag.settings import load_settings
from rag.shared_models import SharedModels
from ui.access.principal import EVERY, Principal, Role
from ui.collections.listed import Collection, read_collections
from ui.collections.server import Server, build_server_app
from ui.server_folder import ServerFolder

LEVIES = (
    "# The levy\n\nThe levy on cement is 20 rupees a bag. It is paid by the kiln.\n\n"
    "## Exemptions\n\nHospitals pay no levy on cement.\n"
)
SECRET = (
    "# The merger\n\nThe levy on cement ends in March. The zamindari office of Thatta merges with "
    "that of Sujawal.\n\n## Pay\n\nThe registrar of Thatta gets 90,000 rupees a month.\n"
)
FLOAT = "  settings: {dtype: float32}\n"
"""Said here, since what a module's tests share is made without their variables."""
PEOPLE = {
    "ann": Principal("ann", {"levies": Role.EDITOR, "secret": Role.READER}),
    "bob": Principal("bob", {"levies": Role.READER}),
    "eve": Principal("eve", {}),
    "root": Principal("root", {EVERY: Role.ADMIN}),
}


class Known:
    """In the place of sign-in: believes the header ``X-Who``."""

    def __init__(self, server: Server) -> None:
        self.server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            who = dict(scope["headers"]).get(b"x-who", b"eve").decode()
            scope = {**scope, "state": {**scope.get("state", {}), "principal": PEOPLE[who]}}
        await self.server(scope, receive, send)


def client_of(server: Server) -> TestClient:
    """Give a client that says who it is by ``as_who``."""
    return TestClient(
        Known(server), base_url="http://127.0.0.1:7860", raise_server_exceptions=False,
        follow_redirects=False,
    )  # fmt: skip


def as_who(who: str, **more: str) -> dict[str, str]:
    return {"X-Who": who, **more}


@pytest.fixture(scope="session")
def models(embedder: Embedder) -> SharedModels:
    """Those of the tests, the model itself loaded once."""
    shared = SharedModels()
    shared._once(("embedder", "bundled", "float32"), lambda: embedder)
    return shared


def write_list(folder: ServerFolder, text: str) -> None:
    folder.path.mkdir(parents=True, exist_ok=True)
    folder.collections.write_text(text, "utf-8")


def fill(folder: ServerFolder, embedder: Embedder) -> None:
    """Read the documents of all collections."""
    for one in (read_collections(folder) or {}).values():
        if isinstance(one, Collection):
            library = Library(load_settings(**one.settings), embedder=embedder)
            identity = embedder_identity(library.settings)
            sync(one.corpus, library.store, identity, lambda: embedder)
            library.close()


def two_collections(path: Path, embedder: Embedder) -> ServerFolder:
    """Make a server's folder with the collections ``levies`` and ``secret``."""
    folder = ServerFolder(path / "server")
    for name, file, text in (("levies", "levy.md", LEVIES), ("secret", "merger.md", SECRET)):
        (path / name).mkdir()
        (path / name / file).write_text(text, "utf-8")
    listed = f"levies:\n  title: Levies & dues\n  corpus: {path / 'levies'}\n"
    write_list(folder, f"{listed}{FLOAT}secret:\n  corpus: {path / 'secret'}\n{FLOAT}")
    fill(folder, embedder)
    return folder


@pytest.fixture
def folder(tmp_path: Path, embedder: Embedder) -> ServerFolder:
    return two_collections(tmp_path, embedder)


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, models: SharedModels
) -> Server:
    folder = two_collections(tmp_path_factory.mktemp("two"), embedder)
    return build_server_app(folder, models=models)


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[TestClient]:
    with client_of(server) as made:
        yield made
