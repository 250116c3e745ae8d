"""Answers that come bit by bit: they end when whoever reads them may do so no more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers
from starlette.types import Message, Send

from rag.errors import AccessError
from ui.access.principal import Principal
from ui.api.problems import Refused, TooMany

EVENTS = "text/event-stream"


def while_in(send: Send, who: Principal, again: Callable[[], Awaitable[Principal]]) -> Send:
    """Look before each part of a stream whether ``who`` may still do what they did at first."""
    streams = over = False

    async def sent(message: Message) -> None:
        nonlocal streams, over
        if over:
            return
        if message["type"] == "http.response.start":
            streams = Headers(raw=message["headers"]).get("content-type", "").startswith(EVENTS)
        elif streams and message.get("more_body") and not await _is_in(who, again):
            over = True
            message = {"type": "http.response.body", "body": b"", "more_body": False}
        await send(message)

    return sent


async def _is_in(who: Principal, again: Callable[[], Awaitable[Principal]]) -> bool:
    try:
        now = await again()
    except (Refused, TooMany, AccessError):
        return False
    held = ((now.role_in(name), role) for name, role in who.roles.items())
    return all(left is not None and left >= role for left, role in held)
