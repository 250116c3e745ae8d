from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rag.calibration import Calibration, read_calibration
from rag.errors import SettingsError
from rag.library import Library
from rag.models import Embedder
from rag.settings import load_settings
from rag.store import Store
from tests.conftest import CORPUS, ROOT, fill
from ui.cli.run_calibrate import run_calibrate


@pytest.fixture
def store(tmp_path: Path, embedder: Embedder) -> Path:
    fill(load_settings(corpus=CORPUS, store=tmp_path / "store"), embedder).close()
    return tmp_path / "store"


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    rows = yaml.safe_load((ROOT / "evals" / "cases" / "develop.yaml").read_text("utf-8"))
    kinds = [[row for row in rows if row["answerable"] is kind] for kind in (True, False)]
    path = tmp_path / "cases.yaml"
    path.write_text(yaml.safe_dump([*kinds[0][::9], *kinds[1][::5]], allow_unicode=True), "utf-8")
    return path


def test_a_fit_is_kept_with_the_index_and_can_be_undone(
    store: Path, cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = {"corpus": CORPUS, "store": store}
    run_calibrate(cases, folders)
    kept = read_calibration(Store(store))
    assert kept != Calibration()
    assert kept.slope > 0
    shown = capsys.readouterr().out
    assert "log loss on these cases" in shown
    assert "answerable: " in shown
    run_calibrate(None, folders)
    assert read_calibration(Store(store)) == Calibration()


def test_a_damaged_calibration_is_named_with_the_remedy(store: Path) -> None:
    opened = Store(store)
    opened.set_fact("calibration", "{}")
    with pytest.raises(SettingsError, match="sanad calibrate --reset"):
        read_calibration(opened)


def test_a_calibration_given_takes_the_place_of_the_stores(store: Path) -> None:
    mine = Calibration(2.0, 0.5)
    settings = load_settings(corpus=CORPUS, store=store)
    assert Library(settings, calibration=mine).calibration == mine
    assert Library(settings).calibration == Calibration()
