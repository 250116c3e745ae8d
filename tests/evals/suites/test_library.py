from __future__ import annotations

from pathlib import Path

import pytest

from evals.suites.library import eval_settings
from rag.settings import load_settings


@pytest.mark.parametrize("given", [None, Path("some/corpus")])
def test_a_measurement_never_writes_into_the_index_that_people_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: Path | None
) -> None:
    monkeypatch.setenv("SANAD_DTYPE", "bfloat16")
    by_default = eval_settings(given)
    assert by_default.store_folder != load_settings().store_folder
    monkeypatch.setenv("SANAD_STORE", str(tmp_path))
    settings = eval_settings(given)
    assert settings.store_folder == by_default.store_folder
    assert tmp_path not in (settings.store_folder, *settings.store_folder.parents)
    assert settings.corpus == (given or Path("corpus"))
    assert settings.dtype == "float32"
