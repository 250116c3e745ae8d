"""What a worker on Ray is asked to do. Knows nothing of Ray itself (`ingest.ray_workers` does).

A file is read by a bounded process of the worker's own, so that a bad one doesn't end it.
Each worker loads the model once.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from queue import SimpleQueue

from ingest.load import ocr_available
from ingest.reader import Reader
from rag.errors import WorkersError
from rag.models.embedder import Embedder
from rag.models.loading import embedder_identity, load_embedder, resolved_dtype
from rag.settings import Settings
from rag.store.index_identity import differing, index_identity
from rag.store.passage_vectors import Key, PassageParts, embed_passages
from rag.store.word_vector_cache import Vector
from rag.types import Document

TELL_S = 0.5
"""Between two reports of the pages that are read."""

Page = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Setup:
    """What must be the same wherever files are read and embedded for one index."""

    embedder: str
    dtype: str
    sanad: str
    identity: str
    ocr: bool

    @classmethod
    def here(cls, settings: Settings) -> Setup:
        """Say how it is on this machine."""
        return cls(
            settings.embedder,
            resolved_dtype(settings),
            version("sanad"),
            index_identity(embedder_identity(settings)),
            ocr_available(),
        )

    @property
    def settings(self) -> Settings:
        """What the models are loaded by, whatever is set where this runs."""
        return Settings.model_construct(embedder=self.embedder, dtype=self.dtype)


def read(wanted: Setup, path: str, file: str) -> Iterator[Page | Document]:
    """Read a file; give now and then how many pages of how many are read, then the document.

    Raises `LoadError` as `Reader.read` does, `WorkersError` where this machine can't tell.
    """
    _check(wanted)
    if not Path(path).exists():
        raise WorkersError(
            f"{socket.gethostname()} doesn't see {path}; every machine of the cluster must have "
            "the documents under the same path"
        )
    pages: SimpleQueue[Page | None] = SimpleQueue()
    with ThreadPoolExecutor(1, "read") as reading:
        made = reading.submit(
            _reader().read, Path(path), file, lambda done, total: pages.put((done, total))
        )
        made.add_done_callback(lambda _: pages.put(None))
        told = time.monotonic()
        while (page := pages.get()) is not None:
            if time.monotonic() - told >= TELL_S:
                told = time.monotonic()
                yield page
        yield made.result()


def embed(wanted: Setup, passages: Sequence[Key]) -> dict[Key, PassageParts]:
    """Run passages through the model."""
    return embed_passages(passages, _model(wanted))


def vectors(wanted: Setup, texts: Sequence[str]) -> list[Vector]:
    """Give the vector of each text."""
    return _model(wanted).vectors(texts)


@cache
def _reader() -> Reader:
    return Reader()


@cache
def _model(wanted: Setup) -> Embedder:
    _check(wanted)
    return load_embedder(wanted.settings)


@cache
def _check(wanted: Setup) -> None:
    """Raise `WorkersError` where this machine would read or embed otherwise."""
    here = Setup.here(wanted.settings)
    if here == wanted:
        return
    if here.sanad != wanted.sanad:
        problem = f"has Sanad {here.sanad} instead of {wanted.sanad}"
    elif here.ocr != wanted.ocr:
        problem = f"has {'' if here.ocr else 'no '}Tesseract, other than the one that asks it"
    else:
        problem = f"has another model or version ({differing(here.identity, wanted.identity)})"
    raise WorkersError(
        f"{socket.gethostname()} {problem}; install the same on all machines of the cluster"
    )
