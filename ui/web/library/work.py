"""Reading documents while the page is used: one thread, what waits, how far it is, a stop."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ingest.chosen_files import read_files
from ingest.incoming import put_in, room_for, safe_name, writable
from ingest.load.registry import MAX_BYTES
from ingest.pipeline import Row
from ingest.sources import composed
from ingest.trash import put_back
from rag.ask import make_ready
from rag.errors import CorpusError, LoadError, SanadError, StoreLocked
from rag.library import Library
from rag.models.loading import embedder_identity
from ui.display import count_text
from ui.web.library.items import NOT_READ, Item, State, is_read

INCOMING = "incoming"
"""The folder below the store's in which files wait to be put into the corpus folder."""
MOST_WAITING = 200
MOST_BYTES_WAITING = 2_000_000_000
MOST_TOLD = 300
"""Items that are over and still listed."""
LOCKED_PAUSE_S = 1.0
BUSY_S = 0.3
"""So long somebody waits who wants to change something while documents are read."""

_log = logging.getLogger(__name__)


class Stopped(Exception):
    """The reading was stopped by whoever started it."""


class Work:
    """The one thread of a page that writes to the index. Safe to share between threads."""

    def __init__(self, library: Library) -> None:
        """Begin with nothing to do; what an earlier program left waiting is thrown away."""
        self._library = library
        self._folder = library.settings.corpus.expanduser()
        self._incoming = library.settings.store_folder / INCOMING
        shutil.rmtree(self._incoming, ignore_errors=True)
        self._items: list[Item] = []
        self._lock = threading.Lock()
        self._write = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._now = self._locked = ""
        self._done = self._total = 0
        self._rows: dict[str, Row] = {}

    # What there is to do

    def stage(self, given: str, size: int) -> Item:
        """Give a new item for a file that is coming in, with the place to write it to.

        It isn't waiting before `add`. Raises `LoadError` or `CorpusError` where it can't be taken.
        """
        name = safe_name(given)
        if problem := writable(self._folder):
            raise CorpusError(problem)
        if size > MAX_BYTES:
            raise LoadError(f"{size:,} bytes are over the limit of {MAX_BYTES:,}; split the file")
        if not size:
            raise LoadError("the file is empty; fill it first")
        waiting = [item for item in self._items if not item.over]
        if len(waiting) >= MOST_WAITING:
            raise CorpusError(f"{MOST_WAITING} files are waiting already; add the rest later")
        if sum(item.size for item in waiting) + size > MOST_BYTES_WAITING:
            raise CorpusError("too much is waiting already; add the rest when it has been read")
        self._incoming.mkdir(parents=True, exist_ok=True)
        if not room_for(size, self._incoming):
            raise CorpusError("the disk has no room for this file; make some")
        item = Item(name, "add", size=size)
        item.staged = self._incoming / item.token
        return item

    def add(self, item: Item) -> None:
        """Have an item read as soon as it can be."""
        with self._lock:
            over = [one for one in self._items if one.over]
            gone = {one.token for one in over[: max(0, len(over) - MOST_TOLD)]}
            self._items = [*(one for one in self._items if one.token not in gone), item]
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, daemon=True, name="reading")
                self._thread.start()

    def stop(self, wait_s: float = 0.0) -> None:
        """Stop what is read and what waits; what is in the index by now stays."""
        with self._lock:
            thread = self._thread
            if thread is not None:
                self._stop.set()
            for item in self._items:
                if item.state == "waiting":
                    self._end(item, "stopped", _TOO_LATE)
        if thread is not None and wait_s:
            thread.join(wait_s)

    def clear(self) -> None:
        """Forget what is over."""
        with self._lock:
            self._items = [item for item in self._items if not item.over]

    def told(self) -> dict[str, object]:
        """Say how far it is, for the page."""
        with self._lock:
            items = list(self._items)
            rows, now = dict(self._rows), self._now
            done, total, locked = self._done, self._total, self._locked
        listed = [
            {
                "token": item.token,
                "name": item.name,
                "kind": item.kind,
                "state": "done" if is_read(item, rows) else item.state,
                "told": item.told,
            }
            for item in items
        ]
        busy = any(not item.over for item in items)
        return {
            "busy": busy,
            "now": now if busy else "",
            "done": done,
            "total": total,
            "locked": locked,
            "items": listed,
        }

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold what keeps two threads of this program from writing. Raises `StoreLocked`."""
        if not self._write.acquire(timeout=BUSY_S):
            raise StoreLocked("documents are being read just now; do this again when they are done")
        try:
            yield
        finally:
            self._write.release()

    # Doing it

    def _run(self) -> None:
        while True:
            with self._lock:
                self._stop.clear()
                batch = [item for item in self._items if item.state == "waiting"]
                if not batch:
                    self._thread, self._now = None, ""
                    break
                self._rows, self._now = {}, "Getting ready"
                self._done = self._total = 0
                for item in batch:
                    item.state = "reading"
            try:
                self._read(batch)
            except Exception as error:  # noqa: BLE001 - the thread must end with words on each
                if not isinstance(error, SanadError):
                    _log.exception("documents could not be read")
                told = str(error) if isinstance(error, SanadError) else _UNFORESEEN
                for item in batch:
                    if not item.over:
                        self._give_up(item, "failed", told)
        self._make_ready()

    def _make_ready(self) -> None:
        """Have made anew what a change throws away, so that the next question needn't wait for it.

        The words are counted, Chroma's table and the documents are read again.
        """
        try:
            make_ready(self._library)
        except Exception:  # noqa: BLE001 - the question itself says what is wrong
            _log.debug("nothing could be made ready", exc_info=True)

    def _read(self, batch: Sequence[Item]) -> None:
        with self._write:
            for item in batch:
                self._put(item)
            for again in (False, True):
                items = [one for one in batch if (one.kind == "again") is again and not one.over]
                if items:
                    self._read_files(items, again=again)

    def _put(self, item: Item) -> None:
        """Bring a file to its place in the folder, or say why that can't be."""
        if self._stop.is_set():
            self._give_up(item, "stopped", _TOO_LATE)
            return
        try:
            if item.kind == "add" and item.staged is not None:
                item.file = put_in(item.staged, item.name, self._folder)
            elif item.kind == "back":
                item.file = put_back(self._folder, item.file, self._library.settings.store_folder)
        except SanadError as error:
            self._give_up(item, "failed", str(error))

    def _read_files(self, items: Sequence[Item], *, again: bool) -> None:
        stopped = False
        rows: dict[str, Row] = {}
        self._rows = rows
        try:
            while not self._is_done(items, rows, again=again):
                self._stop.wait(LOCKED_PAUSE_S)
        except Stopped:
            stopped = True
        finally:
            for item in items:
                row = rows.get(item.file)
                if row is not None:
                    self._tell(item, row)
                elif stopped:
                    self._give_up(item, "stopped", _TOO_LATE)

    def _is_done(self, items: Sequence[Item], rows: dict[str, Row], *, again: bool) -> bool:
        """Read files; not done where another program writes to the index just now."""
        self._check()
        library = self._library
        try:
            for row in read_files(
                self._folder,
                [item.file for item in items],
                library.store,
                embedder_identity(library.settings),
                lambda: library.embedder,
                again=again,
                progress=self._progress,
                told=rows,
            ):
                rows[row.file] = row
        except StoreLocked:
            self._locked = _LOCKED
            return False
        self._locked = ""
        return True

    def _progress(self, name: str, done: int, total: int) -> None:
        self._check()
        file, _, page = name.rpartition(", page")
        self._now = f"Reading {file}, page {done:,} of {total:,}" if page == "" and file else name
        if not file:
            self._now = f"Learning the words of {name}"
        self._done, self._total = done, total

    def _check(self) -> None:
        if self._stop.is_set():
            raise Stopped

    def _tell(self, item: Item, row: Row) -> None:
        """Say what became of a file; one that was added and can't be used leaves the folder."""
        notes = "; ".join(note for note in row.notes if note)
        if row.outcome in NOT_READ:
            self._give_up(item, "failed", notes)
            return
        pages = f"{count_text(row.pages, 'page')}, " if row.pages else ""
        other = item.kind == "add" and item.file != item.name
        renamed = f" It is called {item.file}." if other else ""
        told = f"{pages}{count_text(row.passages, 'passage')}.{renamed}"
        self._end(item, "done", f"{told} {notes[:1].upper()}{notes[1:]}".strip())

    def _give_up(self, item: Item, state: State, told: str) -> None:
        added = item.kind == "add" and item.file
        known = {entry.file for entry in self._library.store.entries()}
        if added and composed(item.file) not in known:
            (self._folder / item.file).unlink(missing_ok=True)
        self._end(item, state, told)

    def _end(self, item: Item, state: State, told: str) -> None:
        item.state, item.told = state, f"{told[:1].upper()}{told[1:]}"
        if item.staged is not None:
            item.staged.unlink(missing_ok=True)


_LOCKED = (
    "Another Sanad is reading documents into this index. These files are read as soon as it has "
    "finished."
)
_TOO_LATE = "Stopped before it was read."
_UNFORESEEN = "something went wrong; the details are in the terminal where Sanad runs"
