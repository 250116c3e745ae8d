"""What a worker on Ray does, without Ray; and what is said where there is none."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import ray_tasks
from ingest.ray_tasks import Setup
from ingest.ray_workers import check_address
from ingest.reader import Reader
from rag.errors import LoadError, WorkersError
from rag.settings import load_settings
from tests.conftest import ROOT

WITHOUT_RAY = "import sys; sys.modules['ray'] = None; from ui.cli import main; main()"


@pytest.fixture
def here() -> Iterator[Setup]:
    yield Setup.here(load_settings())
    ray_tasks._reader().close()


def test_a_worker_reads_what_the_reader_reads(here: Setup, tmp_path: Path) -> None:
    path = tmp_path / "levy.txt"
    path.write_text("The levy was raised by a third.\n")
    *_, document = ray_tasks.read(here, str(path), "levy.txt")
    with Reader() as reader:
        assert document == reader.read(path, "levy.txt")
    (tmp_path / "bad.txt").write_bytes(bytes(range(256)) * 20)
    with pytest.raises(LoadError, match="binary data"):
        list(ray_tasks.read(here, str(tmp_path / "bad.txt"), "bad.txt"))


def test_a_worker_that_would_do_otherwise_says_what_differs(here: Setup, tmp_path: Path) -> None:
    older, blind = replace(here, sanad="0.0.1"), replace(here, ocr=not here.ocr)
    other = replace(here, identity=here.identity.replace("splitter=", "splitter=1"))
    for wanted, said in ((older, "0.0.1"), (blind, "Tesseract"), (other, "splitter")):
        with pytest.raises(WorkersError, match=said):
            ray_tasks.embed(wanted, [("The levy.", ((0, 9),))])
    with pytest.raises(WorkersError, match="under the same path"):
        list(ray_tasks.read(here, str(tmp_path / "gone.txt"), "gone.txt"))


def test_addresses_are_told_from_folders() -> None:
    for address in ("local", "10.0.0.1:6379", "head.example:6379", "[::1]:6379"):
        check_address(address)
    for other in ("corpus", "ray://head:10001", "head:port", "http://head:1", "auto", ""):
        with pytest.raises(WorkersError, match="folder stands before"):
            check_address(other)


def test_without_ray_it_is_said_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "levy.txt").write_text("The levy was raised by a third.\n")
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_RAY, "ingest", tmp_path, "--store", tmp_path / "s", "--ray"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "pip install 'sanad[ray]'" in done.stderr
    assert "Traceback" not in done.stderr
