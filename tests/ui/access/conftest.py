"""A team's server: accounts of every role, and the whole page and interfaces behind the door."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from rag.library import Library
from ui.access.door import Access
from ui.access.hashing import Hasher
from ui.access.principal import EVERY, Role
from ui.access.site import Site
from ui.access.team import Team, open_team
from ui.server_folder import ServerFolder
from ui.web.serve import build_app
from ui.web.team import OneCollection

PASSWORD = "correct horse battery"
ORIGIN = "http://127.0.0.1"
ROLES = {"reader": Role.READER, "editor": Role.EDITOR, "admin": Role.ADMIN}

Knock = Callable[..., TestClient]


def cheap() -> Hasher:
    """A hasher that doesn't cost a test its time."""
    return Hasher(passes=1, memory_kib=8, lanes=1)


def make_team(folder: Path, site: Site | None = None, **more: bool) -> Team:
    """A team with an account for each role, of that name."""
    team = open_team(ServerFolder(folder), site, hasher=cheap(), **more)
    for name, role in ROLES.items():
        team.accounts.add(name, {EVERY: role}, password=PASSWORD)
    return team


def key_of(team: Team, name: str, role: Role = Role.ADMIN) -> dict[str, str]:
    """The header with a new key of an account's."""
    account = team.accounts.get(name)
    made = team.keys.add(account, "test", collections=(EVERY,), role=role, days=1)
    return {"Authorization": f"Bearer {made}"}


def knocking(app: object, **cookies: str) -> TestClient:
    """A browser, or a program, that isn't known yet and follows no redirect."""
    return TestClient(
        app,  # type: ignore[arg-type]
        base_url=ORIGIN,
        cookies=cookies,
        follow_redirects=False,
        raise_server_exceptions=False,
    )


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team's folder, closed. Only to be copied."""
    folder = tmp_path_factory.mktemp("made") / "server"
    make_team(folder).close()
    return folder


@pytest.fixture
def team(tmp_path: Path, server: Path) -> Iterator[Team]:
    folder = shutil.copytree(server, tmp_path / "server")
    made = open_team(ServerFolder(folder), hasher=cheap())
    yield made
    made.close()


@pytest.fixture(scope="session")
def whole_team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = make_team(tmp_path_factory.mktemp("server"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def page(library: Library, whole_team: Team) -> FastAPI:
    """The application with its rights, the page included. Made once: that takes seconds."""

    async def made() -> FastAPI:
        return build_app(library, examples=(), team=whole_team)

    return asyncio.run(made())


@pytest.fixture(scope="session")
def door(page: FastAPI, whole_team: Team) -> Iterator[Access]:
    app = Access(OneCollection(page), whole_team)
    with knocking(app):  # begins and ends what lives as long as the application
        yield app
    page.state.work.stop(10)
