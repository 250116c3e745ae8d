"""Zotero itself, where it runs on this machine: its local API, as Zotero 7 and later have it.

What is asked and how it answers is read off Zotero's source (`server_localAPI.js`): pages by
``start`` and ``limit``, whose number ``Total-Results`` tells, 403 where the API isn't allowed,
where a file lies under ``…/file/view/url``. Its versions (``Last-Modified-Version``) are those of
the last sync: what was changed since has none, so that they can't tell whether anything is new.
Everything is asked for each time; nothing leaves the machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import httpx

from ingest.zotero.item import Attached, Item, fields_of
from rag.citations.zotero_items import CUSTOM, URI
from rag.errors import ZoteroError

ADDRESS = "http://127.0.0.1:23119"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
VERSION = "3"
PAGE = 100
"""Items asked for at once."""
TIMEOUT_S = 60
MOST = 1_000_000
"""Items of a library."""
ALLOW = (
    "in Zotero: Settings, Advanced, tick “Allow other applications on this computer to "
    "communicate with Zotero”"
)
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of a library, ``path`` with the names of those that it's in."""

    key: str
    path: str
    parent: str = ""


class LocalZotero:
    """A library of the Zotero that runs here. Every method raises `ZoteroError`."""

    def __init__(self, address: str = ADDRESS, group: int | None = None) -> None:
        parts = urlsplit(address)
        if parts.scheme != "http" or parts.hostname not in LOOPBACK:
            raise ZoteroError(f"{address} isn't on this machine; take one like {ADDRESS}")
        self.library = f"groups/{group}" if group is not None else "users/0"
        # No proxy that the environment names: this is no business of anybody else's.
        self._client = httpx.Client(
            base_url=address,
            headers={"Zotero-API-Version": VERSION},
            timeout=TIMEOUT_S,
            trust_env=False,
        )

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def collections(self) -> tuple[Collection, ...]:
        """List the library's collections by their paths."""
        given = {one["key"]: one["data"] for one in self._all(f"{self.library}/collections")}

        def path(key: str, seen: tuple[str, ...] = ()) -> str:
            data = given[key]
            above = str(data.get("parentCollection") or "")
            name = str(data.get("name") or key)
            if above not in given or above in seen:
                return name
            return f"{path(above, (*seen, key))} / {name}"

        made = [
            Collection(key, path(key), str(data.get("parentCollection") or ""))
            for key, data in given.items()
        ]
        return tuple(sorted(made, key=lambda one: one.path.casefold()))

    def items(
        self,
        collection: Collection | None = None,
        progress: Callable[[str, int, int], None] = lambda _item, _done, _total: None,
    ) -> tuple[Item, ...]:
        """Give the items of a collection and those below it, or of the whole library."""
        wanted = [f"{self.library}/items/top"]
        if collection is not None:
            below = self._below(collection)
            wanted = [f"{self.library}/collections/{key}/items/top" for key in below]
        given = {
            one["key"]: one for path in wanted for one in self._all(path, include="data,csljson")
        }
        found = []
        for number, (key, one) in enumerate(given.items()):
            kind = one["data"].get("itemType")
            if kind in ("note", "annotation"):
                continue
            progress(str(one["data"].get("title") or key), number, len(given))
            children = [one] if kind == "attachment" else self._children(one)
            files = (child for child in children if child["data"].get("itemType") == "attachment")
            found.append(Item(_csl(one), tuple(map(self._attached, files))))
        return tuple(found)

    def _below(self, collection: Collection) -> list[str]:
        everything, keys = self.collections(), [collection.key]
        for key in keys:
            keys += [one.key for one in everything if one.parent == key and one.key not in keys]
        return keys

    def _children(self, one: Json) -> list[Json]:
        if one.get("meta", {}).get("numChildren") == 0:
            return []
        return [*self._all(f"{self.library}/items/{one['key']}/children")]

    def _attached(self, one: Json) -> Attached:
        """Find where an attachment's file lies, if it's one and lies where Zotero keeps it."""
        data, key = one["data"], one["key"]
        name = str(data.get("filename") or data.get("path") or data.get("title") or key)
        if data.get("linkMode") == "linked_url":
            return Attached(str(data.get("url") or name), None, "is a link to the web, not a file")
        answer = self._get(f"{self.library}/items/{key}/file/view/url", missing_is_well=True)
        path = _path_of(answer.text) if answer.status_code == httpx.codes.OK else None
        if path is None or not path.is_file():
            return Attached(name, None, "isn't on this machine; open it once in Zotero")
        if not _where_it_should_be(path, data, key):
            return Attached(name, None, f"lies at {path}, which isn't where Zotero keeps its files")
        return Attached(f"{key}/{path.name}", path)

    def _all(self, path: str, **query: str) -> Iterator[Json]:
        """Give all objects of a list, a page at a time."""
        start = 0
        while start < MOST:
            answer = self._get(path, {**query, "start": str(start), "limit": str(PAGE)})
            try:
                page, total = answer.json(), int(answer.headers.get("Total-Results", "0"))
            except ValueError as error:
                raise ZoteroError(f"Zotero’s answer to /api/{path} can't be read") from error
            if not isinstance(page, list) or not all(map(_is_object, page)):
                raise ZoteroError(f"Zotero’s answer to /api/{path} is none that is known")
            yield from page
            start += len(page)
            if not page or start >= total:
                return

    def _get(
        self, path: str, query: Mapping[str, str] | None = None, *, missing_is_well: bool = False
    ) -> httpx.Response:
        try:
            answer = self._client.get(f"/api/{path}", params=query)
        except httpx.HTTPError as error:
            raise ZoteroError(
                f"Zotero doesn't answer at {self._client.base_url} ({type(error).__name__}); start "
                f"it (version 7 or later), and {ALLOW}"
            ) from error
        status = answer.status_code
        if status == httpx.codes.FORBIDDEN:
            raise ZoteroError(f"Zotero doesn't allow it; {ALLOW}")
        if status == httpx.codes.OK and "Zotero-API-Version" in answer.headers:
            return answer
        if missing_is_well and status in (httpx.codes.BAD_REQUEST, httpx.codes.NOT_FOUND):
            return answer
        said = " ".join(answer.text.split())[:200]
        raise ZoteroError(
            f"Zotero answers /api/{path} with {status} ({said or 'nothing'}); Zotero 7 or later "
            "is needed, and the collection or the group must be there"
        )


