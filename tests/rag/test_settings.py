from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import SettingsError
from rag.settings import load_settings


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other tests' number format would come before the file's."""
    monkeypatch.delenv("SANAD_DTYPE")


def test_arguments_beat_variables_beat_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sanad.toml").write_text('corpus = "from-file"\ndtype = "bfloat16"\n')
    assert load_settings().corpus == Path("from-file")
    monkeypatch.setenv("SANAD_CORPUS", "from-variable")
    assert load_settings().corpus == Path("from-variable")
    assert load_settings(corpus="given").corpus == Path("given")
    assert load_settings().dtype == "bfloat16"


def test_each_corpus_has_a_store_of_its_own(tmp_path: Path) -> None:
    stores = {load_settings(corpus=tmp_path / name).store_folder for name in ("a", "b", "c/a")}
    assert len(stores) == 3
    assert load_settings(corpus="a", store="/s").store_folder == Path("/s")


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("corpsu = 'x'", "did you mean SANAD_CORPUS"),
        ("dtype = 'float8'", "dtype"),
        ("corpus = ", r"sanad\.toml can't be read"),
    ],
)
def test_a_wrong_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toml: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sanad.toml").write_text(toml)
    with pytest.raises(SettingsError, match=words):
        load_settings()


def test_an_unknown_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANAD_STROE", "x")
    with pytest.raises(
        SettingsError, match="SANAD_STROE is not a setting; did you mean SANAD_STORE"
    ):
        load_settings()
