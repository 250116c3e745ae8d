"""The addresses under which the page's script looks after documents, each bounded and checked."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Annotated, Literal
from urllib.parse import urlsplit

from anyio import to_thread
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from ingest.health import health_report
from ingest.incoming import writable
from ingest.load.registry import FORMATS, MAX_BYTES
from ingest.pipeline import Row
from rag.errors import LoadError, QueryError, SanadError, StoreError
from rag.library import Library
from ui.api.rights import did, needs
from ui.health import health_html
from ui.web.library.changes import (
    bring_back,
    describe,
    known_of,
    read_again,
    removed_json,
    take_out,
)
from ui.web.library.items import Item
from ui.web.library.rows import names_of_kinds, shelf
from ui.web.library.work import Work
from ui.web.remedies import on_the_page

ADD = "/library/add"
"""Where files come in: the one address that takes more than a draft's size."""
MOST_AT_ONCE = 5_000
MOST_EXAMINED = 300
"""Documents whose health is looked into at one time: each is read whole."""
MARK = "page"
"""The value of the header ``X-Sanad`` that a page of another host can't send along."""

Identifier = Annotated[str, Field(min_length=1, max_length=200)]
_log = logging.getLogger(__name__)


class _Some(BaseModel):
    model_config = ConfigDict(extra="forbid")

    ids: list[Identifier] = Field(max_length=MOST_AT_ONCE)


class _Back(BaseModel):
    model_config = ConfigDict(extra="forbid")

    token: str = Field(pattern=r"^[0-9a-f]{32}$")
    title: str = Field(default="", max_length=2_000)


