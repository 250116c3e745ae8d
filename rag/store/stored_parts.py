"""The parts of passages, kept and read back by their generation: written once, never changed."""

from __future__ import annotations

import contextlib
import math
import mmap
import os
import re
import shutil
import struct
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
MAPPED = 16_384
"""Files that stay mapped: each takes some 3 kB, and none of what was read of it. Linux lets a
process have 65,530."""


class StoredParts(ABC):
    """The parts of one store, the last ones read remembered."""

    def __init__(self, remember: int = REMEMBER_BYTES) -> None:
        """Remember so much, as `weight` has it, and always those read last."""
        self._room, self._weight = remember, 0
        self._known: OrderedDict[str, Parts] = OrderedDict()
        self._places: dict[str, Places] = {}
        self._lock = threading.Lock()

    @abstractmethod
    def keep(self, generation: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Write arrays by their names, durably."""

    @abstractmethod
    def load(self, generation: str, names: Sequence[str]) -> dict[str, Any]:
        """Read some arrays whole. Raises `StoreError` with the remedy when they're damaged."""

    @abstractmethod
    def drop(self, generation: str) -> None:
        """Delete all arrays of a generation, if they are there."""

    @abstractmethod
    def clear(self) -> None:
        """Delete everything."""

    def weight(self, parts: Parts) -> int:
        """Say how much of the room parts take."""
        return sum(array.nbytes for array in arrays_of(parts).values())

    def opened(self, generation: str) -> Parts:
        """Give parts, read when they're looked at where that can be. Raises as `load` does."""
        return Parts(**self.load(generation, _names(Parts)))

    def check(self, generation: str) -> None:
        """Read a generation's parts from end to end. Raises as `load` does."""
        self.load(generation, _names(Parts))

    def write(self, generation: str, parts: Parts) -> None:
        """Write a generation's parts, durably."""
        self.keep(generation, arrays_of(parts))

    def read(self, generation: str) -> Parts:
        """Read a generation's parts. Raises `StoreError` with the remedy when they're damaged."""
        with self._lock:
            if generation in self._known:
                self._known.move_to_end(generation)
                return self._known[generation]
        parts = self.opened(generation)
        with self._lock:
            if generation not in self._known:
                self._weight += self.weight(parts)
            self._known[generation] = parts
            while len(self._known) > 1 and self._weight > self._room:
                self._weight -= self.weight(self._known.popitem(last=False)[1])
        return parts

    def places(self, generations: Sequence[str]) -> Sequence[Places]:
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
        self._forget(generation)
        self.drop(generation)

    def _forget(self, generation: str) -> None:
        with self._lock:
            if (parts := self._known.pop(generation, None)) is not None:
                self._weight -= self.weight(parts)
            self._places.pop(generation, None)

    def close(self) -> None:
        """Forget what was read."""
        with self._lock:
            self._known.clear()
            self._places.clear()
            self._weight = 0


class PartsFolder(StoredParts):
    """Parts in a folder, a file for each generation.

    Files are mapped: of the thousands of kilobytes of a document a search looks at a few passages.
    """

    def __init__(self, path: Path, remember: int = MAPPED) -> None:
        """Name the folder; it's made when the first file is written. Remember so many files."""
        super().__init__(remember)
        self.path = path

    def weight(self, parts: Parts) -> int:  # noqa: ARG002 - each file is one
        """Count a file as one."""
        return 1

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
            raise self._damaged(generation, error) from error

    def opened(self, generation: str) -> Parts:
        """Map a file; read it where it can't be mapped, or isn't as it should be."""
        with contextlib.suppress(OSError, ValueError, TypeError, struct.error):
            return Parts(**mapped(self._file(generation)))
        return super().opened(generation)

    def places(self, generations: Sequence[str]) -> Sequence[Places]:
        """Map the files of some generations: nothing but their vectors is read."""
        return [self.read(one) for one in generations]

    def drop(self, generation: str) -> None:
        """Delete a file."""
        delete(self._file(generation))  # on Windows a reader may have it open: it stays, unused

    def clear(self) -> None:
        """Delete the folder."""
        self.close()
        shutil.rmtree(self.path, ignore_errors=True)

    def _file(self, generation: str) -> Path:
        return self.path / f"{generation}.npz"

    def _damaged(self, generation: str, error: Exception) -> StoreError:
        return StoreError(
            f"{self._file(generation)} can't be read ({error}); run `sanad ingest --rebuild`"
        )


def mapped(path: Path) -> dict[str, NDArray[Any]]:
    """Give the arrays of a file of `numpy.savez`: a zip whose members are packed by nothing.

    The members' own headers are read, one after the other, which takes a fifth of the time that
    `zipfile` and `numpy.load` do. Raises `ValueError` or `struct.error` for any other file.
    """
    with path.open("rb") as stream:
        data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    found, at = {}, 0
    while data[at : at + len(_MEMBER)] == _MEMBER:
        flags, packed, size, name, more = _HEADER.unpack_from(data, at)
        behind = at + _HEADER.size + name
        if packed or flags & _SIZE_BEHIND:
            raise ValueError("its arrays don't stand there as they are")
        if size == _LONG:
            _, _, _, size = _LONG_SIZES.unpack_from(data, behind)
        first = behind + more
        key = data[at + _HEADER.size : behind].decode().removesuffix(".npy")
        found[key] = _array(data, first, size)
        at = first + size
    return found


_MEMBER = b"PK\x03\x04"
_HEADER = struct.Struct("<6xHH8xI4xHH")
"""Of a member of a zip: its flags, how it's packed, its size, and that of its name and of what
follows it, behind which it begins."""
_SIZE_BEHIND, _LONG = 8, 0xFFFFFFFF
_LONG_SIZES = struct.Struct("<HHQQ")
"""Behind its name, where 32 bits may not be enough: unpacked and packed."""
_BEGINS = b"\x93NUMPY\x01\x00"
_DESCRIBED = re.compile(
    rb"\{'descr': '([^']+)', 'fortran_order': False, 'shape': \(([\d, ]*)\), \} *\n"
)
"""How an array of version 1.0 begins (NumPy's format, NEP 1), and is described."""


def _array(data: mmap.mmap, at: int, size: int) -> NDArray[Any]:
    (length,) = struct.unpack_from("<H", data, at + len(_BEGINS))
    first = at + len(_BEGINS) + 2
    said = _DESCRIBED.fullmatch(data[first : first + length])
    if said is None or data[at : at + len(_BEGINS)] != _BEGINS:
        raise ValueError("no array stands where one should")
    shape = tuple(int(part) for part in said[2].split(b",") if part.strip())
    kind, count = np.dtype(said[1].decode()), math.prod(shape)
    first += length
    if first + count * kind.itemsize != at + size:
        raise ValueError("an array isn't as long as it should be")
    if not count:
        return np.zeros(shape, kind)
    return np.frombuffer(data, kind, count, first).reshape(shape)


def arrays_of(parts: Parts) -> dict[str, NDArray[Any]]:
    """Give the arrays of some parts by their names."""
    return {name: getattr(parts, name) for name in _names(Parts)}


def _names(kind: type[Places]) -> list[str]:
    return [field.name for field in fields(kind)]
