"""Runs an engine in a process of its own: a line of JSON in, a line of JSON out.

Nothing but the standard library is imported, so that any Python can run it.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

K = 10
"""Passages that each gives to a question."""
USERS = 4


class Engine(Protocol):
    """What is timed: made with its model loaded."""

    def index(self, documents: Sequence[Sequence[str]]) -> None:
        """Index the passages of each document, as they stand."""

    def ask(self, question: str) -> Sequence[str]:
        """Give what is found, the best first."""


def work(make: Callable[..., Engine]) -> None:
    """Make an engine with the options on the command line, and do as told until nothing comes."""
    # What libraries print must not come between the replies.
    replies, sys.stdout = sys.stdout, sys.stderr
    engine = make(**json.loads(sys.argv[1]))
    for line in sys.stdin:
        ((order, given),) = json.loads(line).items()
        started, busy = time.perf_counter(), time.process_time()
        found = _ORDERS[order](engine, given)
        reply = {
            "seconds": time.perf_counter() - started,
            "cpu": time.process_time() - busy,
            "found": list(found or ()),
            "memory_mb": peak_mb(),
        }
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


def _index(engine: Engine, file: str) -> None:
    engine.index(json.loads(Path(file).read_text("utf-8")))


def _warm(engine: Engine, questions: Sequence[str]) -> None:
    """Ask some, then keep what is loaded out of Python's search for garbage, as a server does."""
    for question in questions:
        engine.ask(question)
    gc.collect()
    gc.freeze()


def _crowd(engine: Engine, questions: Sequence[str]) -> None:
    with ThreadPoolExecutor(USERS) as pool:
        list(pool.map(engine.ask, questions))


_ORDERS: dict[str, Callable[[Engine, Any], Sequence[str] | None]] = {
    "index": _index,
    "warm": _warm,
    "ask": lambda engine, question: engine.ask(question),
    "crowd": _crowd,
}


def peak_mb() -> int:
    """Give the most memory that this process has had, files that it maps included; 0 if unknown."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1000
