"""Serve the page on this machine."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import webbrowser
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import gradio as gr
import uvicorn
from fastapi import FastAPI
from rich.console import Console
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest.load.registry import MAX_BYTES
from ingest.page_images import PageImages
from rag.library import Library
from rag.llm.proxies import without_proxies
from ui.api.app import SAFE, add_api, is_foreign
from ui.api.documents import DOCUMENTS
from ui.api.gate import Gate
from ui.api.openai_protocol import MODEL
from ui.api.paths import path_in
from ui.api.problems import refusal
from ui.server_folder import ServerFolder
from ui.web.assets import read_script, read_style
from ui.web.desks import DeskPerAccount
from ui.web.gradio_rights import GRADIO
from ui.web.library.routes import ADD, add_routes
from ui.web.library.shelf import WorkShelf
from ui.web.listening import listen, url_of
from ui.web.page import build_page
from ui.web.page_sessions import OwnSessions
from ui.web.reading_routes import add_reading_routes, closing
from ui.web.stopping import Signals, StoppableServer
from ui.web.tables_room import add_table_routes

if TYPE_CHECKING:
    from ui.access.team import Team

EXAMPLES = (
    "What do people think of the security checks?",
    "In which year did the cabinet announce the National Internal Security Policy?",
    "How does surrender differ from reintegration?",
    "What should parliament do?",
)

# Gradio's page needs inline scripts and Function(); other hosts it needs for nothing.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
SHUTDOWN_S = 2
"""Open pages get so long to end by themselves."""
MAX_BODY_BYTES = 16_000_000
"""A draft of 10 MB in base64, and some."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an application stands that a team's server has for one of its collections.

    ``title`` and ``root`` (`/c/NAME`, before all of its addresses) are empty where there is only
    the one of the settings; ``folder`` is the server's.
    """

    collection: str
    folder: ServerFolder
    title: str = ""
    root: str = ""


class Beside(Protocol):
    """What is served beside the page, and told of where it stands."""

    def add_to(self, app: FastAPI, gate: Gate) -> None:
        """Add its addresses."""

    def announced(self, url: str) -> AbstractContextManager[None]:
        """Do what is to be done while the page is open at an address."""


def serve(
    library: Library,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool,
    examples: Sequence[str] = EXAMPLES,
    beside: Beside | None = None,
) -> None:
    """Serve the page until Ctrl-C, and what stands beside it.

    Raises `SettingsError` where the host can be reached from outside, or the port can't be
    had.
    """
    with listen(host, port) as listener:
        signals, url = Signals(), url_of(listener)
        Console().print(f"Sanad is open at {url} (Ctrl-C ends it)", markup=False, highlight=False)
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_serve_on(listener, library, examples, beside, signals))


async def _serve_on(
    listener: socket.socket,
    library: Library,
    examples: Sequence[str],
    beside: Beside | None,
    signals: Signals,
) -> None:
    app = build_app(library, examples=examples, beside=beside)
    signals.serving = True
    try:
        with beside.announced(url_of(listener)) if beside else contextlib.nullcontext():
            await StoppableServer(_config(app)).serve(sockets=[listener])
    finally:
        app.state.work.stop(SHUTDOWN_S)


def build_server(library: Library, *, examples: Sequence[str] = EXAMPLES) -> uvicorn.Server:
    """Give a server that is quiet and doesn't wait long for open pages when it is ended.

    Call it inside a running event loop: Gradio leaves a loop of its own unclosed otherwise.
    """
    return uvicorn.Server(_config(build_app(library, examples=examples)))


def _config(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=SHUTDOWN_S
    )


def build_app(
    library: Library,
    *,
    examples: Sequence[str] = EXAMPLES,
    beside: Beside | None = None,
    place: Place | None = None,
    team: Team | None = None,
) -> FastAPI:
    """Give the page as an application that answers only when called by this machine's names.

    At a ``place`` in a team's server each account has a notebook and pages of its own. For a
    ``team`` it asks for rights, and is called by any name: serve it behind
    `ui.access.door.Access`, which looks at that, and what puts the collection into the request's
    state.
    """
    images = PageImages(library.store, library.settings.corpus)
    app = FastAPI(
        title="Sanad", docs_url=None, redoc_url=None, openapi_url=None, lifespan=closing(images)
    )
    if team:
        from ui.access.rights import Rights

        app.add_middleware(Rights, of=app, team=team, more=GRADIO)
    if place:
        app.add_middleware(OwnSessions)
    add_guards(app, any_host=team is not None)
    add_reading_routes(app, library, images)
    add_table_routes(app, library)
    app.state.work = add_routes(app, library)
    shelf = WorkShelf(library, app.state.work)
    root, any_host = place.root if place else "", team is not None
    model = f"{MODEL}/{place.collection}" if place and root else MODEL
    gate = add_api(
        app, library, images=images, shelf=shelf, model=model, root=root, any_host=any_host
    )
    if beside:
        beside.add_to(app, gate)
    with without_proxies():
        gr.mount_gradio_app(
            app,
            build_page(
                library,
                examples=examples,
                desks=DeskPerAccount(library, place.folder, place.collection) if place else None,
                title=place.title if place else "",
            ),
            path="/",
            root_path=root or None,
            footer_links=[],
            run_history=False,
            show_error=False,
            max_file_size=1,
            ssr_mode=False,
            pwa=False,
            mcp_server=False,
            theme=_theme(),
            head=f"<style>{read_style()}</style><script>{read_script('look')}</script>",
        )
    return app


def add_guards(app: FastAPI, *, any_host: bool = False) -> None:
    """Have an application refuse what no page of ours sends, and tell browsers to do so, too."""
    if not any_host:
        own = ["127.0.0.1", "localhost", "[::1]"]
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=own)
    app.add_middleware(_with_headers)
    app.add_middleware(_with_bound)
    app.add_middleware(_from_this_page)


def _theme() -> gr.themes.Base:
    """A plain theme of local fonts, in the page's own colours before its style is there."""
    theme = gr.themes.Base(font=["sans-serif"], font_mono=["monospace"])
    return theme.set(
        body_background_fill="#f6f4ee",
        body_background_fill_dark="#151412",
        body_text_color="#1f1d1a",
        body_text_color_dark="#ebe7de",
    )


def _with_headers(app: ASGIApp) -> ASGIApp:
    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped


def _with_bound(app: ASGIApp) -> ASGIApp:
    """Refuse a request whose body is larger than any that the page sends."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        sizes = [value for name, value in scope.get("headers", ()) if name == b"content-length"]
        chunked = any(name == b"transfer-encoding" for name, _ in scope.get("headers", ()))
        most = MAX_BYTES if path_in(scope) in (ADD, DOCUMENTS) else MAX_BODY_BYTES
        if chunked or any(not size.isdigit() or int(size) > most for size in sizes):
            refused = refusal(path_in(scope), 413, "size", "This is more than Sanad takes.")
            await refused(scope, receive, send)
            return
        await app(scope, receive, send)

    return wrapped


def _from_this_page(app: ASGIApp) -> ASGIApp:
    """Refuse what another site's page sends: it could delete what is kept, or add to it."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        writes = scope["type"] == "http" and scope["method"] not in SAFE
        if writes and is_foreign(Headers(scope=scope)):
            refused = refusal(path_in(scope), 403, "origin", "This is for Sanad’s own page.")
            await refused(scope, receive, send)
            return
        await app(scope, receive, send)

    return wrapped
