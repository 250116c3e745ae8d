"""What stands beside the collections: which there are, and OpenAI's protocol for all of them.

Nothing here says more of a collection than its readers may know.
"""

from __future__ import annotations

import json
from html import escape
from typing import Protocol

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from rag.errors import SanadError
from ui.access.principal import Role, principal_of
from ui.api.app import OwnPagesOnly
from ui.api.openai_protocol import MODEL, model_json
from ui.api.paths import path_in
from ui.api.problems import ROOTS, Refused, install, respond
from ui.api.schemas import answers
from ui.collections.listed import Broken, documents_in
from ui.collections.pages import NOTHING, Row, page_html, start_html
from ui.collections.rights import Directory, Readable
from ui.web.serve import add_guards

CHAT = "/v1/chat/completions"
NO_MODEL = "there is no such model; /v1/models lists those that you may ask"


def build_front(server: Directory, *, any_host: bool = False) -> FastAPI:
    """Give the application that answers where no collection does.

    With ``any_host`` what stands before it looks at the name that it is called by.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    add_guards(app, any_host=any_host)
    app.add_middleware(OwnPagesOnly)
    install(app)
    app.add_exception_handler(HTTPException, _not_there(app.exception_handlers[HTTPException]))
    _add_list(app, server)
    _add_models(app, server)
    return app


def _add_list(app: FastAPI, server: Directory) -> None:
    @app.get("/", include_in_schema=False)
    def start(request: Request) -> Response:
        found = server.readable(request.scope)
        if len(found) == 1:
            query = request.url.query
            return RedirectResponse(f"c/{found[0].name}/{f'?{query}' if query else ''}", 303)
        rows = [row for one in found if (row := _row(one, server)[0])]
        page = start_html(rows, principal_of(request.scope).name)
        return HTMLResponse(page, headers={"Cache-Control": "no-store"})

    @app.get("/c/{name}", include_in_schema=False)
    def into(name: str, request: Request) -> Response:
        """Lead to where a collection's relative addresses begin."""
        if server.may_read(name, request.scope) is None:
            raise HTTPException(404)
        query = request.url.query
        return RedirectResponse(f"{name}/{f'?{query}' if query else ''}", 307)

    @app.get("/api/v1/collections", summary="List the collections", responses=answers())
    async def collections(request: Request) -> Response:
        """List those that you may read; those that can't be used only to their admins."""
        found = server.readable(request.scope)
        rows = await run_in_threadpool(lambda: [_row_json(one, server) for one in found])
        return JSONResponse({"schema": 1, "collections": [one for one in rows if one]})

    @app.get("/api/v1/health", summary="Say that the program runs", responses=answers())
    @app.get("/api/v1/ready", summary="Say that it answers", responses=answers())
    def health() -> Response:
        return JSONResponse({"status": "ok"})


def _row(one: Readable, server: Directory) -> tuple[Row | None, str]:
    """Describe a collection, and say what is wrong with it: such a one only its admins see."""
    title, count, problem = one.name, None, server.problem_of(one.listed)
    if not isinstance(one.listed, Broken):
        title = one.listed.title
        try:
            count = None if problem else documents_in(one.listed)
        except SanadError as error:
            problem = str(error)
    seen = not problem or one.role >= Role.ADMIN
    return Row(one.name, title, one.role, count) if seen else None, problem


def _row_json(one: Readable, server: Directory) -> dict[str, object] | None:
    row, problem = _row(one, server)
    if row is None:
        return None
    role, told = row.role.name.lower(), {"problem": problem} if problem else {}
    return {
        "name": row.name,
        "title": row.title,
        "role": role,
        "documents": row.documents,
        **told,
    }


def _add_models(app: FastAPI, server: Directory) -> None:
    @app.get("/v1/models", summary="List the models: one a collection", responses=answers())
    def models(request: Request) -> Response:
        names = [
            one.name for one in server.readable(request.scope) if not server.problem_of(one.listed)
        ]
        data = [model_json(f"{MODEL}/{name}") for name in names]
        return JSONResponse({"object": "list", "data": data})

    @app.get("/v1/models/{name:path}", summary="Describe a model", responses=answers())
    def model(name: str, request: Request) -> Response:
        return JSONResponse(model_json(f"{MODEL}/{_collection(name, server, request)}"))

    @app.post(CHAT, summary="Answer the last question of a chat", responses=answers())
    async def complete(request: Request) -> Response:
        """Hand a chat on to the collection that its model names."""
        body = await request.body()
        try:
            said = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise Refused(422, "request", "body: this isn't JSON") from error
        name = str(said.get("model")) if isinstance(said, dict) else ""
        return _HandedOn(server, _collection(name, server, request), body)


def _collection(model: str, server: Directory, request: Request) -> str:
    """Give the collection that a model stands for; one that may not be read is unknown."""
    only = server.only_one(request.scope)
    name = model.removeprefix(f"{MODEL}/")
    if model == MODEL and only:
        return only.name
    if server.may_read(name, request.scope) is None or name == model:
        raise Refused(404, "model", NO_MODEL)
    return name


class _HandedOn(Response):
    """What a collection's own application answers to a chat."""

    def __init__(self, server: Directory, name: str, body: bytes) -> None:
        super().__init__()
        self._server, self._name, self._body = server, name, body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = False

        async def again() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": self._body, "more_body": False}

        await self._server.hand_on(self._name, CHAT, scope, again, send)


class _Handler(Protocol):
    async def __call__(self, request: Request, error: Exception) -> Response: ...


def _not_there(plain: object) -> _Handler:
    """Answer a browser's user with a page where programs get a problem."""

    async def answered(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 404 and _wants_page(request.scope):
            name, body = principal_of(request.scope).name, f"<p>{NOTHING}</p>"
            return HTMLResponse(page_html("Nothing here", body, name), 404)
        response: Response = await plain(request, error)  # type: ignore[operator]
        return response

    return answered


def problem_response(broken: Broken, scope: Scope) -> Response:
    """Say why a collection can't be used, to somebody who may read it."""
    if _wants_page(scope):
        problem = f"{broken.problem[:1].upper()}{broken.problem[1:]}."
        body = f'<p dir="auto">{escape(problem)}</p><p><a href="../../">All collections</a></p>'
        name = principal_of(scope).name
        return HTMLResponse(page_html("This can’t be used just now", body, name), 503)
    return respond(Refused(503, "collection", broken.problem))


def _wants_page(scope: Scope) -> bool:
    """Say whether a request is a browser's, for a page."""
    accepts = any(
        name == b"accept" and b"text/html" in value for name, value in scope.get("headers", ())
    )
    path = path_in(scope)
    return accepts and not any(f"{root}/" in f"{path}/" for root in ROOTS)
