"""A process of our own that opens foreign files: bounded, and replaced when it dies."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from ingest.child_process import LOOK_S, Lines, bounds_memory, end, memory, start
from ingest.worker_loop import MAX_MEMORY, TOO_LARGE
from rag.errors import LoadError

SILENCE_S = 90
"""Seconds without a sign of life (a page read) after which a file is given up."""
TOTAL_S = 3 * 60 * 60
"""Seconds for a whole file: a scan of two thousand pages takes Tesseract about that."""

Tell = Callable[[int, int], None]


@dataclass(slots=True)
class WorkerProcess:
    """One process that runs ``module``, started when it's needed. A context manager.

    ``silence_s`` and ``total_s`` bound the time for one request.
    """

    module: ClassVar[str]
    silence_s: float = SILENCE_S
    total_s: float = TOTAL_S
    max_memory: int = MAX_MEMORY
    watched: bool = field(default_factory=lambda: not bounds_memory())
    _process: subprocess.Popen[bytes] | None = None
    _lines: Lines | None = None

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """End the process."""
        self.close()

    def ask(self, request: Mapping[str, object], tell: Tell = lambda _done, _total: None) -> bytes:
        """Give the answer to a request. Raises `LoadError`, naming the remedy, if there is none."""
        process = self._started()
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            word, content = self._answer(tell)
        except (OSError, EOFError) as error:
            self.close()
            raise LoadError(
                "made the reader stop (it is damaged, or needs too much memory); "
                "open it and save it anew"
            ) from error
        except BaseException:  # interrupted, or too slow: what the worker does next is unknown
            self.close()
            raise
        if word == b"error":
            raise LoadError(str(json.loads(content)))
        return content

    def close(self) -> None:
        """End the worker; the next file gets a new one."""
        process, self._process = self._process, None
        lines, self._lines = self._lines, None
        if process is None:
            return
        end(process)
        if lines is not None:
            lines.join()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            environ = os.environ | {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
            self._process = start([sys.executable, "-m", self.module], _home(), environ)
            assert self._process.stdout is not None
            self._lines = Lines(self._process.stdout)
        return self._process

    def _answer(self, tell: Tell) -> tuple[bytes, bytes]:
        """Wait for the answer, hearing of the pages on the way."""
        started = time.monotonic()
        while True:
            left = self.total_s - (time.monotonic() - started)
            word, _, content = self._line(min(self.silence_s, left)).partition(b" ")
            if word != b"pages":
                return word, content
            done, total = json.loads(content)
            tell(done, total)

    def _line(self, wait_s: float) -> bytes:
        """Read a line. Raises `LoadError` after ``wait_s``, `EOFError` when the worker is gone."""
        assert self._lines is not None
        until = time.monotonic() + wait_s
        while (left := until - time.monotonic()) > 0:
            line = self._lines.next(min(left, LOOK_S) if self.watched else left)
            if line is not None:
                return line
            if self.watched and self._process and memory(self._process.pid) > self.max_memory:
                raise LoadError(TOO_LARGE)
        raise LoadError(
            f"took too long to read (over {wait_s:.0f} seconds without a page); "
            "split the file, or open it and save it anew"
        )


def _home() -> Path:
    """Give the folder that holds our packages, so that ``-m`` finds them."""
    return Path(__file__).parent.parent
