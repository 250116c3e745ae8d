"""A machine's own BM25 index of a catalogue on a server: it follows what other machines write.

Beside it stands which generations are in it. A generation is marked as unsure before the index is
changed and as sure afterwards, so that a process that is killed between leaves nothing in it that
nobody knows of. The processes of one machine share it, and one at a time brings it up to date.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from itertools import islice

from filelock import FileLock, Timeout

from rag.errors import StoreError, StoreUnreachable, Tampered
from rag.store.bm25_index import Words
from rag.store.catalogue import Catalogue, Live
from rag.store.copied_parts import CopiedParts
from rag.types import Passage

DOCUMENTS = 200
"""Indexed at once: with their texts, and by one commit."""
PATIENCE_S = 600
_TABLES = """
CREATE TABLE IF NOT EXISTS generations (
    collection TEXT, generation TEXT, id TEXT, sure INTEGER, PRIMARY KEY (collection, generation)
);
CREATE INDEX IF NOT EXISTS by_id ON generations (collection, id);
CREATE TABLE IF NOT EXISTS followed (revision INTEGER);
"""
_PUT = "INSERT OR REPLACE INTO generations VALUES (?, ?, ?, ?)"


class Follower:
    """Brings a BM25 index to the catalogue's revision, and lets go of copies of what is gone."""

    def __init__(self, words: Words, catalogue: Catalogue, parts: CopiedParts) -> None:
        """Take the index, and what it follows."""
        self._words, self._catalogue, self._parts = words, catalogue, parts
        self._at = -1

    def follow(self) -> None:
        """Take in what was written since. Raises `StoreError`, also when the server is gone."""
        if self._catalogue.revision == self._at:
            return
        folder = self._words.path
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with (
                FileLock(folder.with_name("follow.lock"), timeout=PATIENCE_S),
                contextlib.closing(sqlite3.connect(folder / "followed.sqlite3")) as known,
            ):
                known.executescript(_TABLES)
                at = self._brought(known)
                if self._at < 0:
                    self._sweep(known)
                self._at = at
        except Timeout as error:
            raise StoreError(
                f"another process has been bringing {folder} up to date for ten minutes; end it, "
                "or set SANAD_STORE to another folder"
            ) from error
        except sqlite3.Error as error:
            raise StoreError(
                f"{folder} can't be used ({error}); make room on its disk, or move it away: it is "
                "made again"
            ) from error

    def _brought(self, known: sqlite3.Connection) -> int:
        revision = self._catalogue.revision
        since = known.execute("SELECT max(revision) FROM followed").fetchone()[0]
        if since == revision:
            return revision
        there = {row[0] for row in known.execute("SELECT DISTINCT collection FROM generations")}
        for collection in sorted({*self._catalogue.collections(), *there}):
            gone, new = self._changed(known, collection, since)
            self._renew(known, collection, gone, new)
            self._parts.forget_copies(gone)
        with known:
            known.execute("DELETE FROM followed")
            known.execute("INSERT INTO followed VALUES (?)", (revision,))
        return revision

    def _changed(
        self, known: sqlite3.Connection, collection: str, since: int | None
    ) -> tuple[list[str], list[Live]]:
        """Give the generations that leave, and what comes: by what changed, if that explains all.

        If it doesn't (documents were removed, or a process was killed) by all that there is.
        """
        query = "SELECT {} FROM generations WHERE collection = ? AND {}"
        unsure = known.execute(query.format("count(*)", "NOT sure"), (collection,)).fetchone()[0]
        if since is not None and not unsure:
            gone, new = [], []
            for one in self._catalogue.live(collection, since):
                had = known.execute(query.format("generation", "id = ?"), (collection, one.id))
                old = [row[0] for row in had]
                if old != [one.generation]:
                    gone += old
                    new.append(one)
            count = known.execute(query.format("count(*)", "sure"), (collection,)).fetchone()[0]
            if count + len(new) - len(gone) == self._catalogue.counts(collection)[0]:
                return gone, new
        live = self._catalogue.live(collection)
        rows = known.execute(query.format("generation, sure", "1"), (collection,)).fetchall()
        sure = {generation for generation, certain in rows if certain}
        sure &= {one.generation for one in live}
        gone = [generation for generation, _ in rows if generation not in sure]
        return gone, [one for one in live if one.generation not in sure]

    def _renew(
        self, known: sqlite3.Connection, collection: str, gone: Sequence[str], new: Sequence[Live]
    ) -> None:
        waiting, leaving = iter(new), list(gone)
        while (some := list(islice(waiting, DOCUMENTS))) or leaving:
            with known:
                known.executemany(
                    "UPDATE generations SET sure = 0 WHERE collection = ? AND generation = ?",
                    [(collection, one) for one in leaving],
                )
                known.executemany(_PUT, [(collection, one.generation, one.id, 0) for one in some])
            batch = {one.generation: self._passages(collection, one) for one in some}
            self._words.renew(collection, leaving, batch)
            with known:
                known.executemany(
                    "DELETE FROM generations WHERE collection = ? AND generation = ?",
                    [(collection, one) for one in leaving],
                )
                known.executemany(_PUT, [(collection, one.generation, one.id, 1) for one in some])
            leaving = []

    def _sweep(self, known: sqlite3.Connection) -> None:
        """Delete the copies that a killed process has left of what is gone."""
        live = {row[0] for row in known.execute("SELECT generation FROM generations")}
        self._parts.forget_copies(self._parts.copied() - live)

    def _passages(self, collection: str, one: Live) -> Sequence[Passage]:
        """Read the passages of a document; none where it's damaged, or just replaced."""
        try:
            document = self._catalogue.document(collection, one.id)
            spans = self._parts.spans(one.generation) if document else []
        except StoreUnreachable:
            raise
        except (Tampered, StoreError):
            return ()
        return [document.passage(*span) for span in spans] if document else ()
