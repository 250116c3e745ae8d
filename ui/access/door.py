"""The outermost layer of a team's server: nobody gets further who isn't known."""

from __future__ import annotations

import re
import time

from anyio import move_on_after
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.access.audit import Done
from ui.access.cookies import SESSION, read_cookie
from ui.access.keys import id_of
from ui.access.principal import Principal
from ui.access.sign_in import SignIn, address_of, login_path
from ui.access.site import Site
from ui.access.streams import while_in
from ui.access.team import Team
from ui.api.problems import Refused, TooMany, respond

HEALTH = "/api/v1/health"
"""Says that the program runs, and nothing else: for those who watch it from outside."""
BODY_S, SLOWEST_BYTES_S = 20.0, 10_000
"""A body must be there after so long, and what its size takes at so many bytes a second."""
_API = re.compile(r"(/c/[^/]+)?/(api/v1|v1|mcp|metrics|gradio_api|library)(/|$)")
_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",  # without it browsers send a form's Origin as null
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_HSTS = "max-age=31536000"
_BARE = ("default-src 'none'; frame-ancestors 'none'",)
_CORS_METHODS = "DELETE, GET, POST"
_CORS_HEADERS = "Authorization, Content-Type, Mcp-Protocol-Version, X-Request-ID"


class Access:
    """Finds out who asks, and puts it into the request's state as ``principal``."""

    def __init__(self, app: ASGIApp, team: Team, *, body_s: float = BODY_S) -> None:
        """Stand around an application; a body has ``body_s`` to come in, and more for its size."""
        self._body_s = body_s
        self._app, self._team, self._sign_in = app, team, SignIn(team)
        _ = team.hasher.nobody

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            scope = dict(scope)
            scope["state"] = dict(scope.get("state", {}))
            await self._http(
                scope, _paced(scope, receive, self._body_s), self._with_headers(scope, send)
            )
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if not self._team.site.knows(request.headers.get("host", "")):
            await PlainTextResponse("This server has another name.", 400)(scope, receive, send)
        elif _is_preflight(request):
            await self._preflight(request)(scope, receive, send)
        elif self._sign_in.owns(scope["path"]):
            await self._sign_in.router(scope, receive, send)
        elif scope["path"] == HEALTH and scope["method"] == "GET":
            await JSONResponse({"status": "ok"})(scope, receive, send)
        else:
            await self._team.take_up()
            try:
                principal = await self._principal(request)
            except (Refused, TooMany) as error:
                await _refused(request, error)(scope, receive, send)
                return
            scope["state"]["principal"] = principal
            scope["headers"] = _handed_on(request, self._team.site)
            watched = while_in(send, principal, lambda: self._principal(request))
            await self._app(scope, receive, watched)

    async def _principal(self, request: Request) -> Principal:
        """Give who asks. Raises `Refused` or `TooMany`."""
        team, shown = self._team, request.headers.get("authorization")
        if shown is not None:
            return await self._by_key(shown, request)
        name = read_cookie(request, SESSION, team.site)
        account = await team.look_up(team.sessions.account, name) if name else None
        if account is None:
            raise Refused(401, "sign-in", _WHO)
        if not team.site.may_write(request.method, request.headers):
            raise Refused(403, "origin", "this comes from another site's page; Sanad has its own")
        return Principal(account.name, account.roles)

    async def _by_key(self, shown: str, request: Request) -> Principal:
        team, (scheme, _, key) = self._team, shown.partition(" ")
        key = key.strip()
        if scheme.lower() != "bearer" or not id_of(key):
            raise Refused(401, "sign-in", _WHO)
        if await team.look_up(team.keys.is_remembered, key):
            principal = await team.look_up(team.keys.principal, key)
        else:
            if wait_s := team.rates.attempt(f"key {id_of(key)}", address_of(request)):
                raise TooMany(wait_s)
            principal = await team.compare(team.keys.principal, key)
        if principal is None:
            team.audit.note(Done("key refused", status=401))
            raise Refused(401, "sign-in", "this key isn't known, has expired or was revoked")
        team.rates.came_in(f"key {id_of(key)}")
        return principal

    def _preflight(self, request: Request) -> Response:
        """Tell a browser whether another site's page may ask, with a key of its own."""
        origin = request.headers["origin"]
        if origin not in self._team.site.cors:
            return respond(Refused(403, "origin", "pages of this site may not ask here"))
        allowed = {
            "Access-Control-Allow-Methods": _CORS_METHODS,
            "Access-Control-Allow-Headers": _CORS_HEADERS,
            "Access-Control-Max-Age": "600",
        }
        return Response(status_code=204, headers=allowed)

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        """Have every answer say what browsers may do with it."""
        site, asked = self._team.site, Headers(scope=scope)
        origin = asked.get("origin", "")
        shared = origin in site.cors and not asked.get("cookie")

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("Content-Security-Policy", _BARE[0])
                headers.setdefault("Cache-Control", "private")
                headers.add_vary_header("Cookie, Authorization, Origin")
                if site.secure:
                    headers["Strict-Transport-Security"] = _HSTS
                if shared:
                    headers["Access-Control-Allow-Origin"] = origin
                    headers["Access-Control-Expose-Headers"] = "Retry-After, X-Request-ID"
            await send(message)

        return sent


def _is_preflight(request: Request) -> bool:
    headers = request.headers
    asks = "access-control-request-method" in headers and "origin" in headers
    return request.method == "OPTIONS" and asks


def _refused(request: Request, error: Refused | TooMany) -> Response:
    """Lead a person to where to sign in, and tell a program that it must."""
    wants_page = "text/html" in request.headers.get("accept", "")
    reads = request.method in ("GET", "HEAD")
    unknown = isinstance(error, Refused) and error.status == 401
    if unknown and reads and wants_page and not _API.match(request.url.path):
        return RedirectResponse(login_path(request), 303, {"Cache-Control": "no-store"})
    response = respond(error)
    response.headers["Cache-Control"] = "no-store"
    if unknown:
        response.headers["WWW-Authenticate"] = 'Bearer realm="sanad"'
    return response


def _handed_on(request: Request, site: Site) -> list[tuple[bytes, bytes]]:
    """Give a request's headers without what only this layer needs: nothing inside can tell it.

    Where another site may ask by a key, what is inside doesn't hear of that site either.
    """
    drop = {b"cookie", b"authorization"}
    by_key = "authorization" in request.headers
    if by_key and request.headers.get("origin") in site.cors:
        drop |= {b"origin", b"sec-fetch-site", b"sec-fetch-mode"}
    return [pair for pair in request.scope["headers"] if pair[0] not in drop]


def _paced(scope: Scope, receive: Receive, least_s: float) -> Receive:
    """Hang up on a body that comes in drop by drop."""
    size = Headers(scope=scope).get("content-length", "0")
    seconds = least_s + (int(size) if size.isdecimal() and len(size) < 12 else 0) / SLOWEST_BYTES_S
    until, whole = time.monotonic() + seconds, False

    async def received() -> Message:
        nonlocal whole
        if whole:
            return await receive()
        message: Message = {"type": "http.disconnect"}
        with move_on_after(max(0.0, until - time.monotonic())):
            message = await receive()
        whole = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    return received


_WHO = "say who asks: with a key, as `Authorization: Bearer sanad_…`, or by signing in at /login"
