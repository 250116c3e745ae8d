"""The one writer of a store: its lock, the mending after a killed one, and the full disk."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

from rag.errors import StoreError, StoreLocked
from rag.store.catalogue import SUSPECT, WRITER
from rag.store.indexes import Indexes
from rag.store.places import Place


class Writer:
    """Who may write to a store. One process at a time, whichever of its threads."""

    def __init__(self, place: Place, indexes: Indexes) -> None:
        """Take what is written, and the lock."""
        self._name, self._lock = place.name, place.lock
        self._catalogue = place.catalogue
        self._served = place.catalogue.database.served
        self._indexes, self._originals = indexes, place.originals
        self._suspect = False

    @property
    def here(self) -> bool:
        """Say whether this process is the one that writes."""
        return self._lock.locked_here

    @property
    def elsewhere(self) -> bool:
        """Say whether another process writes, or died while it did."""
        return self._catalogue.being_written and not self.here

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock. Raises `StoreLocked` when another process has it."""
        if not self._lock.lock():
            by = self._lock.holder()
            raise StoreLocked(
                f"another `sanad ingest` {f'({by}) ' if by else ''}is writing to {self._name}; "
                "wait until it has finished, then run this again"
            )
        self._suspect = False
        try:
            self._mend(killed=self._catalogue.being_written)
            yield
        finally:
            try:
                if not self._suspect:  # else readers do without Chroma until the next writer
                    with self.told_when_full():
                        self._sweep()
                        self._catalogue.drop_fact(WRITER)
                elif self._served:
                    with contextlib.suppress(StoreError):
                        self._catalogue.set_facts({WRITER: SUSPECT}, changed=True)
            finally:
                self._lock.unlock()

    def _mend(self, *, killed: bool) -> None:
        """Bring the index in order; Chroma's is made anew where its last writer was killed."""
        with self.told_when_full():
            self._catalogue.set_facts({WRITER: str(os.getpid())})
            if self._served:
                self._indexes.reopen()
            if killed:
                self._indexes.rebuild_vectors()
            self.heal()
            if self._served and not self._indexes.complete():
                self._indexes.rebuild_vectors()
            self._indexes.keep_one_folder()
            self._sweep()

    @contextmanager
    def told_when_full(self) -> Iterator[None]:
        """Turn whatever the three indexes throw at a write into a `StoreError` with a remedy."""
        try:
            yield
        except Exception as error:
            self._suspect = True
            if isinstance(error, StoreError):
                raise
            reason = " ".join(str(error).split())[:200]
            raise StoreError(
                f"the index in {self._name} can't be written ({reason}); nothing in it is lost. "
                "Make room if its disk is full, then run `sanad ingest` again"
            ) from error

    def _sweep(self) -> None:
        if self._originals:
            self._originals.sweep()

    def heal(self) -> None:
        """Delete the passages that no document owns. Only under the lock."""
        doomed: dict[str, list[str]] = {}
        for generation, collection in self._catalogue.doomed():
            doomed.setdefault(collection, []).append(generation)
        for collection, generations in doomed.items():
            self._indexes.delete(collection, generations)
            self._catalogue.buried(generations)
