"""The parts of passages in a database, and copies of those that this machine has read.

A generation's parts never change, so a copy stays right for as long as the generation is there.
A search looks at a few passages of some eighty documents: their files are mapped, as those of a
folder are, and each comes over the network once.
"""

from __future__ import annotations

import contextlib
import os
import struct
import uuid
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.files import delete, replace
from rag.store.passage_vectors import Parts, Places
from rag.store.stored_parts import (
    MAPPED,
    REMEMBER_BYTES,
    PartsFolder,
    StoredParts,
    arrays_of,
    mapped,
)

_BROKEN = (OSError, ValueError, TypeError, KeyError, struct.error)


class CopiedParts(PartsFolder):
    """Parts that are kept elsewhere, with a folder of copies. Processes may share the folder."""

    def __init__(self, path: Path, kept: StoredParts) -> None:
        """Name the folder of the copies, and where the parts are kept."""
        super().__init__(path)
        self._kept = kept

    def weight(self, parts: Parts) -> int:
        """Count a copy as one file, and what couldn't be copied by its room."""
        in_memory = parts.starts.flags.writeable
        return 1 + (StoredParts.weight(self, parts) * MAPPED // REMEMBER_BYTES if in_memory else 0)

    def keep(self, generation: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Write arrays where they're kept; they are copied when they are read."""
        self._kept.keep(generation, arrays)

    def load(self, generation: str, names: Sequence[str]) -> dict[str, Any]:
        """Read some arrays, of a copy where there is one."""
        with contextlib.suppress(*_BROKEN):
            found = mapped(self._file(generation))
            return {name: found[name] for name in names}
        return self._kept.load(generation, names)

    def opened(self, generation: str) -> Parts:
        """Map a copy, made now where there is none or a broken one."""
        with contextlib.suppress(*_BROKEN):
            return Parts(**mapped(self._file(generation)))
        parts = self._kept.opened(generation)
        with contextlib.suppress(OSError):  # as on a full disk: then it's kept in memory alone
            self._copy(generation, parts)
        return parts

    def places(self, generations: Sequence[str]) -> Sequence[Places]:
        """Read where passages stand, and their vectors, without copying all the rest."""
        return StoredParts.places(self, generations)

    def check(self, generation: str) -> None:
        """Read what is kept, not its copy."""
        self._kept.check(generation)

    def drop(self, generation: str) -> None:
        """Delete arrays where they're kept, and their copy."""
        self._kept.drop(generation)
        self.forget_copies((generation,))

    def clear(self) -> None:
        """Delete all, and all copies."""
        self._kept.clear()
        super().clear()

    def forget_copies(self, generations: Collection[str]) -> None:
        """Delete the copies of generations that are gone; any that stay take room alone."""
        for generation in generations:
            self._forget(generation)
            with contextlib.suppress(OSError):
                delete(self._file(generation))

    def copied(self) -> frozenset[str]:
        """Name the generations that have a copy."""
        return frozenset(path.stem for path in self.path.glob("*.npz"))

    def _copy(self, generation: str, parts: Parts) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        made = self.path / f"{uuid.uuid4().hex}.made"
        try:
            with made.open("xb") as stream:
                np.savez(stream, **arrays_of(parts))  # type: ignore[arg-type]
                stream.flush()
                os.fsync(stream.fileno())
            replace(made, self._file(generation))
        finally:
            delete(made)
