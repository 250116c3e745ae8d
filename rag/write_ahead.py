"""SQLite's write-ahead log, by which some read while another writes."""

from __future__ import annotations

import sqlite3

from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random

RETRY_S = 0.02


def log_ahead(connection: sqlite3.Connection, wait_s: float) -> None:
    """Have the file written by a log, waiting for whoever else is just doing the same.

    SQLite's own timeout doesn't cover this: of two that turn a new file to its log at once it
    refuses one straight away, since each would wait for the other. Raises `sqlite3.Error`.
    """
    trying = Retrying(
        retry=retry_if_exception(_is_busy),
        wait=wait_random(0, RETRY_S),
        stop=stop_after_delay(wait_s),
        reraise=True,
    )
    trying(connection.execute, "PRAGMA journal_mode=WAL")


def _is_busy(error: BaseException) -> bool:
    code = getattr(error, "sqlite_errorcode", None) or 0
    return int(code) & 0xFF == sqlite3.SQLITE_BUSY  # the rest says what it's busy with
