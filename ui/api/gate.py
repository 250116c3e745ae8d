"""How many requests are worked on at a time, and how many may wait for their turn."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ui.api.problems import Busy


class Gate:
    """Lets some through at a time and keeps a bounded number waiting; the rest is told "busy"."""

    def __init__(self, at_once: int, waiting: int) -> None:
        """Let ``at_once`` through, and ``waiting`` more wait."""
        self._free = threading.BoundedSemaphore(at_once)
        self._room = threading.BoundedSemaphore(at_once + waiting)
        self._inside, self._lock = 0, threading.Lock()

    @property
    def inside(self) -> int:
        """How many are worked on or wait."""
        return self._inside

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Wait for a turn and hold it. Raises `Busy` where too many wait already."""
        if not self._room.acquire(blocking=False):
            raise Busy
        with self._lock:
            self._inside += 1
        try:
            with self._free:
                yield
        finally:
            with self._lock:
                self._inside -= 1
            self._room.release()
