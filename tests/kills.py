"""Kills ingests at random moments while a reader looks on, and checks that nothing is lost.

    python -m tests.kills [--documents 50] [--kills 100] [--seed 1]

Each round rewrites some documents, starts an ingest in a process of its own and ends
it with SIGKILL; in most rounds between a document's first and last write, which the
catalogue's list of announced generations gives away. All the while another process
reads every document over and over and fails if one isn't whole: the words of one
version only, each passage in place, in the vectors, the words and the parts.
The embedder is the tests' own (no model), so that the writing takes most of the time.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.sync import sync
from rag.errors import StoreError
from rag.store.store import Store
from rag.types import DEFAULT_COLLECTION, Scope
from tests.conftest import ROOT
from tests.rag.fakes import IDENTITY, hashed_words

WAIT_S = 60
PARAGRAPHS = 45

CHILD = """
import sys
from pathlib import Path
from tests.kills import ingest
print("ready", flush=True)
ingest(Path(sys.argv[1]))
"""
READER = """
import sys
from pathlib import Path
from tests.kills import watch
watch(Path(sys.argv[1]))
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. ``problems`` should be empty."""

    kills: int
    between_writes: int
    readings: int
    left_to_embed: int
    problems: tuple[str, ...]


def write(folder: Path, number: int, version: int) -> None:
    """Write a document whose every paragraph says which one it is, and which version."""
    said = f"Law {number} in version {version}"
    paragraphs = (
        f"{said}, clause {n}: the board of district {number * 31 + n} keeps {n + version} wells. "
        f"It reports on them to the house each year, and on the levy that it raised."
        for n in range(PARAGRAPHS)
    )
    path = folder / "corpus" / f"law-{number:03}.txt"
    path.with_suffix(".new").write_text("\n\n".join(paragraphs))
    path.with_suffix(".new").replace(path)


def ingest(folder: Path) -> int:
    """Bring the store in line with the folder; give the passages embedded."""
    store = Store(folder / "store")
    try:
        return sync(folder / "corpus", store, IDENTITY, hashed_words).embedded
    finally:
        store.close()


def watch(folder: Path) -> None:
    """Read every document over and over until the file ``stop`` is there; print what was wrong."""
    store = Store(folder / "store")
    readings, problems = 0, []
    while not (folder / "stop").exists():
        for entry in store.entries():
            problem = problem_with(store, entry.id)
            readings += 1
            if problem:
                problems.append(problem)
        time.sleep(0.01)
    sys.stdout.write(json.dumps({"readings": readings, "problems": problems[:20]}))


def problem_with(store: Store, document_id: str) -> str | None:
    """Say what isn't whole about a document. What was replaced meanwhile is looked at again."""
    for _ in range(200):
        revision = store.revision
        try:
            problem = _look(store, document_id)
        except Exception as error:  # noqa: BLE001 - Chroma's, while another process writes
            problem = f"{document_id}: {type(error).__name__} {error}"
        if store.revision == revision and problem is None:
            return None
        if store.revision == revision:
            time.sleep(0.05)
            if store.revision == revision and _look_again(store, document_id) is not None:
                return problem
    return f"{document_id}: never at rest"


def _look_again(store: Store, document_id: str) -> str | None:
    fresh = Store(store.path)
    try:
        return _look(fresh, document_id)
    finally:
        fresh.close()


def _look(store: Store, document_id: str) -> str | None:
    entry = next((e for e in store.entries() if e.id == document_id), None)
    document = store.document(document_id)
    if entry is None or document is None:
        return None  # gone in this revision
    versions = {line.partition(",")[0] for line in document.text.split("\n\n")}
    if len(versions) != 1 or document.text.count("clause") != PARAGRAPHS:
        return f"{document_id}: half of it: {sorted(versions)}"
    stored = store.vectors.read(DEFAULT_COLLECTION, entry.generation)
    places = sorted((found.start, found.end) for found in stored)
    if len(set(places)) != entry.passages or len(places) != entry.passages:
        return f"{document_id}: {len(places)} passages of {entry.passages} in Chroma"
    if any(document.text[found.start : found.end] != found.text for found in stored):
        return f"{document_id}: a passage isn't what the document says"
    keys = [(entry.generation, start) for start, _ in places]
    if len(store.words.scores(DEFAULT_COLLECTION, "law version clause", keys)) != entry.passages:
        return f"{document_id}: not all passages are in the words"
    for passage in (document.passage(*places[0]), document.passage(*places[-1])):
        question = hashed_words().embed_question(passage.text)
        if not any(near.text == passage.text for near, _ in store.nearest(question, 3, Scope())):
            return f"{document_id}: a passage isn't found by its vector"
    parts = store.parts_of(document_id)
    if parts is None or sorted(parts.starts.tolist()) != [start for start, _ in places]:
        return f"{document_id}: its parts aren't those of its passages"
    return None


