"""Errors over HTTP, as RFC 9457 describes them: what went wrong, and what to do about it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextvars import ContextVar
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from rag.errors import (
    CiteError,
    CorpusError,
    LoadError,
    ModelDown,
    QueryError,
    SanadError,
    SettingsError,
    StoreError,
)

MEDIA_TYPE = "application/problem+json"
ROOTS = ("/api/v1", "/v1")
"""Below these, errors are problems; elsewhere they're the page's."""
OPENAPI = "/api/v1/openapi.json"
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
RETRIED = (429, 503)
"""Who gets one of these is told when to try again."""
RETRY_AFTER = "2"
"""Seconds."""
_KINDS: tuple[tuple[type[SanadError], int, str], ...] = (
    (QueryError, 422, "question"),
    (CiteError, 422, "citation"),
    (LoadError, 422, "file"),
    (CorpusError, 422, "folder"),
    (SettingsError, 422, "setting"),
    (StoreError, 503, "documents"),
    (ModelDown, 503, "model"),
)
UNFORESEEN = "Sanad didn't foresee this; the details are in the terminal where it runs"
REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request that is being answered."""
_log = logging.getLogger(__name__)

SCHEMA = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "description": "What kind of problem, as a URN."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What failed, on what, and what to do next."},
        "instance": {"type": "string", "description": "The id of the request, as a URN."},
    },
    "required": ["type", "title", "status", "detail"],
}
"""The JSON schema of a problem."""


class Busy(Exception):
    """Too many questions are waiting."""


class TooMany(SanadError):
    """Somebody has asked more than an account may in a while."""

    def __init__(self, wait_s: float) -> None:
        self.wait_s = max(1, round(wait_s + 0.5))
        super().__init__(
            f"this account has asked as much as it may for now; try again in {self.wait_s} seconds"
        )


class Refused(Exception):
    """A request that isn't answered, with its status, kind and reason."""

    def __init__(self, status: int, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail = status, kind, detail


def problem(status: int, kind: str, detail: str) -> dict[str, object]:
    """Write a problem."""
    told = {
        "type": f"urn:sanad:problem:{kind}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    request = REQUEST.get()
    return {**told, "instance": f"urn:sanad:request:{request}"} if request else told


def problem_of(error: Exception) -> dict[str, object]:
    """Write the problem that an error is; one that nobody foresaw is logged and not shown."""
    if isinstance(error, Refused):
        return problem(error.status, error.kind, error.detail)
    if isinstance(error, Busy):
        return problem(429, "busy", "Too many questions are waiting; try again in some seconds")
    if isinstance(error, TooMany):
        return problem(429, "limit", str(error))
    for kind, status, name in _KINDS:
        if isinstance(error, kind):
            return problem(status, name, str(error))
    if isinstance(error, SanadError):
        return problem(500, "error", str(error))
    _log.error("the request %s could not be answered", REQUEST.get(), exc_info=error)
    return problem(500, "unforeseen", UNFORESEEN)


def respond(error: Exception) -> Response:
    """Give the response for an error."""
    found = problem_of(error)
    status = int(str(found["status"]))
    wait_s = str(error.wait_s) if isinstance(error, TooMany) else RETRY_AFTER
    headers = {"Retry-After": wait_s} if status in RETRIED else None
    return JSONResponse(found, status, headers, MEDIA_TYPE)


def refusal(path: str, status: int, kind: str, detail: str) -> Response:
    """Give the response that refuses a request: a problem below our roots, else plain words."""
    refused = respond(Refused(status, kind, detail))
    if is_ours(path):
        return refused
    told = {"Retry-After": refused.headers["Retry-After"]} if status in RETRIED else None
    return PlainTextResponse(detail, status, told)


def is_ours(path: str) -> bool:
    """Say whether an address is one of ours, and not the page's."""
    return f"{path}/".startswith(tuple(f"{root}/" for root in ROOTS))


class Nowhere:
    """What stands below our roots wherever nothing else does: no such address, or no such method.

    Without it the page, which stands below everything, would answer.
    """

    def __init__(self, before: Sequence[BaseRoute]) -> None:
        """Stand behind some addresses."""
        self._before = tuple(before)

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        """Refuse a request."""
        if allowed := [method for method in METHODS if self._takes(method, scope)]:
            raise HTTPException(405, headers={"Allow": ", ".join(allowed)})
        raise HTTPException(404, f"there is nothing at {scope['path']}; see {OPENAPI}")

    def _takes(self, method: str, scope: Scope) -> bool:
        with_method = {**scope, "method": method}
        return any(one.matches(with_method)[0] is Match.FULL for one in self._before)


def install(app: FastAPI) -> None:
    """Have an application answer errors with problems, its page's own left as they are."""

    async def known(_: Request, error: Exception) -> Response:
        return respond(error)

    async def invalid(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return respond(Refused(422, "request", f"{where}: {first['msg']}"))

    async def plain(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        answer = respond(Refused(error.status_code, "request", str(error.detail)))
        answer.headers.update(error.headers or {})
        return answer

    for kind in (SanadError, Busy, Refused):
        app.add_exception_handler(kind, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, plain)
