"""Models by the settings that name them, each loaded once for all libraries that share them.

What a model is (its weights, the server that is asked) is shared; what is remembered of texts
isn't: each library gets an embedder and a verifier of its own over the same weights.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from rag.llm.client import LanguageModel
from rag.llm.providers import build_llm, remembering
from rag.models.embedder import Embedder
from rag.models.loading import load_embedder, load_reranker
from rag.models.reranker import Reranker
from rag.settings import Settings
from rag.verification.loading import Verifier, load_weights, verifier_of

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


class SharedModels:
    """The models of all libraries that were given these. Safe to share between threads."""

    def __init__(self) -> None:
        """Load nothing yet."""
        self._loaded: dict[Hashable, Once[Any]] = {}
        self._lock = threading.Lock()

    def embedder(self, settings: Settings) -> Embedder:
        """Give an embedder that remembers no text yet. Raises as `load_embedder` does."""
        key = "embedder", settings.embedder, settings.dtype
        return self._once(key, lambda: load_embedder(settings)).apart()

    def reranker(self, settings: Settings) -> Reranker | None:
        """Give the cross-encoder, which remembers nothing. Raises as `load_reranker` does."""
        return self._once(("reranker", settings.reranker), lambda: load_reranker(settings))

    def verifier(self, settings: Settings, kept: Callable[[], str | None]) -> Verifier:
        """Give a verifier; see `rag.verification.loading.load_verifier`."""
        key = "verifier", settings.verifier, settings.llm_timeout
        return verifier_of(self._once(key, lambda: load_weights(settings)), kept)

    def llm(self, settings: Settings) -> LanguageModel | None:
        """Give the language model, if one is named. Raises as `load_llm` does."""
        name = settings.llm
        if name is None:
            return None
        key = "llm", name, settings.llm_timeout
        model = self._once(key, lambda: build_llm(name, settings.llm_timeout))
        return remembering(model, settings)

    def _once(self, key: Hashable, load: Callable[[], LoadedT]) -> LoadedT:
        with self._lock:
            once: Once[LoadedT] = self._loaded.setdefault(key, Once(load))
        return once.get()
