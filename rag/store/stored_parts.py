"""The parts of passages, kept and read back by their generation: written once, never changed."""

from __future__ import annotations

import os
import shutil
import threading
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from rag.errors import StoreError
from rag.files import delete
from rag.store.passage_vectors import Parts, Places

REMEMBER_BYTES = 400_000_000


class StoredParts(ABC):
    """The parts of one store, the last ones read remembered."""

    def __init__(self, remember_bytes: int = REMEMBER_BYTES) -> None:
        """Remember so many bytes, and always those read last."""
        self._room = remember_bytes
        self._known: OrderedDict[str, Parts] = OrderedDict()
        self._places: dict[str, Places] = {}
        self._lock = threading.Lock()

    @abstractmethod
    def keep(self, generation: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Write arrays by their names, durably."""

    @abstractmethod
    def load(self, generation: str, names: Sequence[str]) -> dict[str, Any]:
        """Read some arrays. Raises `StoreError` with the remedy when they're damaged."""

    @abstractmethod
    def drop(self, generation: str) -> None:
        """Delete all arrays of a generation, if they are there."""

    @abstractmethod
    def clear(self) -> None:
        """Delete everything."""

    def write(self, generation: str, parts: Parts) -> None:
        """Write a generation's parts, durably."""
        self.keep(generation, {name: getattr(parts, name) for name in _names(Parts)})

    def read(self, generation: str) -> Parts:
        """Read a generation's parts. Raises `StoreError` with the remedy when they're damaged."""
        with self._lock:
            if generation in self._known:
                self._known.move_to_end(generation)
                return self._known[generation]
        parts = Parts(**self.load(generation, _names(Parts)))
        with self._lock:
            self._known[generation] = parts
            while len(self._known) > 1 and sum(map(_size, self._known.values())) > self._room:
                self._known.popitem(last=False)
        return parts

    def places(self, generations: Sequence[str]) -> list[Places]:
        """Read where the passages of some generations stand, and their vectors; no more of them.

        What was read is kept until others are asked for. Raises `StoreError` as `read` does.
        """
        with self._lock:
            known = {one: self._places[one] for one in generations if one in self._places}
        for one in generations:
            if one not in known:
                known[one] = Places(**self.load(one, _names(Places)))
        with self._lock:
            self._places = known
        return [known[one] for one in generations]

    def spans(self, generation: str) -> list[tuple[int, int]]:
        """Read where a generation's passages stand. Raises `StoreError` as `read` does."""
        found = self.load(generation, ("starts", "ends"))
        return list(zip(found["starts"].tolist(), found["ends"].tolist(), strict=True))

    def delete(self, generation: str) -> None:
        """Delete a generation's parts, if they are there."""
        with self._lock:
            self._known.pop(generation, None)
        self.drop(generation)


class PartsFolder(StoredParts):
    """Parts in a folder, a file for each generation."""

    def __init__(self, path: Path, remember_bytes: int = REMEMBER_BYTES) -> None:
        """Name the folder; it's made when the first file is written."""
        super().__init__(remember_bytes)
        self.path = path

    def keep(self, generation: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Write a file."""
        self.path.mkdir(parents=True, exist_ok=True)
        with self._file(generation).open("wb") as stream:
            np.savez(stream, **arrays)  # type: ignore[arg-type]
            stream.flush()
            os.fsync(stream.fileno())

    def load(self, generation: str, names: Sequence[str]) -> dict[str, Any]:
        """Read arrays of a file."""
        try:
            with (
                self._file(generation).open("rb") as stream,
                np.load(stream, allow_pickle=False) as found,
            ):
                return {name: found[name] for name in names}
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise StoreError(
                f"{self._file(generation)} can't be read ({error}); run `sanad ingest --rebuild`"
            ) from error

    def drop(self, generation: str) -> None:
        """Delete a file."""
        delete(self._file(generation))  # on Windows a reader may have it open: it stays, unused

    def clear(self) -> None:
        """Delete the folder."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _file(self, generation: str) -> Path:
        return self.path / f"{generation}.npz"


def _names(kind: type[Places]) -> list[str]:
    return [field.name for field in fields(kind)]


def _size(parts: Parts) -> int:
    return sum(getattr(parts, name).nbytes for name in _names(Parts))
