"""The one place where it's decided which collection a request is for, and whether it may go there.

Around it stands what finds out who asks (`ui.access`). Whoever has no right in a collection gets
what they'd get if it didn't exist, by the same steps: nothing of it is opened or looked at before.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from starlette.types import ASGIApp, Receive, Scope, Send

from rag.errors import SanadError, SettingsError
from rag.settings import load_settings
from rag.shared_models import SharedModels
from rag.types import DEFAULT_COLLECTION
from ui.access.principal import principal_of
from ui.api.paths import path_in
from ui.collections.front import build_front, problem_response
from ui.collections.listed import Broken, Collection, Listed, read_collections
from ui.collections.opened import Opened, build
from ui.collections.rights import Readable
from ui.server_folder import ServerFolder

AGAIN_S = 10.0
"""So long a collection that couldn't be opened isn't tried again."""
MCP = "/mcp"
UNFORESEEN = "something went wrong; the details are in the terminal where Sanad runs"
_BELOW = re.compile(r"/c/([^/]*)(/.*)?", re.DOTALL)
_ASGI = (
    "type asgi http_version method scheme path raw_path query_string root_path headers client "
    "server state extensions"
).split()
"""What a request is, without what an application on the way noted in it."""
_log = logging.getLogger(__name__)


class Server:
    """An ASGI application: all collections of a server's folder, or the one of the settings."""

    def __init__(
        self,
        folder: ServerFolder,
        overrides: Mapping[str, Any] | None = None,
        models: SharedModels | None = None,
        app_options: Mapping[str, Any] | None = None,
    ) -> None:
        """Open nothing yet. Raises `SettingsError` where the list can't be read.

        ``overrides`` are settings for the one collection of a server without a list,
        ``app_options`` what `ui.web.serve.build_app` is given for each.
        """
        self.folder, self._app_options = folder, app_options or {}
        self._overrides = dict(overrides or {})
        self._models = models or SharedModels()
        self._stamp: tuple[int, ...] | None = None
        self._listed: Listed | None = None
        self._read_list()
        self._opening: dict[str, asyncio.Task[Opened]] = {}
        self._failed: dict[str, tuple[float, Broken]] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._front: ASGIApp = build_front(self, any_host="team" in self._app_options)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or begin and end with the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        self._look()
        path = path_in(scope)
        below = _BELOW.fullmatch(path)
        if self._listed is None:
            await self._one(scope, receive, send)
        elif below:
            await self._named(below[1], below[2], scope, receive, send)
        elif path == MCP and (only := self.only_one(scope)):
            await self.hand_on(only.name, MCP, scope, receive, send)
        else:
            await self._front(scope, receive, send)

    # Who may read what

    def readable(self, scope: Scope) -> Sequence[Readable]:
        """List the collections that whoever asks may read."""
        who = principal_of(scope)
        found = ((name, who.role_in(name), one) for name, one in (self._listed or {}).items())
        return [Readable(name, role, one) for name, role, one in found if role is not None]

    def only_one(self, scope: Scope) -> Readable | None:
        """Give the collection that somebody may read, where that is only one."""
        found = self.readable(scope)
        return found[0] if len(found) == 1 else None

    def may_read(self, name: str, scope: Scope) -> Collection | Broken | None:
        """Give a collection, None where there is none or whoever asks has no right in it."""
        role, listed = principal_of(scope).role_in(name), (self._listed or {}).get(name)
        return None if role is None else listed

    # Where it goes

    async def _one(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the collection of the settings, whose addresses have no prefix."""
        if principal_of(scope).role_in(DEFAULT_COLLECTION) is None:
            await self._front(scope, receive, send)
            return
        one = Collection(DEFAULT_COLLECTION, "", self._overrides)
        await self._answer(one, "", None, scope, receive, send)

    async def _named(
        self, name: str, rest: str | None, scope: Scope, receive: Receive, send: Send
    ) -> None:
        listed = self.may_read(name, scope)
        if listed is None or rest is None:
            # For one that may be read, the front leads from `/c/NAME` on to `/c/NAME/`.
            await self._front(scope, receive, send)
            return
        await self._answer(listed, f"/c/{name}", rest, scope, receive, send)

    async def hand_on(
        self, name: str, path: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Have a collection answer a request that came to another address.

        Only for one that `may_read` gives: nothing is looked at here.
        """
        listed = self.may_read(name, scope)
        assert listed is not None
        await self._answer(listed, f"/c/{name}", path, scope, receive, send)

    async def _answer(
        self,
        listed: Collection | Broken,
        prefix: str,
        rest: str | None,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        opened = listed if isinstance(listed, Broken) else await self.opened(listed)
        if isinstance(opened, Broken):
            await problem_response(opened, scope)(scope, receive, send)
            return
        inner = {key: scope[key] for key in _ASGI if key in scope}
        inner["state"] = {**scope.get("state", {}), "collection": listed.name}
        if prefix and rest is not None:
            inner["root_path"] = f"{scope.get('root_path', '')}{prefix}"
            inner["path"] = f"{inner['root_path']}{rest}"
            inner["raw_path"] = quote(inner["path"]).encode()
        await opened.answer(inner, receive, send)

    # What is open

    async def opened(self, collection: Collection) -> Opened | Broken:
        """Give a collection open, or what is wrong with it."""
        name = collection.name
        if (failed := self._failed.get(name)) and time.monotonic() < failed[0]:
            return failed[1]
        task = self._opening.get(name)
        if task is None:
            task = self._opening[name] = asyncio.create_task(self._open(collection))
        try:
            return await asyncio.shield(task)
        except SanadError as error:
            problem = f"collection {name!r}: {error}"
        except Exception:  # noqa: BLE001 - the others go on, whatever it is
            _log.exception("the collection %s could not be opened", name)
            problem = f"collection {name!r}: {UNFORESEEN}"
        if self._opening.get(name) is task:
            del self._opening[name]
        broken = Broken(name, problem)
        self._failed[name] = (time.monotonic() + AGAIN_S, broken)
        return broken

    async def _open(self, collection: Collection) -> Opened:
        root = "" if self._listed is None else f"/c/{collection.name}"
        opened = await asyncio.to_thread(
            build, collection, self._models, self.folder, root, self._app_options
        )
        await opened.start()
        return opened

    def is_open(self, name: str) -> Opened | None:
        """Give a collection if it's open by now."""
        task = self._opening.get(name)
        done = task is not None and task.done() and not task.cancelled()
        return task.result() if task and done and task.exception() is None else None

    def problem_of(self, listed: Collection | Broken) -> str:
        """Say what is known to be wrong with a collection; nothing, if nothing is."""
        if isinstance(listed, Broken):
            return listed.problem
        failed = self._failed.get(listed.name)
        return failed[1].problem if failed else ""

    # What changes

    def _look(self) -> None:
        """Take up a list that has changed; one that can't be read leaves all as it was."""
        if self._stamped() == self._stamp:
            return
        before = self._listed
        try:
            self._read_list()
        except SettingsError:
            _log.exception("the collections stay as they were")
            return
        self._failed.clear()
        now: Mapping[str, object] = self._listed or {}
        for name in list(self._opening):
            was = (before or {}).get(name)
            if self._listed is None or before is None or was != now.get(name):
                self._close(name)

    def _read_list(self) -> None:
        self._stamp = self._stamped()
        self._listed = read_collections(self.folder)
        if self._listed is None:
            load_settings(**self._overrides)

    def _stamped(self) -> tuple[int, ...] | None:
        try:
            stat = self.folder.collections.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size, stat.st_ino

    def _load_model(self) -> None:
        """Load what whoever comes first would wait for longest; the collections come as asked."""
        usable = (one for one in (self._listed or {}).values() if isinstance(one, Collection))
        if first := next(usable, None):
            with contextlib.suppress(SanadError):  # its collection says so
                self._models.embedder(load_settings(**first.settings))

    def _close(self, name: str) -> None:
        closing = asyncio.create_task(_closed(self._opening.pop(name)))
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        if self._listed is None:
            found = await self.opened(Collection(DEFAULT_COLLECTION, "", self._overrides))
            if isinstance(found, Broken):
                await send({"type": "lifespan.startup.failed", "message": found.problem})
                return
        else:
            threading.Thread(target=self._load_model, daemon=True).start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for name in list(self._opening):
            self._close(name)
        await asyncio.gather(*self._closing)
        await send({"type": "lifespan.shutdown.complete"})


async def _closed(opening: asyncio.Task[Opened]) -> None:
    try:
        await (await opening).close()
    except Exception:  # noqa: BLE001 - it could not be opened
        _log.debug("there was nothing to close", exc_info=True)


def build_server_app(
    folder: ServerFolder,
    overrides: Mapping[str, Any] | None = None,
    models: SharedModels | None = None,
    app_options: Mapping[str, Any] | None = None,
) -> Server:
    """Give what answers for all collections of a server's folder; see `Server`."""
    return Server(folder, overrides, models, app_options)
