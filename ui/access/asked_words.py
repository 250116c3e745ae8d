"""The words of a question, taken from a request's body while it is read, where they are kept."""

from __future__ import annotations

import json
from collections.abc import Iterator

from starlette.types import Message, Receive

MOST_BYTES = 200_000
_FIELDS = ("question", "questions", "statement", "words", "rows", "messages")
_INNER = ("content", "text")


class Words:
    """Listens to one request's body."""

    def __init__(self) -> None:
        """Nothing was said yet."""
        self._body = b""

    def heard(self, receive: Receive) -> Receive:
        """Give a body on as it comes in, and keep it."""

        async def received() -> Message:
            message = await receive()
            if message["type"] == "http.request" and len(self._body) < MOST_BYTES:
                self._body += message.get("body", b"")
            return message

        return received

    def text(self) -> str:
        """Give what was asked; of a chat the last thing that was said."""
        try:
            body = json.loads(self._body) if self._body else None
        except ValueError:
            return ""
        if not isinstance(body, dict):
            return ""
        said = {name: list(_texts(body[name])) for name in _FIELDS if name in body}
        if "messages" in said:
            said["messages"] = said["messages"][-1:]
        return " | ".join(one for some in said.values() for one in some)


def _texts(value: object) -> Iterator[str]:
    """Give the words in a field: a text, or a list of texts or of things with a text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for name in _INNER:
            if name in value:
                yield from _texts(value[name])
