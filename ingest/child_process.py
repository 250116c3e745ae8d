"""Processes of ours that open foreign files, by the means of each system.

POSIX has process groups, to end one with all that it started, and Linux bounds memory. Windows
has neither, and macOS refuses the bound: there, what has grown too large is seen by looking.
The branches for Windows have been run on Linux alone.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

LOOK_S = 0.5
"""Between two looks at the memory, where it has to be watched."""
CHUNK = 1 << 16


def start(
    command: Sequence[str], cwd: Path, environ: Mapping[str, str], *, platform: str = sys.platform
) -> subprocess.Popen[bytes]:
    """Start a process that an interrupt at the keyboard doesn't reach: that is ours to handle."""
    return subprocess.Popen(  # nosec B603 # a module of ours
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=cwd,
        env=environ,
        start_new_session=platform != "win32",
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


def end(process: subprocess.Popen[bytes], *, platform: str = sys.platform) -> None:
    """Kill a process with what it started itself, such as Tesseract, and wait for it."""
    if platform == "win32":
        _kill_tree(process.pid)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def memory(pid: int) -> int:
    """Give the bytes that a process and what it started hold; 0 where it's gone."""
    import psutil

    total = 0
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                total += one.memory_info().rss
    return total


def bounds_memory(platform: str = sys.platform) -> bool:
    """Say whether the system itself refuses a process too much memory."""
    return platform.startswith("linux")


class Lines:
    """The lines that a process writes, waited for with a bound: on every system by a thread."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Read on, in the background, until the process closes the stream."""
        self._parts: queue.Queue[bytes] = queue.Queue()
        self._rest = b""
        self._thread = threading.Thread(target=self._read, args=(stream.fileno(),), daemon=True)
        self._thread.start()

    def next(self, wait_s: float) -> bytes | None:
        """Give the next line; None where none came. Raises `EOFError` at the end."""
        until = time.monotonic() + wait_s
        parts = [self._rest]
        while b"\n" not in parts[-1]:
            try:
                part = self._parts.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                self._rest = b"".join(parts)
                return None
            if not part:
                self._parts.put(b"")
                raise EOFError
            parts.append(part)
        line, _, self._rest = b"".join(parts).partition(b"\n")
        return line

    def join(self) -> None:
        """Wait for the thread, once the process has ended."""
        self._thread.join()

    def _read(self, number: int) -> None:
        part = b"more"
        while part:
            try:
                part = os.read(number, CHUNK)
            except OSError:
                part = b""
            self._parts.put(part)


def _kill_tree(pid: int) -> None:
    import psutil

    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        for one in (*process.children(recursive=True), process):
            with contextlib.suppress(psutil.Error):
                one.kill()
