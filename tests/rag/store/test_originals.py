"""The documents' own files in a database: whole or not at all, and as long as they are read."""

from __future__ import annotations

import hashlib
import random
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from rag.errors import StoreError
from rag.settings import Servers
from rag.store.catalogue import Catalogue
from rag.store.originals import PIECE, Originals, tables
from tests.rag.fakes import made_document
from tests.servers import Postgres, postgres

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def running() -> Iterator[Postgres]:
    with postgres() as catalogues:
        yield catalogues


@pytest.fixture
def catalogue(running: Postgres, tmp_path: Path) -> Iterator[Catalogue]:
    made = Catalogue(Servers(running.database(tmp_path.name), NOWHERE))
    made.database.create(tables)
    yield made
    made.close()


def test_a_file_is_there_as_long_as_a_document_is_read_from_it(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    kept = Originals(catalogue.database)
    one, other = (
        made_document(tmp_path, f"The levy of {name}.", name)[0] for name in ("one", "other")
    )
    made = made_document(tmp_path, "The levy of one.", "twin")[0]
    twin = replace(made, collection="elsewhere")
    catalogue.commit("default", {"a": (one, 1), "b": (other, 1)})
    catalogue.commit("elsewhere", {"c": (twin, 1)})
    assert twin.raw_hash == one.raw_hash
    assert kept.lacking() == {one.raw_hash, other.raw_hash}
    for document in (one, other, twin):
        assert kept.keep(tmp_path / document.file, document.raw_hash)
    assert kept.lacking() == frozenset()
    there = tmp_path / "there"
    kept.write(one.raw_hash, there)
    assert there.read_bytes() == (tmp_path / one.file).read_bytes()
    catalogue.commit("default", {}, removed=("one", "other"))
    kept.sweep()
    kept.write(one.raw_hash, there)  # the twin's, too
    with pytest.raises(StoreError, match="run `sanad ingest` where"):
        kept.write(other.raw_hash, tmp_path / "not-there")
    catalogue.commit("elsewhere", {}, removed=("twin",))
    kept.sweep()
    assert rows(catalogue) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ("one.txt", "other.txt", "twin.txt", "there")
    )


def test_a_file_that_was_changed_meanwhile_or_spoilt_there_is_nobody_s(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    kept, path = Originals(catalogue.database), tmp_path / "large"
    path.write_bytes(random.Random(22).randbytes(2 * PIECE + 5))  # noqa: S311 - no secret
    raw_hash = hashlib.sha256(path.read_bytes()).hexdigest()
    assert not kept.keep(path, "0" * 64)
    assert not kept.keep(tmp_path / "gone", "0" * 64)
    assert rows(catalogue) == 0
    assert kept.keep(path, raw_hash)
    assert rows(catalogue) == 3
    for spoilt in ("UPDATE originals SET data = 'x' WHERE piece = 1",
                   "DELETE FROM originals WHERE piece = 2"):  # fmt: skip
        with catalogue.database.writing() as connection:
            connection.execute(sa.text(spoilt))
        with pytest.raises(StoreError, match="not whole"):
            kept.write(raw_hash, tmp_path / "there")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["large"]


@pytest.mark.slow
def test_the_largest_file_is_never_in_memory(catalogue: Catalogue, tmp_path: Path) -> None:
    kept, path = Originals(catalogue.database), tmp_path / "large"
    path.write_bytes(random.Random(22).randbytes(100_000_000))  # noqa: S311 - no secret
    raw_hash = hashlib.sha256(path.read_bytes()).hexdigest()
    tracemalloc.start()
    try:
        assert kept.keep(path, raw_hash)
        kept.write(raw_hash, tmp_path / "there")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 16 * PIECE < 100_000_000
    assert (tmp_path / "there").read_bytes() == path.read_bytes()


def rows(catalogue: Catalogue) -> int:
    with catalogue.database.reading() as connection:
        return int(connection.execute(sa.text("SELECT count(*) FROM originals")).scalar() or 0)
