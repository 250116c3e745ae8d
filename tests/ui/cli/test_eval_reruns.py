"""Evals as a person reruns them: other processes, other hash seeds, no cache, a kill halfway."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from tests.conftest import CORPUS, ROOT

RUN = [sys.executable, "-c", "from ui.cli import main; main()", "eval", "cases"]
LIMIT_S = 240


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of our own cases, enough that a run can be killed between two of them."""
    rows = yaml.safe_load((ROOT / "evals" / "cases" / "develop.yaml").read_text("utf-8"))
    path = tmp_path_factory.mktemp("cases") / "some.yaml"
    path.write_text(yaml.safe_dump(rows[::4], allow_unicode=True), "utf-8")
    return path


def start(folder: Path, cases: Path, seed: str) -> subprocess.Popen[bytes]:
    """Start a run in a folder of its own, which is also where its index goes."""
    folder.mkdir(exist_ok=True)
    if not (folder / "corpus").exists():
        shutil.copytree(CORPUS, folder / "corpus")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SANAD_")}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}
    return subprocess.Popen(
        [*RUN, str(cases), "--corpus", "corpus", "--out", "report.json"],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def finish(process: subprocess.Popen[bytes], folder: Path) -> bytes:
    _, errors = process.communicate(timeout=LIMIT_S)
    assert process.returncode == 0, errors.decode()
    return (folder / "report.json").read_bytes()


@pytest.mark.slow
def test_two_runs_and_a_killed_one_give_the_same_bytes(tmp_path: Path, cases: Path) -> None:
    first = finish(start(tmp_path / "a", cases, "1"), tmp_path / "a")

    folder = tmp_path / "b"
    journal = folder / "report.json.journal"
    process = start(folder, cases, "2")
    wait_until = time.monotonic() + LIMIT_S
    while not journal.exists() or journal.read_bytes().count(b"\n") < 5:
        assert process.poll() is None, "the run ended before it could be killed"
        assert time.monotonic() < wait_until
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not (folder / "report.json").exists()
    assert journal.exists()

    assert finish(start(folder, cases, "3"), folder) == first
    assert not journal.exists()
    assert len(json.loads(first)["items"]) > 40
