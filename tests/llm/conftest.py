"""What several tests of written answers share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from tests.conftest import fill
from tests.llm.poisoned import poisoned


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    """All poisoned documents in one folder, ingested."""
    folder = tmp_path_factory.mktemp("poisoned")
    for document in poisoned():
        document.write(folder)
    store = tmp_path_factory.mktemp("store")
    library = fill(load_settings(corpus=folder, store=store, dtype="float32"), embedder)
    yield library
    library.close()
