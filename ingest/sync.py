"""Folder against store: what is new, changed, gone or unreadable, and bring it in line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from ingest.clean import clean
from ingest.load import Raw, load
from ingest.sources import FILE as SOURCES_FILE
from ingest.sources import read_sources, source_for
from ingest.split import sentences, split
from rag.catalogue import Entry
from rag.errors import CorpusError, LoadError
from rag.identity import index_identity
from rag.models import Embedder, EmbedderIdentity
from rag.parts import make_parts
from rag.store import Store
from rag.types import DEFAULT_COLLECTION, Document, Source
from rag.wordvectors import learn_words

Outcome = Literal["new", "changed", "described anew", "unchanged", "removed", "skipped"]
ABOUT_THE_FOLDER = "readme"
Progress = Callable[[str, int, int], None]
"""Called with a file's name, the texts embedded of it so far, and how many it has."""


@dataclass(frozen=True, slots=True)
class Row:
    """What happened to one file."""

    file: str
    outcome: Outcome
    pages: int = 0
    passages: int = 0
    embedded: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did, a row a file."""

    folder: Path
    rows: tuple[Row, ...]

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
    progress: Progress = lambda _file, _done, _total: None,
) -> Report:
    """Bring the store in line with a corpus folder and say what was done.

    ``load_model`` is called only when something has to be embedded. One bad file
    is a row of the report and stops nothing. Raises `CorpusError` when the folder
    can't be listed, `StoreLocked` when another process is writing,
    `IdentityMismatch` when the index was built by something else.
    """
    files = corpus_files(folder)
    sources = read_sources(folder)
    job = _Job(folder, store, collection, load_model, progress)
    with store.writing():
        if rebuild:
            store.clear()
        store.set_identity(index_identity(identity))
        before = {entry.id: entry for entry in store.entries(collection)}
        rows: list[Row] = []
        seen: dict[str, str] = {}
        for file in files:
            source = source_for(file, sources)
            try:
                if source.id in seen:
                    raise LoadError(
                        f"has the id {source.id!r} of {seen[source.id]}; "
                        f"give it one of its own in {SOURCES_FILE}"
                    )
                seen[source.id] = file
                rows.append(job.update(file, source, before.get(source.id)))
            except LoadError as error:
                kept = "; the version read earlier is kept" if source.id in before else ""
                rows.append(Row(file, "skipped", notes=(f"{error}{kept}",)))
        rows.extend(_drop_gone(store, collection, before, seen))
    return Report(folder, (*rows, *_unused(sources, files)))


def corpus_files(folder: Path) -> tuple[str, ...]:
    """List the files of a corpus folder, as paths below it with ``/``, in a fixed order.

    Hidden files and ``sources.yaml`` are left out. Raises `CorpusError` when there
    is no such folder.
    """
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "doesn't exist"
        raise CorpusError(
            f"the corpus folder {folder} {what}; "
            "name one: `sanad ingest FOLDER`, or set SANAD_CORPUS"
        )
    found = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in relative.parts)
        inside = path.resolve().is_relative_to(folder.resolve())
        if path.is_file() and inside and not hidden and path.name != SOURCES_FILE:
            found.append(relative.as_posix())
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Job:
    folder: Path
    store: Store
    collection: str
    load_model: Callable[[], Embedder]
    progress: Progress

    def update(self, file: str, source: Source, entry: Entry | None) -> Row:
        """Bring one file's document up to date. Raises `LoadError` when it can't be read."""
        if Path(file).stem.lower() == ABOUT_THE_FOLDER:
            raise LoadError("is about the folder; rename it to have it read")
        raw = load(self.folder / file)
        source = titled(source, raw)
        pages = len({page.number for page in raw.pages})
        if entry and entry.raw_hash == raw.raw_hash:
            if (entry.source, entry.file) == (source, file):
                return Row(file, "unchanged", pages, entry.passages, notes=raw.notes)
            self.store.catalogue.set_source(self.collection, source.id, file, source)
            return Row(file, "described anew", pages, entry.passages, notes=raw.notes)
        document = build_document(file, raw, source, self.collection)
        passages = split(document)
        parts = make_parts(
            document,
            passages,
            self.load_model(),
            lambda done, total: self.progress(file, done, total),
        )
        learn_words(document, self.store.word_vectors, self.load_model())
        self.store.replace(document, passages, parts)
        outcome: Outcome = "changed" if entry else "new"
        return Row(file, outcome, pages, len(passages), len(passages), raw.notes)


def titled(source: Source, raw: Raw) -> Source:
    """Take the title from the document's first heading where only the file's name is known."""
    first = raw.blocks[0]
    if source.origins.get("title") != "file name" or (first.kind, first.level) != ("heading", 1):
        return source
    title = " ".join(line.text for line in first.lines)
    origins = {**source.origins, "title": "first heading"}
    return replace(source, csl={**source.csl, "title": title}, origins=origins)


def build_document(
    file: str, raw: Raw, source: Source, collection: str = DEFAULT_COLLECTION
) -> Document:
    """Make a document of a raw file: canonical text, way back, blocks, sentences."""
    cleaned = clean(raw)
    document = Document(
        id=source.id,
        file=file,
        text=cleaned.text,
        raw_hash=raw.raw_hash,
        source=source,
        source_map=cleaned.source_map,
        blocks=cleaned.blocks,
        notes=raw.notes,
        collection=collection,
        properties=raw.properties,
        findings=raw.findings,
    )
    return replace(document, sentences=sentences(document.text, document.blocks))


def _drop_gone(
    store: Store, collection: str, before: dict[str, Entry], seen: dict[str, str]
) -> Iterable[Row]:
    for identifier, entry in before.items():
        if identifier not in seen:
            store.remove(identifier, collection)
            yield Row(entry.file, "removed", notes=("no longer in the folder",))


def _unused(sources: dict[str, Source], files: tuple[str, ...]) -> Iterable[Row]:
    for file in sources:
        if file not in files:
            yield Row(file, "skipped", notes=(f"{SOURCES_FILE} names it, but it isn't there",))
