"""The nearest of many passages: found by their vectors in bytes, then compared exactly.

Each number of a vector is kept as a whole one from -127 to 127, with what they are all to be
multiplied by (scalar quantisation): a quarter of the room, and compared as quickly as they are
read. Whole numbers add up to the same on every machine and in every order, so who is put forward
depends on the vectors alone; and half as many again as are asked for, or 16 more, are compared
exactly. `docs/scale.md` has what it takes and what it misses beside Chroma's graph, which comes out
differently each time it's built.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

import numkong
import numpy as np
from numpy.typing import NDArray

from rag.errors import StoreError, StoreUnreachable
from rag.store.live_search import Contents, Found
from rag.store.stored_parts import StoredParts

Floats = NDArray[np.float32]
Note = Callable[[Mapping[str, str]], None]
"""Takes what was left out, by its place, with why."""
IN_BYTES = 2_000_000
"""Passages up to which they are searched so: of a million they take 0.4 GB, and some 15 ms a
question. Chroma's graph, which is asked beyond, takes 2.2 GB of memory and misses .11 of the 50
nearest, but hardly becomes slower."""
MORE = 16
MOST = 127


@dataclass(frozen=True, slots=True)
class _Table:
    """The vectors of a collection's passages, those of a generation behind one another.

    ``rows`` (passages x dimensions) times ``scales`` (passages) are about the vectors; ``sizes``
    (generations) say how many passages each generation has.
    """

    generations: tuple[str, ...]
    sizes: NDArray[np.int64]
    rows: NDArray[np.int8]
    scales: Floats


_EMPTY = _Table((), np.zeros(0, np.int64), np.zeros((0, 0), np.int8), np.zeros(0, np.float32))


class Quantised:
    """The vectors of large collections, each read once. Safe to share between threads."""

    def __init__(self, parts: StoredParts) -> None:
        """Take where the vectors are kept; they are read at first use."""
        self._parts = parts
        self._tables: dict[str, tuple[Contents, _Table]] = {}
        self._lock = threading.Lock()

    def forget(self) -> None:
        """Give back the memory."""
        with self._lock:
            self._tables.clear()

    def nearest(
        self, embedding: Sequence[float], k: int, asked: Contents, whole: Contents, note: Note
    ) -> tuple[Found, ...]:
        """Give the ``k`` nearest passages of those asked, which are all or some of a collection.

        The text is left empty: the caller slices it from the document. Documents whose vectors
        can't be read are left out, and ``note`` is told. Raises `StoreUnreachable` when a server
        that has them is gone, `StoreError` when what was read can't be read again.
        """
        table = self._table(whole, note)
        unit = np.asarray(embedding, np.float32)
        unit = unit / max(float(np.linalg.norm(unit)), 1e-9)
        entries = {entry.generation: entry for entry in asked.entries}
        best = _put_forward(table, unit, k + max(k // 2, MORE), None if asked is whole else entries)
        if not len(best):
            return ()
        ends = np.cumsum(table.sizes)
        numbers = np.searchsorted(ends, best, side="right")
        names = [table.generations[number] for number in numbers.tolist()]
        different = list(dict.fromkeys(names))
        known = {name: self._parts.read(name) for name in different}
        rows = best - ends[numbers] + table.sizes[numbers]
        places = list(zip(names, rows.tolist(), strict=True))
        vectors = np.stack([known[name].vectors[row] for name, row in places])
        # Each row by itself: a product of matrices may round otherwise the more rows it has.
        scores = (vectors * unit).sum(axis=1).tolist()
        found = []
        for (name, row), score in zip(places, scores, strict=True):
            start, end = int(known[name].starts[row]), int(known[name].ends[row])
            found.append(Found(entries[name].id, name, start, end, score))
        found.sort(key=lambda one: (-one.score, one.document_id, one.start))
        return tuple(found[:k])

    def _table(self, whole: Contents, note: Note) -> _Table:
        collection = whole.entries[0].collection if whole.entries else ""
        with self._lock:
            seen, table = self._tables.get(collection, (None, _EMPTY))
            if seen is not whole:
                table = self._brought(table, whole, note)
                self._tables[collection] = (whole, table)
            return table

    def _brought(self, table: _Table, whole: Contents, note: Note) -> _Table:
        """Leave out what is gone, and read what is new."""
        live = {entry.generation: entry for entry in whole.entries}
        stays = [name in live for name in table.generations]
        names, sizes = list(compress(table.generations, stays)), list(compress(table.sizes, stays))
        made, known = [(table.rows, table.scales)], set(names)
        if not all(stays):
            kept = np.repeat(stays, table.sizes)
            made = [(table.rows[kept], table.scales[kept])]
        for name in (one for one in live if one not in known):
            try:
                (places,) = self._parts.places([name])
            except StoreUnreachable:
                raise
            except StoreError as error:
                note({f"{live[name].id}:parts": str(error)})
                continue
            if len(places.vectors):
                names.append(name)
                sizes.append(len(places.vectors))
                made.append(quantised(places.vectors))
        some = [one for one in made if len(one[1])] or made
        rows, scales = (
            np.concatenate(column) if len(column) > 1 else column[0]
            for column in zip(*some, strict=True)
        )
        return _Table(tuple(names), np.array(sizes, np.int64), rows, scales)


def quantised(vectors: NDArray[np.floating]) -> tuple[NDArray[np.int8], Floats]:
    """Give vectors (rows x dimensions) as whole numbers, and what each row is multiplied by."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9).astype(np.float32) / MOST
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales


def _put_forward(
    table: _Table, unit: Floats, wanted: int, among: Collection[str] | None
) -> NDArray[np.int64]:
    """Give the numbers of the rows that are about the nearest; of some generations, or of all."""
    if not len(table.rows):
        return np.zeros(0, np.int64)
    asked, _ = quantised(unit[None])
    products = np.asarray(numkong.cdist(asked, table.rows, "dot"))[0]
    near = np.multiply(products, table.scales, dtype=np.float32)
    if among is not None:
        chosen = [name in among for name in table.generations]
        near[~np.repeat(chosen, table.sizes)] = -np.inf
    least = np.partition(near, -wanted)[-wanted] if len(near) > wanted else -np.inf
    return np.flatnonzero((near >= least) & (near > -np.inf))