def _is_object(one: object) -> bool:
    return isinstance(one, dict) and isinstance(one.get("data"), dict) and bool(one.get("key"))


def _csl(one: Json) -> dict[str, object]:
    """Give an item's CSL fields, its address in Zotero among them."""
    given = one.get("csljson")
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            given = None
    first = given[0] if isinstance(given, list) and given else given
    title = one["data"].get("title") or one["data"].get("filename")
    csl = dict(first) if isinstance(first, Mapping) else {"title": title}
    csl.setdefault("note", one["data"].get("extra"))
    fields = fields_of(csl)
    library = one.get("library", {})
    kind = {"user": "users", "group": "groups"}.get(str(library.get("type")))
    if CUSTOM not in fields and kind and library.get("id"):
        fields[CUSTOM] = {URI: f"http://zotero.org/{kind}/{library['id']}/items/{one['key']}"}
    return fields


def _path_of(address: str) -> Path | None:
    """Give the path that a file:// address of this machine names."""
    parts = urlsplit(address.strip())
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return None
    path = Path(url2pathname(parts.path))
    return path if path.is_absolute() and "\0" not in unquote(parts.path) else None


def _where_it_should_be(path: Path, data: Mapping[str, Any], key: str) -> bool:
    """Say whether a file is in its item's folder of the storage, or where the item says it is."""
    if data.get("linkMode") == "linked_file":
        told = str(data.get("path") or "").removeprefix("attachments:")
        return path.name in (PurePosixPath(told).name, PureWindowsPath(told).name)
    return path.parts[-3:] == ("storage", key, data.get("filename"))
