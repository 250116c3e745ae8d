"""Which documents are said to be versions of each other."""

from __future__ import annotations

from collections.abc import Sequence

from rag.store.catalogue_rows import Entry


def proposals(entries: Sequence[Entry]) -> tuple[tuple[Entry, Entry], ...]:
    """Give the pairs of an old version and the one that supersedes it, by ``supersedes``."""
    known = {entry.source.id: entry for entry in entries}
    return tuple(
        (known[name], entry)
        for entry in entries
        for name in entry.source.supersedes
        if name in known and known[name].id != entry.id
    )
