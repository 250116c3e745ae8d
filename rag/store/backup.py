"""A store in one file, made while it is used, and put into an empty folder again.

Under the writer's lock nothing of the index changes; what else lies in its folder and is written
at any time (the notebook) is a SQLite database, which is copied by SQLite itself. The documents'
own folder isn't in it, nor what can be made again or is of this machine.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from rag.errors import StoreError, StoreLocked
from rag.files import hash_of, odd_name
from rag.store.catalogue import WRITER, Catalogue
from rag.store.store import Store

ABOUT = "sanad-backup.json"
SCHEMA = 1
INDEX, SERVER = "index", "server"
"""What a backup is of."""
CATALOGUE = "catalogue.sqlite3"
LEFT_OUT = frozenset(
    (
        *("incoming", "pages", "removed", "running.json", "serve.log", "writer.lock"),
        *("feedback.lock", "originals", "served"),
    )
)
"""Files on their way in, images of pages, removed files, what belongs to one process, and what a
machine keeps of an index on servers."""
_BESIDE = ("-wal", "-shm", "-journal")
_SQLITE = b"SQLite format 3\x00"
PATIENCE_S, _PAUSE_S = 60.0, 0.2


def back_up(store: Store, target: Path, *, patience_s: float = PATIENCE_S) -> int:
    """Write a store to a file that isn't there yet; give the number of its bytes.

    Raises `StoreLocked` where another process writes to the store for longer than that, and
    `StoreError` where the file can't be written.
    """
    with writing_to(target) as copy, held(store, patience_s):
        copy_store(store.path, copy)
    return target.stat().st_size


@contextmanager
def writing_to(target: Path, kind: str = INDEX) -> Iterator[Path]:
    """Give a folder to fill; what is in it at the end becomes the file. Raises `StoreError`."""
    if target.exists():
        raise StoreError(f"{target} is there already; name another file, or remove that first")
    try:
        with tempfile.TemporaryDirectory(prefix=".sanad-backup-", dir=target.parent) as made:
            copy, packed = Path(made) / "copy", Path(made) / "packed"
            copy.mkdir()
            yield copy
            pack(copy, packed, kind)
            packed.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"{target} can't be written ({error}); make room, or name another"
        ) from error


def restore(source: Path, folder: Path) -> None:
    """Put a backup into a folder that is empty or missing. Raises `StoreError`."""
    check_empty(folder, "--store")
    with reading_from(source, folder.parent) as copy:
        put(copy, folder)


def check_empty(folder: Path, option: str) -> None:
    """Raise `StoreError` where something is in a folder that is to be filled."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder} isn't empty; name another with {option}, or move it away")


@contextmanager
def reading_from(source: Path, beside: Path, kind: str = INDEX) -> Iterator[Path]:
    """Give a folder with what is in a backup, each file as it was. Raises `StoreError`."""
    try:
        beside.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".sanad-restore-", dir=beside) as made:
            copy = Path(made) / "copy"
            unpack(source, copy, kind)
            yield copy
    except (OSError, zipfile.BadZipFile, ValueError, KeyError) as error:
        raise StoreError(f"{source} can't be restored ({error}); is it whole?") from error


def put(copy: Path, folder: Path) -> None:
    """Bring a folder to its place, which is empty or missing."""
    with contextlib.suppress(FileNotFoundError):
        folder.rmdir()
    shutil.move(copy, folder)


def kind_of(source: Path) -> str:
    """Say what a backup is of: `INDEX` or `SERVER`; what can't be read is no server's."""
    try:
        with zipfile.ZipFile(source) as archive:
            found = json.loads(archive.read(ABOUT)).get("kind", INDEX)
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, AttributeError):
        return INDEX
    return SERVER if found == SERVER else INDEX


@contextmanager
def held(store: Store, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the writer's lock, once whoever has it is done."""
    until = time.monotonic() + patience_s
    with contextlib.ExitStack() as held:
        while True:
            try:
                held.enter_context(store.writing())
                break
            except StoreLocked:
                if time.monotonic() > until:
                    raise
                time.sleep(_PAUSE_S)
        yield


def copy_store(folder: Path, copy: Path) -> None:
    """Copy a store whose writer's lock is held."""
    copy_tree(folder, copy)
    catalogue = Catalogue(copy / CATALOGUE)
    catalogue.drop_fact(WRITER)  # we are no writer that was killed
    catalogue.close()


def copy_tree(folder: Path, copy: Path) -> None:
    """Copy files, databases among them by SQLite itself."""
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        if path.is_dir() or path.is_symlink() or place.parts[0] in LEFT_OUT:
            continue
        if path.name.startswith(".") or path.name.endswith(_BESIDE):
            continue
        target = copy / place
        target.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as stream:
            database = stream.read(len(_SQLITE)) == _SQLITE
        if database:
            copy_database(path, target)
        else:
            shutil.copyfile(path, target)


def copy_database(path: Path, target: Path) -> None:
    """Copy a database that may be in use."""
    with (
        contextlib.closing(sqlite3.connect(path, timeout=30)) as there,
        contextlib.closing(sqlite3.connect(target)) as here,
    ):
        there.backup(here)
        here.execute("PRAGMA journal_mode=DELETE")  # one file; who opens it chooses anew


def pack(copy: Path, packed: Path, kind: str) -> None:
    """Write a folder's files, and the hash of each, to one file for its owner alone."""
    files = [path for path in sorted(copy.rglob("*")) if path.is_file()]
    names = {path.relative_to(copy).as_posix(): hash_of(path) for path in files}
    handle = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        os.fdopen(handle, "wb") as stream,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        archive.writestr(
            ABOUT, json.dumps({"schema": SCHEMA, "kind": kind, "files": names}, indent=1)
        )
        for name in names:
            archive.write(copy / name, name)


def unpack(source: Path, copy: Path, kind: str) -> None:
    """Write the files of a backup. Raises `ValueError` for what isn't as it was written."""
    with zipfile.ZipFile(source) as archive:
        about = json.loads(archive.read(ABOUT))
        if about["schema"] != SCHEMA:
            raise ValueError("another version of Sanad made it")
        if about.get("kind", INDEX) != kind:
            raise ValueError(f"it isn't the backup of a {kind}")
        for name, digest in about["files"].items():
            parts = PurePosixPath(name).parts
            if not parts or odd_name(name) or {"..", "/"} & set(parts):
                raise ValueError(f"{name!r} is no name of a file")
            target = copy.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as stream, target.open("wb") as written:
                shutil.copyfileobj(stream, written)
            target.chmod(0o600)
            if hash_of(target) != digest:
                raise ValueError(f"{name} is damaged")
