"""What is measured of a store: start, memory, search, answers, recall, one more document.

Search is timed beside what it rests on, question by question, so that a busy machine slows both:
embedding the question, and a query of Chroma's own client for as many passages as our search has
it put forward. Which of the two comes first changes from question to question. Answers are to
questions that weren't searched for before.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import chromadb
import numpy as np
from chromadb.config import Settings

from rag.answering.steps import asked, search
from rag.ask import ask, make_ready
from rag.library import Library
from rag.retrieve.hybrid import DEPTH, retrieve
from rag.store.chroma_index import chroma_name
from rag.store.live_search import Contents, Found
from rag.store.store import Store
from rag.types import DEFAULT_COLLECTION, Passage, Query, Scope

WARM_UP = 40
K = 10


@dataclass(frozen=True, slots=True)
class Measured:
    """Times are in milliseconds, (median, 95th percentile), or in seconds where the name says so.

    ``recall`` is that of the 50 passages that a search gives, against those that it gives where
    the nearest are found by comparing all; ``nearest`` that of the nearest alone. ``cpu`` has the
    processor's times of the last three, which other work on the machine moves less.
    """

    passages: int
    documents: int
    first_answer_s: float
    second_answer_s: float
    memory_first_mb: int
    memory_mb: int
    disk_mb: dict[str, int]
    embed: tuple[float, float]
    chroma: tuple[float, float]
    embed_and_chroma: tuple[float, float]
    retrieval: tuple[float, float]
    answer: tuple[float, float]
    cpu: dict[str, tuple[float, float]]
    recall: float
    nearest: float
    commit_s: tuple[float, ...]
    after_commit_s: tuple[float, ...]


def measure(opened: Callable[[], Library], questions: Sequence[str], exact: int = 30) -> Measured:
    """Open a store and measure it. A document is replaced by itself, twice."""
    started = time.perf_counter()
    library = opened()
    make_ready(library)
    first = time.perf_counter() - started
    second = _seconds(partial(ask, Query(questions[-1]), library))
    memory = memory_mb()
    half = len(questions) // 2
    searched, of_chroma = _searches(questions[:half], library)
    answered = [_timed(partial(ask, Query(one), library)) for one in questions[half:-1]]
    grown = memory_mb() - of_chroma
    columns = [_middle(column) for column in np.array(searched).T]
    answers = [_middle(column) for column in np.array(answered).T]
    recall, nearest = _recall(questions[:exact], library)
    commits = [_commit(library, questions[n]) for n in range(2)]
    entries = library.store.entries()
    made = Measured(
        passages=sum(entry.passages for entry in entries),
        documents=len(entries),
        first_answer_s=round(first, 2),
        second_answer_s=round(second, 2),
        memory_first_mb=memory,
        memory_mb=grown,
        disk_mb=_disk_mb(library.store.path),
        embed=columns[0],
        chroma=columns[1],
        embed_and_chroma=columns[2],
        retrieval=columns[3],
        answer=answers[0],
        cpu={"embed_and_chroma": columns[4], "retrieval": columns[5], "answer": answers[1]},
        recall=recall,
        nearest=nearest,
        commit_s=tuple(one for one, _ in commits),
        after_commit_s=tuple(one for _, one in commits),
    )
    library.close()
    return made


def _searches(
    questions: Sequence[str], library: Library
) -> tuple[Sequence[tuple[float, ...]], int]:
    """Give the times of each search, and the megabytes that Chroma's own client takes for it."""
    store, embedder, before = library.store, library.embedder, memory_mb()
    client = chromadb.PersistentClient(
        str(store.vectors.path), settings=Settings(anonymized_telemetry=False)
    )
    chroma = client.get_collection(chroma_name(DEFAULT_COLLECTION), embedding_function=None)
    _query(chroma, embedder.embed_question(questions[0]))
    times, taken = [], memory_mb() - before
    for number, question in enumerate(questions):
        embedding = embedder.embed_question(question)
        embed = partial(embedder.embed_question, question)
        query = partial(_query, chroma, embedding)
        # The embedder remembers questions as they are written: a blank more makes a new one.
        ours = partial(_search, f"{question} ", library)
        parts = (embed, query, ours)
        order = parts if number % 2 else (ours, embed, query)
        took = {part: np.array(_timed(part)) for part in order}
        both, own = took[embed] + took[query], took[ours]
        times.append((took[embed][0], took[query][0], both[0], own[0], both[1], own[1]))
    return times[WARM_UP:], taken


def _query(chroma: chromadb.Collection, embedding: Sequence[float]) -> object:
    wanted = ["documents", "metadatas", "distances"]
    return chroma.query(query_embeddings=[embedding], n_results=DEPTH, include=wanted)  # type: ignore[arg-type]


def _search(question: str, library: Library) -> object:
    return search(asked(Query(question), library), library, K)


class _Exact(Store):
    """A store that compares every passage, with the files of one that is open."""

    def __init__(self, store: Store) -> None:
        vars(self).update(vars(store))

    def nearest(
        self, embedding: Sequence[float], k: int, scope: Scope
    ) -> tuple[tuple[Passage, float], ...]:
        contents = Contents.of(self.entries(scope.collection))

        def compare(n: int, _documents: Sequence[str]) -> tuple[Found, ...]:
            return self.indexes.nearest_of_all(embedding, n, contents)

        return self._search(compare, k, scope)


def _recall(questions: Sequence[str], library: Library) -> tuple[float, float]:
    """Compare with a search that has the nearest found by comparing all."""
    exact, scope = _Exact(library.store), Scope()
    both = []
    for question in questions:
        read = asked(Query(question), library)
        vector = read.encoded.vector.tolist()
        stores = (exact, library.store)
        lists = [
            {hit.passage.id for hit in retrieve(read, one, library.embedder, DEPTH)}
            for one in stores
        ]
        near = [{passage.id for passage, _ in one.nearest(vector, DEPTH, scope)} for one in stores]
        both.append([len(a & b) / max(len(a), 1) for a, b in (lists, near)])
    means = np.mean(both, axis=0) if both else (float("nan"),) * 2
    return round(float(means[0]), 4), round(float(means[1]), 4)


def _commit(library: Library, question: str) -> tuple[float, float]:
    """Give the seconds of one document's replacement, and those of the first answer after it."""
    store = library.store
    entry = store.entries()[-1]
    document, parts = store.document(entry.id), store.parts_of(entry.id)
    assert document is not None
    assert parts is not None
    places = zip(parts.starts.tolist(), parts.ends.tolist(), strict=True)
    passages = [document.passage(*place) for place in places]

    def replaced() -> None:
        with store.writing():
            store.replace([(replace(document, notes=("again",)), passages, parts)])

    return (
        round(_seconds(replaced), 2),
        round(_seconds(partial(ask, Query(question), library)), 2),
    )


def memory_mb() -> int:
    """Give the memory of this process that is in use, files that it maps left out; 0 if unknown."""
    gc.collect()
    try:
        lines = Path(f"/proc/{os.getpid()}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(("RssAnon",))) // 1000


def _disk_mb(folder: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            name = path.relative_to(folder).parts[0].split(".")[0].split("-")[0]
            found[name] = found.get(name, 0) + path.stat().st_size
    return {name: size // 1_000_000 for name, size in sorted(found.items())}


def _middle(values: Sequence[float]) -> tuple[float, float]:
    return round(float(np.median(values)), 1), round(float(np.percentile(values, 95)), 1)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Give the milliseconds that something takes, and those of the processor."""
    started, busy = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - busy)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
