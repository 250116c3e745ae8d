"""What readers remember of a store between two changes of it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

from rag.errors import Tampered
from rag.store.catalogue import Catalogue
from rag.store.catalogue_rows import Entry, Text
from rag.store.chosen_documents import those_in
from rag.store.live_search import Contents
from rag.store.word_counts import Lexicons
from rag.text.spelling import Lexicon
from rag.types import Document, Scope

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

DOCUMENTS = 256
COLLECTIONS = 64
CHARACTERS = 100_000_000
"""Of the texts that are remembered: a search meets those of some eighty documents. 100,000 passages
have 30 to 60 million."""


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

    def __init__(self, revision: int, catalogue: Catalogue, lexicons: Lexicons) -> None:
        """Remember nothing yet; all is read from the catalogue when it's asked for."""
        self.revision = revision
        self._catalogue = catalogue
        self._contents = Remembered[str, Contents](COLLECTIONS)
        self._texts = OrderedDict[tuple[str, str], Text | Tampered]()
        self._characters = 0
        self._documents = Remembered[tuple[str, str], Document | None](DOCUMENTS)
        self._lexicons = Remembered[str, tuple[Lexicon, Mapping[str, str]]](COLLECTIONS)
        self._counting = lexicons
        self._broken: dict[str, str] = {}
        self._lock = threading.Lock()

    def entries(self, collection: str) -> tuple[Entry, ...]:
        """List the documents of a collection."""
        return self.contents(collection).entries

    def contents(self, collection: str) -> Contents:
        """List the documents of a collection, by their ids as well."""
        return self._contents.get(
            collection, lambda: Contents.of(self._catalogue.entries(collection))
        )

    def scoped(self, scope: Scope) -> Contents:
        """List the documents of a scope."""
        contents = self.contents(scope.collection)
        return Contents.of(those_in(contents.entries, scope)) if scope.chosen else contents

    def texts(self, collection: str, documents: Sequence[str]) -> dict[str, Text | Tampered]:
        """Read the texts of some documents, without those that aren't there."""
        keys = [(collection, one) for one in documents]
        with self._lock:
            found = {key[1]: self._texts[key] for key in keys if key in self._texts}
            for name in found:
                self._texts.move_to_end((collection, name))
        new = [one for one in documents if one not in found]
        read = dict(self._catalogue.texts_of(collection, new)) if new else {}
        with self._lock:
            for name, text in read.items():
                if (collection, name) not in self._texts:
                    self._texts[collection, name] = text
                    self._characters += _length(text)
            while self._characters > CHARACTERS:
                self._characters -= _length(self._texts.popitem(last=False)[1])
        return found | read

    def document(self, collection: str, document_id: str) -> Document | None:
        """Read a document. Raises `Tampered` when its text no longer has its hash."""
        key = (collection, document_id)
        return self._documents.get(key, lambda: self._catalogue.document(*key))

    def lexicon(self, collection: str) -> Lexicon:
        """Count the words of a collection."""
        return self._words(collection)[0]

    def languages(self, collection: str) -> Mapping[str, str]:
        """Name the language of each document of a collection that isn't in English."""
        return self._words(collection)[1]

    def _words(self, collection: str) -> tuple[Lexicon, Mapping[str, str]]:
        return self._lexicons.get(
            collection, lambda: self._counting.of(collection, self.contents(collection))
        )

    def note_broken(self, broken: Mapping[str, str]) -> None:
        """Note what was left out of an answer, by its place, with why."""
        with self._lock:
            self._broken |= broken

    def broken(self) -> tuple[str, ...]:
        """List what was left out, in the order of the places."""
        with self._lock:
            return tuple(self._broken[key] for key in sorted(self._broken))


def _length(text: Text | Tampered) -> int:
    return len(text.text) if isinstance(text, Text) else 0
