"""What readers remember of a store between two changes of it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future
from typing import Generic, TypeVar

from rag.store.catalogue import Catalogue
from rag.store.catalogue_rows import Entry
from rag.text.languages import language_of
from rag.text.spelling import Lexicon, build_lexicon
from rag.types import Document

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

DOCUMENTS = 256
COLLECTIONS = 64


class Remembered(Generic[Key, Value]):
    """Up to so many values by key; the one that nobody has asked for longest goes first.

    Whoever asks for a value that is being made waits for it; nobody else waits.
    """

    def __init__(self, most: int) -> None:
        """Remember up to ``most`` values."""
        self._most = most
        self._values: OrderedDict[Key, Future[Value]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """Give the value of a key, made now if it isn't there. What ``make`` raises isn't kept."""
        with self._lock:
            there = self._values.get(key)
            value = self._values[key] = there or Future()
            self._values.move_to_end(key)
            if len(self._values) > self._most:
                self._values.popitem(last=False)
        if there is None:
            self._make(key, value, make)
        return value.result()

    def _make(self, key: Key, value: Future[Value], make: Callable[[], Value]) -> None:
        try:
            value.set_result(make())
        except BaseException as error:
            with self._lock:
                if self._values.get(key) is value:
                    del self._values[key]
            value.set_exception(error)
            raise


class Snapshot:
    """A store as it's known since one revision: thrown away, never changed, when that moves."""

    def __init__(self, revision: int, catalogue: Catalogue) -> None:
        """Remember nothing yet; all is read from the catalogue when it's asked for."""
        self.revision = revision
        self._catalogue = catalogue
        self._entries = Remembered[str, tuple[Entry, ...]](COLLECTIONS)
        self._documents = Remembered[tuple[str, str], Document | None](DOCUMENTS)
        self._lexicons = Remembered[str, Lexicon](COLLECTIONS)
        self._languages = Remembered[str, Mapping[str, str]](COLLECTIONS)
        self._broken: dict[str, str] = {}
        self._lock = threading.Lock()

    def entries(self, collection: str) -> tuple[Entry, ...]:
        """List the documents of a collection."""
        return self._entries.get(collection, lambda: self._catalogue.entries(collection))

    def document(self, collection: str, document_id: str) -> Document | None:
        """Read a document. Raises `Tampered` when its text no longer has its hash."""
        key = (collection, document_id)
        return self._documents.get(key, lambda: self._catalogue.document(*key))

    def lexicon(self, collection: str) -> Lexicon:
        """Count the words of a collection."""
        return self._lexicons.get(
            collection,
            lambda: build_lexicon(text for _, text in self._catalogue.texts(collection)),
        )

    def languages(self, collection: str) -> Mapping[str, str]:
        """Name the language of each document of a collection that isn't in English."""
        return self._languages.get(
            collection,
            lambda: {
                name: language
                for name, text in self._catalogue.texts(collection)
                if (language := language_of(text))
            },
        )

    def note_broken(self, broken: Mapping[str, str]) -> None:
        """Note what was left out of an answer, by its place, with why."""
        with self._lock:
            self._broken |= broken

    def broken(self) -> tuple[str, ...]:
        """List what was left out, in the order of the places."""
        with self._lock:
            return tuple(self._broken[key] for key in sorted(self._broken))
