"""How the index bears a large folder: memory, one changed document, a run that finds nothing new.

    python -m evals.benchmarks.store [--documents 1000] [--passages 100]

Everything is as in an ingest but the vectors, which are SYNTHETIC: random numbers of the
model's size, so that a hundred thousand passages take minutes. The real model is loaded
too, and embeds one text, so that the memory counts it.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from ingest.sync import Report, sync
from rag.models.embedder import Embedder, EmbedderIdentity
from rag.models.encoding import Encoded
from rag.models.loading import load_embedder
from rag.settings import load_settings
from rag.store.store import Store

DIMENSIONS = 384
CHARACTERS_A_PIECE = 4
TIMES = 5
POOL = np.random.default_rng(0).standard_normal((256, DIMENSIONS), np.float32)
WORDS = (
    "levy well board district valley dam register clause house report year rupee pump river "
    "council member law section duty fund notice court appeal budget audit water land owner"
).split()


class Synthetic(Embedder):
    """Gives each text random unit vectors, the same for the same text."""

    def encode_batches(self, texts: Sequence[str]) -> Iterator[dict[int, Encoded]]:
        """Make what the model would make of each text, in its shape."""
        for number, text in enumerate(texts):
            yield {number: _random(text)}

    def vectors(
        self, texts: Sequence[str], progress: Callable[[int], None] = lambda _done: None
    ) -> list[NDArray[np.float32]]:
        """Make a vector of each text."""
        made = [_random(text).vector for text in texts]
        progress(len(made))
        return made


def main() -> None:
    """Build a folder and its index, and print what it took."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.store", description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--passages", type=int, default=100)
    options = parser.parse_args()
    settings = load_settings()
    model = load_embedder(settings)
    model.embed_question("loaded, for the memory")
    embedder = Synthetic(model.model, EmbedderIdentity("synthetic", "0", "float32"))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "corpus"
        folder.mkdir()
        for number in range(options.documents):
            _write(folder, number, options.passages, version=1)
        store = Store(Path(made) / "store")
        started = time.perf_counter()
        _sync(folder, store, embedder)
        took = time.perf_counter() - started
        passages = sum(entry.passages for entry in store.entries())
        click.echo(
            f"{options.documents:,} files, {passages:,} passages, SYNTHETIC vectors: "
            f"{took:.0f} s, {passages / took:,.0f} passages a second"
        )
        _print_memory()
        _print("unchanged run", [_timed(folder, store, embedder) for _ in range(TIMES)])
        changes = []
        for version in range(2, 2 + TIMES):
            _write(folder, options.documents // 2, options.passages, version)
            changes.append(_timed(folder, store, embedder))
        _print("one document changed, the whole run", changes)
        store.close()


def _print_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000_000
    reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1_000_000
    click.echo(f"memory at most {most:.2f} GB (and {reader:.2f} GB in the reading process)")


def _timed(folder: Path, store: Store, embedder: Embedder) -> float:
    started = time.perf_counter()
    _sync(folder, store, embedder)
    return time.perf_counter() - started


def _sync(folder: Path, store: Store, embedder: Embedder) -> Report:
    return sync(folder, store, embedder.identity, lambda: embedder)


def _print(what: str, seconds: Sequence[float]) -> None:
    click.echo(f"{what}: median {np.median(seconds):.2f} s, longest {max(seconds):.2f} s")


def _write(folder: Path, number: int, passages: int, version: int) -> None:
    """Write a text file of so many paragraphs, each one passage long."""
    numbers = np.random.default_rng([number, version])
    paragraphs = []
    for n in range(passages):
        words = numbers.choice(WORDS, 100)
        sentences = [" ".join(words[i : i + 20]).capitalize() + "." for i in range(0, 100, 20)]
        paragraphs.append(f"Clause {n} of law {number}. {' '.join(sentences)}")
    (folder / f"law-{number:04}.txt").write_text("\n\n".join(paragraphs))


def _random(text: str) -> Encoded:
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    numbers = np.random.default_rng(seed)
    starts = np.arange(0, max(len(text) - 1, 1), CHARACTERS_A_PIECE, dtype=np.int32)
    spans = np.stack([starts, starts + 1], axis=1)
    # Numbers for every piece of every text would take most of the time.
    pieces = np.resize(POOL, (len(starts), DIMENSIONS))
    return Encoded(_unit(numbers.standard_normal(DIMENSIONS, np.float32)), pieces, spans)


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return vector / np.float32(np.linalg.norm(vector))


if __name__ == "__main__":
    main()
