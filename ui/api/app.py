"""The interfaces over HTTP, added to the application that serves the page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from mcp.server.transport_security import TransportSecuritySettings
from starlette.datastructures import Headers
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ingest.page_images import PageImages
from rag.library import Library
from ui.api import documents, files, mcp_server, openai_protocol, problems, rest, tables
from ui.api.documents import BYTES, DOCUMENTS, Shelf
from ui.api.gate import Gate
from ui.api.paths import path_in
from ui.api.problems import OPENAPI, ROOTS, Nowhere, Refused, is_ours, respond
from ui.api.rights import declared, needs
from ui.api.schemas import components
from ui.api.telemetry import METRICS, add_telemetry

AT_ONCE = 4
"""Requests that are worked on; more would share the same processors."""
WAITING = 60
OTHER_THREADS = 40
"""For what needn't wait for a turn, such as whether it runs, a document's text, or the page."""
SAFE = ("GET", "HEAD", "OPTIONS")


def add_api(
    app: FastAPI,
    library: Library,
    *,
    images: PageImages | None = None,
    shelf: Shelf | None = None,
    model: str = openai_protocol.MODEL,
    root: str = "",
    any_host: bool = False,
) -> Gate:
    """Add everything below /api/v1 and /v1, its description, and its errors.

    Pages are drawn with ``images``, documents changed through ``shelf``. ``model`` is what OpenAI's
    clients call the documents, ``root`` the prefix of all addresses. With ``any_host`` what stands
    before it looks at the name that it is called by. Gives the gate that all of its work goes
    through.
    """
    gate = Gate(AT_ONCE, WAITING)
    app.include_router(rest.build_router(library, gate))
    app.include_router(files.build_router(library, gate))
    app.include_router(tables.build_router(library, gate))
    app.include_router(documents.build_router(library, images, shelf))
    app.include_router(openai_protocol.build_router(library, gate, model))
    problems.install(app)
    _add_mcp(app, library, gate, any_host=any_host)
    _add_threads(app)
    app.add_middleware(OwnPagesOnly)
    add_telemetry(app, gate)

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            servers: list[dict[str, Any]] | None = [{"url": root}] if root else None
            made = get_openapi(
                title="Sanad", version=version("sanad"), routes=app.routes, servers=servers
            )
            # The page's own addresses, which may change with it, are nobody else's.
            ours = {path: said for path, said in made["paths"].items() if _is_told(path)}
            made["paths"] = ours
            made.setdefault("components", {}).setdefault("schemas", {}).update(components())
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]

    @app.get(OPENAPI, include_in_schema=False, openapi_extra=needs("reader"))
    def openapi() -> dict[str, Any]:
        return described()

    nowhere = Nowhere(app.routes)
    for ours in ROOTS:
        for path in (ours, f"{ours}/{{rest:path}}"):
            app.router.routes.append(
                declared(Route(path, nowhere, include_in_schema=False), needs("reader"))
            )
    return gate


def _add_mcp(app: FastAPI, library: Library, gate: Gate, *, any_host: bool) -> None:
    """Add the Model Context Protocol at /mcp; its sessions live as long as the application."""
    server = mcp_server.build_server(library, gate)
    by_name = TransportSecuritySettings(enable_dns_rebinding_protection=False) if any_host else None
    own = server.streamable_http_app(stateless_http=True, transport_security=by_name)
    for route in own.routes:
        app.router.routes.append(declared(route, needs("reader")))
    before = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(running: FastAPI) -> AsyncIterator[Any]:
        async with before(running) as state, server.session_manager.run():
            yield state

    app.router.lifespan_context = lifespan


def _add_threads(app: FastAPI) -> None:
    """Have a thread for each request that may wait: else they'd wait for one, without a bound."""
    before = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(running: FastAPI) -> AsyncIterator[Any]:
        current_default_thread_limiter().total_tokens = AT_ONCE + WAITING + OTHER_THREADS
        async with before(running) as state:
            yield state

    app.router.lifespan_context = lifespan


def _is_told(path: str) -> bool:
    return is_ours(path) or path == METRICS


class OwnPagesOnly:
    """Refuse what another site's page has a browser send, and bodies that aren't JSON.

    Without a login any page that is open in the same browser could ask. A browser names the site
    that a request comes from, and sends JSON to another one only after asking.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Stand around an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        ours = scope["type"] == "http" and is_ours(path_in(scope))
        refused = _refusal(scope, Headers(scope=scope)) if ours else None
        if refused is not None:
            await respond(refused)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def is_foreign(headers: Headers) -> bool:
    """Say whether a browser names another site as where a request comes from."""
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def _refusal(scope: Scope, headers: Headers) -> Refused | None:
    if is_foreign(headers) or headers.get("sec-fetch-site") == "cross-site":
        return Refused(403, "origin", "this comes from another site's page; Sanad answers its own")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    empty = headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers
    file = kind == BYTES and path_in(scope) == DOCUMENTS
    if scope["method"] not in SAFE and not empty and not file and kind != "application/json":
        return Refused(415, "request", "send the body as JSON, with Content-Type application/json")
    return None