def announced(catalogue: Path) -> set[str]:
    """List the generations that are announced and belong to no document yet."""
    with closing(sqlite3.connect(f"file:{catalogue}?mode=ro", uri=True, timeout=5)) as found:
        rows = found.execute("SELECT generation FROM doomed").fetchall()
    return {row[0] for row in rows}


def run(folder: Path, documents: int, kills: int, seed: int) -> Outcome:
    """Do all rounds in a folder and say what came of it."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    (folder / "corpus").mkdir()
    for number in range(documents):
        write(folder, number, 0)
    ingest(folder)
    between = 0
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        for version in range(1, kills + 1):
            for number in chance.sample(range(documents), chance.randint(1, documents)):
                write(folder, number, version)
            between += _kill_one(folder, chance, aimed=chance.random() < 0.8)
    finally:
        (folder / "stop").touch()
        printed, _ = reader.communicate(timeout=WAIT_S)
    seen = json.loads(printed)
    left = ingest(folder)
    problems = (*seen["problems"], *_final_problems(folder, documents))
    return Outcome(kills, between, seen["readings"], left, problems)


def _kill_one(folder: Path, chance: random.Random, *, aimed: bool) -> bool:
    """Start an ingest and kill it; say whether that was between a first and a last write."""
    catalogue = folder / "store" / "catalogue.sqlite3"
    before = announced(catalogue)
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    if aimed:
        until = time.monotonic() + WAIT_S
        while child.poll() is None and time.monotonic() < until:
            if announced(catalogue) - before:
                time.sleep(chance.random() * 0.1)
                break
            time.sleep(0.001)
    else:
        time.sleep(chance.random() * 1.5)
    child.kill()
    child.wait()
    child.stdout.close()
    with closing(sqlite3.connect(f"file:{catalogue}?mode=ro", uri=True)) as found:
        live = {row[0] for row in found.execute("SELECT generation FROM documents")}
    left = announced(catalogue) - before - live
    return any(not _was_live(folder, generation) for generation in left)


def _was_live(folder: Path, generation: str) -> bool:
    """Say whether a dead generation had been a document's: its parts were then complete.

    The parts are written last before the commit, all of a group's; a generation
    without its file was never live.
    """
    return (folder / "store" / "parts" / f"{generation}.npz").exists()


def _final_problems(folder: Path, documents: int) -> list[str]:
    store = Store(folder / "store")
    try:
        problems = [p for e in store.entries() if (p := problem_with(store, e.id))]
        problems += store.damage()
        files = sorted(entry.file for entry in store.entries())
        if files != sorted(path.name for path in (folder / "corpus").glob("*.txt")):
            problems.append(f"{len(files)} documents instead of {documents}")
        for entry in store.entries():
            document = store.document(entry.id)
            text = (folder / "corpus" / entry.file).read_text()
            if document is None or document.text != text:
                problems.append(f"{entry.file}: not what the file says")
        passages = sum(entry.passages for entry in store.entries())
        counted = {
            "Chroma": store.vectors.count(DEFAULT_COLLECTION),
            "tantivy": store.words.frequencies(DEFAULT_COLLECTION, ())[1],
        }
        problems += [
            f"{name} has {n}, not {passages}" for name, n in counted.items() if n != passages
        ]
        if len(list((store.path / "parts").iterdir())) != len(files) or store.catalogue.doomed():
            problems.append("dead passages are left")
        return problems
    except StoreError as error:
        return [str(error)]
    finally:
        store.close()


def main() -> None:
    """Run and print the outcome as JSON; exit code 1 where something was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--documents", type=int, default=50)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        outcome = run(Path(made), options.documents, options.kills, options.seed)
    sys.stdout.write(json.dumps(asdict(outcome), indent=2) + "\n")
    sys.exit(bool(outcome.problems))


if __name__ == "__main__":
    main()
