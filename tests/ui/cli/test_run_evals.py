from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.errors import SettingsError
from rag.settings import load_settings
from tests.conftest import ROOT
from ui.cli.run_evals import eval_settings, run_cases_command, run_claims_command


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


def test_a_stratum_that_is_not_there_cannot_be_left_out() -> None:
    file = ROOT / "evals" / "cases" / "develop.yaml"
    with pytest.raises(SettingsError, match="no stratum 'urdoo'"):
        run_cases_command(file, None, None, None, None, False, ("urdu", "urdoo"))


def test_claims_are_checked_by_the_verifier_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [
        {
            "id": str(n),
            "claim": f"Goat {n} eats thistles." if n % 2 else "Mills grind grain.",
            "evidence": f"Goat {n} eats thistles in the shade.",
            "supported": n % 2,
        }
        for n in range(40)
    ]
    file, out = tmp_path / "claims.jsonl", tmp_path / "report.json"
    file.write_text("\n".join(map(json.dumps, rows)))
    run_claims_command(file, None, None, out, None, halves=True)
    report = json.loads(out.read_text())
    assert report["configuration"]["verifier"] == "bundled"
    assert report["metrics"]["balanced_accuracy"]["value"] == 1
    assert 0 < len(report["items"]) < len(rows)
