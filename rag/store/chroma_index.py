"""Passages and their embeddings in Chroma. The only file that imports chromadb.

Chroma's embedded folder knows nothing of other processes: a reader that stays
open while another process writes may see old data or fail. So a reader is
reopened whenever the catalogue's revision moves (`rag.store.store` does that). A
server of Chroma's takes care of that itself: see `rag.store.chroma_server`.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
import threading
import uuid
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from rag.errors import StoreError
from rag.store.chroma_rows import Rows, Table, found_of, metadata_of, table_of
from rag.store.live_search import Found
from rag.types import Passage

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import GetResult

FOLDER = "chroma"
BATCH = 1000
"""Passages a write. Chroma takes up to `max_batch_size`, never under 5,000."""
EF_SEARCH = 200
"""Passages that Chroma's graph looks at for a question. With its own 100 it finds .924 of the 50
nearest of 100,000, with 200 .962 for 1 ms more, with 400 .979 for 2.4 ms."""
GENERATIONS = 100
"""Deleted at once: each is a value of one SQL statement."""
EXACT = 10_000
"""Passages up to which a question is compared with all of them. Chroma's graph comes out
differently each time that it's built, even by one thread from the same vectors in the same order:
four times 800 vectors gave four answers, 13 to 21 of the 4,200 nearest missing. To read all
vectors takes 0.2 s for 5,000, once after each change. Beyond, `rag.store.quantised` searches, and
the graph only where that gets slow."""


class Vectors:
    """The embeddings of one store."""

    spared: ClassVar[bool] = False
    """Whether passages that Chroma has lost are taken from elsewhere."""

    def __init__(self, path: Path) -> None:
        """Open or create the Chroma folder. Opened at first use, since that takes a second."""
        self.path = path
        self._client: ClientAPI | None = None
        self._collections: dict[str, Collection] = {}
        self._tables: dict[str, Table] = {}
        self._sizes: dict[str, int] = {}
        self._lock = threading.RLock()

    def close(self) -> None:
        """Close the client, so that the next call sees what other processes have written."""
        with self._lock:
            self._collections.clear()
            self._tables.clear()
            self._sizes.clear()
            if self._client is not None:
                self._client.close()  # type: ignore[attr-defined]
                self._client = None

    @property
    def name(self) -> str:
        """Tells the passages in use from those that were in use before."""
        return self.path.name

    def turn_to(self, name: str) -> None:
        """Close, and use the passages of this name from now on."""
        with self._lock:
            self.close()
            self.path = self.path.with_name(name)

    def fresh(self) -> Vectors:
        """Give an empty place beside this one."""
        return Vectors(self.path.with_name(f"{FOLDER}-{uuid.uuid4().hex[:8]}"))

    def delete_others(self, but: str = "") -> None:
        """Delete what isn't in use: damaged, or half-made. All of it, where nothing is named."""
        for folder in self.path.parent.glob(f"{FOLDER}*"):
            if folder.name != but:
                with contextlib.suppress(OSError):  # a reader on Windows may hold it open
                    shutil.rmtree(folder)

    def add(
        self,
        collection: str,
        batch: Mapping[str, Sequence[Passage]],
        embeddings: NDArray[np.floating],
    ) -> None:
        """Add passages under generations that were never used before.

        ``embeddings`` (passages x dimensions) has a row for each passage, in the
        order of the batch.
        """
        target = self._collection(collection)
        if (target.configuration_json.get("hnsw") or {}).get("ef_search") != EF_SEARCH:
            with warnings.catch_warnings():  # made before that; of its own accord Chroma warns
                warnings.simplefilter("ignore", DeprecationWarning)
                target.modify(configuration={"hnsw": {"ef_search": EF_SEARCH}})
        rows = [(generation, one) for generation, some in batch.items() for one in some]
        for first in range(0, len(rows), BATCH):
            some = rows[first : first + BATCH]
            target.add(
                ids=[f"{passage.id}#{generation}" for generation, passage in some],
                embeddings=embeddings[first : first + BATCH].astype(np.float32),
                documents=[passage.text for _, passage in some],
                metadatas=[metadata_of(passage, generation) for generation, passage in some],
            )
        self._forget(collection)

    def delete(self, collection: str, generations: Sequence[str]) -> None:
        """Delete every passage of some generations."""
        target = self._collection(collection)
        for first in range(0, len(generations), GENERATIONS):
            some = list(generations[first : first + GENERATIONS])
            target.delete(where={"generation": {"$in": some}})  # type: ignore[dict-item]
        self._forget(collection)

    def count(self, collection: str) -> int:
        """Count the passages, those of dead generations included."""
        return self._collection(collection).count()

    def query(
        self, collection: str, embedding: Sequence[float], k: int, documents: Sequence[str] = ()
    ) -> tuple[Found, ...]:
        """Give the ``k`` nearest passages, the nearest first, of some documents or of all."""
        if self._size(collection) <= EXACT:
            return self._compare(collection, embedding, k, frozenset(documents))
        where = {"document": {"$in": list(documents)}} if documents else None
        target = self._collection(collection)
        result = target.query(
            query_embeddings=[embedding],
            n_results=k,
            where=where,  # type: ignore[arg-type]
            include=["documents", "metadatas", "distances"],
        )
        rows = zip(
            (result["metadatas"] or [[]])[0],
            (result["documents"] or [[]])[0],
            (result["distances"] or [[]])[0],
            strict=True,
        )
        return tuple(found_of(metadata, text, 1 - distance) for metadata, text, distance in rows)

    def _compare(
        self, collection: str, embedding: Sequence[float], k: int, documents: frozenset[str]
    ) -> tuple[Found, ...]:
        """Compare a question with every passage; those deleted meanwhile are left out."""
        table = self._table(collection)
        if not table.ids:
            return ()
        asked = np.asarray(embedding, np.float32)
        cosines = table.rows @ (asked / max(float(np.linalg.norm(asked)), 1e-9))
        order = np.argsort(-cosines, kind="stable").tolist()
        best = [i for i in order if not documents or table.passages[i].document_id in documents][:k]
        if not best:
            return ()
        stored = self._collection(collection).get(
            ids=[table.ids[i] for i in best], include=["documents"]
        )
        texts = dict(zip(stored["ids"], stored["documents"] or (), strict=True))
        return tuple(
            replace(table.passages[i], text=texts.get(table.ids[i], ""), score=float(cosines[i]))
            for i in best
            if table.ids[i] in texts or self.spared
        )

    def _size(self, collection: str) -> int:
        """Count the passages once: it takes Chroma longer than a search, the more there are."""
        with self._lock:
            known = self._sizes.get(collection)
        if known is None:
            known = self.count(collection)
            with self._lock:
                self._sizes[collection] = known
        return known

    def _table(self, collection: str) -> Table:
        with self._lock:
            if collection not in self._tables:
                self._tables[collection] = self._read_table(collection)
            return self._tables[collection]

    def _read_table(self, collection: str) -> Table:
        result = self._collection(collection).get(include=["embeddings", "metadatas"])
        return table_of(*rows_of(result))

    def _forget(self, collection: str) -> None:
        with self._lock:
            self._tables.pop(collection, None)
            self._sizes.pop(collection, None)

    def read(self, collection: str, generation: str) -> tuple[Found, ...]:
        """Read back every passage of a generation, for checks, without a score."""
        result = self._collection(collection).get(
            where={"generation": generation}, include=["documents", "metadatas"]
        )
        return tuple(
            found_of(metadata, text)
            for metadata, text in zip(
                result["metadatas"] or (), result["documents"] or (), strict=True
            )
        )

    def _collection(self, name: str) -> Collection:
        with self._lock:
            if name not in self._collections:
                client = self._open()
                self._collections[name] = client.get_or_create_collection(
                    self._stored_as(name),
                    embedding_function=None,
                    configuration={"hnsw": {"space": "cosine", "ef_search": EF_SEARCH}},
                )
            return self._collections[name]

    def _stored_as(self, collection: str) -> str:
        return chroma_name(collection)

    def _open(self) -> ClientAPI:
        if self._client is None:
            import chromadb
            from chromadb.config import Settings

            try:
                self._client = chromadb.PersistentClient(
                    str(self.path), settings=Settings(anonymized_telemetry=False)
                )
            except Exception as error:  # Chroma raises its Rust errors as they come
                raise StoreError(
                    f"{self.path} can't be opened ({error}); move it away and run "
                    "`sanad ingest --rebuild`"
                ) from error
        return self._client


def chroma_name(collection: str) -> str:
    """Give a name that Chroma takes (3 to 512 of ``a-zA-Z0-9._-``), one for each collection."""
    plain = re.sub(r"[^a-zA-Z0-9._-]", "-", collection)[:40].strip("._-")
    return f"sanad-{plain or 'x'}-{hashlib.sha256(collection.encode()).hexdigest()[:8]}"


def rows_of(result: GetResult) -> Rows:
    """Read what Chroma gave."""
    passages = [found_of(metadata, "") for metadata in result["metadatas"] or ()]
    return result["ids"], passages, np.asarray(result["embeddings"], np.float32)
