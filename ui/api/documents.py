"""The documents over HTTP: listed, read, seen as printed, added, removed and put back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Annotated, Protocol, TypeVar

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, JSONResponse, Response

from ingest.page_images import PageImages
from rag.errors import CorpusError, LoadError, QueryError
from rag.library import Library
from rag.types import Document
from ui.api.problems import Refused
from ui.api.rights import needs
from ui.api.schemas import answers
from ui.api.work import document_of, documents_json, part_json
from ui.as_read import document_json

Json = dict[str, object]
MadeT = TypeVar("MadeT")
DOCUMENTS = "/api/v1/documents"
"""Where files come in as they are; elsewhere only JSON does."""
BYTES = "application/octet-stream"
_AT_MOST = 1_000_000_000
_SAVED = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}

Name = Annotated[str, Path(max_length=500, description="Its id or file name.")]


class Shelf(Protocol):
    """What looks after the folder of documents."""

    async def take(self, name: str, size: int, body: AsyncIterator[bytes]) -> Json:
        """Take a file in and have it read; give its ``token`` and the ``name`` that it gets.

        Raises `LoadError`, `CorpusError` or `StoreError` where it can't be taken.
        """

    def remove(self, document_id: str) -> Json:
        """Take a document out; what is given has the ``token`` to put it back with."""

    def put_back(self, token: str) -> None:
        """Have a removed document put back and read. Raises `CorpusError` where it's gone."""

    def told(self) -> Json:
        """Say what is being read, and what became of what was."""


def build_router(library: Library, images: PageImages | None, shelf: Shelf | None) -> APIRouter:
    """Give the routes; without ``images`` no pages are drawn, without a ``shelf`` none changes."""
    router = APIRouter(prefix="/api/v1")
    _add_reading(router, library)
    if images:
        _add_pages(router, library, images)
    if shelf:
        _add_changes(router, library, shelf)
    return router


def _add_reading(router: APIRouter, library: Library) -> None:
    @router.get(
        "/documents",
        summary="List the documents",
        responses=answers(),
        openapi_extra=needs("reader"),
    )
    def documents() -> Response:
        return JSONResponse(documents_json(library))

    @router.get(
        "/documents/{document}",
        summary="Read a document, as it was read",
        responses=answers(),
        openapi_extra=needs("reader", "read"),
    )
    def document(document: Name) -> Response:
        return JSONResponse(document_json(_found(document, library), ""))

    @router.get(
        "/documents/{document}/text",
        summary="Read a part of its text",
        responses=answers(),
        openapi_extra=needs("reader", "read"),
    )
    def text(
        document: Name,
        start: Annotated[int, Query(ge=0, le=_AT_MOST, description="The first character.")] = 0,
    ) -> Response:
        """Give some 20,000 characters; `next` is where the part after them begins."""
        return JSONResponse(part_json(_found(document, library), start))


def _add_pages(router: APIRouter, library: Library, images: PageImages) -> None:
    @router.get(
        "/documents/{document}/pages/{number}.jpg",
        summary="See a page of a PDF as it was printed",
        responses=answers(media="image/jpeg"),
        openapi_extra=needs("reader", "read"),
    )
    def page(
        document: Name,
        number: Annotated[int, Path(ge=1, le=100_000, description="Counted from 1.")],
        width: Annotated[int, Query(ge=1, le=10_000, description="Pixels, about.")] = 1000,
    ) -> Response:
        try:
            _, image = _had(document, library, lambda found: images.image(found, number, width))
        except LoadError as error:
            raise Refused(404, "page", str(error)) from error
        return Response(image, media_type="image/jpeg", headers={"Cache-Control": "no-cache"})

    @router.get(
        "/documents/{document}/file",
        summary="Download the file that it was read from",
        responses=answers(media=BYTES),
        openapi_extra=needs("reader", "read"),
    )
    def file(document: Name) -> Response:
        """Give it byte for byte, also where only the servers have it. To be saved, never shown."""
        try:
            found, path = _had(document, library, images.originals.path)
        except LoadError as error:
            raise Refused(404, "file", str(error)) from error
        name, head = found.file.rpartition("/")[2], {**_SAVED, "ETag": f'"{found.raw_hash}"'}
        return FileResponse(path, media_type=BYTES, filename=name, headers=head)


def _add_changes(router: APIRouter, library: Library, shelf: Shelf) -> None:
    @router.post(
        "/documents",
        summary="Add a document",
        status_code=202,
        responses=answers(status=202),
        openapi_extra=needs("editor", "add")
        | {
            "requestBody": {
                "required": True,
                "description": "The file as it is.",
                "content": {BYTES: {"schema": {"type": "string", "format": "binary"}}},
            }
        },
    )
    async def add(
        request: Request,
        name: Annotated[str, Query(min_length=1, max_length=1_000, examples=["levy.txt"])],
        content_length: Annotated[int, Header(include_in_schema=False)] = 0,
    ) -> Response:
        """Take a file in. It is read as soon as it can be: `/api/v1/work` says how far it is."""
        return JSONResponse(await shelf.take(name, content_length, request.stream()), 202)

    @router.delete(
        "/documents/{document}",
        summary="Remove a document",
        responses=answers(),
        openapi_extra=needs("editor", "remove"),
    )
    async def remove(document: Name) -> Response:
        """Take it out of the folder and the index; its `token` puts it back."""

        def removed() -> Json:
            return shelf.remove(_found(document, library).id)

        return JSONResponse(await run_in_threadpool(removed))

    @router.post(
        "/removed/{token}",
        summary="Put a removed document back",
        status_code=202,
        responses=answers(status=202),
        openapi_extra=needs("editor", "add"),
    )
    def put_back(token: Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]) -> Response:
        try:
            shelf.put_back(token)
        except CorpusError as error:
            raise Refused(404, "removed", str(error)) from error
        return JSONResponse({"token": token}, 202)

    @router.get(
        "/work",
        summary="Say what is being read",
        responses=answers(),
        openapi_extra=needs("reader"),
    )
    def work() -> Response:
        return JSONResponse(shelf.told())


def _had(name: str, library: Library, make: Callable[[Document], MadeT]) -> tuple[Document, MadeT]:
    """Give a document with what is made of its file; once more where it was just replaced."""
    while True:
        found = _found(name, library)
        try:
            return found, make(found)
        except LoadError:
            now = library.store.document(found.id)
            if now is None or now.raw_hash == found.raw_hash:
                raise


def _found(name: str, library: Library) -> Document:
    try:
        return document_of(name, library)
    except QueryError as error:
        raise Refused(404, "document", str(error)) from error
