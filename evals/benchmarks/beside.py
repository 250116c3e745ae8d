"""Times Sanad beside LlamaIndex's starter and txtai: the same passages, model and questions.

    TXTAI_PYTHON=PYTHON python -m evals.benchmarks.beside [--texts FOLDER] [--passages N]

Each runs in a process of its own with one thread (`evals.benchmarks.engines`). They index one after
the other; then each question goes to all of them, another first each time. ``FOLDER`` has real
texts, as for `evals.benchmarks.growth`. txtai is taken from the Python that ``TXTAI_PYTHON`` names,
so that it changes no version that Sanad needs. Nothing is asserted: timings are for reading.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import click
import numpy as np

from evals.benchmarks.engines.worker import USERS
from evals.benchmarks.growth import questions_of
from evals.benchmarks.growth_texts import Copies, paragraphs, real_documents
from evals.suites.rows import spread
from rag.models.loading import embedder_folder, resolved_dtype
from rag.settings import load_settings

ROOT = Path(__file__).parents[2]
WARM_UP = 10
TOGETHER = 12
"""Questions that are asked by four at a time before it's the next one's turn."""
HOW_TO = (
    "txtai is left out. To have it beside: python3 -m venv build/txtai && "
    "build/txtai/bin/pip install txtai, then TXTAI_PYTHON=build/txtai/bin/python"
)
HEAD = (
    "",
    "s to index (processor)",
    "passages a second",
    "ms a question: median, p95",
    "of the processor: median, p95",
    f"questions a second, {USERS} asking",
    "memory at most, MB",
)


@dataclass(slots=True)
class Engine:
    """One that takes part, and what was measured of it; one that doesn't index opens an index."""

    name: str
    module: str
    options: Mapping[str, object]
    python: str = sys.executable
    indexes: bool = True
    index: tuple[float, float] | None = None
    """Seconds by the wall and of the processor."""
    asked: list[tuple[float, float]] = field(default_factory=list)
    """The same of each question."""
    best: str = ""
    """What it gave first to the last question that was asked alone."""
    crowd_s: float = 0.0
    memory_mb: int = 0


def main() -> None:
    """Time all that are there, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.beside", description=__doc__)
    parser.add_argument("--texts", type=Path, default=Path("corpus"))
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=60, help="as many more are asked by four")
    parser.add_argument("--dtype", choices=("auto", "float32", "bfloat16"), default="auto")
    options = parser.parse_args()
    documents = documents_of(options.texts, options.passages)
    questions = spread(questions_of(options.texts), 2 * options.questions + WARM_UP)
    before, txtai = os.getloadavg()[0], os.environ.get("TXTAI_PYTHON") or None
    with tempfile.TemporaryDirectory() as folder:
        engines = engines_of(Path(folder), options.dtype, txtai)
        measure(engines, documents, questions, Path(folder))
    passages, half = sum(map(len, documents)), (len(questions) - WARM_UP) // 2
    click.echo(
        f"{passages:,} passages of {len(documents)} documents, {half} questions and "
        f"{len(questions) - WARM_UP - half} by {USERS} at a time, {engines[0].options['dtype']}, "
        f"one thread each, load {before:.1f} before and {os.getloadavg()[0]:.1f} after"
    )
    click.echo(table(engines, passages, len(questions) - WARM_UP - half))
    if txtai is None:
        click.echo(HOW_TO)


def documents_of(texts: Path, passages: int) -> list[list[str]]:
    """Give the passages of documents until there are so many: real ones first, then copies."""
    copies, count = Copies(real_documents(paragraphs(texts))), 0
    found: list[list[str]] = []
    while count < passages:
        found.append([one.text for one in copies[len(found)].passages])
        count += len(found[-1])
    return found


def engines_of(folder: Path, dtype: str, txtai: str | None) -> list[Engine]:
    """Give those that take part; txtai if there is a Python for it."""
    settings = load_settings(dtype=dtype)
    given = {"dtype": resolved_dtype(settings)}
    ours = {**given, "store": str(folder / "store")}
    engines = [
        Engine("Sanad: search", "sanad", {**ours, "answers": False}),
        Engine("Sanad: answer", "sanad", {**ours, "answers": True}, indexes=False),
        Engine("LlamaIndex: search", "llama_index", given),
    ]
    if txtai is not None:
        model = str(embedder_folder(settings) or settings.embedder)
        engines.append(Engine("txtai: search", "txtai", {**given, "model": model}, txtai))
    return engines


def measure(
    engines: Sequence[Engine],
    documents: Sequence[Sequence[str]],
    questions: Sequence[str],
    folder: Path,
) -> None:
    """Index by each in turn, then ask each question of all, then let four ask at a time."""
    file = folder / "documents.json"
    file.write_text(json.dumps(documents), "utf-8")
    warm, rest = questions[:WARM_UP], questions[WARM_UP:]
    single, crowd = rest[: len(rest) // 2], rest[len(rest) // 2 :]
    with ExitStack() as stack:
        running = []
        for engine in engines:
            running.append((engine, stack.enter_context(_started(engine))))
            if engine.indexes:
                done = _told(*running[-1], index=str(file))
                engine.index = done["seconds"], done["cpu"]
            _told(*running[-1], warm=warm)
        for number, question in enumerate(single):
            for engine, process in _turned(running, number):
                done = _told(engine, process, ask=question)
                engine.asked.append((done["seconds"], done["cpu"]))
                engine.best = "".join(done["found"][:1])
        for number, at in enumerate(range(0, len(crowd), TOGETHER)):
            for engine, process in _turned(running, number):
                done = _told(engine, process, crowd=crowd[at : at + TOGETHER])
                engine.crowd_s += done["seconds"]
                engine.memory_mb = done["memory_mb"]


Running = tuple[Engine, "subprocess.Popen[str]"]


def _turned(running: Sequence[Running], number: int) -> Iterator[Running]:
    for place in range(len(running)):
        yield running[(number + place) % len(running)]


@contextmanager
def _started(engine: Engine) -> Iterator[subprocess.Popen[str]]:
    module = f"evals.benchmarks.engines.{engine.module}"
    process = subprocess.Popen(  # nosec B603 # noqa: S603 - ourselves
        [engine.python, "-m", module, json.dumps(engine.options)],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _told(engine: Engine, process: subprocess.Popen[str], **order: object) -> dict[str, Any]:
    """Have a process do something, and give its reply once it's done."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
    except BrokenPipeError:
        pass
    reply = process.stdout.readline()
    if not reply:
        raise SystemExit(f"{engine.name}: {engine.python} ended; above is what it said")
    return cast("dict[str, Any]", json.loads(reply))


def table(engines: Sequence[Engine], passages: int, crowd: int) -> str:
    """Write down what was measured, a line for each, as Markdown."""
    lines = [HEAD, ("---",) * len(HEAD)]
    for engine in engines:
        index = rate = "the same index"
        if engine.index:
            index = f"{engine.index[0]:.1f} ({engine.index[1]:.1f})"
            rate = f"{passages / engine.index[0]:.0f}"
        wall, busy = (
            f"{np.median(column):.1f}, {np.percentile(column, 95):.1f}"
            for column in np.array(engine.asked).T * 1000
        )
        together = f"{crowd / engine.crowd_s:.1f}"
        lines.append((engine.name, index, rate, wall, busy, together, f"{engine.memory_mb:,}"))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    main()
