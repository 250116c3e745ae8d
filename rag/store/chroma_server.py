"""Passages on a Chroma server, which several processes share.

The server is asked for the passages of new generations alone. What it has lost (its process was
killed while it wrote its graph, or it was set up anew) is taken from the parts, until the next
writer mends it.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from rag.errors import StoreUnreachable
from rag.store.catalogue import Catalogue, Live
from rag.store.chroma_index import Vectors, chroma_name, rows_of
from rag.store.chroma_rows import Rows, Table, table_of
from rag.store.live_search import Found
from rag.store.stored_parts import StoredParts
from rag.types import Passage

if TYPE_CHECKING:
    import httpx
    from chromadb.api import ClientAPI

TOKEN = "SANAD_CHROMA_TOKEN"  # nosec B105 # noqa: S105 - where it is read from
WAIT_S = 60.0
"""For one answer of the server; its own client waits for ever."""
AT_ONCE = 2000
"""Passages read by one request, or those of one document."""
LISTED = 100
_SENT_BY = "chromadb.auth.token_authn.TokenAuthClientProvider"


class ServedVectors(Vectors):
    """The embeddings of one store, in collections of one Chroma server."""

    spared: ClassVar[bool] = True

    def __init__(
        self, url: str, name: str, index: str, catalogue: Catalogue, parts: StoredParts
    ) -> None:
        """Name the server, the passages in use, and what all names of this index begin with."""
        super().__init__(Path(name))
        self._url, self._index = url, index
        self._catalogue, self._parts = catalogue, parts
        self._rows: dict[str, dict[str, Rows]] = {}

    def close(self) -> None:
        """Close the connections, which Chroma's own client leaves open."""
        with self._lock:
            if self._client is not None:
                for session in _sessions(self._client):
                    session.close()
            super().close()

    def turn_to(self, name: str) -> None:
        """Use the passages of this name from now on; the connection stays."""
        with self._lock:
            if name != self.name:
                self._rows.clear()
            self.path = Path(name)
            self._collections.clear()
            self._tables.clear()
            self._sizes.clear()

    def fresh(self) -> ServedVectors:
        """Give an empty place beside this one."""
        name = f"{self._index}-{uuid.uuid4().hex[:8]}"
        return ServedVectors(self._url, name, self._index, self._catalogue, self._parts)

    def delete_others(self, but: str = "") -> None:
        """Delete this index's collections that aren't in use."""
        with self._told():
            client = self._open()
            names: list[str] = []
            while some := client.list_collections(LISTED, len(names)):
                names += [one.name for one in some]
            for name in names:
                place = name.split(".")[0]
                ours = place == self._index or place.startswith(f"{self._index}-")
                if ours and place != but:
                    client.delete_collection(name)

    def add(
        self,
        collection: str,
        batch: Mapping[str, Sequence[Passage]],
        embeddings: NDArray[np.floating],
    ) -> None:
        """Add passages. Raises `StoreUnreachable` when the server is gone, as all of these do."""
        with self._told():
            super().add(collection, batch, embeddings)

    def delete(self, collection: str, generations: Sequence[str]) -> None:
        """Delete every passage of some generations."""
        with self._told():
            super().delete(collection, generations)

    def count(self, collection: str) -> int:
        """Count the passages, those of dead generations included."""
        with self._told():
            return super().count(collection)

    def query(
        self, collection: str, embedding: Sequence[float], k: int, documents: Sequence[str] = ()
    ) -> tuple[Found, ...]:
        """Give the ``k`` nearest passages."""
        with self._told():
            return super().query(collection, embedding, k, documents)

    def read(self, collection: str, generation: str) -> tuple[Found, ...]:
        """Read back every passage of a generation."""
        with self._told():
            return super().read(collection, generation)

    def _stored_as(self, collection: str) -> str:
        return f"{self.name}.{chroma_name(collection)}"

    def _read_table(self, collection: str) -> Table:
        """Read the live generations that aren't known yet, and forget those that are dead."""
        live = self._catalogue.live(collection)
        known = self._rows.get(collection, {})
        missing = [one for one in live if one.generation not in known and one.passages]
        read: dict[str, Rows] = {}
        for some in _batches(missing):
            read |= self._read_rows(collection, some)
        rows = {
            one.generation: known.get(one.generation) or read[one.generation]
            for one in live
            if one.passages
        }
        self._rows[collection] = rows
        if not rows:
            return table_of((), (), np.zeros((0, 0), np.float32))
        ids = [name for one in rows.values() for name in one[0]]
        passages = [passage for one in rows.values() for passage in one[1]]
        return table_of(ids, passages, np.concatenate([one[2] for one in rows.values()]))

    def _read_rows(self, collection: str, some: Sequence[Live]) -> dict[str, Rows]:
        """Read the passages of some documents, from the parts where Chroma hasn't all of them."""
        from chromadb.errors import ChromaError

        found: dict[str, list[int]] = {one.generation: [] for one in some}
        ids: Sequence[str] = ()
        passages: Sequence[Found] = ()
        vectors = np.zeros((0, 0), np.float32)
        try:
            result = self._collection(collection).get(
                where={"generation": {"$in": list(found)}},  # type: ignore[dict-item]
                include=["embeddings", "metadatas"],
            )
            ids, passages, vectors = rows_of(result)
        except ChromaError as error:  # it doesn't find its own vectors any more
            if _is_refusal(error):
                raise
        for number, passage in enumerate(passages):
            found[passage.generation].append(number)
        return {
            one.generation: (
                [ids[i] for i in found[one.generation]],
                [passages[i] for i in found[one.generation]],
                vectors[found[one.generation]],
            )
            if len(found[one.generation]) == one.passages
            else self._spare(one)
            for one in some
        }

    def _spare(self, one: Live) -> Rows:
        (places,) = self._parts.places([one.generation])
        passages = [
            Found(one.id, one.generation, int(start), int(end))
            for start, end in zip(places.starts, places.ends, strict=True)
        ]
        ids = [f"{one.generation}:{passage.start}" for passage in passages]
        return ids, passages, places.vectors.astype(np.float32)

    def _open(self) -> ClientAPI:
        if self._client is None:
            import chromadb
            import httpx
            from chromadb.config import Settings

            parts, token = urlsplit(self._url), os.environ.get(TOKEN)
            secure = parts.scheme == "https"
            settings = Settings(anonymized_telemetry=False)
            if token:
                settings.chroma_client_auth_provider = _SENT_BY
                settings.chroma_client_auth_credentials = token
            client = chromadb.HttpClient(
                parts.hostname or "", parts.port or (443 if secure else 8000), secure,
                settings=settings,
            )  # fmt: skip
            for session in _sessions(client):
                session.timeout = httpx.Timeout(WAIT_S)
            self._client = client
        return self._client

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say of a server that is gone that it is, and what to do."""
        try:
            yield
        except StoreUnreachable:
            raise
        except Exception as error:
            import httpx

            refused = _is_refusal(error)
            gone = isinstance(error, httpx.TransportError) or "connect to a Chroma" in str(error)
            if not gone and not refused:
                raise
            remedy = f"set {TOKEN}" if refused else (
                "see to it that `chroma run` runs there. Sanad goes on by itself once it does"
            )  # fmt: skip
            reason = "it lets nobody in without the right token" if refused else _short(error)
            raise StoreUnreachable(
                f"Chroma at {self._url} doesn't answer ({reason}); {remedy}"
            ) from error


def _sessions(client: ClientAPI) -> tuple[httpx.Client, ...]:
    """Give the connections of a client: nothing else closes them, or bounds how long they wait."""
    owners: Any = client, client._admin_client  # type: ignore[attr-defined] # noqa: SLF001
    return tuple(one._server._session for one in owners)  # noqa: SLF001


def _is_refusal(error: BaseException | None) -> bool:
    """Say whether a server lets nobody in: Chroma's client hides the status behind its text."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    return status in (401, 403) or (error is not None and _is_refusal(error.__context__))


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _batches(missing: Sequence[Live]) -> Iterator[Sequence[Live]]:
    some: list[Live] = []
    for one in missing:
        if some and sum(each.passages for each in some) + one.passages > AT_ONCE:
            yield some
            some = []
        some.append(one)
    if some:
        yield some
