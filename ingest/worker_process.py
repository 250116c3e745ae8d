"""A process of our own that opens foreign files: bounded, and replaced when it dies."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from rag.errors import LoadError

SILENCE_S = 90
"""Seconds without a sign of life (a page read) after which a file is given up."""
TOTAL_S = 3 * 60 * 60
"""Seconds for a whole file: a scan of two thousand pages takes Tesseract about that."""
CHUNK = 1 << 16

Tell = Callable[[int, int], None]


@dataclass(slots=True)
class WorkerProcess:
    """One process that runs ``module``, started when it's needed. A context manager.

    ``silence_s`` and ``total_s`` bound the time for one request.
    """

    module: ClassVar[str]
    silence_s: float = SILENCE_S
    total_s: float = TOTAL_S
    _process: subprocess.Popen[bytes] | None = None
    _rest: bytes = field(default=b"")

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
            word, content = self._answer(process, tell)
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
        process, self._process, self._rest = self._process, None, b""
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # with what it started itself: Tesseract
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(  # nosec B603 # noqa: S603 - a module of ours
                [sys.executable, "-m", self.module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_home(),
                env=os.environ | {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"},
                start_new_session=True,  # an interrupt at the keyboard is the parent's to handle
            )
        return self._process

    def _answer(self, process: subprocess.Popen[bytes], tell: Tell) -> tuple[bytes, bytes]:
        """Wait for the answer, hearing of the pages on the way."""
        started = time.monotonic()
        while True:
            left = self.total_s - (time.monotonic() - started)
            word, _, content = self._line(process, min(self.silence_s, left)).partition(b" ")
            if word != b"pages":
                return word, content
            done, total = json.loads(content)
            tell(done, total)

    def _line(self, process: subprocess.Popen[bytes], wait_s: float) -> bytes:
        """Read a line. Raises `LoadError` after ``wait_s``, `EOFError` when the worker is gone."""
        assert process.stdout is not None
        until = time.monotonic() + wait_s
        parts = [self._rest]
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while b"\n" not in parts[-1]:
                if not selector.select(max(0.0, until - time.monotonic())):
                    raise LoadError(
                        f"took too long to read (over {wait_s:.0f} seconds without a page); "
                        "split the file, or open it and save it anew"
                    )
                part = os.read(process.stdout.fileno(), CHUNK)
                if not part:
                    raise EOFError
                parts.append(part)
        line, _, self._rest = b"".join(parts).partition(b"\n")
        return line


def _home() -> str:
    """Give the folder that holds our packages, so that ``-m`` finds them."""
    return str(Path(__file__).parent.parent)
