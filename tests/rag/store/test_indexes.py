"""A Chroma folder that was damaged: readers do without it, the next writer makes it anew."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.store.catalogue import WRITER
from rag.store.store import Store
from rag.types import Scope
from tests.rag.fakes import hashed_words, made_document

PARAGRAPHS = 1200
"""More than Chroma gathers before it writes its graph to the disk."""
ASKED = "word1 word22 word333 word4444"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    chance = random.Random(5)  # noqa: S311 - no secret
    # Words at random: passages that are nearly alike are found by chance in any graph.
    text = "\n\n".join(
        "It says " + " ".join(f"word{chance.randrange(5000)}" for _ in range(30)) + "."
        for _ in range(PARAGRAPHS)
    )
    store = Store(tmp_path / "store")
    with store.writing():
        store.replace([made_document(tmp_path, text)])
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


def found(store: Store) -> list[float]:
    """The five best cosines."""
    embedding = hashed_words().embed_question(ASKED)
    near = store.nearest(embedding, 5, Scope())
    assert len({passage.id for passage, _ in near}) == 5
    return [round(cosine, 3) for _, cosine in near]


@pytest.mark.parametrize("spoil", [spoil_graph, spoil_header, spoil_database])
def test_damage_is_searched_around_and_mended_without_a_model(
    folder: Path, spoil: Callable[[Path], None]
) -> None:
    sound = Store(folder)
    expected = found(sound)
    sound.close()
    spoil(folder)

    reader = Store(folder)
    reader.catalogue.set_facts({WRITER: "1"})  # as a killed writer leaves it
    assert found(reader) == pytest.approx(expected, abs=0.002)
    (said,) = reader.damage()
    assert "run `sanad ingest`" in said

    writer = Store(folder)
    with writer.writing():
        assert writer.catalogue.doomed() == ()
    assert writer.damage() == ()
    assert writer.vectors.count("default") == PARAGRAPHS
    assert found(writer) == pytest.approx(expected, abs=0.002)
    assert found(reader) == pytest.approx(expected, abs=0.002)
    assert len(list(folder.glob("chroma*"))) == 1
    reader.close()
    writer.close()
