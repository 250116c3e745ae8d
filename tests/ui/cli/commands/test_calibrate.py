from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rag.answerability.calibration import Calibration, read_calibration
from rag.errors import SettingsError
from rag.library import Library
from rag.settings import load_settings
from rag.store.store import Store
from tests.conftest import CORPUS, ROOT
from ui.cli.commands.calibrate import fit_calibration, reset_calibration


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    rows = yaml.safe_load((ROOT / "evals" / "cases" / "develop.yaml").read_text("utf-8"))
    kinds = [[row for row in rows if row["answerable"] is kind] for kind in (True, False)]
    path = tmp_path / "cases.yaml"
    path.write_text(yaml.safe_dump([*kinds[0][::9], *kinds[1][::5]], allow_unicode=True), "utf-8")
    return path


def test_a_fit_is_kept_with_the_index_and_can_be_undone(
    own_store: Path, cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = {"corpus": CORPUS, "store": own_store}
    fit_calibration(cases, folders)
    kept = read_calibration(Store(own_store))
    assert kept != Calibration()
    assert kept.slope > 0
    shown = capsys.readouterr().out
    assert "log loss on these cases" in shown
    assert "answerable: " in shown
    reset_calibration(folders)
    assert read_calibration(Store(own_store)) == Calibration()


def test_a_damaged_calibration_is_named_with_the_remedy(own_store: Path) -> None:
    opened = Store(own_store)
    opened.set_fact("calibration", "{}")
    with pytest.raises(SettingsError, match="sanad calibrate --reset"):
        read_calibration(opened)


def test_a_calibration_given_takes_the_place_of_the_stores(own_store: Path) -> None:
    mine = Calibration(2.0, 0.5)
    settings = load_settings(corpus=CORPUS, store=own_store)
    assert Library(settings, calibration=mine).calibration == mine
    assert Library(settings).calibration == Calibration()
