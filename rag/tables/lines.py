"""The rows of chosen documents, read one document after the other and given as they are found.

A row is given only where its words and marks stand in the text that its document has now; what
can't be read (another language, a text that was tampered with) is named and stops nothing.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from rag.citations.from_evidence import cite
from rag.citations.integrity import problem_with
from rag.errors import Tampered
from rag.library import Library
from rag.store.catalogue_rows import Entry
from rag.store.chosen_documents import in_scope, resolved
from rag.tables.row import Column, Mark, Row, Table
from rag.text.languages import written_in
from rag.types import Citation, Document, Evidence, Query, Scope, Span

_log = logging.getLogger(__name__)
MOST_KEPT = 50_000
"""Rows that are remembered of documents as they are now: some 80 MB."""
MOST_DOCUMENTS = 2_000
"""Documents whose rows are remembered, each for one table."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row beside its document: ``cells`` are the words of each column, in the table's order."""

    row: Row
    document: Document = field(repr=False, compare=False)
    cells: tuple[str, ...]

    @property
    def words(self) -> str:
        """The row's own words, exactly."""
        return text_of(self.document, self.row.span)


@dataclass(frozen=True, slots=True)
class Read:
    """A document that was looked through, and how many rows it has."""

    document_id: str
    file: str
    title: str
    rows: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A document that gives no rows, and why."""

    document_id: str
    file: str
    title: str
    reason: str


Step = Line | Read | Skipped


def steps(table: Table, scope: Scope, library: Library) -> Iterator[Step]:
    """Read the documents of a scope in turn: each one's rows as they are found, then it itself.

    Raises `QueryError` where the scope names what isn't there.
    """
    for entry in chosen(scope, library):
        yield from _of_document(table, entry, scope.collection, library)


def chosen(scope: Scope, library: Library) -> tuple[Entry, ...]:
    """Give the documents of a scope, in the order in which it names them, if it does."""
    entries = library.store.entries(scope.collection)
    wanted = resolved(scope, entries)
    found = [entry for entry in entries if in_scope(entry, wanted)]
    at = {name: place for place, name in enumerate(wanted.documents)}
    if at:
        found.sort(key=lambda one: min(at.get(one.id, len(at)), at.get(one.file, len(at))))
    return tuple(found)


def _of_document(table: Table, entry: Entry, collection: str, library: Library) -> Iterator[Step]:
    about = entry.id, entry.file, entry.source.title
    try:
        document = library.store.document(entry.id, collection)
    except Tampered as error:
        yield Skipped(*about, str(error))
        return
    if document is None:
        yield Skipped(*about, "it has left the index meanwhile")
        return
    if language := written_in(document.text):
        yield Skipped(*about, f"it seems to be in {language}; tables are made of English alone")
        return
    rows = 0
    try:
        for row in _KEPT.rows(table, document):
            if stands(row, document):
                rows += 1
                yield Line(row, document, cells_of(row, document, table.columns))
    except Exception:  # noqa: BLE001 - a fault of ours in one document must not stop the others
        _KEPT.forget(table, document)
        _log.exception("the table %s of %s could not be made", table.name, entry.file)
        yield Skipped(*about, f"by a fault of Sanad it was looked through only to row {rows:,}")
        return
    yield Read(*about, rows)


def stands(row: Row, document: Document) -> bool:
    """Say whether a row and its marks are words of a document, each where it says to be."""
    if row.document_id != document.id or not _words_at(row.span, document):
        return False
    return all(
        _words_at(mark.span, document) and (mark.where != "here" or _within(mark, row))
        for mark in row.marks
    )


def _words_at(span: Span, document: Document) -> bool:
    inside = 0 <= span.start < span.end <= len(document.text)
    return inside and not text_of(document, span).isspace()


def _within(mark: Mark, row: Row) -> bool:
    return row.span.start <= mark.span.start and mark.span.end <= row.span.end


def text_of(document: Document, span: Span) -> str:
    """Cut some characters out of a document."""
    return document.text[span.start : span.end]


def cells_of(row: Row, document: Document, columns: Iterable[Column]) -> tuple[str, ...]:
    """Give what stands in each column, on one line; what fills one in several places, in turn."""
    return tuple(
        "; ".join(" ".join(text_of(document, one.span).split()) for one in row.marked(column.name))
        if column.marked
        else row.facts.get(column.name, "")
        for column in columns
    )


def cited(line: Line, library: Library, key: str = "1") -> Citation | None:
    """Cite a row: its words are cut from its document again, and compared. None if they differ."""
    document, store = line.document, library.store
    query = Query("", Scope(document.collection))
    found = cite(Evidence.of(document, line.row.span), key, query, store)
    if found is None or found.quote != line.words:
        return None
    return None if problem_with(found, store, document.collection) else found


class _Found:
    """The rows of a document as far as anybody has looked; who looks further goes on from there."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self.rows: list[Row] = []
        self._further, self._lock, self._done = rows, threading.Lock(), False

    def __iter__(self) -> Iterator[Row]:
        for number in count():
            if number >= len(self.rows) and not self._reaches(number):
                return
            yield self.rows[number]

    def _reaches(self, number: int) -> bool:
        with self._lock:
            while number >= len(self.rows) and not self._done:
                row = next(self._further, None)
                if row is None:
                    self._done = True
                else:
                    self.rows.append(row)
            return number < len(self.rows)


class _Kept:
    """The rows of documents that were looked through, those that were asked for last."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple[str, ...], _Found] = OrderedDict()
        self._lock = threading.Lock()

    def rows(self, table: Table, document: Document) -> _Found:
        """Give a document's rows, found while one asks for them if they aren't known."""
        key = _key(table, document)
        with self._lock:
            found = self._found.get(key)
            if found is None:
                self._make_room()
                found = self._found[key] = _Found(table.rows(document))
            self._found.move_to_end(key)
            return found

    def forget(self, table: Table, document: Document) -> None:
        """Forget rows that couldn't be found to the end."""
        with self._lock:
            self._found.pop(_key(table, document), None)

    def _make_room(self) -> None:
        held = sum(len(one.rows) for one in self._found.values())
        while self._found and (held > MOST_KEPT or len(self._found) >= MOST_DOCUMENTS):
            held -= len(self._found.popitem(last=False)[1].rows)


def _key(table: Table, document: Document) -> tuple[str, ...]:
    """Tell documents apart, and what was read of the same text in another way."""
    layout = f"{len(document.blocks)} {len(document.sentences)}"
    whose = document.kept_in, document.collection, document.id
    return (table.name, *whose, document.content_hash, layout)


_KEPT = _Kept()
