"""A Chroma folder that was damaged: readers do without it, the next writer makes it anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rag.store import Store
from rag.types import Scope
from tests.rag.fakes import hashed_words, made_document

PARAGRAPHS = 1200
"""More than Chroma gathers before it writes its graph to the disk."""
ASKED = "clause 777 on wells"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text = "\n\n".join(
        f"The clause {n} on wells says that the board of the district keeps {n} pumps, and that "
        "the levy on each of them is due on the first day of the year."
        for n in range(PARAGRAPHS)
    )
    store = Store(tmp_path / "store")
    with store.writing():
        store.replace(*made_document(tmp_path, text))
    store.close()
    return tmp_path / "store"


def spoil_graph(folder: Path) -> None:
    (data,) = folder.glob("chroma*/*/data_level0.bin")
    data.write_bytes(data.read_bytes()[: data.stat().st_size // 3])


def spoil_header(folder: Path) -> None:
    (header,) = folder.glob("chroma*/*/header.bin")
    header.write_bytes(b"\xff" * header.stat().st_size)


def spoil_database(folder: Path) -> None:
    (database,) = folder.glob("chroma*/chroma.sqlite3")
    data = bytearray(database.read_bytes())
    data[2000:60_000] = bytes(58_000)
    database.write_bytes(data)


def found(store: Store) -> list[str]:
    embedding = hashed_words().embed_question(ASKED)
    return [passage.text for passage, _ in store.nearest(embedding, 5, Scope())]


@pytest.mark.parametrize("spoil", [spoil_graph, spoil_header, spoil_database])
def test_damage_is_searched_around_and_mended_without_a_model(
    folder: Path, spoil: Callable[[Path], None]
) -> None:
    sound = Store(folder)
    expected = found(sound)
    assert len(expected) == 5
    sound.close()
    spoil(folder)

    reader = Store(folder)
    assert len(found(reader)) == 5
    # What a killed writer leaves behind besides: a generation that was announced.
    reader.catalogue.announce(["left"], "default")

    writer = Store(folder)
    with writer.writing():
        assert writer.catalogue.doomed() == ()
    assert writer.damage() == ()
    assert writer.vectors.count("default") == PARAGRAPHS
    assert set(found(writer)) == set(expected)
    assert set(found(reader)) == set(expected)
    assert len(list(folder.glob("chroma*"))) == 1
    reader.close()
    writer.close()
