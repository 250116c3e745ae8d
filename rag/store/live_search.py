"""Searching an index that also holds passages of dead generations: only live ones are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rag.errors import Tampered
from rag.store.catalogue_rows import Entry, Text
from rag.types import Passage, Scope


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


@dataclass(frozen=True, slots=True)
class Contents:
    """The documents that are searched: in the catalogue's order, by their ids, and how long."""

    entries: tuple[Entry, ...]
    by_id: Mapping[str, Entry]
    passages: int

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Contents:
        """Count some documents."""
        by_id = {entry.id: entry for entry in entries}
        return cls(tuple(entries), by_id, sum(entry.passages for entry in entries))


Read = Callable[[Sequence[str]], Mapping[str, Text | Tampered]]
"""Gives the texts of some documents by their ids, without those that aren't there."""


def search_live(
    search: Callable[[int, Sequence[str]], tuple[Found, ...]],
    k: int,
    scope: Scope,
    contents: Contents,
    read: Read,
) -> tuple[tuple[tuple[Passage, float], ...], dict[str, str]]:
    """Give up to ``k`` passages, each with its score, and what had to be left out.

    ``search`` takes how many to find and the ids of the documents to find them in, none for
    all; ``contents`` are those in the scope. What is left out is named by its place, with why.
    Of its place in the layout a passage knows nothing: the document tells.
    """
    if not contents.entries:
        return (), {}
    names = tuple(contents.by_id) if scope.chosen else ()
    all_found = _found_live(search, k, names, contents)
    texts = read(tuple(dict.fromkeys(found.document_id for found in all_found)))
    passages, broken = [], {}
    for found in all_found:
        try:
            passages.append((_passage(found, texts.get(found.document_id)), found.score))
        except Tampered as error:
            broken[f"{found.document_id}:{found.start}"] = str(error)
    return tuple(passages), broken


def _found_live(
    search: Callable[[int, Sequence[str]], tuple[Found, ...]],
    k: int,
    names: Sequence[str],
    contents: Contents,
) -> tuple[Found, ...]:
    """Ask for more until ``k`` live passages are found or there are no more."""
    wanted, live = k, contents.by_id
    while True:
        found = search(wanted, names)
        kept = tuple(
            f for f in found if (e := live.get(f.document_id)) and e.generation == f.generation
        )
        if len(kept) >= min(k, contents.passages) or len(found) < wanted:
            return kept[:k]
        wanted *= 4


def _passage(found: Found, known: Text | Tampered | None) -> Passage:
    """Slice a passage from the canonical text; `Tampered` when what is stored differs."""
    if known is None:
        raise Tampered(f"{found.document_id} is no longer in the catalogue")
    if isinstance(known, Tampered):
        raise known
    text = known.text[found.start : found.end]
    sound = 0 <= found.start < found.end <= len(known.text)
    if not sound or (found.text and text != found.text):
        raise Tampered(
            f"a stored passage of {known.file} isn't what the document says at characters "
            f"{found.start}-{found.end}, so it was left out; run `sanad ingest --rebuild`"
        )
    return Passage(found.document_id, known.content_hash, found.start, found.end, text)
