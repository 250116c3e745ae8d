"""Folder against catalogue: what has to be done, before any of it is done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from ingest.load.registry import FORMATS, MAX_BYTES, REMEDIES, unread_format
from ingest.sources import FILE as SOURCES_FILE
from ingest.sources import composed, described, source_for
from rag.errors import CorpusError, LoadError
from rag.files import hash_of
from rag.store.catalogue_rows import Entry
from rag.types import Source

Outcome = Literal[
    "new",
    "changed",
    "renamed",
    "described anew",
    "unchanged",
    "duplicate",
    "removed",
    "skipped",
]
LEFT_OUT = (".", "~$", "__MACOSX")
ABOUT_THE_FOLDER = "readme"
SAVED_PAGE = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done about one file, or about a document whose file is gone.

    ``entry`` is the document in the index that it's about, if there is one; for
    ``renamed`` the one under the old name.
    """

    file: str
    outcome: Outcome
    source: Source | None = None
    entry: Entry | None = None
    note: str = ""


def make_plan(
    folder: Path,
    entries: Sequence[Entry],
    sources: Mapping[str, Source],
    *,
    ocr: bool = False,
    unsettled: Collection[str] = (),
) -> tuple[Task, ...]:
    """Say what is to be done, file by file, in the order of their paths; the gone ones last.

    Files are compared by the hash of their bytes. With ``ocr`` a document with
    unread pages is read anew. What is ``unsettled`` is still being written: its document stays
    as it is. Raises `CorpusError` when the folder can't be listed.
    """
    files = corpus_files(folder)
    known = {entry.id: entry for entry in entries}
    tasks: dict[str, Task] = {}
    hashes: dict[str, str] = {}
    owners: dict[str, str] = {}
    for file in files:
        source = source_for(file, sources)
        if file in unsettled:
            owners.setdefault(source.id, file)
            if entry := known.get(source.id):
                tasks[file] = Task(file, "unchanged", source, entry)
            continue
        try:
            _refuse(file, source, owners)
            owners[source.id] = file
            hashes[file] = _hash(folder / file)
        except LoadError as error:
            tasks[file] = Task(file, "skipped", source, known.get(source.id), str(error))
    gone = [entry for entry in entries if entry.id not in owners]
    moved = {entry.raw_hash: entry for entry in gone}
    first = _first_of_each(hashes, known, sources)
    for file, digest in hashes.items():
        source = source_for(file, sources)
        entry = known.get(source.id)
        if first[digest] != file:
            note = f"the same bytes as {first[digest]}"
            tasks[file] = Task(file, "duplicate", source, entry, note)
        elif entry is None and digest in moved:
            old = moved.pop(digest)
            tasks[file] = Task(file, "renamed", source, old, f"was {old.file}")
        else:
            tasks[file] = _compared(file, digest, source, entry, ocr=ocr)
    renamed = {t.entry.id for t in tasks.values() if t.entry and t.outcome == "renamed"}
    removed = [
        Task(entry.file, "removed", entry.source, entry, "no longer in the folder")
        for entry in gone
        if entry.id not in renamed
    ]
    return (*(tasks[file] for file in files if file in tasks), *removed)


def plan_for(
    folder: Path,
    files: Sequence[str],
    entries: Sequence[Entry],
    sources: Mapping[str, Source],
    *,
    again: bool = False,
) -> tuple[Task, ...]:
    """Say what is to be done about some files alone; the others are taken to be as they were.

    With ``again`` a file is read even if it hasn't changed.
    """
    owners = {entry.id: entry.file for entry in entries}
    known = {entry.id: entry for entry in entries}
    twins = {entry.raw_hash: entry for entry in entries}
    tasks = []
    for file in files:
        source = source_for(file, sources)
        entry = known.get(source.id)
        try:
            _refuse(file, source, {k: v for k, v in owners.items() if v != composed(file)})
            digest = _hash(folder / file)
        except LoadError as error:
            tasks.append(Task(file, "skipped", source, entry, str(error)))
            continue
        twin = twins.get(digest)
        if twin is not None and twin.id != source.id:
            tasks.append(Task(file, "duplicate", source, entry, f"the same bytes as {twin.file}"))
            continue
        task = _compared(file, digest, source, entry, ocr=False)
        tasks.append(replace(task, outcome="changed") if again and entry else task)
    return tuple(tasks)


