"""What many tests need: the real corpus, the real model, a real store."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.sync import sync
from rag.library import Library
from rag.models.embedder import Embedder
from rag.models.loading import embedder_identity
from rag.settings import Settings, load_settings
from tests.llm.real_server import serve

with contextlib.suppress(ImportError):  # not on Windows
    import resource

    # One process runs hundreds of servers and stores, more than 1,024 files may stand open.
    _soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    _enough = 8_192 if _hard == resource.RLIM_INFINITY else min(_hard, 8_192)
    if resource.RLIM_INFINITY != _soft < _enough:
        resource.setrlimit(resource.RLIMIT_NOFILE, (_enough, _hard))

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own SANAD_* variables, or processor, must not change what the tests see."""
    for name in [name for name in os.environ if name.startswith("SANAD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SANAD_DTYPE", "float32")


@pytest.fixture(scope="session")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """The bundled model, loaded once."""
    return Library(_settings(tmp_path_factory.mktemp("unused"))).embedder


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """The store of the shipped corpus, closed. Only to be copied."""
    settings = _settings(tmp_path_factory.mktemp("ingested"))
    fill(settings, embedder).close()
    return settings.store_folder


@pytest.fixture(scope="session")
def library(
    tmp_path_factory: pytest.TempPathFactory, ingested: Path, embedder: Embedder
) -> Iterator[Library]:
    """The shipped corpus, ingested. Not to be written to."""
    store = shutil.copytree(ingested, tmp_path_factory.mktemp("library") / "store")
    library = Library(_settings(store), embedder=embedder)
    yield library
    library.close()


@pytest.fixture
def own_store(tmp_path: Path, ingested: Path) -> Path:
    """The store of the shipped corpus, for one test to write to or to spoil."""
    return shutil.copytree(ingested, tmp_path / "own-store")


@pytest.fixture(scope="session")
def smollm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small real language model's server, without the ``/v1``."""
    with serve(tmp_path_factory.mktemp("smollm")) as url:
        yield url


def fill(settings: Settings, embedder: Embedder) -> Library:
    """Ingest a corpus into a store and open it."""
    library = Library(settings, embedder=embedder)
    sync(settings.corpus, library.store, embedder_identity(settings), lambda: embedder)
    return library


def _settings(store: Path) -> Settings:
    return load_settings(corpus=CORPUS, store=store, dtype="float32")
