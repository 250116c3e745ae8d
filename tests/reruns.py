"""Runs an eval as a person reruns it, over and over, and compares the reports byte for byte.

    python -m tests.reruns [N] [--busy 3]

Each round is three runs: one whole; one in another folder, with another hash seed and
an index of its own, which is killed between two cases; and the same resumed. ``--busy``
loops keep the processor from them all the while, since what depends on time shows only
then. Prints how many rounds agreed and the first difference of one that didn't.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from tests.conftest import CORPUS, ROOT

RUN = [sys.executable, "-c", "from ui.cli import main; main()", "eval", "cases"]
BUSY = [sys.executable, "-c", "while True: pass"]
LIMIT_S = 240
BUSY_LIMIT_S = 900
"""Of a run beside others that take the processor from it."""
SHOWN = 60
"""Bytes before and behind a difference."""


def write_cases(path: Path) -> Path:
    """Write some of our own cases, enough that a run can be killed between two of them."""
    rows = yaml.safe_load((ROOT / "evals" / "cases" / "develop.yaml").read_text("utf-8"))
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


def finish(process: subprocess.Popen[bytes], folder: Path, limit_s: float = LIMIT_S) -> bytes:
    """Wait for a run and give its report."""
    try:
        _, errors = process.communicate(timeout=limit_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    assert process.returncode == 0, errors.decode()
    return (folder / "report.json").read_bytes()


def kill_between_cases(
    process: subprocess.Popen[bytes], folder: Path, limit_s: float = LIMIT_S
) -> None:
    """End a run once some of its cases are done."""
    journal = folder / "report.json.journal"
    wait_until = time.monotonic() + limit_s
    while not journal.exists() or journal.read_bytes().count(b"\n") < 5:
        assert process.poll() is None, "the run ended before it could be killed"
        assert time.monotonic() < wait_until
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not (folder / "report.json").exists()
    assert journal.exists()


def difference(one: bytes, other: bytes) -> str | None:
    """Say where two reports differ first, None where they don't."""
    if one == other:
        return None
    pairs = enumerate(zip(one, other, strict=False))
    at = next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))
    around = slice(max(0, at - SHOWN), at + SHOWN)
    return f"byte {at}:\n  {one[around]!r}\n  {other[around]!r}"


def one_round(folder: Path, seed: int) -> str | None:
    """Do the three runs and say where the last report differs from the first."""
    cases = write_cases(folder / "some.yaml")
    first = finish(start(folder / "a", cases, f"{seed}"), folder / "a", BUSY_LIMIT_S)
    killed = start(folder / "b", cases, f"{seed + 1}")
    kill_between_cases(killed, folder / "b", BUSY_LIMIT_S)
    resumed = finish(start(folder / "b", cases, f"{seed + 2}"), folder / "b", BUSY_LIMIT_S)
    return difference(first, resumed)


@contextmanager
def busy(loops: int) -> Iterator[None]:
    """Keep the processor busy with so many loops."""
    running = [subprocess.Popen(BUSY) for _ in range(loops)]
    try:
        yield
    finally:
        for one in running:
            one.kill()
            one.wait()


def main() -> None:
    """Do the rounds, and end with exit code 1 where one didn't agree."""
    parser = argparse.ArgumentParser(prog="python -m tests.reruns", description=__doc__)
    parser.add_argument("rounds", type=int, nargs="?", default=3)
    parser.add_argument("--busy", type=int, default=0)
    options = parser.parse_args()
    agreed = 0
    for number in range(options.rounds):
        used, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        with tempfile.TemporaryDirectory() as made, busy(options.busy):
            differs = one_round(Path(made), 3 * number + 1)
            now = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
        agreed += differs is None
        said = (
            f"{cpu:.0f} s of processor, {time.monotonic() - began:.0f} s: {differs or 'the same'}"
        )
        sys.stdout.write(f"round {number + 1}: {said}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{agreed} of {options.rounds} rounds gave the same bytes\n")
    sys.exit(agreed < options.rounds)


if __name__ == "__main__":
    main()
