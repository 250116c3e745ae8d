"""Read, embed and write, each while the others work.

A process of its own reads the files (`ingest.reader`), the caller's thread runs the
model, and a third writes. What is read together is embedded together, in batches of
like length, and becomes visible in one moment.

With workers `Elsewhere` the same is read and embedded there, much of it at once, and
comes back in the same order; what reaches the store doesn't tell the difference.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from ingest.plan import Outcome, Task
from ingest.reader import Reader
from ingest.sources import FILE as SOURCES_FILE
from ingest.sources import composed, described
from ingest.split import split
from ingest.worker_process import Tell
from rag.answerability.similarity import about
from rag.errors import LoadError
from rag.models.embedder import Embedder
from rag.store.catalogue_rows import hash_words
from rag.store.passage_vectors import Key, Parts, PassageParts, make_all_parts
from rag.store.store import Store
from rag.store.word_vector_cache import Vector, learn_words
from rag.types import Document, Passage

GROUP = 512
"""Passages that are embedded together and written in one go."""
READ_AHEAD = 8
"""Files that may be read before the model gets to them; twice as many as are read at once,
where that is more."""
WRITE_BEHIND = 2
"""Groups that may wait for the disk."""
WITH_PAGES = (".pdf", ".docx", ".html", ".htm", ".md", ".txt")
"""The best way to have a document, when the folder has it in several."""

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


class Elsewhere(Protocol):
    """Workers that read files and run the model, many at a time. Safe to share by threads."""

    at_once: int
    """How many there are."""

    def read(self, path: Path, file: str, tell: Tell) -> Document:
        """Read a file as `Reader` does."""

    def embed(
        self, passages: Sequence[Key], progress: Callable[[int, int], None]
    ) -> dict[Key, PassageParts]:
        """Run passages through the model."""

    def vectors(self, texts: Sequence[str], /) -> list[Vector]:
        """Give the vector of each text."""

    def close(self) -> None:
        """Have nobody wait for them any longer."""


@dataclass(slots=True)
class Pipeline:
    """Brings documents into a store, and says of each file what became of it in `rows`.

    ``words`` maps `hash_words` of the documents that are there to their files. With workers
    ``elsewhere``, ``progress`` hears how many files are done instead of how many texts.
    """

    folder: Path
    store: Store
    collection: str
    load_model: Callable[[], Embedder]
    progress: Progress
    words: dict[str, str] = field(default_factory=dict)
    make_reader: Callable[[], Reader] = Reader
    rows: dict[str, Row] = field(default_factory=dict)
    elsewhere: Elsewhere | None = None
    _files: int = 0

    def run(self, tasks: Sequence[Task]) -> None:
        """Read, embed and write the files that are new, changed or renamed."""
        # A page can be cited, so the format that has pages is read before its twins.
        tasks = sorted(tasks, key=_rank)
        self._files = len(tasks)
        written: deque[Future[None]] = deque()
        with ThreadPoolExecutor(1, "write") as writer:
            for ready in self._embedded(self._groups(tasks)):
                self._learn(ready)
                while len(written) >= WRITE_BEHIND:
                    written.popleft().result()
                written.append(writer.submit(self._write, ready))
            for one in written:
                one.result()

    def _groups(self, tasks: Sequence[Task]) -> Iterator[list[_Read]]:
        """Give what was read, `GROUP` passages at a time or a file more.

        Never as much as happens to be there: what is written together must not depend on time.
        """
        waiting = deque(tasks)
        ahead: deque[tuple[Task, Future[Document]]] = deque()
        readers = nullcontext(self.elsewhere) if self.elsewhere else self.make_reader()
        with readers as reader, ThreadPoolExecutor(reader.at_once, "read") as reading:
            most = max(READ_AHEAD, 2 * reader.at_once)
            try:
                while waiting or ahead:
                    group: list[_Read] = []
                    while (waiting or ahead) and _size(group) < GROUP:
                        while waiting and len(ahead) < most:
                            task = waiting.popleft()
                            ahead.append((task, reading.submit(self._read, reader, task)))
                        if (read := self._taken(*ahead.popleft())) is not None:
                            group.append(read)
                    if group:
                        yield group
            finally:
                for _, future in ahead:
                    future.cancel()
                if ahead:
                    reader.close()

    def _read(self, reader: Reader | Elsewhere, task: Task) -> Document:
        if task.outcome == "renamed" and task.entry is not None:
            document = self.store.document(task.entry.id, self.collection)
            assert document is not None
        else:
            document = reader.read(
                self.folder / task.file,
                task.file,
                lambda done, total: self._tell(f"{task.file}, page", done, total),
            )
        assert task.source is not None
        source = described(task.source, document.properties)
        return replace(
            document,
            id=source.id,
            file=composed(task.file),
            source=source,
            collection=self.collection,
        )

    def _taken(self, task: Task, future: Future[Document]) -> _Read | None:
        """Take a file that was read; None when it couldn't be, or says nothing new."""
        try:
            document = future.result()
        except LoadError as error:
            kept = "; the version read earlier is kept" if task.entry else ""
            self.rows[task.file] = Row(task.file, "skipped", notes=(f"{error}{kept}",))
            return None
        words = hash_words(document.text)
        if (twin := self.words.get(words)) is not None:
            note = f"the same words as {twin}, which is in the index"
            self.rows[task.file] = Row(task.file, "duplicate", notes=(note,))
            return None
        self.words[words] = task.file
        return _Read(task, document, split(document))

    def _embedded(self, groups: Iterable[list[_Read]]) -> Iterator[list[_Ready]]:
        """Give what the search needs of each group, in their order."""
        if self.elsewhere is None:
            yield from map(self._embed, groups)
            return
        most = self.elsewhere.at_once // 2 + 1  # their slices keep all workers busy
        begun: deque[Future[list[_Ready]]] = deque()
        with ThreadPoolExecutor(most, "embed") as embedding:
            try:
                for group in groups:
                    begun.append(embedding.submit(self._embed, group))
                    if len(begun) >= most:
                        yield begun.popleft().result()
                while begun:
                    yield begun.popleft().result()
            finally:
                if begun:
                    self.elsewhere.close()

    def _embed(self, group: Sequence[_Read]) -> list[_Ready]:
        """Give what the search needs of each document; the model sees only what is new in it."""
        known: dict[str, PassageParts] = {}
        for read in group:
            known |= self._known(read)
        new = [
            sum(passage.text_with_heads not in known for passage in read.passages) for read in group
        ]
        name = group[0].task.file if len(group) == 1 else f"{len(group)} files"
        made = make_all_parts(
            [(read.document, read.passages) for read in group],
            self.load_model,
            lambda done, total: self._tell(name, done, total),
            known=known,
            elsewhere=self.elsewhere.embed if self.elsewhere else None,
        )
        return [_Ready(*one) for one in zip(group, made, new, strict=True)]

    def _learn(self, group: Sequence[_Ready]) -> None:
        """Have the vectors of the words known, where the model saw anything new."""
        if any(ready.embedded for ready in group):
            documents = [ready.read.document for ready in group]
            texts = [text for one in documents for text in (one.text, about(one))]
            learn_words(texts, self.store.word_vectors, self.elsewhere or self.load_model())

    def _tell(self, name: str, done: int, total: int) -> None:
        """Tell how far it is: with one model by its texts, with many by the files."""
        if self.elsewhere is None:
            self.progress(name, done, total)
        else:
            self.progress(f"{name} {done} of {total}", len(self.rows), self._files)

    def _known(self, read: _Read) -> dict[str, PassageParts]:
        """Give the parts of the passages that the document had before, by their text."""
        entry = read.task.entry
        old = self.store.document(entry.id, self.collection) if entry else None
        parts = self.store.parts_of(old.id, self.collection) if old else None
        if old is None or parts is None:
            return {}
        return {
            old.passage(start, end).text_with_heads: parts.of_passage(row)
            for row, (start, end) in enumerate(
                zip(parts.starts.tolist(), parts.ends.tolist(), strict=True)
            )
        }

    def _write(self, group: Sequence[_Ready]) -> None:
        removed = [
            ready.read.task.entry.id
            for ready in group
            if ready.read.task.outcome == "renamed" and ready.read.task.entry
        ]
        self._keep_files(group)
        self.store.replace(
            [(ready.read.document, ready.read.passages, ready.parts) for ready in group],
            self.collection,
            removed,
        )
        for ready in group:
            task, document = ready.read.task, ready.read.document
            passages = len(ready.read.passages)
            notes = (task.note, *document.notes) if task.note else document.notes
            pages = len({page.number for page in document.source_map.pages})
            embedded = ready.embedded
            self.rows[task.file] = Row(task.file, task.outcome, pages, passages, embedded, notes)

    def _keep_files(self, group: Sequence[_Ready]) -> None:
        """Have the servers keep the files, for machines that haven't got this folder."""
        if originals := self.store.originals:
            for ready in group:
                read = ready.read
                originals.keep(self.folder / read.task.file, read.document.raw_hash)


@dataclass(frozen=True, slots=True)
class _Read:
    task: Task
    document: Document
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class _Ready:
    read: _Read
    parts: Parts
    embedded: int


def _size(group: Sequence[_Read]) -> int:
    return sum(len(read.passages) for read in group)


def _rank(task: Task) -> tuple[bool, int, str]:
    described_by_hand = bool(task.source and SOURCES_FILE in task.source.origins.values())
    ending = Path(task.file).suffix.lower()
    best = WITH_PAGES.index(ending) if ending in WITH_PAGES else len(WITH_PAGES)
    return not described_by_hand, best, task.file
