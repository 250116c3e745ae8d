"""Files taken out of the folder, kept for a while so that they can be put back."""

from __future__ import annotations

import json
import shutil
import time
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.errors import CorpusError

TRASH = "removed"
"""The folder below the store's."""
NOTE = "about.json"
MOST_FILES = 100
MOST_BYTES = 2_000_000_000
"""Of all that is kept; what was removed first goes first."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A file that was taken out: ``token`` names it here, ``file`` where it was."""

    token: str
    file: str
    title: str
    when: float


def remove(folder: Path, file: str, title: str, store_folder: Path) -> Removed:
    """Move a file out of the folder into the trash. Raises `CorpusError` where that can't be."""
    source = _inside(folder, file)
    token = uuid.uuid4().hex
    place = store_folder / TRASH / token
    made = Removed(token, file, title, time.time())
    try:
        place.mkdir(parents=True)
        (place / NOTE).write_text(json.dumps(asdict(made)), "utf-8")
        shutil.move(source, place / "file")
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise CorpusError(
            f"{file} can't be removed ({error.strerror or 'unknown error'}); "
            f"make {source.parent} writable"
        ) from error
    _bound(store_folder, keep=token)
    return made


def put_back(folder: Path, token: str, store_folder: Path) -> str:
    """Move a file from the trash to where it was; give its name below the folder.

    Raises `CorpusError` where it's gone, or its name is taken by now.
    """
    found = next((one for one in removed(store_folder) if one.token == token), None)
    if found is None:
        raise CorpusError("this file isn't kept any more; add it again")
    target = folder / found.file
    if not target.resolve().is_relative_to(folder.resolve()):
        raise CorpusError(f"{found.file} lies outside of {folder}; it isn't put there")
    if target.exists():
        raise CorpusError(f"there is another {found.file} by now; remove or rename that first")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(store_folder / TRASH / token / "file", target)
    except OSError as error:
        reason = error.strerror or "unknown error"
        raise CorpusError(
            f"{found.file} can't be put back ({reason}); make {target.parent} writable"
        ) from error
    shutil.rmtree(store_folder / TRASH / token, ignore_errors=True)
    return found.file


def removed(store_folder: Path) -> tuple[Removed, ...]:
    """List what is kept, the latest first."""
    found = []
    for note in (store_folder / TRASH).glob(f"*/{NOTE}"):
        try:
            said = json.loads(note.read_text("utf-8"))
            if isinstance(said, Mapping) and (note.parent / "file").is_file():
                found.append(
                    Removed(
                        note.parent.name, str(said["file"]), str(said["title"]), float(said["when"])
                    )
                )
        except (OSError, ValueError, KeyError, TypeError):
            continue  # a note that isn't ours, or half written, keeps nothing back
    return tuple(sorted(found, key=lambda one: -one.when))


def _inside(folder: Path, file: str) -> Path:
    path = folder / file
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        raise CorpusError(f"there is no file {file} in {folder}; `sanad ingest` looks again")
    return path


def _bound(store_folder: Path, *, keep: str) -> None:
    size = 0
    for count, one in enumerate(removed(store_folder), start=1):
        place = store_folder / TRASH / one.token
        size += (place / "file").stat().st_size
        if one.token != keep and (count > MOST_FILES or size > MOST_BYTES):
            shutil.rmtree(place, ignore_errors=True)
