"""Tests for `sanad questions` and `sanad watch`, as a person types them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.ui.cli.run import RUN, environment, sanad


def test_questions_are_added_listed_and_removed(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return sanad("questions", *arguments, corpus=tmp_path, store=tmp_path / "store")

    assert run("add", "Where is the pier?").stdout == "1. Where is the pier?\n"
    assert run("list").stdout == "1. Where is the pier?\n   not asked yet\n"
    (listed,) = json.loads(run("list", "--json").stdout)
    assert (listed["question"], listed["asked"], listed["cited"]) == (
        "Where is the pier?",
        None,
        [],
    )
    assert run("remove", "1").stderr == "Removed: Where is the pier?\n"
    assert "no question 1" in run("remove", "1").stderr
    assert run("list").stdout == ""


def test_without_a_notebook_no_question_is_kept(tmp_path: Path) -> None:
    told = sanad("questions", "add", "Why?", corpus=tmp_path, store=tmp_path, notebook="false")
    assert told.returncode == 1
    assert "the notebook is off" in told.stderr


def test_asking_again_needs_the_documents_read(tmp_path: Path) -> None:
    told = sanad("ingest", str(tmp_path), "--dry-run", "--ask-again")
    assert told.returncode == 2
    assert "--ask-again needs the documents read" in told.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there, a process is ended without being told")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_watch_ends_when_it_is_told_to(tmp_path: Path, how: signal.Signals) -> None:
    papers, told = tmp_path / "papers", tmp_path / "told.txt"
    papers.mkdir()
    (papers / "pier.txt").write_text("The pier of Lanport is made of oak.\n")
    sanad("questions", "add", "What is the pier made of?", corpus=papers, store=tmp_path / "store")
    with told.open("w") as out:
        process = subprocess.Popen(
            [*RUN, "watch", str(papers), "--quiet", "0.2"],
            env=environment({"store": tmp_path / "store"}),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        ends = time.monotonic() + 120
        while "new: “The pier of Lanport is made of oak.”" not in told.read_text():
            assert time.monotonic() < ends, told.read_text()
            time.sleep(0.2)
        process.send_signal(how)
        assert process.wait(60) == 0
    finally:
        process.kill()
    lines = told.read_text().splitlines()
    assert lines[0].startswith("following ")
    assert lines[1] == "pier.txt: new (1 passage)"
    assert lines[-1] == "ended"
