"""Times search, answer and the check of a sentence on a BEIR folder, beside what they rest on.

    python -m evals.benchmarks.answer FOLDER [--questions N] [--dtype bfloat16]

Ratios are of medians taken in one run, question by question, so that a busy machine
slows both sides. Nothing here is asserted: timings are for reading.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import click
import numpy as np

from evals.suites.retrieval import load_corpus
from evals.suites.rows import read_jsonl
from rag.answering.steps import asked, search
from rag.ask import ask
from rag.library import Library
from rag.retrieve.hybrid import DEPTH
from rag.settings import load_settings
from rag.types import Hit, Query

K = 10
WARM_UP = 20
CHECKED = 5


def main() -> None:
    """Index the folder if that wasn't done before, then ask its questions and print times."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.answer", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--dtype", choices=("float32", "bfloat16"), default="float32")
    options = parser.parse_args()
    store = Path(".sanad") / f"bench-{options.folder.name}-{options.dtype}"
    settings = load_settings(corpus=options.folder, store=store, dtype=options.dtype)
    library = Library(settings)
    load_corpus(options.folder, library, lambda _done, _total: None)
    rows = [str(row["text"]) for row in read_jsonl(options.folder / "queries.jsonl", "text")]
    step = max(1, len(rows) // (options.questions + WARM_UP))
    questions = rows[::step][: options.questions + WARM_UP]
    times = measure(questions, library)
    passages = sum(entry.passages for entry in library.store.entries())
    click.echo(f"{passages:,} passages, {len(times)} questions, {options.dtype}")
    names = (
        "embedding the question",
        "Chroma's own query",
        "retrieval",
        "whole answer",
        f"check of {CHECKED} passages",
    )
    for name, column in zip(names, np.array(times).T * 1000, strict=True):
        click.echo(
            f"{name:24} median {np.median(column):6.1f} ms, "
            f"95th percentile {np.percentile(column, 95):6.1f} ms"
        )
    embed, chroma, retrieval, *_ = np.median(np.array(times), axis=0)
    click.echo(f"retrieval is {retrieval / (embed + chroma):.2f} times embedding + Chroma's query")


def measure(questions: Sequence[str], library: Library) -> list[tuple[float, ...]]:
    """Give the seconds of each part for each question, the first `WARM_UP` left out."""
    embedder, store = library.embedder, library.store
    times = []
    for question in questions:
        embedding = embedder.embed_question(question)
        # The embedder remembers questions as they are written: a blank more makes a new one.
        parts: tuple[Callable[[], object], ...] = (
            partial(embedder.embed_question, question),
            partial(store.vectors.query, "default", embedding, DEPTH),
            partial(_search, f"{question} ", library),
            partial(ask, Query(question), library),
        )
        seconds = [_seconds(part) for part in parts]
        passages = [hit.passage for hit in _search(question, library)[:CHECKED]]
        seconds.append(_seconds(partial(library.verifier.check, question, passages)))
        times.append(tuple(seconds))
    return times[WARM_UP:]


def _search(question: str, library: Library) -> tuple[Hit, ...]:
    return search(asked(Query(question), library), library, K)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
