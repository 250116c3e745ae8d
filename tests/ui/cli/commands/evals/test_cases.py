from __future__ import annotations

from click.testing import CliRunner

from rag.errors import SettingsError
from tests.conftest import ROOT
from ui.cli.group import cli


def test_a_stratum_that_is_not_there_cannot_be_left_out() -> None:
    file = str(ROOT / "evals" / "cases" / "develop.yaml")
    done = CliRunner().invoke(
        cli, ["eval", "cases", file, "--without", "urdu", "--without", "urdoo"]
    )
    assert isinstance(done.exception, SettingsError)
    assert "no stratum 'urdoo'" in str(done.exception)
