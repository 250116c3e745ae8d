"""Images of pages on the disk: as many as there is room for, those looked at last."""

from __future__ import annotations

import contextlib
import os
import threading
import uuid
from collections.abc import Collection
from pathlib import Path

from rag.files import replace

MAX_BYTES = 300_000_000
"""About 900 pages of text at 1,200 pixels."""
KEPT_SHARE = 0.8
"""So much is left when there was too much: then it isn't too much again at the next page."""
ENDING = ".jpg"


class ImageCache:
    """Images in a folder by their names, which begin with the hash of the file they are from.

    Whatever goes wrong with the disk costs an image its place here, and nothing else.
    """

    def __init__(self, folder: Path, max_bytes: int = MAX_BYTES) -> None:
        """Make nothing yet."""
        self._folder, self._max_bytes = folder, max_bytes
        self._size: int | None = None
        self._lock = threading.Lock()

    def get(self, name: str) -> bytes | None:
        """Give an image, if it is kept."""
        path = self._folder / f"{name}{ENDING}"
        try:
            image = path.read_bytes()
            os.utime(path)  # looked at last
        except OSError:
            return None
        return image

    def put(self, name: str, image: bytes) -> None:
        """Keep an image, and drop those that nobody has looked at for longest if need be."""
        with self._lock, contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            # Whole or not at all, also for another process that shares the folder.
            made = self._folder / f"{uuid.uuid4().hex}.made"
            made.write_bytes(image)
            replace(made, self._folder / f"{name}{ENDING}")
            known = self._size
            self._size = self._measured() if known is None else known + len(image)
            if self._size > self._max_bytes:
                self._drop()

    def keep_only(self, hashes: Collection[str]) -> None:
        """Drop the images of files that have none of these hashes."""
        with self._lock:
            for path in self._images():
                if path.name.partition("-")[0] not in hashes:
                    path.unlink(missing_ok=True)
            self._size = None

    def _images(self) -> list[Path]:
        return sorted(self._folder.glob(f"*{ENDING}")) if self._folder.is_dir() else []

    def _measured(self) -> int:
        return sum(path.stat().st_size for path in self._images())

    def _drop(self) -> None:
        by_age = sorted((path.stat().st_mtime_ns, path.name, path) for path in self._images())
        size = self._measured()
        for _, _, path in by_age:
            if size <= KEPT_SHARE * self._max_bytes:
                break
            size -= path.stat().st_size
            path.unlink(missing_ok=True)
        self._size = size
