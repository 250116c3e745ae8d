"""The reader and its worker process, with files that make it hang or die."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from ingest.document import build_document
from ingest.load import load
from ingest.reader import Reader
from ingest.worker_loop import MAX_MEMORY
from rag.errors import LoadError
from rag.types import Source
from tests.conftest import CORPUS, ROOT


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text("The levy was raised by a third.\n")
    return path


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A pipe that nobody writes to: reading it never ends."""
    path = tmp_path / "endless.txt"
    os.mkfifo(path)
    return path


def test_the_worker_gives_what_the_loaders_give() -> None:
    with Reader() as reader:
        for path in sorted(CORPUS.glob("*.txt")):
            assert reader.read(path, path.name) == build_document(path.name, load(path), Source(""))


def test_one_worker_reads_many_files_and_survives_bad_ones(good: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(bytes(range(256)) * 20)
    with Reader() as reader:
        reader.read(good, "good.txt")
        process = reader._process
        with pytest.raises(LoadError, match="binary data"):
            reader.read(bad, "bad.txt")
        with pytest.raises(LoadError, match="No such file"):
            reader.read(tmp_path / "none.txt", "none.txt")
        assert reader.read(good, "good.txt").text == "The levy was raised by a third."
        assert reader._process is process
    assert process is not None
    assert process.returncode is not None


def test_a_file_that_never_ends_is_given_up(good: Path, endless: Path) -> None:
    with Reader(silence_s=1.0) as reader:
        with pytest.raises(LoadError, match="took too long"):
            reader.read(endless, "endless.txt")
        reader.silence_s = 60.0
        assert reader.read(good, "good.txt").text == "The levy was raised by a third."


READS = """
import sys
from pathlib import Path
from ingest.reader import Reader
Reader().read(Path(sys.argv[1]), "endless.txt")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows doesn't tell of a parent's end")
def test_a_worker_ends_when_its_parent_was_killed(endless: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", READS, endless], cwd=ROOT)
    pipe = -1
    while pipe < 0:  # until the worker reads
        assert parent.poll() is None
        with contextlib.suppress(OSError):
            pipe = os.open(endless, os.O_WRONLY | os.O_NONBLOCK)
        time.sleep(0.05)
    (worker,) = psutil.Process(parent.pid).children()
    parent.kill()
    parent.wait()
    _, alive = psutil.wait_procs([worker], timeout=30)
    os.close(pipe)
    assert not alive


def test_a_worker_that_dies_costs_one_file(good: Path, endless: Path) -> None:
    with Reader() as reader:
        reader.read(good, "good.txt")
        process = reader._process
        assert process is not None
        killer = threading.Timer(0.3, process.send_signal, (signal.SIGKILL,))
        killer.start()
        with pytest.raises(LoadError, match="made the reader stop"):
            reader.read(endless, "endless.txt")
        killer.join()
        assert reader.read(good, "good.txt").text == "The levy was raised by a third."


def test_a_worker_that_died_in_between_costs_nothing(good: Path) -> None:
    with Reader() as reader:
        reader.read(good, "good.txt")
        assert reader._process is not None
        reader._process.kill()
        reader._process.wait()
        assert reader.read(good, "good.txt").text == "The levy was raised by a third."


def test_the_worker_ends_with_its_parent(tmp_path: Path, good: Path) -> None:
    code = (
        "import sys, os; from pathlib import Path; from ingest.reader import Reader; "
        f"r = Reader(); r.read(Path({str(good)!r}), 'good.txt'); "
        "print(r._process.pid, flush=True); os._exit(0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    pid = int(done.stdout)
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists() or _is_zombie(pid):
            return
        time.sleep(0.1)
    raise AssertionError("the worker still runs")


def test_the_worker_gets_no_more_memory_than_its_bound() -> None:
    code = (
        "from ingest.worker_loop import bound_memory, MAX_MEMORY\n"
        "bound_memory()\n"
        "try:\n    bytearray(MAX_MEMORY)\n"
        "except MemoryError:\n    print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "refused", MAX_MEMORY


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True
