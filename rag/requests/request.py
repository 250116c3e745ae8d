"""What was typed, and the documents that it is asked of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from rag.errors import Tampered
from rag.library import Library
from rag.question.document_names import Naming, read_names
from rag.store.catalogue_rows import Entry
from rag.store.chosen_documents import those_in
from rag.types import BlockKind, Document, Query, hash_text

BEGINNING = 3000
"""Characters at a document's start in which the initials stand that it's known by ("USIP")."""
MANY = 100
"""Documents that are read to look for something in each."""
LIKELY = 200
"""Passages with words of the text whose documents are read where there are more."""
LIKELIEST = 24
"""The most of these documents that are read: one, with what its layout says, takes 3 ms."""
FOUND = 50
"""Passages that are looked at for a word of a document's beginning."""


@dataclass(frozen=True)
class Request:
    """A request as typed, over the documents of its scope.

    ``text`` is what each kind is read from: the question in full, slips of the pen mended or not.
    """

    query: Query
    text: str
    library: Library

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The documents that may be asked, in the catalogue's order."""
        scope = self.query.scope
        return those_in(self.library.store.entries(scope.collection), scope)

    @cached_property
    def naming(self) -> Naming:
        """Which of the documents the text names, and in which words."""
        return read_names(self.text, self.entries, self._begins)

    def _begins(self, word: str) -> tuple[str, ...]:
        """Give the documents at whose beginning a word stands, else the only one that has it.

        A number with its letters ("H.R. 1904") may be written with spaces and dots, or without.
        """
        if any(map(str.isdigit, word)):
            parts = map(re.escape, re.findall(r"[A-Za-z]+|\d+", word))
            number = re.compile(rf"(?<!\w){r'[^a-zA-Z0-9]{0,3}'.join(parts)}(?!\w)")
            return tuple(one.id for one in self.likely if number.search(one.text[:BEGINNING]))
        found = self.library.store.matching(word, FOUND, self.query.scope)
        having = [passage for passage, _ in found if word in passage.text]
        first = dict.fromkeys(one.document_id for one in having if one.start < BEGINNING)
        every = dict.fromkeys(one.document_id for one in having)
        return tuple(first or (every if len(every) == 1 else ()))

    def title(self, document_id: str) -> str:
        """Give a document's title, its id where none is known."""
        titles = (entry.source.title for entry in self.entries if entry.id == document_id)
        return next(titles, document_id)

    def document(self, document_id: str) -> Document | None:
        """Read a document; None if it has left the store, or was tampered with."""
        try:
            return self.library.store.document(document_id, self.query.scope.collection)
        except Tampered:
            return None

    def texts(self, documents: Collection[str]) -> Iterator[tuple[str, str]]:
        """Read the id and the text of some documents, without those that were tampered with."""
        hashes = {entry.id: entry.content_hash for entry in self.entries if entry.id in documents}
        for name, text in self.library.store.texts(self.query.scope.collection):
            if name in hashes and hash_text(text) == hashes[name]:
                yield name, text

    @cached_property
    def likely_names(self) -> tuple[str, ...]:
        """The documents of the scope; of more than `MANY` those that have the text's words."""
        names = tuple(entry.id for entry in self.entries)
        if len(names) <= MANY:
            return names
        found = self.library.store.matching(self.text, LIKELY, self.query.scope)
        having = [*dict.fromkeys(passage.document_id for passage, _ in found)][:LIKELIEST]
        return tuple(name for name in names if name in having)

    @cached_property
    def likely(self) -> tuple[Document, ...]:
        """Read the likely documents."""
        return tuple(one for name in self.likely_names if (one := self.document(name)))

    def likely_with(self, *kinds: BlockKind) -> Iterator[Document]:
        """Read the likely documents that have blocks of some kinds; all of them if they are few."""
        if not self.unread:  # they're remembered, and to ask costs more
            return iter(self.likely)
        catalogue, collection = self.library.store.catalogue, self.query.scope.collection
        having = catalogue.with_blocks(collection, self.likely_names, kinds)
        names = (name for name in self.likely_names if name in having)
        return filter(None, map(self.document, names))

    def titles(self, documents: Collection[str]) -> str:
        """Give the titles of some documents, in small letters."""
        named = frozenset(documents)
        return " ".join(one.source.title.lower() for one in self.entries if one.id in named)

    @property
    def unread(self) -> bool:
        """Whether the scope has documents that aren't among the `likely` ones."""
        return len(self.likely_names) < len(self.entries)

    def documents(self) -> Iterator[Document]:
        """Read the documents that the text names, the `likely` ones where it names none."""
        if not self.naming.documents:
            yield from self.likely
        for name in self.naming.documents:
            if document := self.document(name):
                yield document
