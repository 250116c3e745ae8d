"""Searching an index that also holds passages of dead generations: only live ones are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rag.errors import Tampered
from rag.store.catalogue_rows import Entry
from rag.types import Document, Passage, Scope

SPARE = 20
"""Passages asked for beyond ``k``, since some may belong to a dead generation."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that an index found.

    ``score`` is its cosine, from -1 to 1, or its BM25, which has no unit and no upper bound;
    ``text`` is what the index itself holds of it, empty where it holds none.
    """

    document_id: str
    generation: str
    start: int
    end: int
    score: float = 0.0
    text: str = ""


def search_live(
    search: Callable[[int, Sequence[str]], tuple[Found, ...]],
    k: int,
    scope: Scope,
    entries: Sequence[Entry],
    read: Callable[[str], Document | None],
) -> tuple[tuple[tuple[Passage, float], ...], dict[str, str]]:
    """Give up to ``k`` passages, each with its score, and what had to be left out.

    ``search`` takes how many to find and the ids of the documents to find them in, none for
    all; ``entries`` are those in the scope, ``read`` gives the text of one. What is left out
    is named by its place, with why.
    """
    if not entries:
        return (), {}
    live = {entry.id: entry.generation for entry in entries}
    names = tuple(live) if scope.chosen else ()
    total = sum(entry.passages for entry in entries)
    passages, broken = [], {}
    for found in _found_live(search, k, names, live, total):
        try:
            passages.append((_passage(found, read(found.document_id)), found.score))
        except Tampered as error:
            broken[f"{found.document_id}:{found.start}"] = str(error)
    return tuple(passages), broken


def _found_live(
    search: Callable[[int, Sequence[str]], tuple[Found, ...]],
    k: int,
    names: Sequence[str],
    live: Mapping[str, str],
    total: int,
) -> tuple[Found, ...]:
    """Ask for more until ``k`` live passages are found or there are no more."""
    wanted = k + SPARE
    while True:
        found = search(wanted, names)
        kept = tuple(f for f in found if live.get(f.document_id) == f.generation)
        if len(kept) >= min(k, total) or len(found) < wanted:
            return kept[:k]
        wanted *= 4


def _passage(found: Found, document: Document | None) -> Passage:
    """Slice a passage from the canonical text; `Tampered` when what is stored differs."""
    if document is None:
        raise Tampered(f"{found.document_id} is no longer in the catalogue")
    passage = document.passage(found.start, found.end)
    sound = 0 <= found.start < found.end <= len(document.text)
    if not sound or (found.text and passage.text != found.text):
        raise Tampered(
            f"a stored passage of {document.file} isn't what the document says at characters "
            f"{found.start}-{found.end}, so it was left out; run `sanad ingest --rebuild`"
        )
    return passage
