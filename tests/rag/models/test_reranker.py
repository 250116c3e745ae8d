from __future__ import annotations

from pathlib import Path

import pytest

from rag.answering.steps import asked, search
from rag.errors import ModelError
from rag.library import Library
from rag.models.embedder import Embedder
from rag.models.loading import embedder_folder, load_reranker
from rag.models.reranker import Reranker
from rag.settings import load_settings
from rag.types import Hit, Passage, Query
from tests.conftest import CORPUS


def hit(text: str) -> Hit:
    return Hit(Passage("d", "0" * 64, 0, len(text), text), 0.5, similarity=0.4)


class Longest:
    """A scorer with the true interface: the longer the passage, the better."""

    def predict(self, inputs: list[tuple[str, str]]) -> object:
        return [[float(len(passage))] for _, passage in inputs]


def test_the_models_scores_decide_and_the_rest_of_a_hit_stays() -> None:
    hits = [hit("short"), hit("longest of all"), hit("longer")]
    first, second = Reranker(Longest(), "longest").rerank("?", hits, 2)
    assert (first.passage.text, second.passage.text) == ("longest of all", "longer")
    assert (first.score, first.similarity) == (14.0, 0.4)
    assert Reranker(Longest(), "longest").rerank("?", [], 2) == ()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real cross-encoder: the bundled model with a head for one score, untrained but seeded."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    bundled = embedder_folder(load_settings())
    made = tmp_path_factory.mktemp("reranker")
    torch.manual_seed(1)
    model = AutoModelForSequenceClassification.from_pretrained(bundled, num_labels=1)
    model.save_pretrained(made)
    AutoTokenizer.from_pretrained(bundled).save_pretrained(made)
    return made


def test_a_cross_encoder_by_folder_ranks_what_was_found(
    folder: Path, own_store: Path, library: Library, embedder: Embedder
) -> None:
    settings = load_settings(corpus=CORPUS, store=own_store, reranker=str(folder))
    reranked = Library(settings, embedder=embedder)
    query = Query("Who is fed up with security checks?")
    found = search(asked(query, reranked), reranked, 5)
    plain = search(asked(query, library), library, 5)
    assert len(found) == 5
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert [one.passage for one in found] != [one.passage for one in plain]
    assert found == search(asked(query, reranked), reranked, 5)


@pytest.mark.parametrize("name", ["no/such-reranker", "~/no-such-folder"])
def test_a_reranker_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(ModelError, match="SANAD_RERANKER"):
        load_reranker(load_settings(reranker=name))


def test_without_a_name_there_is_none() -> None:
    assert load_reranker(load_settings()) is None
