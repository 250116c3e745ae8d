"""Several collections behind the door: keys and roles hold in each by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from rag.models.embedder import Embedder
from rag.shared_models import SharedModels
from tests.ui.access.conftest import cheap, key_of, knocking
from tests.ui.collections.conftest import two_collections
from ui.access.door import Access
from ui.access.principal import EVERY, Role
from ui.access.team import Team, open_team
from ui.collections.server import build_server_app
from ui.server_folder import ServerFolder

BYTES = {"Content-Type": "application/octet-stream"}
ASKED = {
    "model": "sanad/levies",
    "messages": [{"role": "user", "content": "How much is the levy?"}],
}


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Team]:
    folder = two_collections(tmp_path_factory.mktemp("two"), embedder)
    made = open_team(folder, hasher=cheap())
    made.accounts.add("ann", {"levies": Role.EDITOR})
    made.accounts.add("bob", {"levies": Role.READER, "secret": Role.ADMIN})
    made.accounts.add("eve", {"secret": Role.ADMIN})
    made.accounts.add("root", {EVERY: Role.ADMIN})
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(team: Team, embedder: Embedder) -> Iterator[TestClient]:
    models = SharedModels()
    models._once(("embedder", "bundled", "float32"), lambda: embedder)
    folder = ServerFolder(team.database.path.parent)
    app = build_server_app(folder, models=models, app_options={"team": team})
    with knocking(Access(app, team)) as made:
        yield made


def test_a_role_in_one_collection_is_none_in_another(client: TestClient, team: Team) -> None:
    keys = {name: key_of(team, name) for name in ("ann", "bob", "eve", "root")}
    statuses = {
        name: (
            client.get("/c/levies/api/v1/documents", headers=key).status_code,
            client.post(
                "/c/levies/api/v1/documents?name=x.exe", content=b"MZ", headers=key | BYTES
            ).status_code,
            client.get("/c/levies/metrics", headers=key).status_code,
            client.post("/v1/chat/completions", json=ASKED, headers=key).status_code,
        )
        for name, key in keys.items()
    }
    assert statuses == {
        "ann": (200, 422, 403, 200),
        "bob": (200, 403, 403, 200),
        "eve": (404, 404, 404, 404),
        "root": (200, 422, 200, 200),
    }
    assert client.get("/c/levies/api/v1/documents").status_code == 401
    gone = client.get("/c/nothing/api/v1/documents", headers=keys["eve"])
    hidden = client.get("/c/levies/api/v1/documents", headers=keys["eve"])
    for one in (gone, hidden):
        assert "levies" not in one.json()["detail"].replace("/c/levies/", "/c/nothing/")
    assert gone.status_code == hidden.status_code


def test_a_key_for_one_collection_opens_no_other(client: TestClient, team: Team) -> None:
    bob = team.accounts.get("bob")
    made = team.keys.add(bob, "narrow", collections=("levies",), role=Role.ADMIN, days=1)
    key = {"Authorization": f"Bearer {made}"}
    assert client.get("/c/levies/api/v1/documents", headers=key).status_code == 200
    assert client.get("/c/secret/api/v1/documents", headers=key).status_code == 404
    listed = client.get("/api/v1/collections", headers=key)
    assert listed.status_code == 200
    assert "levies" in listed.text
    assert "secret" not in listed.text
