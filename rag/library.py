"""An opened corpus: its store and its embedder, shared by all who ask."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Sequence

from rag.answerability.calibration import Calibration, read_calibration
from rag.errors import StoreEmpty, Tampered
from rag.llm.client import LanguageModel
from rag.models.embedder import Embedder
from rag.models.encoding import Vector
from rag.models.loading import embedder_identity
from rag.models.reranker import Reranker
from rag.settings import Settings
from rag.shared_models import Once, SharedModels
from rag.store.index_identity import index_identity
from rag.store.store import Store
from rag.types import DEFAULT_COLLECTION, Document
from rag.verification.loading import Verifier
from rag.verification.trust import FACT as VERIFIERS


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
        models: SharedModels | None = None,
    ) -> None:
        """Open the store that the settings name. The embedder is loaded at first use.

        ``calibration`` takes the place of the store's own; ``models`` are those of other libraries
        that are open beside it.
        """
        models = models or SharedModels()
        self.settings = settings
        self.store = Store(settings.store_folder, settings.servers)
        self._calibration = calibration
        self._embedder = Once(lambda: models.embedder(settings), embedder)
        self._reranker = Once(lambda: models.reranker(settings))
        self._verifier = Once(lambda: models.verifier(settings, self._measured), verifier)
        self._llm = Once[LanguageModel | None](lambda: models.llm(settings), llm)

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
                f"nothing has been ingested into {self.store.name}; run `sanad ingest FOLDER`"
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
