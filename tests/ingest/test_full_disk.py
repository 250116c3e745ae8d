"""A disk that is full at any moment of an ingest: the old documents stay, the next run mends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ingest.sync import sync
from rag.store.store import Store
from tests.conftest import ROOT
from tests.rag.fakes import IDENTITY, hashed_words

# No file may grow beyond a bound: what a write on a full disk meets, file by file.
CHILD = """
import resource, sys
from pathlib import Path
from ingest.sync import sync
from rag.errors import StoreError
from rag.store.store import Store
from tests.rag.fakes import IDENTITY, hashed_words

folder, bound = Path(sys.argv[1]), int(sys.argv[2])
store = Store(folder / "store")
store.entries()
resource.setrlimit(resource.RLIMIT_FSIZE, (bound, bound))
try:
    sync(folder / "corpus", store, IDENTITY, hashed_words)
except StoreError as error:
    print(error)
"""


def write(folder: Path, version: int) -> None:
    for number in range(6):
        text = "\n\n".join(
            f"In version {version} clause {n} of law {number} sets the levy at {n + version} "
            "rupees a year for each well, payable to the board of the district."
            for n in range(30)
        )
        (folder / "corpus" / f"law-{number}.txt").write_text(text)


def versions(store: Store) -> set[str]:
    found = [store.document(entry.id) for entry in store.entries()]
    assert len(found) == 6
    said = set()
    for document in found:
        assert document is not None
        (version,) = {line.split(" clause")[0] for line in document.text.split("\n\n")}
        said.add(version)
    return said


@pytest.mark.parametrize("bound", [1_000, 200_000, pytest.param(700_000, marks=pytest.mark.slow)])
def test_a_full_disk_loses_nothing(tmp_path: Path, bound: int) -> None:
    (tmp_path / "corpus").mkdir()
    write(tmp_path, 1)
    store = Store(tmp_path / "store")
    sync(tmp_path / "corpus", store, IDENTITY, hashed_words)
    store.close()
    write(tmp_path, 2)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path), str(bound)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    store = Store(tmp_path / "store")
    if "can't be written" in done.stdout:
        assert versions(store) <= {"In version 1", "In version 2"}
    else:
        assert done.stdout == ""
        assert versions(store) == {"In version 2"}
    sync(tmp_path / "corpus", store, IDENTITY, hashed_words)
    assert versions(store) == {"In version 2"}
    assert store.damage() == ()
    assert store.catalogue.doomed() == ()
    assert store.vectors.count("default") == sum(entry.passages for entry in store.entries())
