"""Plain addresses for what is read in the panel: images of pages, parts of the text, places.

Each answers GET alone, from this page alone, for a document as it was when it was opened: its
address has the hash of its text.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Annotated

from fastapi import FastAPI, Header, Path, Query
from fastapi.responses import JSONResponse, RedirectResponse, Response

from ingest.page_images import PageImages
from rag.errors import LoadError, SanadError, StoreUnreachable
from rag.library import Library
from rag.text.plain_search import LONGEST
from rag.types import Document
from ui.api.problems import RETRIED, RETRY_AFTER
from ui.api.rights import needs
from ui.web.markers import parse_marker
from ui.web.page_boxes import boxes_of
from ui.web.reading import (
    about_json,
    found_json,
    part_after,
    part_around,
    part_before,
    part_json,
)
from ui.web.reading_tools import has_pages
from ui.web.remedies import on_the_page

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]

_BASE = "/{document_id}/{content_hash}"
_READ_ANEW = "This document has been read anew since it was opened. Open it again to read on."
_OUR_OWN = frozenset(("same-origin", "none", ""))
_KEEP = {"Cache-Control": "no-cache", "Cross-Origin-Resource-Policy": "same-origin"}

Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
Hash = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
Site = Annotated[str, Header(alias="Sec-Fetch-Site")]
At = Annotated[int, Query(ge=0, le=1_000_000_000)]


def closing(images: PageImages) -> Lifespan:
    """Give what an application needs to end the process that draws when it ends itself."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        try:
            yield
        finally:
            images.close()

    return lifespan


def add_reading_routes(app: FastAPI, library: Library, images: PageImages) -> None:
    """Add the addresses to an application, before the page itself takes all others."""
    routes, of_reader = _Routes(library, images), needs("reader", "read")
    app.get("/pages/of/{marker}", openapi_extra=of_reader)(routes.image_of)
    app.get(f"/pages{_BASE}/{{number}}.jpg", openapi_extra=of_reader)(routes.image)
    app.get(f"/read{_BASE}/about", openapi_extra=of_reader)(routes.about)
    app.get(f"/read{_BASE}/text", openapi_extra=of_reader)(routes.text)
    app.get(f"/read{_BASE}/find", openapi_extra=of_reader)(routes.find)


class _Routes:
    """What is answered at the addresses, over a library."""

    def __init__(self, library: Library, images: PageImages) -> None:
        self._library, self._images = library, images

    def image(
        self,
        document_id: Id,
        content_hash: Hash,
        number: Annotated[int, Path(ge=1, le=100_000)],
        width: Annotated[int, Query(ge=1, le=10_000)] = 1000,
        site: Site = "",
        if_none_match: Annotated[str, Header()] = "",
    ) -> Response:
        def made(document: Document) -> Response:
            tag = f'"{document.raw_hash[:32]}-{number}-{width}"'
            image = self._images.image(document, number, width)
            headers = _KEEP | {"ETag": tag}
            if if_none_match == tag:
                return Response(status_code=304, headers=headers)
            return Response(image, media_type="image/jpeg", headers=headers)

        return self._answered(document_id, content_hash, site, made)

    def image_of(
        self,
        marker: Annotated[str, Path(max_length=2_100)],
        width: Annotated[int, Query(ge=1, le=10_000)] = 1000,
        site: Site = "",
    ) -> Response:
        """Lead to the page on which a marker's words stand, so that it's drawn ahead of a click.

        Nothing, without a problem, where there is no such page.
        """
        if site not in _OUR_OWN:
            return _problem("Only this page may ask for this.", 403)
        found = parse_marker(marker)
        try:
            document = self._library.store.document(found.document_id) if found else None
        except SanadError:
            document = None
        if found is None or document is None or not has_pages(document):
            return Response(status_code=204, headers=_KEEP)
        boxes = boxes_of(document, found.start, found.end).boxes
        here = document.page_at(found.start)
        number = boxes[0].page if boxes else here.number if here else 1
        address = f"../{document.id}/{document.content_hash}/{number}.jpg?width={width}"
        return RedirectResponse(address, 302, headers=_KEEP)

    def about(self, document_id: Id, content_hash: Hash, site: Site = "") -> Response:
        def made(document: Document) -> Response:
            told = about_json(document)
            if has_pages(document):
                try:
                    told["sizes"] = self._images.sizes(document)
                except LoadError as error:
                    told["no_pages"] = on_the_page(str(error))
            return _json(told)

        return self._answered(document_id, content_hash, site, made)

    def text(
        self,
        document_id: Id,
        content_hash: Hash,
        start: At = 0,
        end: At = 0,
        after: At | None = None,
        before: At | None = None,
        around: At = 0,
        site: Site = "",
    ) -> Response:
        def made(document: Document) -> Response:
            size = len(document.text)
            if after is not None:
                part = part_after(document, min(after, size))
            elif before is not None:
                part = part_before(document, min(before, size))
            else:
                part = part_around(document, min(around, size))
            return _json(part_json(document, *part, (start, end)))

        return self._answered(document_id, content_hash, site, made)

    def find(
        self,
        document_id: Id,
        content_hash: Hash,
        words: Annotated[str, Query(max_length=LONGEST)] = "",
        site: Site = "",
    ) -> Response:
        def made(document: Document) -> Response:
            return _json(found_json(document, words))

        return self._answered(document_id, content_hash, site, made)

    def _answered(
        self, document_id: str, content_hash: str, site: str, make: Callable[[Document], Response]
    ) -> Response:
        if site not in _OUR_OWN:
            return _problem("Only this page may ask for this.", 403)
        try:
            document = self._library.store.document(document_id)
            if document is None or document.content_hash != content_hash:
                return _problem(_READ_ANEW, 404)
            return make(document)
        except StoreUnreachable as error:  # in a moment it may be had
            return _problem(on_the_page(str(error)), 503)
        except SanadError as error:
            return _problem(on_the_page(str(error)), 404)


def _json(told: object) -> Response:
    return JSONResponse(told, headers=_KEEP)


def _problem(words: str, status: int) -> Response:
    told = {"Retry-After": RETRY_AFTER} if status in RETRIED else {}
    return JSONResponse({"problem": words}, status, headers=_KEEP | told)
