"""Libraries that share their models share no word of what they were asked or read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rag.library import Library
from rag.llm.reply_cache import Remembered
from rag.models.embedder import Embedder
from rag.requests.outline import outline, sections_like
from rag.settings import load_settings
from rag.shared_models import SharedModels
from rag.text import fuzzy_matching
from rag.text.fuzzy_matching import nearest
from rag.types import Block, Document, Source, SourceMap
from rag.types.known import Known


@pytest.fixture(scope="module")
def models(embedder: Embedder) -> SharedModels:
    """Those of the tests, the model itself loaded once."""
    shared = SharedModels()
    shared._once(("embedder", "bundled", "float32"), lambda: embedder)
    return shared


@pytest.fixture
def pair(tmp_path: Path, models: SharedModels) -> tuple[Library, Library]:
    ours, theirs = (
        Library(load_settings(store=tmp_path / name, corpus=tmp_path / name), models=models)
        for name in ("ours", "theirs")
    )
    return ours, theirs


def test_the_weights_are_one(pair: tuple[Library, Library], embedder: Embedder) -> None:
    ours, theirs = pair
    assert ours.embedder.model is theirs.embedder.model is embedder.model
    assert ours.embedder._lock is theirs.embedder._lock is embedder._lock


def test_a_text_that_one_embedded_is_unknown_to_the_other(pair: tuple[Library, Library]) -> None:
    ours, theirs = pair
    said = "The levy on cement is 20 rupees."
    vectors = ours.embedder.embed_sentences([said])
    assert ours.embedder.unknown([said]) == []
    assert theirs.embedder.unknown([said]) == [said]
    assert np.array_equal(theirs.embedder.embed_sentences([said]), vectors)


def test_a_question_that_one_was_asked_is_unknown_to_the_other(
    pair: tuple[Library, Library],
) -> None:
    ours, theirs = pair
    ours.embedder.encode_question("Who pays the levy?")
    assert ours.embedder._encoded.cache_info().currsize == 1
    assert theirs.embedder._encoded.cache_info().currsize == 0


def test_words_come_from_the_own_index(pair: tuple[Library, Library]) -> None:
    ours, theirs = pair
    ours.store.word_vectors.add({"octroi": np.ones(384, np.float32)})
    assert np.array_equal(ours.embed_words(["octroi"])[0], np.ones(384, np.float32))
    assert not np.array_equal(theirs.embed_words(["octroi"])[0], np.ones(384, np.float32))


def test_a_server_is_asked_by_all_and_each_keeps_its_own_replies(tmp_path: Path) -> None:
    models, spec = SharedModels(), "openai-like:tiny@http://127.0.0.1:9/v1"
    made = [
        models.llm(load_settings(llm=spec, llm_cache=tmp_path / name)) for name in ("one", "other")
    ]
    one, other = made
    assert isinstance(one, Remembered)
    assert isinstance(other, Remembered)
    assert one._model is other._model
    assert one._folder != other._folder


def test_what_a_verifier_was_asked_is_its_own(tmp_path: Path) -> None:
    models, spec = SharedModels(), "openai-like:tiny@http://127.0.0.1:9/v1"
    one, other = (
        models.verifier(load_settings(verifier=spec, store=tmp_path), lambda: None)
        for _ in range(2)
    )
    assert one._lock is other._lock  # type: ignore[attr-defined]
    assert one._model is not other._model  # type: ignore[attr-defined]
    assert one._model._model is other._model._model  # type: ignore[attr-defined]


def _levies(title: str, kept_in: str) -> Document:
    lines = ("The levy", "Rates", "The rate is 20 rupees.", "Exemptions", "Hospitals pay nothing.")
    text, blocks = "\n\n".join(lines), []
    for at, line in enumerate(lines):
        start = text.index(line)
        heading = at in (0, 1, 3)
        kind = "heading" if heading else "paragraph"
        blocks.append(Block(kind, start, start + len(line), int(heading) + (at > 0), at))  # type: ignore[arg-type]
    return Document(
        id="levy",
        file="levy.txt",
        text=text,
        raw_hash="0" * 64,
        source=Source("levy", {"title": title}),
        source_map=SourceMap("utf-8", ()),
        blocks=tuple(blocks),
        kept_in=kept_in,
    )


def test_the_same_document_in_two_indexes_is_read_for_each() -> None:
    ours, theirs = _levies("The levy", "/a"), _levies("The levy", "/b")
    assert ours == theirs
    assert Known(ours) == Known(_levies("The levy", "/a"))
    assert Known(ours) != Known(theirs)


def test_a_document_whose_title_was_mended_is_read_anew() -> None:
    levies = _levies("The levy", "/a")
    stems = frozenset({"levi"})
    named = [one.title for one in sections_like(stems, levies)]
    renamed = replace(levies, source=Source("levy", {"title": "A guide for hospitals"}))
    assert named == []
    assert [one.title for one in sections_like(stems, renamed)] == ["The levy"]
    assert [one.title for one in outline(renamed)]


def test_a_catalogue_says_that_a_document_is_its_own(library: Library) -> None:
    entry = library.store.entries()[0]
    document = library.store.document(entry.id)
    assert document is not None
    assert document.kept_in == str(library.store.path / "catalogue.sqlite3")


def test_the_same_text_of_another_index_is_folded_anew() -> None:
    text = "The registrar of Thatta gets 90,000 rupees a month, as the gazette of March says. "
    ours, theirs = text * 200, "".join([text] * 200)
    assert ours == theirs
    fuzzy_matching._folded.cache_clear()
    for one, misses in ((ours, 1), (ours, 1), (theirs, 2)):
        assert nearest("the gazette of the march", one) is not None
        assert fuzzy_matching._folded.cache_info().misses == misses
