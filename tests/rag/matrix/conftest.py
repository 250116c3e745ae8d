from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.library import Library
from rag.matrix.matrix import Matrix, Row, cells, gathered, planned
from rag.models.embedder import Embedder
from tests.rag.matrix.shelf import shelf

FARE = Row("What does a crossing by ferry cost?")
LAMPS = Row("How many lamps has the outer quay?")
NESTS = Row("Where do gulls nest?")
CLAIM = Row("A crossing by ferry costs 12 crowns for an adult.", "claim")


@pytest.fixture(scope="package")
def small(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    library = shelf(tmp_path_factory.mktemp("shelf"), embedder)
    yield library
    library.close()


@pytest.fixture(scope="package")
def matrix(small: Library) -> Matrix:
    plan = planned((FARE, NESTS, CLAIM, LAMPS), (), small)
    return gathered(plan, cells(plan, small))
