"""Files on the disk that can be had again: as many as there is room for, those looked at last."""

from __future__ import annotations

import contextlib
import os
import threading
import time
import uuid
from collections.abc import Callable, Collection
from pathlib import Path

from rag.files import replace

MAX_BYTES = 300_000_000
"""About 900 images of pages of text at 1,200 pixels."""
KEPT_SHARE = 0.8
"""So much is left when there was too much: then it isn't too much again at the next file."""
ABANDONED_S = 3600
"""Whoever has been writing a file for so long was killed."""


class FileCache:
    """Files in a folder by their names, which begin with the hash of the document's file."""

    def __init__(self, folder: Path, max_bytes: int = MAX_BYTES, ending: str = ".jpg") -> None:
        """Make nothing yet."""
        self._folder, self._max_bytes, self._ending = folder, max_bytes, ending
        self._size: int | None = None
        self._lock = threading.Lock()

    def path(self, name: str) -> Path | None:
        """Give where a file is, if it is kept."""
        path = self._folder / f"{name}{self._ending}"
        try:
            os.utime(path)  # looked at last
        except OSError:
            return None
        return path

    def get(self, name: str) -> bytes | None:
        """Give what is in a file, if it is kept and can be read."""
        path = self.path(name)
        with contextlib.suppress(OSError):
            return path.read_bytes() if path else None
        return None

    def put(self, name: str, content: bytes) -> None:
        """Keep a file; whatever goes wrong with the disk costs it its place here, no more."""
        with contextlib.suppress(OSError):
            self.fill(name, lambda path: _write(path, content))

    def fill(self, name: str, write: Callable[[Path], None]) -> Path:
        """Keep a file that is written to a path; drop those looked at longest ago if need be.

        Raises what ``write`` does, and `OSError` where there is no room.
        """
        with self._lock:
            self._folder.mkdir(parents=True, exist_ok=True)
            # Whole or not at all, also for another process that shares the folder.
            made = self._folder / f"{uuid.uuid4().hex}.made"
            path = self._folder / f"{name}{self._ending}"
            try:
                write(made)
                size = made.stat().st_size
                replace(made, path)
            finally:
                made.unlink(missing_ok=True)
            known = self._size
            self._size = self._measured() if known is None else known + size
            if self._size > self._max_bytes:
                self._drop()
        return path

    def keep_only(self, hashes: Collection[str]) -> None:
        """Drop what is of files that have none of these hashes, and what was never finished."""
        with self._lock:
            for path in self._files():
                if path.stem.partition("-")[0] not in hashes:
                    path.unlink(missing_ok=True)
            for path in self._folder.glob("*.made"):
                with contextlib.suppress(OSError):
                    if path.stat().st_mtime < time.time() - ABANDONED_S:
                        path.unlink()
            self._size = None

    def _files(self) -> list[Path]:
        found = self._folder.glob(f"*{self._ending}") if self._folder.is_dir() else ()
        return sorted(found)

    def _measured(self) -> int:
        return sum(size for _, _, size in self._by_age())

    def _by_age(self) -> list[tuple[int, Path, int]]:
        found = []
        for path in self._files():
            with contextlib.suppress(OSError):  # another process dropped it
                stat = path.stat()
                found.append((stat.st_mtime_ns, path, stat.st_size))
        return sorted(found)

    def _drop(self) -> None:
        size = self._measured()
        for _, path, its in self._by_age():
            if size <= KEPT_SHARE * self._max_bytes:
                break
            path.unlink(missing_ok=True)
            size -= its
        self._size = size


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
