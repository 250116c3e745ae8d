"""A server's backup, made while it is asked and changed, answers the same from an empty folder."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from rag.errors import StoreError
from rag.models.embedder import Embedder
from rag.shared_models import SharedModels
from rag.store.backup import INDEX, SERVER, kind_of, restore
from tests.ui.access.conftest import cheap, key_of, knocking
from tests.ui.collections.conftest import FLOAT, two_collections
from ui.access.door import Access
from ui.access.principal import EVERY, Role
from ui.access.team import Team, open_team
from ui.collections.backup import back_up_server, restore_server
from ui.collections.reading import read_all
from ui.collections.server import build_server_app
from ui.server_folder import ServerFolder

QUESTIONS = (
    ("levies", "How much is the levy on cement?"),
    ("secret", "What does the registrar get?"),
)


def served(folder: ServerFolder, models: SharedModels) -> tuple[Team, TestClient]:
    team = open_team(folder, hasher=cheap())
    app = build_server_app(folder, models=models, app_options={"team": team})
    return team, knocking(Access(app, team))


def answers(client: TestClient, key: dict[str, str]) -> list[dict[str, object]]:
    """Ask both collections; the answers without what tells one asking from another."""
    asked = (
        client.post(f"/c/{name}/api/v1/ask", json={"question": question}, headers=key)
        for name, question in QUESTIONS
    )
    return [{k: v for k, v in one.json().items() if k != "seconds"} for one in asked]


@pytest.mark.slow
def test_one_made_under_load_answers_the_same_from_an_empty_folder(
    tmp_path: Path, embedder: Embedder, models: SharedModels
) -> None:
    folder = two_collections(tmp_path, embedder)
    # The index of one stands elsewhere, as it may.
    (folder.indexes / "secret").rename(tmp_path / "elsewhere")
    text = folder.collections.read_text()
    moved = f"  corpus: {tmp_path / 'secret'}\n  store: {tmp_path / 'elsewhere'}\n"
    folder.collections.write_text(text.replace(f"  corpus: {tmp_path / 'secret'}\n", moved))
    team, client = served(folder, models)
    with client:
        team.accounts.add("root", {EVERY: Role.ADMIN})
        key = key_of(team, "root")
        said = answers(client, key)
        assert "20 rupees" in str(said[0])
        assert "90,000" in str(said[1])
        (folder.notebooks_of("root") / "levies").mkdir(parents=True)
        (folder.notebooks_of("root") / "levies" / "note").write_text("mine")
        over, told = threading.Event(), list[str]()

        def load() -> None:
            for number in range(200):
                if over.is_set() and any("in the index" in one for one in told):
                    break
                (tmp_path / "levies" / f"more-{number}.md").write_text(
                    f"Gulls {number} may swim.\n"
                )
                read_all(folder, models, told.append)
                answers(client, key)

        thread = threading.Thread(target=load)
        thread.start()
        broken = back_up_server(folder, tmp_path / "kept.zip")
        over.set()
        thread.join()
        assert broken == ()
        assert any(
            "in the index" in one for one in told
        )  # what came while it copied is told to wait
    team.close()
    assert stat.S_IMODE((tmp_path / "kept.zip").stat().st_mode) == 0o600
    assert kind_of(tmp_path / "kept.zip") == SERVER

    new = ServerFolder(tmp_path / "new" / "server")
    restore_server(tmp_path / "kept.zip", new)
    assert stat.S_IMODE(new.path.stat().st_mode) == 0o700
    assert (new.notebooks_of("root") / "levies" / "note").read_text() == "mine"
    assert "elsewhere" not in new.collections.read_text()
    team, client = served(new, models)
    with client:
        again = answers(client, key)
        assert again[1] == said[1]
        # Documents were added to the first one meanwhile: more is counted, the same is said.
        assert again[0]["statements"] == said[0]["statements"]
    team.close()
    with pytest.raises(StoreError, match="isn't empty"):
        restore_server(tmp_path / "kept.zip", new)
    with pytest.raises(StoreError, match="isn't the backup of"):
        restore(tmp_path / "kept.zip", tmp_path / "store")


def test_a_server_without_a_list_has_its_index_where_the_settings_say(
    tmp_path: Path, own_store: Path
) -> None:
    folder = ServerFolder(tmp_path / "server")
    open_team(folder, hasher=cheap()).close()
    (folder.path / "unknown.key").write_text("secret")
    back_up_server(folder, tmp_path / "kept.zip", {"store": own_store})
    new = ServerFolder(tmp_path / "new")
    restore_server(tmp_path / "kept.zip", new, {"store": tmp_path / "index"})
    assert (tmp_path / "index" / "catalogue.sqlite3").is_file()
    assert sorted(one.name for one in new.path.iterdir()) == ["accounts.db", "audit.db"]
    assert kind_of(new.accounts) == INDEX


@pytest.mark.slow
def test_what_is_wrong_with_one_is_said_and_the_others_are_read(
    tmp_path: Path, embedder: Embedder, models: SharedModels
) -> None:
    folder, told = two_collections(tmp_path, embedder), list[str]()
    folder.collections.write_text(
        f"gone:\n  corpus: {tmp_path / 'gone'}\n{FLOAT}odd:\n  corpse: x\n"
        + folder.collections.read_text()
    )
    (tmp_path / "levies" / "gulls.md").write_text("Gulls may swim.\n")
    read_all(folder, models, told.append)
    assert [one.partition(":")[0] for one in told] == ["gone", "odd", "levies", "secret"]
    assert told[2:] == ["levies: 2 documents in the index", "secret: 1 document in the index"]
    assert back_up_server(folder, tmp_path / "kept.zip") == ("odd",)
