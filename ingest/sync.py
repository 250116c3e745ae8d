"""Folder against store: what is new, changed, gone or unreadable, and bring it in line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.load import ocr_available
from ingest.pipeline import Elsewhere, Pipeline, Progress, Row
from ingest.plan import Task, is_document, make_plan
from ingest.sources import FILE as SOURCES_FILE
from ingest.sources import composed, described, read_sources
from rag.errors import CorpusError
from rag.models.embedder import Embedder, EmbedderIdentity
from rag.store.index_identity import index_identity
from rag.store.store import Store
from rag.types import DEFAULT_COLLECTION, Source


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did, or with ``dry_run`` would do, a row a file."""

    folder: Path
    rows: tuple[Row, ...]
    dry_run: bool = False

    @property
    def embedded(self) -> int:
        """How many passages were embedded."""
        return sum(row.embedded for row in self.rows)


def sync(
    folder: Path,
    store: Store,
    identity: EmbedderIdentity,
    load_model: Callable[[], Embedder],
    *,
    collection: str = DEFAULT_COLLECTION,
    rebuild: bool = False,
    dry_run: bool = False,
    allow_empty: bool = False,
    unsettled: Collection[str] = (),
    progress: Progress = lambda _file, _done, _total: None,
    say: Callable[[str], None] = lambda _line: None,
    workers: Callable[[], AbstractContextManager[Elsewhere]] | None = None,
) -> Report:
    """Bring the store in line with a corpus folder and say what was done.

    ``load_model`` is called only when something has to be embedded. One bad file
    is a row of the report and stops nothing; those that are ``unsettled`` are let be.
    ``say`` hears of a document before it is removed. With ``dry_run`` nothing is read or
    written but the files' hashes are compared. ``workers`` are called in where files have to
    be read; without them it's done here. Raises `CorpusError` when the folder can't be
    listed, or holds no document while the index does (unless ``allow_empty``); `StoreLocked`
    when another process is writing; `IdentityMismatch` when the index was built by something
    else; what ``workers`` raises, before anything is changed.
    """
    sources = read_sources(folder)

    def plan() -> tuple[Task, ...]:
        entries = () if rebuild else store.entries(collection)
        return make_plan(folder, entries, sources, ocr=ocr_available(), unsettled=unsettled)

    if dry_run:
        tasks = plan()
        return Report(folder, (*map(_row, tasks), *_unused(sources, tasks)), dry_run=True)
    with store.writing():
        tasks = plan()
        if not allow_empty:
            _refuse_to_empty(folder, tasks)
        pipeline = Pipeline(folder, store, collection, load_model, progress, _words_there(tasks))
        due = [task for task in tasks if task.outcome in ("new", "changed", "renamed")]
        unread = any(task.outcome != "renamed" for task in due)
        with workers() if workers and unread else nullcontext() as pipeline.elsewhere:
            if rebuild:
                store.clear()
            store.set_identity(index_identity(identity))
            for task in tasks:
                if task.outcome == "described anew":
                    _describe(task, store, collection)
            pipeline.run(due)
        rows = [pipeline.rows.get(task.file) or _row(task) for task in tasks]
        for task, row in zip(tasks, rows, strict=True):
            if task.entry and row.outcome in ("removed", "duplicate"):
                say(f"{task.file}: {'; '.join(row.notes)}; it leaves the index")
                store.replace((), collection, removed=(task.entry.id,))
        _keep_files(folder, tasks, store)
        store.set_unread(_unread(rows, tasks), collection)
    return Report(folder, (*_checked(rows, sources, tasks), *_unused(sources, tasks)))


def _keep_files(folder: Path, tasks: Sequence[Task], store: Store) -> None:
    """Have the servers keep the files that they lack: of documents that were there before."""
    if store.originals is None:
        return
    lacking = store.originals.lacking()
    for task in tasks:
        if task.entry and task.outcome != "removed" and task.entry.raw_hash in lacking:
            store.originals.keep(folder / task.file, task.entry.raw_hash)


def _unread(rows: Sequence[Row], tasks: Sequence[Task]) -> tuple[str, ...]:
    """Name the documents that can't be asked, since they couldn't be read, now or earlier."""
    return tuple(
        composed(row.file)
        for task, row in zip(tasks, rows, strict=True)
        if row.outcome == "skipped" and not task.entry and is_document(task.file)
    )


def _words_there(tasks: Sequence[Task]) -> dict[str, str]:
    """Give the words of the documents that stay as they are, with their files."""
    return {
        task.entry.words_hash: task.entry.file
        for task in tasks
        if task.entry and task.outcome in ("unchanged", "described anew", "skipped")
    }


def _describe(task: Task, store: Store, collection: str) -> None:
    if task.source and task.entry:
        source = described(task.source, task.entry.properties)
        store.set_source(task.entry.id, composed(task.file), source, collection)


def _row(task: Task) -> Row:
    entry = task.entry if task.outcome in ("unchanged", "described anew") else None
    notes = (task.note,) if task.note else ()
    if task.outcome == "skipped" and task.entry:
        notes = (f"{task.note}; the version read earlier is kept",)
    if entry is None:
        return Row(task.file, task.outcome, notes=notes)
    return Row(task.file, task.outcome, entry.pages, entry.passages, notes=(*notes, *entry.notes))


def _refuse_to_empty(folder: Path, tasks: Sequence[Task]) -> None:
    """Raise `CorpusError` when every document would leave and none would stay or come."""
    if tasks and all(task.outcome in ("removed", "skipped") for task in tasks):
        gone = sum(task.outcome == "removed" for task in tasks)
        if gone:
            raise CorpusError(
                f"the folder {folder} holds no document, but the index has {gone}; if they are "
                "to be forgotten, run `sanad ingest --allow-empty`, else check that it's the "
                "right folder and that its disk is there"
            )


def _checked(
    rows: Sequence[Row], sources: Mapping[str, Source], tasks: Sequence[Task]
) -> Iterator[Row]:
    """Add a note to the rows of documents that supersede one that isn't there."""
    there = {task.source.id for task in tasks if task.source and task.outcome != "removed"}
    for row in rows:
        known = sources.get(composed(row.file))
        lost = [other for other in (known.supersedes if known else ()) if other not in there]
        notes = tuple(f"supersedes {other!r}, which isn't in the folder" for other in lost)
        yield replace(row, notes=(*row.notes, *notes))


def _unused(sources: Mapping[str, Source], tasks: Sequence[Task]) -> Iterator[Row]:
    there = {composed(task.file) for task in tasks if task.outcome != "removed"}
    for file in sources:
        if file not in there:
            yield Row(file, "skipped", notes=(f"{SOURCES_FILE} names it, but it isn't there",))
