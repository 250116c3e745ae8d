"""What an opened corpus loads, and when."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from rag.errors import ModelError
from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.shared_models import Once


def test_what_is_loaded_is_loaded_once_by_whoever_asks_first() -> None:
    loads: list[str] = []
    started = threading.Barrier(4)
    got: list[str] = []

    def load() -> str:
        loads.append("loaded")
        return "model"

    once = Once(load)

    def ask() -> None:
        started.wait()
        got.append(once.get())

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["model"] * 4
    assert loads == ["loaded"]


def test_no_model_waits_for_another(tmp_path: Path) -> None:
    library = Library(load_settings(store=tmp_path))
    loading, go_on = threading.Event(), threading.Event()

    def load() -> Embedder:
        loading.set()
        go_on.wait(10)
        raise ModelError("there is none")

    library._embedder = Once(load)

    def ask() -> None:
        with pytest.raises(ModelError):
            library.embedder  # noqa: B018 - asking for it loads it

    thread = threading.Thread(target=ask)
    thread.start()
    assert loading.wait(10)
    assert library.verifier.name == "bundled"
    assert thread.is_alive()
    go_on.set()
    thread.join()
    library.close()
