"""How often each document says its words, kept beside the index: all texts needn't be read again.

Only a cache, by generations: what isn't there is counted when it's asked for. Rows of generations
that are gone stay for a while, since whoever added them up has to take them away again.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.store.catalogue import Catalogue
from rag.store.catalogue_rows import Text
from rag.store.live_search import Contents
from rag.text.languages import language_of
from rag.text.spelling import Lexicon, WordCounts, count_words, lexicon_of
from rag.write_ahead import log_ahead

WAIT_S = 30
AT_ONCE = 200
"""Documents whose words are read at once."""
SPARE = 1_000
"""Rows of generations that are gone, beyond as many as there are live ones, that stay."""
BEHIND = 500
"""Generations that what is kept of a collection's words, added up, may be behind: to add the words
of so many takes .6 s, of the 10,000 documents of a million passages 13 s."""
WHOLE = 10_000
"""Passages up to which all are added up anew after each change, in the catalogue's order. More are
counted by what changed, and their words are in the order of the alphabet."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The words of one document, and its language, "" for English."""

    words: WordCounts
    language: str

    @classmethod
    def of(cls, text: str) -> Counted:
        """Count them."""
        return cls(count_words(text), language_of(text))


class CountedWords:
    """One SQLite file of generations and their words."""

    def __init__(self, path: Path) -> None:
        """Name the file; it's opened at first use."""
        self.path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    def get(self, generations: Sequence[str]) -> dict[str, Counted]:
        """Give those that are known; none where the file is damaged."""
        query = (
            "SELECT generation, words, language FROM counted "
            "WHERE generation IN (SELECT value FROM json_each(?))"
        )
        with self._lock, contextlib.suppress(sqlite3.DatabaseError, OSError):
            rows = self._opened().execute(query, [json.dumps(list(generations))]).fetchall()
            with contextlib.suppress(ValueError, zlib.error, TypeError):
                return {
                    name: Counted(WordCounts(*_unpacked(words)), said) for name, words, said in rows
                }
        return {}

    def add(self, collection: str, counted: Mapping[str, Counted]) -> None:
        """Keep the words of generations, if that can be."""
        rows = [
            (name, collection, _packed(one.words.counts, one.words.forms), one.language)
            for name, one in counted.items()
        ]
        failed = contextlib.suppress(sqlite3.DatabaseError, OSError)
        with self._lock, failed, self._opened() as connection:
            connection.executemany("INSERT OR REPLACE INTO counted VALUES (?, ?, ?, ?)", rows)

    def sums(self, collection: str) -> _Sums | None:
        """Give the words of a collection as they were once added up, None where that isn't kept."""
        query = "SELECT sums FROM added WHERE collection = ?"
        with self._lock, contextlib.suppress(sqlite3.DatabaseError, OSError):
            row = self._opened().execute(query, [collection]).fetchone()
            with contextlib.suppress(ValueError, zlib.error, TypeError):
                return _Sums(*_unpacked(row[0])) if row else None
        return None

    def keep_sums(self, collection: str, sums: _Sums) -> None:
        """Keep the words of a collection added up, if that can be."""
        data = _packed(sums.generations, sums.counts, sums.forms)
        failed = contextlib.suppress(sqlite3.DatabaseError, OSError)
        with self._lock, failed, self._opened() as connection:
            connection.execute("INSERT OR REPLACE INTO added VALUES (?, ?)", [collection, data])

    def forget_but(self, collection: str, live: Sequence[str]) -> None:
        """Delete rows of generations that are gone, once there are many."""
        count = "SELECT count(*) FROM counted WHERE collection = ?"
        failed = contextlib.suppress(sqlite3.DatabaseError, OSError)
        with self._lock, failed, self._opened() as connection:
            if connection.execute(count, [collection]).fetchone()[0] > 2 * len(live) + SPARE:
                connection.execute(
                    "DELETE FROM counted WHERE collection = ? "
                    "AND generation NOT IN (SELECT value FROM json_each(?))",
                    [collection, json.dumps(list(live))],
                )

    def close(self) -> None:
        """Give back the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=WAIT_S, check_same_thread=False)
            log_ahead(connection, WAIT_S)
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS counted (generation TEXT PRIMARY KEY, "
                "collection TEXT NOT NULL, words BLOB NOT NULL, language TEXT NOT NULL)"
            )
            connection.execute(
                "CREATE TABLE IF NOT EXISTS added (collection TEXT PRIMARY KEY, sums BLOB NOT NULL)"
            )
            self._connection = connection
        return self._connection


def _packed(*parts: Mapping[str, object]) -> bytes:
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def _unpacked(data: bytes) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    return parts


@dataclass(slots=True)
class _Sums:
    """The words of some generations, added up."""

    generations: dict[str, str]
    counts: dict[str, int]
    forms: dict[str, int]

    def add(self, name: str, one: Counted, times: int = 1) -> None:
        """Add the words of a generation; take them away where ``times`` is -1."""
        for total, words in ((self.counts, one.words.counts), (self.forms, one.words.forms)):
            for word, count in words.items():
                total[word] = total.get(word, 0) + times * count
        if times > 0:
            self.generations[name] = one.language
        else:
            del self.generations[name]


class Lexicons:
    """The words and languages of a store's collections, counted anew after each change."""

    def __init__(self, catalogue: Catalogue, kept: CountedWords) -> None:
        """Take the texts, and what is known of them."""
        self._catalogue, self.kept = catalogue, kept
        self._sums: dict[str, _Sums] = {}
        self._lock = threading.Lock()

    def of(self, collection: str, contents: Contents) -> tuple[Lexicon, Mapping[str, str]]:
        """Give the words of a collection, and by their ids the languages that aren't English."""
        live = {entry.generation: entry.id for entry in contents.entries}
        many = contents.passages > WHOLE
        with self._lock:
            known = self._sums.pop(collection, None) or self.kept.sums(collection) if many else None
            sums, new = self._brought(collection, live, known)
            if many and new > BEHIND:
                self.kept.keep_sums(collection, sums)
            self.kept.forget_but(collection, list(live))
            if many:
                self._sums[collection] = sums
            order = sorted(sums.counts) if many else list(sums.counts)
            counts = {word: sums.counts[word] for word in order if sums.counts[word] > 0}
            lexicon = lexicon_of(counts, sums.forms)
            languages = {
                live[name]: said for name, said in sums.generations.items() if said and name in live
            }
        return lexicon, {name: languages[name] for name in contents.by_id if name in languages}

    def _brought(
        self, collection: str, live: Mapping[str, str], known: _Sums | None
    ) -> tuple[_Sums, int]:
        """Add up the words of what is live, by what changed since where that is known.

        How many generations were added is told, too.
        """
        if known is not None:
            gone = [name for name in known.generations if name not in live]
            counted = self.kept.get(gone) if gone else {}
            if len(counted) == len(gone):
                for name in gone:
                    known.add(name, counted[name], -1)
            else:
                known = None
        sums = known or _Sums({}, {}, {})
        new = {name: one for name, one in live.items() if name not in sums.generations}
        for name, one in self._counted(collection, new):
            sums.add(name, one)
        return sums, len(new)

    def _counted(self, collection: str, live: Mapping[str, str]) -> Iterator[tuple[str, Counted]]:
        """Give the words of generations, counted where they aren't known; none of damaged texts."""
        names = list(live)
        for some in (names[at : at + AT_ONCE] for at in range(0, len(names), AT_ONCE)):
            known = self.kept.get(some)
            missing = {live[name]: name for name in some if name not in known}
            texts = self._catalogue.texts_of(collection, list(missing)) if missing else ()
            new = {
                missing[one]: Counted.of(text.text) for one, text in texts if isinstance(text, Text)
            }
            if new:
                self.kept.add(collection, new)
                known |= new
            yield from ((name, known[name]) for name in some if name in known)
