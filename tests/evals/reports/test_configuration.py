from __future__ import annotations

from pathlib import Path

import pytest

from evals.reports.configuration import code_facts, configuration_of
from evals.reports.report import build_report, report_bytes
from rag.errors import SettingsError
from tests.conftest import ROOT


def test_the_configuration_holds_names_and_hashes_but_no_folder(tmp_path: Path) -> None:
    cases = tmp_path / "cases.yaml"
    cases.write_text("[]", "utf-8")
    facts = configuration_of(cases=cases, documents=(), identity="i", dtype="float32", limit=3)
    report = build_report(kind="cases", metrics={}, strata={}, items=[], configuration=facts)
    assert report["configuration"]["cases"]["file"] == "cases.yaml"
    assert len(report["configuration"]["cases"]["sha256"]) == 64
    assert report["configuration"]["limit"] == 3
    assert report["configuration"]["code"] == code_facts()
    text = report_bytes(report).decode()
    assert str(tmp_path) not in text
    assert str(ROOT) not in text


def test_a_missing_cases_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"cases\.yaml can't be read"):
        configuration_of(cases=tmp_path / "cases.yaml", documents=(), identity="", dtype="")
