from __future__ import annotations

from pathlib import Path

import pytest

from rag.answering.all_passages import everything, growing
from rag.errors import QueryError
from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.types import Query, Scope
from tests.conftest import fill

TEXTS = {
    "canal.md": """\
# The canal

## Locks

The upper lock of the canal was rebuilt after the flood of 1990 at the cost of the canal trust.

## Boats

Boats wait below the lower lock of the canal while the water is low, as they did before the war.

## Goats

Goats may graze on the common until the first frost, and on the high meadow until it snows.
""",
    "trust.md": """\
# The canal trust

The trust keeps the towpath of the canal clear, and opens the lock gates of the canal at dawn.

A warden is chosen every second year by the householders of the parish, who pay for his keep.

The upper lock of the canal was rebuilt after the flood of 1990, at the cost of the canal trust.
""",
}


@pytest.fixture(scope="module")
def parish(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Library:
    folder = tmp_path_factory.mktemp("parish")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    return fill(load_settings(corpus=folder, store=folder / ".store"), embedder)


def test_all_passages_on_a_topic_come_once_grouped_by_document(parish: Library) -> None:
    found = everything(Query("everything on the locks of the canal"), parish)
    assert found.repeated == 1  # the flood of 1990 stands in both documents
    documents = [citation.document_id for citation in found.citations]
    assert documents == sorted(documents, key=documents.index)
    assert set(documents) == {"canal.md", "trust.md"}
    assert "lock gates" in " ".join(citation.quote for citation in found.citations)
    assert "Goats" not in " ".join(citation.quote for citation in found.citations)
    assert [citation.key for citation in found.citations] == ["1", "2", "3"]
    for citation in found.citations:
        document = parish.store.document(citation.document_id)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote


def test_a_scope_is_kept(parish: Library) -> None:
    found = everything(Query("locks of the canal", Scope(documents=("canal.md",))), parish)
    assert {citation.document_id for citation in found.citations} == {"canal.md"}


def test_what_is_nowhere_gives_nothing_and_says_so(parish: Library) -> None:
    found = everything(Query("quantum chromodynamics"), parish)
    assert found.citations == ()
    assert found.reason
    assert found.searched is not None


def test_a_language_that_is_not_read_is_told(parish: Library) -> None:
    found = everything(Query("نہر کے دروازے"), parish)
    assert found.citations == ()
    assert "SANAD_EMBEDDER" in found.reason


def test_no_topic_is_an_error(parish: Library) -> None:
    with pytest.raises(QueryError):
        everything(Query("  "), parish)


def test_the_shipped_corpus_gives_what_it_says_in_several_places(library: Library) -> None:
    found = everything(Query("Baloch insurgents and separatists"), library)
    text = " ".join(citation.quote for citation in found.citations)
    for words in ("Baloch insurgents, who", "Baloch secessionists", "with Baloch separatists"):
        assert words in text


def test_a_rare_name_tells_what_is_on_the_topic(tmp_path: Path, embedder: Embedder) -> None:
    moors = [
        f"A paper on the unrest in the valley told of moor {n} and its wells." for n in range(9)
    ]
    text = "\n\n".join((*moors, "The Veldish unrest began with a tax on salt."))
    (tmp_path / "moors.md").write_text(f"# Unrest\n\n{text}\n", "utf-8")
    library = fill(load_settings(corpus=tmp_path, store=tmp_path / ".store"), embedder)
    found = everything(Query("I am writing a paper. What began the Veld unrest?"), library)
    assert ["Veldish" in citation.quote for citation in found.citations] == [True]


def test_the_list_grows_by_a_document_at_a_time(parish: Library) -> None:
    first, whole = growing(Query("everything on the locks of the canal"), parish)
    assert first.citations == whole.citations[:-1]
    assert whole == everything(Query("everything on the locks of the canal"), parish)
    assert whole.words == ("locks", "canal")


def test_a_table_of_contents_says_nothing_on_a_topic(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "dykes.txt").write_text(
        "Contents\n\nThe upkeep of dykes ............... 4\n\nThe height of dykes .......... 9\n\n"
        "The upkeep of dykes\n\nThe upkeep of dykes falls to those who farm behind them.\n",
        "utf-8",
    )
    library = fill(load_settings(corpus=tmp_path, store=tmp_path / ".store"), embedder)
    quotes = [one.quote for one in everything(Query("the upkeep of dykes"), library).citations]
    assert any("falls to those" in quote for quote in quotes)
    assert not any("...." in quote for quote in quotes)
