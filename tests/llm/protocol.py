"""What a scripted server is asked and what it says, by the chat-completions protocol or not."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, repeat
from typing import Any, Literal

NAME = "scripted"
_LINE = re.compile(r"\[([a-z0-9]{3})\] (.*)")

Cut = Literal["drop", "end"]
"""``drop`` breaks the connection off; ``end`` ends the body in good order, only too soon."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request for a completion, and what its last user message asks.

    ``evidence`` pairs keys with sentences, as they stand in the prompt; ``schema`` is the name
    of the schema that the reply must have, "" without one. ``number`` counts requests from
    1; ``at_s`` is when it came, by the monotonic clock.
    """

    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)
    number: int = 1
    at_s: float = 0.0

    @property
    def messages(self) -> tuple[tuple[str, str], ...]:
        """The role and text of each message."""
        return tuple((str(m.get("role")), _text(m)) for m in self.body.get("messages", ()))

    @property
    def prompt(self) -> str:
        """The last user message."""
        return next((text for role, text in reversed(self.messages) if role == "user"), "")

    @property
    def question(self) -> str:
        """What stands after "Question:" in the prompt's first line; "" if nothing does."""
        first = self.prompt.partition("\n")[0]
        return first.removeprefix("Question:").strip() if first.startswith("Question:") else ""

    @property
    def evidence(self) -> tuple[tuple[str, str], ...]:
        """The lines after "Evidence:"; one without a key goes on with the sentence before it."""
        found: list[tuple[str, str]] = []
        for line in self.prompt.partition("\nEvidence:\n")[2].splitlines():
            if match := _LINE.fullmatch(line):
                found.append((match[1], match[2]))
            elif found:
                key, sentence = found.pop()
                found.append((key, f"{sentence}\n{line}"))
        return tuple(found)

    @property
    def schema(self) -> str:
        """The name of the schema that was asked for."""
        wanted = self.body.get("response_format") or {}
        return str((wanted.get("json_schema") or {}).get("name", ""))

    @property
    def streams(self) -> bool:
        """Whether the reply is to come piece by piece."""
        return bool(self.body.get("stream"))


def _text(message: Mapping[str, Any]) -> str:
    content = message.get("content") or ""
    if isinstance(content, str):
        return content
    return "".join(str(part.get("text", "")) for part in content)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server says, and what goes wrong with it.

    ``text`` is what the model wrote; it is sent in pieces of ``piece`` characters with
    ``gap_s`` between them. ``wait_s`` passes before the first byte, ``stall_s`` after the
    first piece. A status other than 200 makes ``text`` an error's message. ``cut_after``
    bytes of the body it ends, without "[DONE]"; ``packet`` bytes are written at a time, wherever
    that cuts a character. ``again`` is said over and over after the text, if streamed. ``raw`` is
    the body, whatever it is, in place of all this. ``likely`` are probabilities of what the first
    piece could have been, told to those who ask.
    """

    text: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str | None = None
    finish: str = "stop"
    wait_s: float = 0.0
    stall_s: float = 0.0
    gap_s: float = 0.0
    piece: int = 16
    packet: int | None = None
    cut_after: int | None = None
    cut: Cut = "drop"
    again: str = ""
    raw: bytes | None = None
    likely: Mapping[str, float] | None = None


Script = Callable[[Request], Reply]


@dataclass(frozen=True, slots=True)
class Speech:
    """A protocol: where it's spoken, and the type and pieces of a reply's body."""

    path: str
    type_of: Callable[[Reply, Request], str]
    pieces: Callable[[Reply, Request], Iterator[bytes]]


def type_of(reply: Reply, request: Request) -> str:
    """Give the content type of a reply's body."""
    if reply.content_type is not None:
        return reply.content_type
    return "text/event-stream" if reply.status == 200 and request.streams else "application/json"


def pieces(reply: Reply, request: Request) -> Iterator[bytes]:
    """Give the body of a reply, one event or the whole at a time; endless if that is asked."""
    if reply.raw is not None:
        yield reply.raw
    elif reply.status != 200:
        kind = "invalid_request_error" if reply.status < 500 else "server_error"
        yield _json({"error": {"message": reply.text, "type": kind, "code": reply.status}})
    elif request.streams:
        yield from _events(reply, request)
    else:
        message = {"role": "assistant", "content": reply.text}
        choice = {"index": 0, "message": message, "finish_reason": reply.finish}
        yield _json(_envelope(request, "chat.completion", [choice]) | {"usage": _usage(reply)})


def _events(reply: Reply, request: Request) -> Iterator[bytes]:
    def event(delta: Mapping[str, str], finish: str | None = None, **more: object) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, **more}
        body = _envelope(request, "chat.completion.chunk", [choice])
        return b"data: " + _json(body) + b"\n\n"

    yield event({"role": "assistant", "content": ""})
    if reply.likely and request.body.get("logprobs"):
        yield event({"content": reply.text}, logprobs=_logprobs(reply.text, reply.likely))
        reply = replace(reply, text="")
    for said in (reply.text,) if not reply.again else chain((reply.text,), repeat(reply.again)):
        for start in range(0, len(said), reply.piece):
            yield event({"content": said[start : start + reply.piece]})
    yield event({}, reply.finish)
    if (request.body.get("stream_options") or {}).get("include_usage"):
        last = _envelope(request, "chat.completion.chunk", []) | {"usage": _usage(reply)}
        yield b"data: " + _json(last) + b"\n\n"
    yield b"data: [DONE]\n\n"


def _logprobs(said: str, likely: Mapping[str, float]) -> dict[str, Any]:
    told = [
        {"token": t, "logprob": math.log(chance), "bytes": None} for t, chance in likely.items()
    ]
    first = {"token": said, "logprob": 0.0, "bytes": None, "top_logprobs": told}
    return {"content": [first], "refusal": None}


def _envelope(request: Request, kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
    model = str(request.body.get("model", NAME))
    name = f"chatcmpl-{request.number}"
    return {"id": name, "object": kind, "created": 0, "model": model, "choices": choices}


def _usage(reply: Reply) -> dict[str, int]:
    words = len(reply.text.split())
    return {"prompt_tokens": 1, "completion_tokens": words, "total_tokens": words + 1}


def _json(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def models() -> bytes:
    """Give the list of models that ``/v1/models`` shows."""
    model = {"id": NAME, "object": "model", "created": 0, "owned_by": "tests"}
    return _json({"object": "list", "data": [model]})


CHAT = Speech("/v1/chat/completions", type_of, pieces)
"""What OpenAI's servers speak, and those that are like them."""
