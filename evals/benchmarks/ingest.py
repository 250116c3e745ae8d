"""Times a whole ingest beside what it can't do without, and beside LlamaIndex's.

    python -m evals.benchmarks.ingest FOLDER [--passages N] [--rounds N] [--dtype bfloat16]

``FOLDER`` is a BEIR folder. The same texts go through the same loaded model three ways,
one after the other, so that a busy machine slows all of them: sentence-transformers'
own ``encode``, which only gives vectors; Sanad's ingest into a new store, with all that
the search needs; and LlamaIndex's ``VectorStoreIndex.from_documents``, into Chroma
where its adapter is installed and else into memory. Nothing is asserted: timings are
for reading.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from evals.suites.retrieval import FILE, load_corpus
from evals.suites.rows import read_jsonl
from rag.errors import ModelError
from rag.library import Library
from rag.models.embedder import Embedder
from rag.models.encoding import transformer_of
from rag.models.loading import load_embedder, load_llama_index
from rag.settings import load_settings

if TYPE_CHECKING:
    from llama_index.core.embeddings import BaseEmbedding

ADAPTER = "llama_index.vector_stores.chroma"
BATCH = 32
WARM_UP = 256


def main() -> None:
    """Time all three, as often as wanted, and print the medians and their ratios."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.ingest", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, help="take only so many, every n-th")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--dtype", choices=("auto", "float32", "bfloat16"), default="auto")
    options = parser.parse_args()
    texts = [str(row["text"]) for row in read_jsonl(options.folder / FILE, "text")]
    step = max(1, len(texts) // (options.passages or len(texts)))
    texts = [text for text in texts[::step] if text.strip()]
    embedder = load_embedder(load_settings(dtype=options.dtype))
    times = measure(texts, embedder, options.rounds)
    click.echo(f"{len(texts):,} passages, {embedder.identity.dtype}")
    for name, seconds in times.items():
        click.echo(f"{name:48} {seconds:7.1f} s, {len(texts) / seconds:6.1f} passages a second")
    bare, ours, theirs = times.values()
    click.echo(
        f"the ingest reaches {bare / ours:.2f} of encode's rate, {theirs / ours:.2f} of theirs"
    )


def measure(texts: Sequence[str], embedder: Embedder, rounds: int) -> dict[str, float]:
    """Give the median seconds of encode, of Sanad's ingest, and of LlamaIndex's, in that order."""
    theirs = load_llama_index(load_settings(dtype=embedder.identity.dtype))
    model = transformer_of(theirs)
    if model is None:
        raise ModelError("only a sentence-transformers model can be timed; unset SANAD_EMBEDDER")
    store = "Chroma" if _adapter() else "in memory"
    ways: dict[str, Callable[[], object]] = {
        "SentenceTransformer.encode": lambda: model.encode(texts, batch_size=BATCH),
        "Sanad's whole ingest": lambda: _ingest(texts, embedder),
        f"LlamaIndex's VectorStoreIndex ({store})": lambda: _index(texts, theirs),
    }
    model.encode(texts[:WARM_UP], batch_size=BATCH)
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, work in ways.items():
            started = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - started)
    return {name: float(np.median(taken)) for name, taken in times.items()}


def _ingest(texts: Sequence[str], embedder: Embedder) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = [json.dumps({"_id": str(i), "text": text}) for i, text in enumerate(texts)]
        (Path(folder) / FILE).write_text("\n".join(rows), "utf-8")
        settings = load_settings(store=Path(folder) / "store", dtype=embedder.identity.dtype)
        library = Library(settings, embedder=embedder)
        load_corpus(Path(folder), library, lambda _done, _total: None)
        library.close()


def _index(texts: Sequence[str], model: BaseEmbedding) -> None:
    """Index as LlamaIndex's guide does, each text a node as it stands, as it is for us."""
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.core.schema import BaseNode, TextNode, TransformComponent

    class AsItStands(TransformComponent):
        def __call__(self, nodes: Sequence[BaseNode], **_: Any) -> list[BaseNode]:
            return [TextNode(text=node.get_content()) for node in nodes]

    with tempfile.TemporaryDirectory() as folder:
        client: Any = None
        storage = StorageContext.from_defaults()
        if _adapter():
            import chromadb

            client = chromadb.PersistentClient(folder)
            vectors = import_module(ADAPTER).ChromaVectorStore(
                chroma_collection=client.create_collection("bench")
            )
            storage = StorageContext.from_defaults(vector_store=vectors)
        VectorStoreIndex.from_documents(
            [Document(text=text) for text in texts],
            storage_context=storage,
            embed_model=model,
            transformations=[AsItStands()],
        )
        if client is not None:
            client.close()


def _adapter() -> bool:
    try:
        return find_spec(ADAPTER) is not None
    except ModuleNotFoundError:  # find_spec imports the folders above, which aren't there
        return False


if __name__ == "__main__":
    main()
