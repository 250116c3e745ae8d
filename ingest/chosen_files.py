"""Some files of a folder alone: read them, describe them anew, take them out of the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ingest.pipeline import Pipeline, Progress, Row
from ingest.plan import corpus_files, is_document, plan_for
from ingest.sources import composed, described, read_sources, source_for
from ingest.trash import Removed, remove
from rag.models.embedder import Embedder, EmbedderIdentity
from rag.store.catalogue_rows import Entry
from rag.store.index_identity import index_identity
from rag.store.store import Store
from rag.types import DEFAULT_COLLECTION


def read_files(
    folder: Path,
    files: Sequence[str],
    store: Store,
    identity: EmbedderIdentity,
    load_model: Callable[[], Embedder],
    *,
    collection: str = DEFAULT_COLLECTION,
    again: bool = False,
    progress: Progress = lambda _file, _done, _total: None,
    told: dict[str, Row] | None = None,
) -> tuple[Row, ...]:
    """Bring some files, named as below the folder, into the index; give a row for each.

    All others stay as they are, without a look at them. With ``again`` a file is read even if it
    hasn't changed. One bad file stops nothing. Whatever ``progress`` raises ends it; what was
    written by then stays, and stands in ``told``, which is filled as files are done. Raises
    as `ingest.sync.sync` does.
    """
    sources = read_sources(folder)
    with store.writing():
        store.set_identity(index_identity(identity))
        entries = store.entries(collection)
        tasks = plan_for(folder, files, entries, sources, again=again)
        reading = [task for task in tasks if task.outcome in ("new", "changed")]
        anew = {task.entry.id for task in reading if task.entry}
        words = {entry.words_hash: entry.file for entry in entries if entry.id not in anew}
        pipeline = Pipeline(
            folder,
            store,
            collection,
            load_model,
            progress,
            words,
            rows={} if told is None else told,
        )
        pipeline.run(reading)
        rows = [
            pipeline.rows.get(task.file) or Row(task.file, task.outcome, notes=(task.note,))
            for task in tasks
        ]
        known = {entry.file for entry in store.entries(collection)}
        bad = [composed(row.file) for row in rows if row.outcome == "skipped"]
        looked_at = {composed(file) for file in files}
        unread = [file for file in store.unread(collection) if file not in looked_at]
        unread += [file for file in bad if is_document(file) and file not in known]
        store.set_unread(unread, collection)
    return tuple(rows)


def describe_now(
    folder: Path, file: str, store: Store, collection: str = DEFAULT_COLLECTION
) -> Entry | None:
    """Have what `sources.yaml` says of one file used at once; None if it isn't in the index.

    Its id stays: another one takes a whole ingest. Only under the writer lock. Raises
    `SettingsError` for a wrong `sources.yaml`.
    """
    source = source_for(file, read_sources(folder))
    entry = entry_of(file, store, collection)
    if entry is None or entry.id != source.id:
        return None
    store.set_source(entry.id, composed(file), described(source, entry.properties), collection)
    return entry_of(file, store, collection)


def forget(file: str, store: Store, collection: str = DEFAULT_COLLECTION) -> Entry | None:
    """Take one file's document out of the index; None if it wasn't there. Only under the lock."""
    entry = entry_of(file, store, collection)
    if entry is not None:
        store.replace((), collection, removed=(entry.id,))
    return entry


def take_out(folder: Path, file: str, store: Store, store_folder: Path) -> Removed:
    """Move a file, named as the disk has it, into the trash, and its document out of the index.

    Only under the writer lock. Raises `CorpusError` where it can't be moved.
    """
    entry = entry_of(file, store)
    gone = remove(folder, file, entry.source.title if entry else file, store_folder)
    forget(file, store)
    return gone


def on_disk(folder: Path, file: str) -> str:
    """Give a file's name as the disk has it: some systems take an é apart, the index never does."""
    if (folder / file).exists():
        return file
    return next((one for one in corpus_files(folder) if composed(one) == file), file)


def entry_of(file: str, store: Store, collection: str = DEFAULT_COLLECTION) -> Entry | None:
    """Give what the index has of a file, None if it's not there."""
    name = composed(file)
    return next((one for one in store.entries(collection) if one.file == name), None)
