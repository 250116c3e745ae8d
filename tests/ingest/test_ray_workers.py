"""On Ray the same index comes about, whoever is killed on the way. Each test starts a Ray."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

from tests.conftest import ROOT
from tests.ingest.contents import contents

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]
COMMAND = [sys.executable, "-c", "from ui.cli import main; main()", "ingest"]
FILES = 12
PARAGRAPHS = 110
WAIT_S = 240.0
Seen = TypeVar("Seen")


@pytest.fixture(scope="module", autouse=True)
def _ray() -> None:
    pytest.importorskip("ray", reason="Ray isn't installed (pip install -c constraints.txt ray)")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More than is written in one go; a twin, a damaged file, and one of a kind not read."""
    folder = tmp_path_factory.mktemp("corpus")
    for number in range(FILES):
        write(folder, number)
    (folder / "law-00.md").write_text((folder / "law-00.txt").read_text() + "\n")
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.7\nnothing else")
    (folder / "zz-last.txt").write_text("The last law has one clause.\n")
    return folder


@pytest.fixture(scope="module")
def plain(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], str]:
    """What is in an index that was made without Ray, and what was said."""
    store = tmp_path_factory.mktemp("plain") / "store"
    said, _ = finished(start(corpus, store))
    return contents(store), said


def write(folder: Path, number: int, word: str = "wells") -> None:
    said = (
        f"Clause {n} of law {number}: the board of district {number * 31 + n} keeps {n} {word} in "
        f"good order. It reports on each of them to the house in the spring of every year."
        for n in range(PARAGRAPHS)
    )
    (folder / f"law-{number:02}.txt").write_text("\n\n".join(said))


def start(corpus: Path, store: Path, *options: str) -> subprocess.Popen[str]:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("SANAD_")}
    environ |= {"PYTHONPATH": str(ROOT), "SANAD_DTYPE": "float32"}
    return subprocess.Popen(
        [*COMMAND, str(corpus), "--store", str(store), *options],
        cwd=corpus.parent,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> tuple[str, str]:
    out, errors = process.communicate(timeout=WAIT_S * 2)
    assert process.returncode == 0, errors
    return out, errors


def waited(look: Callable[[], Seen | None], process: subprocess.Popen[str]) -> Seen:
    """Look until there is something to see."""
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        with contextlib.suppress(psutil.Error):
            if (seen := look()) is not None:
                return seen
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    raise AssertionError("waited in vain")


def below(process: subprocess.Popen[str]) -> Iterator[psutil.Process]:
    yield from psutil.Process(process.pid).children(recursive=True)


def named(process: subprocess.Popen[str], name: str) -> psutil.Process | None:
    return next((one for one in below(process) if name in " ".join(one.cmdline())), None)


def test_the_index_is_the_same_and_nobody_else_gets_at_ray(
    corpus: Path, plain: tuple[dict[str, str], str], tmp_path: Path
) -> None:
    process = start(corpus, tmp_path / "store", "--ray")
    waited(lambda: named(process, "ray::embed"), process)
    listening = {
        one.laddr.ip
        for process in (psutil.Process(process.pid), *below(process))
        for one in process.net_connections("inet")
        if one.status == psutil.CONN_LISTEN
    }
    assert listening
    assert listening <= {"127.0.0.1", "::ffff:127.0.0.1", "::1"}
    said, errors = finished(process)
    assert said == plain[1]
    assert not errors.strip()
    assert contents(tmp_path / "store") == plain[0]


def test_killed_workers_cost_time_and_a_file_that_kills_them_itself(
    corpus: Path, plain: tuple[dict[str, str], str], tmp_path: Path
) -> None:
    last = corpus / "zz-last.txt"
    text = last.read_text()
    process = start(corpus, tmp_path / "store", "--ray")
    try:
        # The plan is made by now. From a pipe that nobody writes to, nothing is ever read.
        waited(lambda: named(process, "gcs_server"), process)
        last.unlink()
        os.mkfifo(last)
        waited(lambda: named(process, "ray::embed"), process).kill()
        for _ in range(2):
            pipe = waited(lambda: opened(last), process)
            waited(lambda: reading(last, process), process).kill()
            os.close(pipe)
        said, _ = finished(process)
    finally:
        last.unlink()
        last.write_text(text)
    assert "2 workers ended while they read it" in " ".join(said.split())
    of_it = ("word last", "word zz")  # its name's words, too
    expected = {k: v for k, v in plain[0].items() if "zz-last" not in k and k not in of_it}
    assert contents(tmp_path / "store") == expected

    finished(start(corpus, tmp_path / "store"))
    assert contents(tmp_path / "store") == plain[0]


def opened(pipe: Path) -> int | None:
    """Open a pipe for writing, if somebody reads it."""
    with contextlib.suppress(OSError):
        return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    return None


def reading(pipe: Path, process: subprocess.Popen[str]) -> psutil.Process | None:
    """Find the worker whose reader has a file open."""
    for one in below(process):
        for file in Path(f"/proc/{one.pid}/fd").glob("*"):
            with contextlib.suppress(OSError):
                if file.readlink() == pipe:
                    return one.parent()
    return None


def test_a_killed_driver_leaves_what_was_written_and_goes_on_from_there(
    corpus: Path, plain: tuple[dict[str, str], str], tmp_path: Path
) -> None:
    process = start(corpus, tmp_path / "store", "--ray")
    waited(lambda: written(tmp_path / "store") or None, process)
    running = list(below(process))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    done = written(tmp_path / "store")
    assert 0 < done < FILES + 1
    _, alive = psutil.wait_procs(running, timeout=150)  # its two helpers ask for a minute
    assert not [one.cmdline() for one in alive]

    said, _ = finished(start(corpus, tmp_path / "store", "--ray"))
    assert f"{done} unchanged" in said
    assert not list(Path("/tmp").glob(f"sanad-ray-{process.pid}-*"))
    assert contents(tmp_path / "store") == plain[0]


def written(folder: Path) -> int:
    """Count the documents that are in an index, without a hand on it."""
    catalogue = folder / "catalogue.sqlite3"
    with (
        contextlib.suppress(sqlite3.OperationalError),
        closing(sqlite3.connect(f"file:{catalogue}?mode=ro", uri=True)) as found,
    ):
        count: int = found.execute("SELECT count(*) FROM documents").fetchone()[0]
        return count
    return 0
