"""What `sanad doctor --fix` does: whatever costs nobody anything and needs no decision.

The index can be made again from the documents; documents, sources.yaml, settings, conversations
and pins are the user's, and no fix changes them.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from rag.errors import IdentityMismatch, SanadError, StoreEmpty, StoreError
from rag.library import Library
from rag.settings import Settings
from ui.cli.library import read_documents
from ui.cli.running import FILE, find

OF_THE_INDEX = ("catalogue.sqlite3*", "chroma", "words", "parts", "wordvectors.sqlite3*")
"""What is made from the documents; the rest of the folder is the user's."""
HALVES = ".sanad-*"
OLD_S = 3600
"""From when on a half-written file is nobody's any more."""


def fix(settings: Settings) -> Iterator[str]:
    """Do what can be done; say what was. Raises `SanadError` for what has to be done by hand."""
    corpus, folder = settings.corpus.expanduser(), settings.store_folder
    if not corpus.exists():
        corpus.mkdir(parents=True)
        yield f"made the folder {corpus.resolve()}: put documents there"
    yield from _opened(folder)
    yield from _tidied(corpus, folder)
    yield from _index(settings, folder)


def _opened(folder: Path) -> Iterator[str]:
    """Let the user write what is the user's own in the index's folder."""
    shut = []
    for path in (folder, *folder.rglob("*")) if folder.is_dir() else ():
        needed = stat.S_IRWXU if path.is_dir() else stat.S_IRUSR | stat.S_IWUSR
        mode = path.stat(follow_symlinks=False).st_mode
        if mode & needed != needed and not path.is_symlink():
            with contextlib.suppress(PermissionError):
                path.chmod(stat.S_IMODE(mode) | needed)
                shut.append(path)
    if shut:
        yield f"made {len(shut)} files and folders of the index writable for you"


def _tidied(corpus: Path, folder: Path) -> Iterator[str]:
    """Remove what killed processes left behind."""
    left = []
    if (folder / FILE).exists() and find({"store": str(folder)}) is None:
        left.append(folder / FILE)
    for place in (corpus, folder, folder.parent):
        if place.is_dir():
            left += [one for one in place.glob(HALVES) if time.time() - one.stat().st_mtime > OLD_S]
    for path in left:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    if left:
        yield f"removed what was left behind: {', '.join(one.name for one in left)}"


def _index(settings: Settings, folder: Path) -> Iterator[str]:
    try:
        library = Library(settings)
    except StoreError:
        if settings.servers or not os.access(folder, os.W_OK):
            raise
        yield f"put the index that can't be opened aside, in {_set_aside(folder)}"
        library = Library(settings)
    try:
        library.check()
        wrong = bool(library.store.damage())
        anew = False
    except StoreEmpty:
        wrong, anew = True, False
    except IdentityMismatch:
        wrong, anew = True, True
    if not wrong:
        return
    if not anew:
        yield _read(library)
        anew = bool(library.store.damage())
    if anew:
        yield _read(library, rebuild=True)


def _read(library: Library, *, rebuild: bool = False) -> str:
    """Read the documents; all of them anew only if that loses none that is in the index."""
    corpus = library.settings.corpus.expanduser()
    gone = [one.file for one in library.store.entries() if not (corpus / one.file).exists()]
    if rebuild and gone:
        raise SanadError(
            f"the index has to be built anew, and would lose {', '.join(gone)}, which isn't in "
            f"{corpus} any more; put it there, or run `sanad ingest --rebuild`"
        )
    report = read_documents(library, rebuild=rebuild)
    done = sum(row.outcome in ("new", "changed", "renamed") for row in report.rows)
    return f"read {done} documents{' anew' if rebuild else ''} into the index"


def _set_aside(folder: Path) -> Path:
    names = (folder.with_name(f"{folder.name}.aside-{number}") for number in itertools.count(1))
    aside = next(one for one in names if not one.exists())
    aside.mkdir()
    for pattern in OF_THE_INDEX:
        for path in folder.glob(pattern):
            shutil.move(path, aside / path.name)
    return aside
