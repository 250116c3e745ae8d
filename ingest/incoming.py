"""A file that somebody gives: a name for it that harms nobody, and its place in the folder."""

from __future__ import annotations

import hashlib
import itertools
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ingest.load.registry import FORMATS, unread_format
from ingest.plan import ABOUT_THE_FOLDER, LEFT_OUT
from ingest.sources import FILE as SOURCES_FILE
from rag.errors import CorpusError, LoadError
from rag.files import FORBIDDEN, RESERVED

MAX_NAME_BYTES = 150
"""Of a file's name, ending included: most file systems take 255."""
MAX_ENDING = 12
SHORT_OF = 200_000_000
"""Bytes that a disk must have left over."""


def safe_name(given: str) -> str:
    """Make a file's name of what a stranger calls it: no path, nothing unseen, nothing reserved.

    Raises `LoadError` for an ending that isn't read.
    """
    plain = unicodedata.normalize("NFC", given)
    plain = re.split(r"[/\\]", plain)[-1]
    seen = "".join(" " if unicodedata.category(one)[0] in "CZ" else one for one in plain)
    seen = " ".join(FORBIDDEN.sub("-", seen).split())
    ending = PurePosixPath(seen).suffix
    if ending.lower() not in FORMATS or len(ending) > MAX_ENDING:
        raise unread_format(Path(seen[-80:]))
    stem = seen.removesuffix(ending).strip(" .")
    while stem.startswith(LEFT_OUT):
        stem = stem.removeprefix(next(one for one in LEFT_OUT if stem.startswith(one))).lstrip(" .")
    stem = _shortened(stem, MAX_NAME_BYTES - len(ending.encode()))
    if not stem or RESERVED.fullmatch(stem):
        stem = f"document {stem}".strip()
    if stem.lower() == ABOUT_THE_FOLDER or f"{stem}{ending}".lower() == SOURCES_FILE:
        stem = f"{stem} document"
    return f"{stem}{ending}"


def _shortened(stem: str, most: int) -> str:
    return stem.encode()[:most].decode(errors="ignore").rstrip(" .")


def writable(folder: Path) -> str:
    """Say why nothing can be put into a folder, or a missing one can't be made; else nothing."""
    try:
        with tempfile.TemporaryFile(
            prefix=".sanad-", dir=folder if folder.is_dir() else folder.parent
        ):
            return ""
    except OSError as error:
        return (
            f"nothing can be put into the folder {folder} ({error.strerror or 'unknown error'}); "
            "make it writable, or set SANAD_CORPUS to another"
        )


def room_for(size: int, folder: Path) -> bool:
    """Say whether a disk has room for so many bytes, and some to spare."""
    return shutil.disk_usage(folder).free > size + SHORT_OF


def put_in(staged: Path, name: str, folder: Path) -> str:
    """Move a staged file into the folder; give the name that it has there.

    Where the name is taken, it gets a number. Raises `LoadError` where the folder has the very
    same file already, `CorpusError` where it can't be written.
    """
    try:
        folder.mkdir(exist_ok=True)
        taken = {path.name.casefold(): path for path in folder.iterdir()}
        twin = taken.get(name.casefold())
        if twin is not None and twin.is_file() and _digest(twin) == _digest(staged):
            raise LoadError(f"is in the folder already, as {twin.name}")
        target = folder / next(one for one in _names(name) if one.casefold() not in taken)
        # Under a hidden name first, so that nobody reads the half of it.
        with tempfile.TemporaryDirectory(prefix=".sanad-", dir=folder) as made:
            half = Path(made) / "file"
            shutil.move(staged, half)
            half.chmod(0o644)
            half.rename(target)
        return target.name
    except OSError as error:
        raise CorpusError(
            f"{name} can't be put into {folder} ({error.strerror or 'unknown error'}); make the "
            "folder writable, and room on its disk"
        ) from error


def _names(name: str) -> Iterator[str]:
    """Give a name, then the same with numbers: "report (2).pdf"."""
    yield name
    path = PurePosixPath(name)
    for number in itertools.count(2):
        yield f"{path.stem} ({number}){path.suffix}"


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
