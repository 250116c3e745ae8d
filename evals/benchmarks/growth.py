"""How search grows: fills stores of any number of passages, and times search and answers in them.

    python -m evals.benchmarks.growth embed KEPT PASSAGES [--texts FOLDER]
    python -m evals.benchmarks.growth fill STORE PASSAGES --kept KEPT [--texts FOLDER]
    python -m evals.benchmarks.growth measure STORE [--texts FOLDER] [--questions N] [--to FILE]

``FOLDER`` has real texts, the corpus's where none is named. ``embed`` runs them, and copies with
other words, through the model and keeps what came of it; it goes on where it ended. ``fill`` puts
that and more into a store. ``measure`` writes a line of JSON, `evals.benchmarks.growth_curve` draws
such lines. Nothing is asserted: timings are for reading.
"""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click
import numpy as np

from evals.benchmarks.growth_measures import measure
from evals.benchmarks.growth_store import Maker, fill
from evals.suites.cases import read_cases
from evals.suites.rows import read_jsonl, spread
from rag.library import Library
from rag.models.loading import load_embedder
from rag.settings import load_settings

CASES = Path("evals/cases/develop.yaml")


def main() -> None:
    """Do what is asked."""
    options = _options()
    settings = load_settings(dtype=options.dtype)
    if options.what == "measure":
        _measure(options)
        return
    maker = Maker(options.texts, options.kept)
    embedder = load_embedder(settings)
    if options.what == "embed":
        maker.embed(embedder, options.passages)
        return
    library = Library(load_settings(dtype=options.dtype, store=options.store), embedder=embedder)
    fill(library.store, maker, embedder, options.passages, partial(click.echo, nl=True))
    library.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.growth", description=__doc__)
    parser.add_argument("--texts", type=Path, default=Path("corpus"))
    parser.add_argument("--dtype", choices=("auto", "float32", "bfloat16"), default="auto")
    kinds = parser.add_subparsers(dest="what", required=True)
    kept = kinds.add_parser("embed")
    kept.add_argument("kept", type=Path)
    kept.add_argument("passages", type=int)
    filled = kinds.add_parser("fill")
    filled.add_argument("store", type=Path)
    filled.add_argument("passages", type=int)
    filled.add_argument("--kept", type=Path, required=True)
    timed = kinds.add_parser("measure")
    timed.add_argument("store", type=Path)
    timed.add_argument("--questions", type=int, default=120)
    timed.add_argument("--exact", type=int, default=30, help="questions that recall is measured by")
    timed.add_argument("--to", type=Path, help="file of lines that one is added to")
    timed.add_argument("--note", default="", help="what the line says besides")
    return parser.parse_args()


def _measure(options: argparse.Namespace) -> None:
    questions = questions_of(options.texts)
    made = measure(
        lambda: Library(load_settings(dtype=options.dtype, store=options.store)),
        spread(questions, options.questions),
        options.exact,
    )
    line = json.dumps({**asdict(made), "note": options.note, "load": round(os.getloadavg()[0], 1)})
    click.echo(line)
    if options.to:
        with options.to.open("a", encoding="utf-8") as stream:
            stream.write(f"{line}\n")


def questions_of(folder: Path) -> list[str]:
    """Give the questions of a folder of data, mixed; our own where it has none."""
    found: dict[str, None] = {}
    for path in sorted(folder.rglob("*.jsonl")):
        name = {"queries.jsonl": "text", "cases.jsonl": "question", "questions.jsonl": "question"}
        if field := name.get(path.name):
            found |= dict.fromkeys(str(row[field]) for row in read_jsonl(path, field))
    asked = list(found) or [case.question for case in read_cases(CASES)]
    order = np.random.default_rng(4).permutation(len(asked)).tolist()
    return [asked[number] for number in order]


if __name__ == "__main__":
    main()
