"""An index moved from a folder to servers, or back: the same ids, texts and vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from rag.errors import StoreError, StoreUnreachable
from rag.files import hash_of
from rag.store.catalogue import Live
from rag.store.indexes import Made
from rag.store.store import Store
from rag.store.word_vector_cache import compared_words
from rag.types import Document

DOCUMENTS = 50
"""Written at once."""


class Moved(NamedTuple):
    """How many documents were moved, and which of their files weren't where they are looked for."""

    documents: int
    without_file: tuple[str, ...]


def move(
    source: Store,
    target: Store,
    corpus: Path,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Moved:
    """Copy an index into one that is empty, all of it or nothing.

    The documents' own files go with it: from the folder ``corpus`` to servers; from there into the
    folder, where they aren't in it. A file of the same name is left as it is.

    Nobody sees any of the index until the last step, which is one transaction: broken off before,
    what was written is deleted by the next writer, and it can be begun again. The source stays.
    Raises `StoreError` where the target isn't empty, `StoreLocked` where either is written to.
    """
    with source.writing(), target.writing():
        if target.catalogue.collections():
            raise StoreError(
                f"{target.name} has documents already; move them away, or name another place"
            )
        names = source.catalogue.collections()
        total = sum(source.catalogue.counts(name)[0] for name in names)
        done, lost = 0, list[str]()
        for name in names:
            for some in _batches(source.catalogue.live(name)):
                made = {one.generation: _made(source, name, one) for one in some}
                target.catalogue.announce(tuple(made), name)
                target.indexes.add(name, made)
                documents = [document for document, _, _ in made.values()]
                lost += [
                    one.file for one in documents if not _take_file(source, target, corpus, one)
                ]
                _take_words(source, target, [document.text for document in documents])
                done += len(some)
                progress(done, total)
        target.catalogue.fill(source.catalogue.rows(), source.catalogue.facts())
        if not target.indexes.complete():
            raise StoreError(f"{target.name} hasn't got all passages; run `sanad doctor`")
    return Moved(total, tuple(lost))


def _batches(live: Sequence[Live]) -> Iterator[Sequence[Live]]:
    for first in range(0, len(live), DOCUMENTS):
        yield live[first : first + DOCUMENTS]


def _made(source: Store, collection: str, one: Live) -> Made:
    document = source.catalogue.document(collection, one.id)
    if document is None:
        raise StoreError(f"{one.id} left the index while it was moved; run this again")
    parts = source.parts.read(one.generation)
    places = zip(parts.starts.tolist(), parts.ends.tolist(), strict=True)
    return document, [document.passage(*place) for place in places], parts


def _take_file(source: Store, target: Store, corpus: Path, document: Document) -> bool:
    """Take a document's own file along; say whether it's there now."""
    path, raw_hash = corpus / document.file, document.raw_hash
    if target.originals:
        return target.originals.keep(path, raw_hash)
    if path.exists() or source.originals is None:
        return path.is_file() and hash_of(path) == raw_hash
    if not path.resolve().is_relative_to(corpus.resolve()):
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        source.originals.write(raw_hash, path)
    except StoreUnreachable:
        raise
    except (OSError, StoreError):
        return False
    return True


def _take_words(source: Store, target: Store, texts: Sequence[str]) -> None:
    """Take the vectors of single words along, which would else have to be made again."""
    known = source.word_vectors.get(sorted(compared_words(texts)))
    target.word_vectors.add({word: np.asarray(vector) for word, vector in known.items()})
