"""Pages of PDFs as images, drawn in a process of their own and kept on the disk."""

from __future__ import annotations

import json
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ingest.file_cache import FileCache
from ingest.originals import OriginalFiles
from ingest.worker_process import WorkerProcess
from rag.errors import LoadError
from rag.store.store import Store
from rag.types import Document

WIDTHS = (200, 400, 600, 800, 1000, 1200, 1600, 2000, 2400)
"""Pixels. A wish is rounded up to one of these, so that a dragged panel needs few images."""
PATIENCE_S = 20.0
"""For one page. The slowest of 90 pages, a scan, took 1.1 s on a busy machine."""
KNOWN_AT_MOST = 64

Sizes = tuple[tuple[float, float], ...]


@dataclass(slots=True)
class Drawer(WorkerProcess):
    """The process that draws."""

    module: ClassVar[str] = "ingest.page_image_worker"
    silence_s: float = PATIENCE_S


class PageImages:
    """The pages of a store's PDFs as images. Safe to share between threads."""

    def __init__(self, store: Store, corpus: Path) -> None:
        """Take the files from the folder ``corpus``, or from the servers; start nothing yet."""
        self._store, self.originals = store, OriginalFiles(store, corpus)
        self._cache = FileCache(store.path / "pages")
        self._drawer, self._lock = Drawer(), threading.Lock()
        self._sizes: dict[str, Sizes] = {}
        self._revision = -1

    def close(self) -> None:
        """End the process that draws."""
        with self._lock:
            self._drawer.close()

    def sizes(self, document: Document) -> Sizes:
        """Give width and height of each page in points, as displayed.

        Raises `LoadError` with a whole sentence where the file isn't the one that was read.
        """
        path = self._path(document)
        known = self._sizes.get(document.raw_hash)
        if known is None:
            with self._drawing():
                pairs = json.loads(self._asked(document, {"path": str(path)}))
            known = tuple((float(width), float(height)) for width, height in pairs)
            while len(self._sizes) >= KNOWN_AT_MOST:
                self._sizes.pop(next(iter(self._sizes)))
            self._sizes[document.raw_hash] = known
        return known

    def image(self, document: Document, number: int, width: int) -> bytes:
        """Give a page, counted from 1, as a JPEG about so many pixels wide.

        Raises `LoadError` as `sizes` does, and where the page can't be drawn.
        """
        path = self._path(document)
        width = next((one for one in WIDTHS if one >= width), WIDTHS[-1])
        name = f"{document.raw_hash}-{number}-{width}"
        if (image := self._cache.get(name)) is not None:
            return image
        request = {"path": str(path), "page": number, "width": width}
        with self._drawing():
            if (image := self._cache.get(name)) is not None:  # drawn while this one waited
                return image
            image = b64decode(self._asked(document, request))
            self._forget_others()
            self._cache.put(name, image)
        return image

    @contextmanager
    def _drawing(self) -> Iterator[None]:
        if not self._lock.acquire(timeout=PATIENCE_S):
            raise LoadError("Other pages are still being drawn. Try again in a moment.")
        try:
            yield
        finally:
            self._lock.release()

    def _asked(self, document: Document, request: dict[str, object]) -> bytes:
        try:
            return self._drawer.ask(request | {"raw_hash": document.raw_hash})
        except LoadError as error:
            raise LoadError(f"{document.file} {error}.") from error

    def _path(self, document: Document) -> Path:
        """Give the document's file, if it's still the one that was read."""
        if not document.file.lower().endswith(".pdf"):
            raise LoadError("Only a PDF has pages that can be shown as they were printed.")
        return self.originals.path(document, "its pages can't be shown")

    def _forget_others(self) -> None:
        """Drop the images of documents that aren't there any more."""
        revision = self._store.revision
        if revision != self._revision:
            self._revision = revision
            self._cache.keep_only({entry.raw_hash for entry in self._store.entries()})
