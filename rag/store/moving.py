"""An index moved from a folder to servers, or back: the same ids, texts and vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from rag.errors import StoreError
from rag.store.catalogue import Live
from rag.store.indexes import Made
from rag.store.store import Store
from rag.text.content_words import content_words

DOCUMENTS = 50
"""Written at once."""


def move(
    source: Store, target: Store, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> int:
    """Copy an index into one that is empty, all of it or nothing; give the number of documents.

    Nobody sees any of it until the last step, which is one transaction: broken off before, what
    was written is deleted by the next writer, and it can be begun again. The source stays.
    Raises `StoreError` where the target isn't empty, `StoreLocked` where either is written to.
    """
    with source.writing(), target.writing():
        if target.catalogue.collections():
            raise StoreError(
                f"{target.name} has documents already; move them away, or name another place"
            )
        names = source.catalogue.collections()
        total = sum(source.catalogue.counts(name)[0] for name in names)
        done = 0
        for name in names:
            for some in _batches(source.catalogue.live(name)):
                made = {one.generation: _made(source, name, one) for one in some}
                target.catalogue.announce(tuple(made), name)
                target.indexes.add(name, made)
                _take_words(source, target, [document.text for document, _, _ in made.values()])
                done += len(some)
                progress(done, total)
        target.catalogue.fill(source.catalogue.rows(), source.catalogue.facts())
        if not target.indexes.complete():
            raise StoreError(f"{target.name} hasn't got all passages; run `sanad doctor`")
    return total


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


def _take_words(source: Store, target: Store, texts: Sequence[str]) -> None:
    """Take the vectors of single words along, which would else have to be made again."""
    words = {word.lower() for text in texts for word in content_words(text)}
    known = source.word_vectors.get(sorted(words))
    target.word_vectors.add({word: np.asarray(vector) for word, vector in known.items()})
