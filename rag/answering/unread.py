"""What no search can find: files of the folder and pages that couldn't be read."""

from __future__ import annotations

from collections.abc import Iterator

from rag.library import Library
from rag.store.chosen_documents import those_in
from rag.types import Query

NAMED = 3
"""Files or documents that are named; of others it's told how many there are."""


def unread_notes(query: Query, library: Library) -> Iterator[str]:
    """Say what wasn't searched since nobody could read it, where no answer was found.

    The folder's files are told of only where all documents were asked.
    """
    store, scope = library.store, query.scope
    files = () if scope.chosen else store.unread(scope.collection)
    if files:
        count = "1 file" if len(files) == 1 else f"{len(files):,} files"
        was = "wasn’t" if len(files) == 1 else "weren’t"
        yield f"{count} couldn’t be read, and so {was} searched: {_named(files)}."
    entries = those_in(store.entries(scope.collection), scope)
    if images := [one for one in entries if one.unread]:
        pages = sum(one.unread for one in images)
        titles = _named([one.source.title for one in images])
        yield f"Pages that couldn’t be read, and so weren’t searched: {pages:,}, of {titles}."


def _named(names: tuple[str, ...] | list[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:NAMED])
    rest = len(names) - NAMED
    return f"{shown} and {rest:,} more" if rest > 0 else shown