class _Described(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: Identifier
    fields: dict[str, str] = Field(max_length=30)
    confirm: bool = False


def add_routes(app: FastAPI, library: Library) -> Work:
    """Add the addresses to the app; give the work that they start, to be stopped at the end."""
    work = Work(library)
    for router in (_reading(library, work), _writing(library, work)):
        app.include_router(router)
    return work


def from_the_page(
    request: Request,
    x_sanad: Annotated[str, Header()] = "",
    origin: Annotated[str, Header()] = "",
    sec_fetch_site: Annotated[str, Header()] = "",
) -> None:
    """Refuse what another host's page sends: it can't set our header, and its origin differs."""
    host = request.headers.get("host", "")
    foreign = origin and urlsplit(origin).netloc != host
    if x_sanad != MARK or foreign or sec_fetch_site not in ("", "same-origin"):
        raise HTTPException(403, "This comes from another page.")


def _reading(library: Library, work: Work) -> APIRouter:
    router = APIRouter(prefix="/library")

    @router.get("/documents", openapi_extra=needs("reader"))
    def documents() -> Response:
        def made() -> object:
            folder = library.settings.corpus.expanduser()
            return {
                **shelf(library),
                "folder": str(folder.resolve()),
                "problem": writable(folder),
                "names": names_of_kinds(),
                "endings": list(FORMATS),
                "most_bytes": MAX_BYTES,
            }

        return _answered(made)

    @router.get("/document", openapi_extra=needs("reader", "read"))
    def document(id: Annotated[str, Query(max_length=200)]) -> Response:  # noqa: A002
        return _answered(lambda: known_of(id, library))

    @router.get("/work", openapi_extra=needs("reader"))
    def told() -> Response:
        return _answered(work.told)

    @router.get("/health", openapi_extra=needs("reader"))
    def health(
        id: Annotated[str, Query(max_length=200)] = "",  # noqa: A002
        look: Literal["light", "dark", ""] = "",
    ) -> Response:
        try:
            return HTMLResponse(_health(library, id, look), headers=_NOT_KEPT)
        except SanadError as error:
            return Response(str(error), 404, media_type="text/plain")

    return router


def _writing(library: Library, work: Work) -> APIRouter:
    router = APIRouter(prefix="/library", dependencies=[Depends(from_the_page)])

    @router.post("/add", openapi_extra=needs("editor", "add"))
    async def add(
        request: Request, name: Annotated[str, Query(min_length=1, max_length=1_000)]
    ) -> Response:
        try:
            item = work.stage(name, int(request.headers.get("content-length") or 0))
            await take_in(request.stream(), item)
        except (SanadError, ValueError) as error:
            return _problem(error)
        work.add(item)
        return JSONResponse({"token": item.token, "name": item.name})

    @router.post("/stop", openapi_extra=needs("editor", "change"))
    def stop() -> Response:
        return _answered(work.stop)

    @router.post("/clear", openapi_extra=needs("editor"))
    def clear() -> Response:
        return _answered(work.clear)

    @router.post("/describe", openapi_extra=needs("editor", "change"))
    def described(wish: _Described) -> Response:
        did("change", wish.id)
        return _answered(
            partial(describe, wish.id, wish.fields, library, work, confirm=wish.confirm)
        )

    @router.post("/remove", openapi_extra=needs("editor", "remove"))
    def remove(wish: _Some) -> Response:
        def made() -> object:
            did("remove", *wish.ids)
            gone, problems = take_out(wish.ids, library, work)
            return {"removed": removed_json(gone), "problems": problems}

        return _answered(made)

    @router.post("/again", openapi_extra=needs("editor", "change"))
    def again(wish: _Some) -> Response:
        did("change", *wish.ids)
        return _answered(lambda: read_again(wish.ids, library, work))

    @router.post("/back", openapi_extra=needs("editor", "add"))
    def back(wish: _Back) -> Response:
        return _answered(lambda: bring_back(wish.token, wish.title, work))

    return router


async def take_in(body: AsyncIterator[bytes], item: Item) -> None:
    """Write what comes in to the item's place, as much as was said and no more."""
    assert item.staged is not None
    size = 0
    try:
        with item.staged.open("wb") as stream:
            async for part in body:
                size += len(part)
                if size > item.size:
                    raise LoadError("more came in than was said; add it again")
                await to_thread.run_sync(stream.write, part)
        if size != item.size:
            raise LoadError("it came in broken off; add it again")
    except OSError as error:
        item.staged.unlink(missing_ok=True)
        raise StoreError(f"it can't be kept ({error.strerror}); make room on the disk") from error
    except BaseException:
        item.staged.unlink(missing_ok=True)
        raise


def _answered(make: Callable[[], object]) -> Response:
    """Give what was made as JSON, or the problem in words."""
    try:
        return JSONResponse(make() or {}, headers=_NOT_KEPT)
    except SanadError as error:
        return _problem(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, the page must get words
        _log.exception("the library could not be changed")
        return _problem(error)


def _problem(error: Exception) -> JSONResponse:
    known = on_the_page(str(error)) if isinstance(error, SanadError) else _UNFORESEEN
    return JSONResponse({"problem": f"{known[:1].upper()}{known[1:]}"}, 422, headers=_NOT_KEPT)


def _health(library: Library, identifier: str, look: str) -> str:
    """Look at one document, or at all, and give the report as a page."""
    entries = [one for one in library.store.entries() if identifier in ("", one.id)]
    if not entries:
        raise QueryError("This document is no longer there.")
    left, entries = len(entries) - MOST_EXAMINED, entries[:MOST_EXAMINED]
    rows = [Row(one.file, "unchanged", one.pages, one.passages, 0, one.notes) for one in entries]
    documents = [library.store.document(one.id) for one in entries]
    found = health_report(rows, [one for one in documents if one is not None])
    parts = sorted(found, key=lambda part: _GRAVEST_FIRST.get(part.state, 0))
    about = entries[0].source.title if identifier else "all documents"
    told = "" if identifier else _told_of_rest(left)
    return health_html(parts, about, back=True, told=told, look=look)


_GRAVEST_FIRST: dict[str | None, int] = {"bad": 0, "look": 1, "good": 2}


def _told_of_rest(left: int) -> str:
    """Say where the report stops, if it does."""
    if left <= 0:
        return ""
    return (
        f"Only the first {MOST_EXAMINED:,} documents were looked into, not the other {left:,}. "
        "Each has a report of its own in the Library, and `sanad ingest --report FILE` looks into "
        "all."
    )


_NOT_KEPT = {"Cache-Control": "no-store"}
_UNFORESEEN = "something went wrong; the details are in the terminal where Sanad runs"
