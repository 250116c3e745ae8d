"""What was done by whom: a bounded list in a database. Of questions only that they were asked."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import sqlalchemy as sa

from rag.errors import AccessError
from ui.access.database import Database, acts, audit_tables
from ui.api.problems import REQUEST

LONGEST_WORDS = 4_000
READ_ON_S = 300.0
"""Reading on in a document, page by page, is one act for so long."""
_MOST_READ = 10_000
_TIDY_EVERY = 1_000
"""Rows that are written before old ones are looked for."""
_MOST_WAITING = 10_000
_TOGETHER = 500
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """Somebody did something. ``at`` in seconds since 1970; ``status`` is HTTP's, 0 for none."""

    act: str
    account: str = ""
    key: str = ""
    collection: str = ""
    documents: tuple[str, ...] = ()
    status: int = 0
    request: str = field(default_factory=REQUEST.get)
    words: str = ""
    at: float = field(default_factory=time.time)


class Audit:
    """Writes in a thread of its own, so that nobody waits for the disk."""

    def __init__(self, path: Path, *, days: float = 400, rows: int = 1_000_000) -> None:
        """Open or create the file; what is older, or more, is deleted. Raises `AccessError`."""
        self.path, self._database = path, Database(path, audit_tables)
        self._days, self._rows, self._written = days, rows, 0
        self._waiting: queue.Queue[Done | None] = queue.Queue(_MOST_WAITING)
        self._read: OrderedDict[tuple[object, ...], float] = OrderedDict()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._write, name="audit", daemon=True)
        self._thread.start()

    def note(self, done: Done) -> None:
        """Have it written down; a document that is read on, once in a while."""
        if done.act != "read" or done.status >= 400 or self._is_new(done):
            self._waiting.put(done)

    def find(self, since: float = 0.0, account: str = "") -> Iterator[Done]:
        """Give what was done since then, the oldest first, by one account if one is named."""
        wanted = sa.select(acts).where(acts.c.at >= since).order_by(acts.c.at, acts.c.id)
        if account:
            wanted = wanted.where(acts.c.account == account)
        with self._database.begin() as connection:
            for row in connection.execute(wanted):
                found = dict(row._mapping) | {"documents": tuple(row.documents)}  # noqa: SLF001
                found.pop("id")
                yield Done(**found)

    def close(self) -> None:
        """Write what waits, and give back the file."""
        self._waiting.put(None)
        self._thread.join()
        self._database.close()

    def _is_new(self, done: Done) -> bool:
        of = done.account, done.key, done.collection, done.documents
        with self._lock:
            before = self._read.pop(of, 0.0)
            new = done.at - before >= READ_ON_S
            self._read[of] = done.at if new else before
            while len(self._read) > _MOST_READ:
                self._read.popitem(last=False)
        return new

    def _write(self) -> None:
        open_still = True
        while open_still:
            some: list[Done | None] = [self._waiting.get()]
            while len(some) < _TOGETHER and not self._waiting.empty():
                some.append(self._waiting.get())
            open_still = None not in some
            rows = [asdict(one) | {"documents": list(one.documents)} for one in some if one]
            try:
                self._add(rows)
            except AccessError as error:
                _log.error("%d acts could not be written down: %s", len(rows), error)

    def _add(self, rows: list[dict[str, object]]) -> None:
        if rows:
            with self._database.begin() as connection:
                connection.execute(sa.insert(acts), rows)
        before, self._written = self._written, self._written + len(rows)
        if before == 0 or before // _TIDY_EVERY != self._written // _TIDY_EVERY:
            self._tidy()

    def _tidy(self) -> None:
        with self._database.begin() as connection:
            old = acts.c.at < time.time() - self._days * 86_400
            connection.execute(sa.delete(acts).where(old))
            newest = connection.execute(sa.select(sa.func.max(acts.c.id))).scalar() or 0
            connection.execute(sa.delete(acts).where(acts.c.id <= newest - self._rows))
