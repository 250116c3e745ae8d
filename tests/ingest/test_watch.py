"""Tests for a folder that is followed: real files, the real watcher, a real store."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from ingest.sync import Report, sync
from ingest.watch import Files, Pace, follow
from rag.errors import IdentityMismatch
from rag.store.store import Store
from tests.rag.fakes import IDENTITY, hashed_words

PACE = Pace(quiet_s=0.3, sweep_s=0.5, retry_s=0.2)
LONG_S = 30.0


class Followed:
    """A folder that a thread follows, and what it told."""

    def __init__(self, tmp_path: Path, **given: object) -> None:
        self.folder, self.store = tmp_path / "papers", Store(tmp_path / "store")
        self.folder.mkdir(exist_ok=True)
        self.told: list[str] = []
        self.stop = threading.Event()
        self._given = given
        self._thread = threading.Thread(target=self._follow)

    def __enter__(self) -> Followed:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self._thread.join(LONG_S)
        assert not self._thread.is_alive()

    def _follow(self) -> None:
        follow(
            self.folder,
            self._read,
            stop=self.stop,
            told=self.told.append,
            pace=PACE,
            **self._given,  # type: ignore[arg-type]
        )

    def _read(self, unsettled: Collection[str]) -> Report:
        return sync(self.folder, self.store, IDENTITY, hashed_words, unsettled=unsettled)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    @property
    def files(self) -> set[str]:
        return {entry.file for entry in self.store.entries()}

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; fail where it never does."""
        ends = time.monotonic() + LONG_S
        while not holds():
            assert time.monotonic() < ends, self.told
            time.sleep(0.02)


def test_what_comes_changes_and_goes_is_followed(tmp_path: Path) -> None:
    with Followed(tmp_path) as one:
        one.write("wells.txt", "One well in the valley is dry.\n")
        one.until(lambda: one.files == {"wells.txt"})
        one.write("wells.txt", "Two wells in the valley are dry.\n")
        one.until(lambda: any("changed" in line for line in one.told))
        (one.folder / "wells.txt").unlink()
        one.until(lambda: not one.files or "no document" in one.told[-1])
    assert [line.partition(" (")[0] for line in one.told[:2]] == [
        "wells.txt: new",
        "wells.txt: changed",
    ]
    assert "--allow-empty" in one.told[2]  # the last document leaves only when that is said


def test_a_file_that_is_being_written_waits_and_holds_no_other_up(tmp_path: Path) -> None:
    with Followed(tmp_path) as one, (one.folder / "long.txt").open("w") as long:

        def short_is_read() -> bool:
            long.write("One more line of a long paper.\n")
            long.flush()
            return bool(one.files)

        one.write("short.txt", "The pier is short.\n")
        one.until(short_is_read)
        assert one.files == {"short.txt"}
        long.close()
        one.until(lambda: one.files == {"short.txt", "long.txt"})


def test_a_document_that_is_written_anew_stays_as_it_was(tmp_path: Path) -> None:
    folder, store = tmp_path / "papers", Store(tmp_path / "store")
    folder.mkdir()
    (folder / "wells.txt").write_text("One well in the valley is dry.\n")
    sync(folder, store, IDENTITY, hashed_words)
    (folder / "wells.txt").write_text("Half a sent")
    report = sync(folder, store, IDENTITY, hashed_words, unsettled={"wells.txt", "new.txt"})
    assert [row.outcome for row in report.rows] == ["unchanged"]
    (found,) = store.entries()
    document = store.document(found.id)
    assert document is not None
    assert "One well" in document.text


def test_a_file_that_cant_be_read_stops_no_other(tmp_path: Path) -> None:
    with Followed(tmp_path) as one:
        (one.folder / "bad.pdf").write_bytes(b"%PDF-1.7 of nothing")
        one.write("good.txt", "The pier is sound.\n")
        one.until(lambda: one.files == {"good.txt"})
        one.until(lambda: any(line.startswith("bad.pdf: skipped") for line in one.told))


def test_another_writer_is_waited_for(tmp_path: Path) -> None:
    with Followed(tmp_path) as one:
        with FileLock(tmp_path / "store" / "writer.lock"):
            one.write("levy.md", "The levy was raised.\n")
            one.until(lambda: any("waiting for its turn" in line for line in one.told))
            time.sleep(0.5)
        one.until(lambda: "levy.md" in one.files)
    assert sum("waiting for its turn" in line for line in one.told) == 1


def test_a_file_system_that_tells_nothing_is_swept(tmp_path: Path) -> None:
    def silent(_folder: Path, stop: threading.Event, tick_s: float) -> Iterator[bool]:
        while not stop.wait(tick_s):
            yield False

    with Followed(tmp_path, wakes=silent) as one:
        time.sleep(0.3)
        one.write("wells.txt", "One well in the valley is dry.\n")
        one.until(lambda: one.files == {"wells.txt"})


@pytest.mark.slow
def test_a_folder_that_is_gone_and_comes_back_is_followed_on(tmp_path: Path) -> None:
    with Followed(tmp_path) as one:
        one.write("wells.txt", "One well in the valley is dry.\n")
        one.until(lambda: bool(one.files))
        shutil.move(one.folder, tmp_path / "away")
        one.until(lambda: any("doesn't exist" in line for line in one.told))
        assert one.files == {"wells.txt"}
        shutil.move(tmp_path / "away", one.folder)
        one.write("levy.md", "The levy was raised.\n")
        one.until(lambda: one.files == {"wells.txt", "levy.md"})


def test_an_index_of_another_model_ends_it(tmp_path: Path) -> None:
    def read(_unsettled: Collection[str]) -> Report:
        raise IdentityMismatch("another model's")

    with pytest.raises(IdentityMismatch):
        follow(tmp_path, read, stop=threading.Event(), told=print, pace=PACE)


def test_what_was_there_long_before_is_read_at_once(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("x")
    files = Files(tmp_path)
    files.look(100.0)
    assert files.unsettled(100.0, 0.0) == frozenset()
    assert files.pending == {"old.txt"}
    files.mark_read(dict(files.seen), ())
    assert not files.pending


@pytest.mark.parametrize("name", ["~$open.docx", ".hidden.txt"])
def test_what_isnt_read_wakes_nothing(tmp_path: Path, name: str) -> None:
    files = Files(tmp_path)
    (tmp_path / name).write_text("x")
    files.look(1.0)
    assert not files.pending
