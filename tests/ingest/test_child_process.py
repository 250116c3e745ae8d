"""Processes that read foreign files: ended with all they started, and not too large."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import ClassVar

import psutil
import pytest

from ingest.child_process import Lines, bounds_memory, end, memory, start
from ingest.worker_process import WorkerProcess
from rag.errors import LoadError
from tests.conftest import ROOT

PARENT = (
    "import subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    "print(child.pid, flush=True); time.sleep(60)"
)


@pytest.mark.parametrize("platform", ["win32", sys.platform])
def test_it_is_ended_with_what_it_started(platform: str) -> None:
    process = start([sys.executable, "-c", PARENT], ROOT, os.environ)
    assert process.stdout is not None
    lines = Lines(process.stdout)
    child = psutil.Process(int(lines.next(30) or b""))
    assert memory(process.pid) > 5_000_000
    end(process, platform=platform)
    lines.join()
    until = time.monotonic() + 10
    while time.monotonic() < until and child.is_running() and child.status() != "zombie":
        time.sleep(0.05)
    assert not child.is_running() or child.status() == "zombie"
    assert memory(process.pid) == 0
    for stream in (process.stdin, process.stdout):
        assert stream is not None
        stream.close()


def test_lines_come_whole_and_the_end_is_told() -> None:
    code = "import sys, time; w = sys.stdout.write; w('ha'); sys.stdout.flush(); time.sleep(.4)"
    command = [sys.executable, "-c", code + "; w('lf\\nnext\\nrest')"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        lines = Lines(process.stdout)
        seen = [lines.next(0.05)]
        while seen[-1] is None:
            seen.append(lines.next(0.05))
        assert (seen[-1], lines.next(5)) == (b"half", b"next")
        for _ in range(2):
            with pytest.raises(EOFError):
                lines.next(5)
        lines.join()


class _Eater(WorkerProcess):
    module: ClassVar[str] = "tests.ingest.eater"


def test_where_memory_is_not_bounded_it_is_watched() -> None:
    assert [bounds_memory(one) for one in ("linux", "darwin", "win32")] == [True, False, False]
    with _Eater(max_memory=200_000_000, watched=True) as worker:
        assert worker.ask({"bytes": 1_000}) == b"done"
        began = time.monotonic()
        with pytest.raises(LoadError, match="of memory to be read; split the file"):
            worker.ask({"bytes": 400_000_000})
        assert time.monotonic() - began < 20
        assert worker.ask({"bytes": 1_000}) == b"done"
