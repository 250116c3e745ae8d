from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ui.cli.group import cli


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
    done = CliRunner().invoke(cli, ["eval", "claims", str(file), "--halves", "--out", str(out)])
    assert done.exit_code == 0
    report = json.loads(out.read_text())
    assert report["configuration"]["verifier"] == "bundled"
    assert report["metrics"]["balanced_accuracy"]["value"] == 1
    assert 0 < len(report["items"]) < len(rows)
