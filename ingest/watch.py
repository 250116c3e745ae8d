"""A folder that is followed: what changes in it is read once it is quiet, by `ingest.sync`.

Two ways lead to a change: what the system tells (watchfiles), and a look through the whole folder
every so often, since network drives and containers often tell nothing. Either way what counts is
what stands there: each file's size and time, and since when they haven't changed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.pipeline import Row
from ingest.plan import corpus_files
from ingest.sources import FILE as SOURCES_FILE
from ingest.sync import Report
from rag.errors import CorpusError, IdentityMismatch, ModelError, SanadError, StoreLocked

Signature = tuple[int, int]
"""A file's size in bytes and when it was written, in nanoseconds."""
Read = Callable[[Collection[str]], Report]
"""Brings the index in line with the folder, but for the files named."""
_UNTOLD = frozenset({"unchanged", "duplicate"})


@dataclass(frozen=True, slots=True)
class Pace:
    """How a folder is followed, in seconds.

    ``quiet_s`` is how long a file must not change before it's read, ``sweep_s`` how often the
    folder is looked through though nothing was told, ``retry_s`` how long is waited for another
    writer, and behind an error.
    """

    quiet_s: float = 2.0
    sweep_s: float = 60.0
    retry_s: float = 5.0

    @property
    def tick_s(self) -> float:
        """How often it's looked whether files are quiet."""
        return max(self.quiet_s / 2, 0.05)


@dataclass(slots=True)
class Files:
    """What stands in a folder and since when, and what of it was read."""

    folder: Path
    seen: dict[str, Signature] = field(default_factory=dict)
    since: dict[str, float] = field(default_factory=dict)
    read: dict[str, Signature] = field(default_factory=dict)
    looked: bool = False

    def look(self, now: float) -> None:
        """Look through the folder. Raises `CorpusError` when it can't be listed."""
        found = dict(self._signatures())
        for file in self.seen.keys() | found.keys():
            if self.seen.get(file) != found.get(file):
                self.since[file] = now if self.looked else now - _age(found[file])
        self.seen, self.looked = found, True

    def _signatures(self) -> Iterator[tuple[str, Signature]]:
        for file in (*corpus_files(self.folder), SOURCES_FILE):
            try:
                stat = (self.folder / file).stat()
            except OSError:  # gone since it was listed, or none
                continue
            yield file, (stat.st_size, stat.st_mtime_ns)

    @property
    def pending(self) -> frozenset[str]:
        """The files that aren't as they were when they were read, gone ones included."""
        files = self.seen.keys() | self.read.keys()
        return frozenset(file for file in files if self.seen.get(file) != self.read.get(file))

    def unsettled(self, now: float, quiet_s: float) -> frozenset[str]:
        """Give those of the pending files that changed a moment ago."""
        return frozenset(file for file in self.pending if now - self.since[file] < quiet_s)

    def mark_read(self, before: dict[str, Signature], unsettled: Collection[str]) -> None:
        """Note that what stood there ``before`` was read, but for the files named."""
        kept = {file: self.read[file] for file in unsettled if file in self.read}
        self.read = {k: v for k, v in before.items() if k not in unsettled} | kept


def _age(signature: Signature) -> float:
    """Give how long ago a file was written, in seconds."""
    return max(time.time() - signature[1] / 1e9, 0.0)


def follow(
    folder: Path,
    read: Read,
    *,
    stop: threading.Event,
    told: Callable[[str], None],
    pace: Pace = Pace(),
    wakes: Callable[[Path, threading.Event, float], Iterator[bool]] | None = None,
    done: Callable[[Report], None] = lambda _report: None,
) -> None:
    """Keep an index in step with a folder until told to stop; the first reading is at once.

    ``told`` hears a line for each change and each problem, once; ``done`` of each reading that
    changed something. ``wakes`` gives True where something may have changed, False now and then.
    Raises `IdentityMismatch` and `ModelError`, which no waiting mends.
    """
    files, problem = Files(folder), ""
    first, sweep_at, wait_until = True, 0.0, 0.0
    for woken in (wakes or heard)(folder, stop, pace.tick_s):
        now = time.monotonic()
        try:
            if woken or now >= sweep_at or files.pending:
                files.look(now)
                sweep_at = now + pace.sweep_s
            unsettled = files.unsettled(now, pace.quiet_s)
            if now < wait_until or not (first or files.pending - unsettled):
                continue
            before = dict(files.seen)
            report = read(unsettled)
        except (IdentityMismatch, ModelError):
            raise
        except SanadError as error:
            waits = " (waiting for its turn)" if isinstance(error, StoreLocked) else ""
            if problem != f"{error}{waits}":
                problem = f"{error}{waits}"
                told(problem)
            wait_until = now + pace.retry_s
            continue
        files.mark_read(before, unsettled)
        first, problem = False, ""
        for line in filter(None, map(change_of, report.rows)):
            told(line)
        if any(row.outcome not in _UNTOLD for row in report.rows):
            done(report)


def change_of(row: Row) -> str:
    """Say in a line what happened to a file; "" where nothing did."""
    if row.outcome in _UNTOLD:
        return ""
    counted = f"{row.passages:,} passage{'s' if row.passages > 1 else ''}" if row.passages else ""
    why = "; ".join(filter(None, (counted, *row.notes)))
    return f"{row.file}: {row.outcome}{f' ({why})' if why else ''}"


def heard(folder: Path, stop: threading.Event, tick_s: float) -> Iterator[bool]:
    """Say True when the system tells of a change below a folder, and False every so often.

    A folder that is gone, and one that stands there in its place, are followed as well.
    """
    from watchfiles import watch

    while not stop.is_set():
        number = _number(folder)
        try:
            for changes in watch(
                folder,
                watch_filter=None,
                debounce=max(int(tick_s * 1000), 50),
                step=50,
                stop_event=stop,
                rust_timeout=int(tick_s * 1000),
                yield_on_timeout=True,
                ignore_permission_denied=True,
            ):
                yield bool(changes)
                if _number(folder) != number:
                    break
        except OSError as error:
            if folder.is_dir():
                raise CorpusError(f"the folder {folder} can't be followed ({error})") from error
        yield True
        stop.wait(tick_s)


def _number(folder: Path) -> int:
    """Give what tells a folder from another one of its name; 0 where there is none."""
    try:
        return folder.stat().st_ino
    except OSError:
        return 0
