"""Keeps what is sent to an account's page from every other account.

Gradio hands a page its answers by a name that the page's script makes up and sends along. Whoever
sends it first has it, and to all others it's the name of nothing.
"""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict, defaultdict
from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.access.principal import principal_of
from ui.api.paths import path_in

BELOW = "/gradio_api/"
MOST_EACH = 1_000
"""Pages of an account that are known; the one longest out of use is forgotten first."""
_IN_PATH = re.compile(r"/gradio_api/(?:heartbeat|stream)/([^/]+)")
_FILES = re.compile(r"/gradio_api/(?:file[=/]|upload|stream/|deep_link)")
"""What the page has no use for: files that Gradio would take in, give out or fetch elsewhere."""


class _Owners:
    """Whose each session is. Safe to share between threads."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}
        self._each: defaultdict[str, OrderedDict[str, None]] = defaultdict(OrderedDict)
        self._lock = threading.Lock()

    def may(self, account: str, session: str) -> bool:
        """Say whether a session is an account's; one that nobody has is from now on."""
        with self._lock:
            if self._owners.setdefault(session, account) != account:
                return False
            own = self._each[account]
            own[session] = None
            own.move_to_end(session)
            while len(own) > MOST_EACH:
                del self._owners[own.popitem(last=False)[0]]
            return True


class OwnSessions:
    """Stands before Gradio's addresses in a team's application."""

    def __init__(self, app: ASGIApp) -> None:
        """Know no session yet."""
        self._app, self._owners = app, _Owners()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, unless the session that it names is another account's."""
        path = path_in(scope)
        if scope["type"] != "http" or not path.startswith(BELOW):
            await self._app(scope, receive, send)
            return
        body = b""
        if scope["method"] == "POST":
            body = await _whole(receive)
            receive = _again(body, receive)
        sessions = _sessions(scope, path, body)
        account = principal_of(scope).name
        if (
            sessions is None
            or _FILES.match(path)
            or not all(self._owners.may(account, one) for one in sessions)
        ):
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _sessions(scope: Scope, path: str, body: bytes) -> set[str] | None:
    """Give the sessions that a request names; None where it can't be told."""
    found = set(parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", ()))
    found.update(_IN_PATH.findall(path))
    if body:
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            return None
        if isinstance(said, dict) and isinstance(said.get("session_hash"), str):
            found.add(said["session_hash"])
    return found


async def _whole(receive: Receive) -> bytes:
    """Read a body, whose size was looked at before."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Give a body once more, then whatever comes behind it."""
    given = False

    async def once_more() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once_more
