from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from rag.errors import ModelError
from rag.models.embedder import Embedder
from rag.models.loading import (
    BUNDLED_SHA256,
    embedder_folder,
    embedder_identity,
    load_embedder,
    released_weights,
    resolved_dtype,
)
from rag.settings import load_settings


def test_the_bundled_model_is_the_released_one() -> None:
    assert embedder_identity(load_settings()).weights == BUNDLED_SHA256


def test_a_damaged_model_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"damaged")
    with pytest.raises(ModelError, match="aren't the released ones"):
        released_weights(tmp_path)


def test_a_model_by_folder_has_its_own_identity(tmp_path: Path) -> None:
    bundled = embedder_folder(load_settings())
    assert bundled is not None
    copy = tmp_path / "my-model"
    shutil.copytree(bundled, copy)
    identity = embedder_identity(load_settings(embedder=str(copy)))
    assert (identity.name, identity.weights) == ("my-model", BUNDLED_SHA256)


@pytest.mark.parametrize("name", ["no/such-model", "empty"])
def test_a_model_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match=name):
        load_embedder(load_settings(embedder=name))


def test_embeddings_keep_the_order_of_the_texts(embedder: Embedder) -> None:
    texts = ["a long text about wells " * n for n in (9, 1, 5, 2, 40)] * 10
    rows = np.asarray(embedder.vectors(texts))
    alone = np.asarray([embedder.vectors([text])[0] for text in texts[:5]])
    assert np.array_equal(rows[:5], alone)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_sentences_are_remembered_but_not_for_ever(embedder: Embedder) -> None:
    mine = Embedder(embedder.model, embedder.identity, remember=3)
    for _ in range(2):
        rows = mine.embed_sentences(["one", "two", "three", "four", "one"])
        assert rows.shape == (5, 384)
        assert np.array_equal(rows[0], rows[4])
    assert len(mine._sentences) == 3


@pytest.mark.parametrize(
    ("flags", "dtype"),
    [("fpu avx2 amx_bf16", "bfloat16"), ("avx512_bf16", "bfloat16"), ("fpu avx512f", "float32")],
)
def test_bfloat16_is_taken_where_the_processor_has_it(
    tmp_path: Path, flags: str, dtype: str
) -> None:
    processor = tmp_path / "cpuinfo"
    processor.write_text(f"processor\t: 0\nflags\t\t: {flags}\nbogomips\t: 5199.99\n")
    assert resolved_dtype(load_settings(dtype="auto"), processor) == dtype
    assert resolved_dtype(load_settings(dtype="float32"), processor) == "float32"


def test_a_processor_that_says_nothing_computes_in_float32(tmp_path: Path) -> None:
    assert resolved_dtype(load_settings(dtype="auto"), tmp_path / "none") == "float32"
    identity = embedder_identity(load_settings(dtype="auto"))
    assert identity.dtype in ("float32", "bfloat16")