def corpus_files(folder: Path) -> tuple[str, ...]:
    """List the files of a corpus folder, as paths below it with ``/``, in a fixed order.

    Hidden files, ``sources.yaml``, what an office program leaves beside an open document
    (``~$draft.docx``), and what a browser saved beside a page (in ``page_files`` beside
    ``page.html``) are left out. Raises `CorpusError` when there
    is no such folder.
    """
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "doesn't exist"
        raise CorpusError(
            f"the corpus folder {folder} {what}; "
            "name one: `sanad ingest FOLDER`, or set SANAD_CORPUS"
        )
    root = folder.resolve()
    found = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(LEFT_OUT) for part in relative.parts)
        if hidden or path.name == SOURCES_FILE or _beside_a_page(folder, relative):
            continue
        if path.is_file() and path.resolve().is_relative_to(root):
            found.append(relative.as_posix())
    return tuple(found)


def _beside_a_page(folder: Path, relative: Path) -> bool:
    for parent in relative.parents:
        if parent.name.endswith("_files"):
            page = folder / parent.parent / parent.name.removesuffix("_files")
            if any(page.with_name(page.name + ending).is_file() for ending in SAVED_PAGE):
                return True
    return False


def is_document(file: str) -> bool:
    """Say whether a file is of a kind that people keep documents in, whether it's read or not."""
    known = Path(file).suffix.lower() in {*FORMATS, *REMEDIES}
    return known and Path(file).stem.lower() != ABOUT_THE_FOLDER


def _refuse(file: str, source: Source, owners: Mapping[str, str]) -> None:
    """Raise `LoadError` for a file that needn't even be opened."""
    if Path(file).stem.lower() == ABOUT_THE_FOLDER:
        raise LoadError("is about the folder; rename it to have it read")
    if Path(file).suffix.lower() not in FORMATS:
        raise unread_format(Path(file))
    if source.id in owners:
        raise LoadError(
            f"has the id {source.id!r} of {owners[source.id]}; "
            f"give it one of its own in {SOURCES_FILE}"
        )


def _hash(path: Path) -> str:
    try:
        if (size := path.stat().st_size) > MAX_BYTES:
            raise LoadError(f"{size:,} bytes are over the limit of {MAX_BYTES:,}; split the file")
        return hash_of(path)
    except OSError as error:
        reason = error.strerror or "unknown error"
        raise LoadError(f"can't be opened ({reason}); check its permissions") from error


def _first_of_each(
    hashes: Mapping[str, str], known: Mapping[str, Entry], sources: Mapping[str, Source]
) -> dict[str, str]:
    """Choose among files of the same bytes: one in the index, else one described, else by name."""

    def rank(file: str) -> tuple[bool, bool, str]:
        entry = known.get(source_for(file, sources).id)
        there = entry is not None and entry.raw_hash == hashes[file]
        return not there, composed(file) not in sources, file

    first: dict[str, str] = {}
    for file in sorted(hashes, key=rank):
        first.setdefault(hashes[file], file)
    return first


def _compared(file: str, digest: str, source: Source, entry: Entry | None, *, ocr: bool) -> Task:
    if entry is None:
        return Task(file, "new", source)
    if entry.raw_hash != digest:
        return Task(file, "changed", source, entry)
    if ocr and entry.unread:
        return Task(file, "changed", source, entry, "pages unread before can be read now")
    same = (entry.source, entry.file) == (described(source, entry.properties), composed(file))
    return Task(file, "unchanged" if same else "described anew", source, entry)
