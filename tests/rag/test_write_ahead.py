"""Tests for SQLite's write-ahead log."""

from __future__ import annotations

import contextlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from rag.write_ahead import log_ahead


def test_a_new_file_may_be_opened_by_several_at_once(tmp_path: Path) -> None:
    together = Barrier(8)

    def opened(path: Path) -> str:
        together.wait()
        with contextlib.closing(sqlite3.connect(path, timeout=30)) as connection:
            log_ahead(connection, 30)
            connection.execute("CREATE TABLE IF NOT EXISTS kept (one TEXT)")
            mode: str = connection.execute("PRAGMA journal_mode").fetchone()[0]
        return mode

    with ThreadPoolExecutor(8) as pool:
        for turn in range(100):
            modes = [*pool.map(opened, [tmp_path / f"{turn}.sqlite3"] * 8)]
            assert modes == ["wal"] * 8


def test_what_waiting_does_not_mend_is_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("No database, but some words of a meeting. " * 100)
    with (
        contextlib.closing(sqlite3.connect(path)) as connection,
        pytest.raises(sqlite3.DatabaseError, match="not a database"),
    ):
        log_ahead(connection, 600)
