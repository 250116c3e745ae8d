"""Images of pages on the disk: bounded, and only of files that are there."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from ingest.file_cache import FileCache
from ingest.page_images import Drawer
from rag.errors import LoadError


def names(folder: Path) -> set[str]:
    return {path.stem for path in folder.iterdir()}


def test_what_was_looked_at_last_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    cache = FileCache(folder, max_bytes=50)
    assert cache.get("a-1-600") is None
    for at in range(5):
        cache.put(f"a-{at}-600", bytes(10))
        os.utime(folder / f"a-{at}-600.jpg", (at, at))
    assert cache.get("a-0-600") == bytes(10)
    cache.put("b-1-600", bytes(10))
    assert names(folder) == {"a-0-600", "a-3-600", "a-4-600", "b-1-600"}


def test_images_of_files_that_are_gone_are_dropped(tmp_path: Path) -> None:
    cache = FileCache(tmp_path)
    cache.put("a-1-600", b"x")
    cache.put("b-1-600", b"y")
    cache.keep_only({"b"})
    assert names(tmp_path) == {"b-1-600"}


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "pages").write_text("a file")
    cache = FileCache(tmp_path / "pages")
    cache.put("a-1-600", b"x")
    assert cache.get("a-1-600") is None


def test_a_file_that_is_no_pdf_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 broken")
    digest = "a5b9" * 16
    request: dict[str, object] = {"path": str(path), "raw_hash": digest, "page": 1, "width": 600}
    with Drawer() as drawer:
        with pytest.raises(LoadError, match="has changed since"):
            drawer.ask(request)
        request["raw_hash"] = hashlib.sha256(path.read_bytes()).hexdigest()
        with pytest.raises(LoadError, match="can't be opened as a PDF"):
            drawer.ask(request)
