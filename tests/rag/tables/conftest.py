from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.library import Library
from rag.tables.listing import Listing, choice_of, gathered, listed
from rag.types import Scope
from tests.rag.tables.shelf import DUTIES, shelf


@pytest.fixture(scope="package")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = shelf(tmp_path_factory.mktemp("tables"))
    yield library
    library.close()


@pytest.fixture(scope="package")
def duties(small: Library) -> Listing:
    return gathered(DUTIES, listed(DUTIES, choice_of(DUTIES, Scope()), small))
