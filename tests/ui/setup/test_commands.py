"""The commands of `start.py`, and `make` over them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import tasks
from tests.conftest import ROOT
from ui.cli.group import cli
from ui.setup import commands

HOSTILE = 'Who\'s "$HOME" `id` $(touch x) \\ 100% — #1;\n$$?'


def test_help_names_every_task_and_each_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["help"]) == 0
    said = capsys.readouterr().out
    assert all(f"\n  {name} " in said for name in commands.DEVELOP)
    assert set(commands.DEVELOP) == set(tasks.TASKS)


@pytest.mark.parametrize(
    ("name", "rest", "given"),
    [
        ("serve", [], ["serve", "--ingest"]),
        ("ask", ["Why?"], ["ask", "--ingest", "Why?"]),
        ("ask", ["--ingest", "Why?"], ["ask", "--ingest", "Why?"]),
        ("ask", ["--", "--help"], ["ask", "--ingest", "--", "--help"]),
        ("ask", ["--help"], ["ask", "--help"]),
        ("find", ["x"], ["find", "x"]),
        ("--version", [], ["--version"]),
    ],
)
def test_new_documents_are_read_before_asking(name: str, rest: list[str], given: list[str]) -> None:
    assert commands._for_sanad(name, rest) == given


def test_no_command_of_sanad_is_taken_for_a_developer_s() -> None:
    assert [name for name in cli.commands if commands.develops(name, ["memo.docx"])] == []
    assert commands.develops("check", [])
    assert commands.develops("test", ["-k", "cite"])


def test_where_there_is_no_execve_the_exit_code_comes_back() -> None:
    code = "import sys; sys.exit(int(sys.argv[1]))"
    assert commands._waited_for([sys.executable, "-c", code, "7"], {}) == 7


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here")
@pytest.mark.parametrize(
    ("target", "given"),
    [
        ("serve", ["serve", "--host", "127.0.0.1", "--port", "8000"]),
        ("test", ["test"]),
        ("ask", ["ask", "--", HOSTILE]),
    ],
)
def test_make_hands_over_what_was_typed(tmp_path: Path, target: str, given: list[str]) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    told = "import json, os, sys; print(json.dumps([sys.argv[1:], os.environ['WORKERS']]))"
    (tmp_path / "start.py").write_text(told, "utf-8")
    # HOST of the shell's own must not open the page to the network.
    environ = {"PATH": str(Path(sys.executable).parent) + ":/usr/bin:/bin", "HOST": "0.0.0.0"}  # noqa: S104
    done = subprocess.run(
        ["make", target, f"Q={HOSTILE}", "PORT=8000", "WORKERS=$(shell touch y)"],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [given, "$(shell touch y)"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Makefile", "start.py"]


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here")
def test_make_asks_for_a_question() -> None:
    done = subprocess.run(["make", "ask"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Ask something" in done.stderr
