"""A Zotero that answers over HTTP as its source says (zotero/zotero, `server_localAPI.js`).

Written from that file and sharing nothing with what asks: the checks in their order (allowed,
version, user, group), ``since``, ``start`` and ``limit`` (no limit by default), the headers
``Total-Results``, ``Link``, ``Last-Modified-Version``, ``Zotero-API-Version`` and
``Zotero-Schema-Version``, 304 for ``If-Modified-Since-Version``, and 302 to a file:// address.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.ingest.zotero import made

USER = 4711
KEYS = re.compile(r"[A-Z0-9]{8}")


@dataclass
class Program:
    """What a running Zotero has: ``collections`` by key, ``items`` by key, children included."""

    storage: Path
    allowed: bool = True
    version: int = 100
    collections: dict[str, dict[str, Any]] = field(default_factory=dict)
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    csl_as_text: bool = True

    def collect(self, key: str, name: str, parent: str | None = None) -> None:
        self.collections[key] = {"key": key, "name": name, "parentCollection": parent or False,
                                 "version": self.version}  # fmt: skip

    def add(self, item: made.Item, *collections: str) -> None:
        """Put an item in, its files in the storage, as Zotero does it."""
        key = item.uri.rsplit("/", 1)[1]
        self.items[key] = {"key": key, "version": self.version, "itemType": "report",
                           "title": item.title, "collections": list(collections),
                           "csl": dict(made.csl_of(item))}  # fmt: skip
        for number, (path, data) in enumerate(item.files.items()):
            name = Path(path).name
            self.attach(key, f"A{number}{key[2:]}", name, data)

    def attach(self, parent: str, key: str, name: str, data: bytes) -> None:
        (self.storage / key).mkdir(parents=True, exist_ok=True)
        (self.storage / key / name).write_bytes(data)
        self.items[key] = {"key": key, "version": self.version, "itemType": "attachment",
                           "title": "Full Text", "linkMode": "imported_file", "filename": name,
                           "parentItem": parent, "collections": []}  # fmt: skip
        self.files[key] = (self.storage / key / name).as_uri()


Answer = tuple[int, dict[str, str], str]
Object = dict[str, Any]
Found = Object | list[Object]


def _plain(status: int, text: str) -> Answer:
    return status, {"Content-Type": "text/plain"}, text


def answer_of(program: Program, path: str, headers: dict[str, str], host: str) -> Answer:
    """Answer a request as LocalAPIEndpoint._initInternal does."""
    url = urlsplit(path)
    query = {name: values[-1] for name, values in parse_qs(url.query).items()}
    match = re.fullmatch(r"/api/(users|groups)/(\d+)/(.+)", url.path)
    version = int(headers.get("zotero-api-version") or query.get("v") or 3)
    if not program.allowed:
        return _plain(403, "Local API is not enabled")
    if version != 3 and url.path != "/api/":
        return _plain(501, f"API version not implemented: {version}")
    if match is None:
        return _plain(200, "Nothing to see here.") if url.path == "/api/" else _plain(404, "No")
    if match[1] == "groups":
        return _plain(404, "Not found")  # it is in none
    if int(match[2]) not in (0, USER):
        return _plain(400, "Only data for the logged-in user is available locally -- use userID 0")
    found = _run(program, match[3])
    if isinstance(found, tuple):
        return found
    address = f"http://{host}{url.path}"
    shown, head = _page(program, found, query, address)
    since = int(headers.get("if-modified-since-version") or 0)
    if since and int(head["Last-Modified-Version"]) <= since:
        return 304, head, ""
    include = query.get("include", "data").split(",")
    body = [_json(program, one, include) for one in shown]
    told = json.dumps(body if isinstance(found, list) else body[0], indent=4)
    return 200, {**head, "Content-Type": "application/json"}, told


def _page(
    program: Program, found: Found, query: dict[str, str], address: str
) -> tuple[list[Object], dict[str, str]]:
    """Give the objects of a page, and the headers that tell of it."""
    if isinstance(found, dict):
        head = {"Total-Results": "1", "Last-Modified-Version": str(found["version"])}
        return [found], head
    since = int(query.get("since", 0))
    objects = [one for one in found if not since or one["version"] > since]
    total = len(objects)
    start = min(max(int(query.get("start", 0) or 0), 0), total)
    limit = int(query.get("limit", 0) or 0) or total - start
    head = {"Total-Results": str(total), "Last-Modified-Version": str(program.version)}
    if limit and start + limit < total:
        more = urlencode({**query, "start": start + limit})
        head["Link"] = f'<{address}?{more}>; rel="next"'
    return objects[start : start + max(limit, 0)], head


def _run(program: Program, path: str) -> Found | Answer:
    """Find the objects that a path names, or give the answer itself."""
    parts = path.split("/")
    if path in ("collections", "collections/top"):
        top = path.endswith("top")
        return [
            one for one in program.collections.values() if not (top and one["parentCollection"])
        ]
    tops = [one for one in program.items.values() if "parentItem" not in one]
    if path == "items/top":
        return tops
    if parts[0] == "collections" and parts[2:] == ["items", "top"]:
        # `getIDFromLibraryAndKey` gives false for an unknown key: a search that finds nothing.
        return [one for one in tops if parts[1] in one["collections"]]
    item = program.items.get(parts[1]) if parts[0] == "items" and len(parts) > 1 else None
    if item is None:
        return _plain(404, "Not found")
    if parts[2:] == ["children"]:
        return [one for one in program.items.values() if one.get("parentItem") == parts[1]]
    if parts[2:3] == ["file"]:
        if item["itemType"] != "attachment" or item.get("linkMode") == "linked_url":
            return _plain(400, f"Not a file attachment: {item['key']}")
        where = program.files.get(parts[1], "false")
        return _plain(200, where) if parts[-1] == "url" else (302, {"Location": where}, "")
    return item


def _json(program: Program, one: dict[str, Any], include: list[str]) -> dict[str, Any]:
    csl = one.get("csl")
    data = {name: value for name, value in one.items() if name != "csl"}
    shown: dict[str, Any] = {
        "key": one["key"],
        "version": one["version"],
        "library": {"type": "user", "id": USER, "name": "Mae"},
        "meta": {},
    }
    if "data" in include:
        shown["data"] = data
    if "csljson" in include:
        listed = [csl] if csl else []
        shown["csljson"] = json.dumps(listed) if program.csl_as_text else listed
    return shown


@contextmanager
def running(program: Program) -> Iterator[str]:
    """Let a Zotero run; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            program.asked.append(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, head, body = answer_of(program, self.path, headers, self.headers["Host"])
            self.send_response(status)
            extra = {"Zotero-API-Version": "3", "Zotero-Schema-Version": "32"}
            for name, value in {**head, **extra}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
