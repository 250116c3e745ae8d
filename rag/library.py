"""An opened corpus: its store and its embedder, shared by all who ask."""

from __future__ import annotations

import contextlib
import copy
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from rag.answerability.calibration import Calibration, read_calibration
from rag.errors import StoreEmpty, Tampered
from rag.llm.client import LanguageModel
from rag.llm.providers import load_llm
from rag.models.embedder import Embedder
from rag.models.encoding import Vector
from rag.models.loading import embedder_identity, load_embedder, load_reranker
from rag.models.reranker import Reranker
from rag.settings import Settings
from rag.store.index_identity import index_identity
from rag.store.store import Store
from rag.types import DEFAULT_COLLECTION, Document
from rag.verification.loading import Verifier, load_verifier
from rag.verification.trust import FACT as VERIFIERS

LoadedT = TypeVar("LoadedT")


class Once(Generic[LoadedT]):
    """Something that is loaded when it's first asked for, by one thread, behind a lock of its own.

    None is asked for again: loading nothing costs nothing.
    """

    def __init__(self, load: Callable[[], LoadedT], there: LoadedT | None = None) -> None:
        self._load, self._there = load, there
        self._lock = threading.Lock()

    def get(self) -> LoadedT:
        """Give it, loaded."""
        with self._lock:
            if self._there is None:
                self._there = self._load()
            return self._there


class Library:
    """A store and the models to ask it with. Safe to share between threads."""

    def __init__(
        self,
        settings: Settings,
        *,
        embedder: Embedder | None = None,
        calibration: Calibration | None = None,
        verifier: Verifier | None = None,
        llm: LanguageModel | None = None,
    ) -> None:
        """Open the store that the settings name. The embedder is loaded at first use.

        ``calibration`` takes the place of the store's own.
        """
        self.settings = settings
        self.store = Store(settings.store_folder)
        self._calibration = calibration
        self._embedder = Once(lambda: load_embedder(settings), embedder)
        self._reranker = Once(lambda: load_reranker(settings))
        self._verifier = Once(lambda: load_verifier(settings, self._measured), verifier)
        self._llm = Once[LanguageModel | None](lambda: load_llm(settings), llm)

    @property
    def embedder(self) -> Embedder:
        """The embedding model. Raises `ModelError` when it can't be loaded."""
        return self._embedder.get()

    @property
    def reranker(self) -> Reranker | None:
        """The cross-encoder, if the settings name one. Raises `ModelError` as `embedder` does."""
        return self._reranker.get()

    @property
    def verifier(self) -> Verifier:
        """What statements are checked with. Raises `ModelError` as `embedder` does."""
        return self._verifier.get()

    def _measured(self) -> str | None:
        return self.store.fact(VERIFIERS)

    @property
    def llm(self) -> LanguageModel | None:
        """The language model that writes the answers, if the settings name one.

        Raises `SettingsError` or `ModelError` when it can't be built.
        """
        return self._llm.get()

    def change(self, *, strict: bool | None = None, refuse: bool | None = None) -> None:
        """Change what can be while it's open, from the next question on and for all who ask."""
        given = {"strict": strict, "refuse": refuse}
        changed = {name: value for name, value in given.items() if value is not None}
        self.settings = self.settings.model_copy(update=changed)

    def quoting(self) -> Library:
        """Give the same library without the language model: it answers in the documents' words."""
        other = copy.copy(self)
        vars(other)["_llm"] = Once[LanguageModel | None](lambda: None)
        return other

    def embed_words(self, texts: Sequence[str]) -> Vector:
        """Give the vectors of words and names as rows, those that the store keeps taken from it."""
        embedder = self.embedder
        embedder.remember(self.store.word_vectors.get(embedder.unknown(texts)))
        return embedder.embed_sentences(texts)

    @property
    def calibration(self) -> Calibration:
        """How the store's documents were calibrated with `sanad calibrate`, if they were."""
        return self._calibration or read_calibration(self.store)

    def check(self, collection: str = DEFAULT_COLLECTION) -> None:
        """Raise `StoreEmpty` or `IdentityMismatch` when the store can't be asked."""
        self.store.check_identity(index_identity(embedder_identity(self.settings)))
        if not self.store.entries(collection):
            raise StoreEmpty(
                f"nothing has been ingested into {self.store.path}; run `sanad ingest FOLDER`"
            )

    def documents(self, collection: str = DEFAULT_COLLECTION) -> tuple[Document, ...]:
        """Read all documents of a collection, those left out that were tampered with."""
        found = []
        for entry in self.store.entries(collection):
            with contextlib.suppress(Tampered):  # `ask` and `doctor` report it
                found.append(self.store.document(entry.id, collection))
        return tuple(document for document in found if document is not None)

    def close(self) -> None:
        """Close the store."""
        self.store.close()
