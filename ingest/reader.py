"""Reads files in a process of their own, which is bounded, and replaced when it dies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from pydantic import TypeAdapter

from ingest.worker_process import Tell, WorkerProcess
from rag.types import Document

_DOCUMENT = TypeAdapter(Document)
_TEXTS: TypeAdapter[list[str | None]] = TypeAdapter(list[str | None])


@dataclass(slots=True)
class Reader(WorkerProcess):
    """One worker process. ``silence_s`` and ``total_s`` bound the time for one file."""

    module: ClassVar[str] = "ingest.worker"
    at_once: ClassVar[int] = 1
    ocr: bool = True

    def read(self, path: Path, file: str, tell: Tell = lambda _done, _total: None) -> Document:
        """Read a file into a document without id and source.

        ``tell`` hears how many pages of how many are read. Raises `LoadError`, naming
        the remedy, when the file can't be read within the bounds.
        """
        return _DOCUMENT.validate_json(self._asked(path, file, tell))

    def read_again(self, path: Path, tell: Tell = lambda _done, _total: None) -> list[str | None]:
        """Read a file's words by another way: page by page, or all as one; None for a bad page.

        Raises `LoadError` when that can't be done within the bounds.
        """
        return _TEXTS.validate_json(self._asked(path, "", tell, second=True))

    def _asked(self, path: Path, file: str, tell: Tell, *, second: bool = False) -> bytes:
        request = {"path": str(path.resolve()), "file": file, "ocr": self.ocr, "second": second}
        return self.ask(request, tell)
