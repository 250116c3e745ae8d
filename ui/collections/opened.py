"""A collection that is open: its library, its application, and the task that this lives in."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from ingest.sources import read_examples
from rag.ask import ask, make_ready
from rag.errors import SanadError, StoreEmpty
from rag.library import Library
from rag.settings import load_settings
from rag.shared_models import SharedModels
from rag.types import Query
from ui.collections.listed import Collection
from ui.server_folder import ServerFolder
from ui.web.serve import Place, build_app

LEAVE_S = 5.0
"""So long requests that are under way have to end when their collection is taken away."""
_LOOK_S = 0.05
_STOP_S = 2.0
_building = threading.Lock()
"""Gradio notes in one place which page is being laid out."""
_log = logging.getLogger(__name__)


class Opened:
    """A collection's application, running from `start` to `close`."""

    def __init__(self, collection: Collection, library: Library, app: FastAPI) -> None:
        """Take what `build` made."""
        self.collection, self.library, self._app = collection, library, app
        self._inside = 0
        self._end = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin what runs beside the application. Raises what that raises."""
        started: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._live(started))
        await started

    async def _live(self, started: asyncio.Future[None]) -> None:
        try:
            async with self._app.router.lifespan_context(self._app):
                started.set_result(None)
                await self._end.wait()
        except Exception as error:  # noqa: BLE001 - told to whoever opens it, or in the log
            if not started.done():
                started.set_exception(error)
                return
            _log.exception("the collection %s did not end well", self.collection.name)
        finally:
            await asyncio.to_thread(self._app.state.work.stop, _STOP_S)
            self.library.close()

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        self._inside += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._inside -= 1

    async def close(self) -> None:
        """Let what is under way end, for a while, then end everything."""
        until = time.monotonic() + LEAVE_S
        while self._inside and time.monotonic() < until:
            await asyncio.sleep(_LOOK_S)
        self._end.set()
        if self._task is not None:
            await self._task


def build(
    collection: Collection,
    models: SharedModels,
    folder: ServerFolder,
    root: str,
    app_options: Mapping[str, Any],
) -> Opened:
    """Open a collection's library and make its application, in a thread of its own.

    Raises `SanadError` where its settings, its index or its models can't be used.
    """
    library = Library(load_settings(**collection.settings), models=models)
    try:
        with contextlib.suppress(StoreEmpty):  # its page says how to add documents
            library.check()
        _ = library.llm  # what is wrong with its setting is said now, not at the first question
        title = collection.title if root else ""
        place = Place(collection.name, folder, title, root)
        with _building:
            # Gradio leaves a loop of its own unclosed where none is running.
            app = asyncio.run(_built(library, place, app_options))
    except BaseException:
        library.close()
        raise
    threading.Thread(target=_make_ready, args=(library,), daemon=True).start()
    return Opened(collection, library, app)


async def _built(library: Library, place: Place, options: Mapping[str, Any]) -> FastAPI:
    examples = read_examples(library.settings.corpus.expanduser()) or _offered(library)
    return build_app(library, examples=examples, place=place, **options)


def _offered(library: Library) -> tuple[str, ...]:
    """Questions that the documents do answer: what a greeting is answered with."""
    try:
        return ask(Query("Hello"), library).suggestions
    except SanadError:  # said when something is asked; the page opens all the same
        return ()


def _make_ready(library: Library) -> None:
    try:
        make_ready(library)
    except Exception:  # noqa: BLE001 - the question itself says what is wrong
        _log.debug("nothing could be made ready", exc_info=True)
