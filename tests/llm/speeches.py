"""How Ollama and Anthropic's servers say what a script says, for `Scripted`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.llm.protocol import Reply, Request, Speech

Body = Mapping[str, Any]


def _said(reply: Reply) -> Iterator[str]:
    for start in range(0, len(reply.text), reply.piece):
        yield reply.text[start : start + reply.piece]
    while reply.again:
        yield reply.again


def _ollama(reply: Reply, request: Request) -> Iterator[bytes]:
    """Give a line of JSON a piece."""
    if reply.raw is not None:
        yield reply.raw
        return
    if reply.status != 200:
        yield _json({"error": reply.text})
        return
    model = {"model": str(request.body.get("model")), "created_at": "2026-01-01T00:00:00Z"}
    for text in _said(reply):
        message = {"role": "assistant", "content": text}
        yield _json({**model, "message": message, "done": False}) + b"\n"
    last = {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"}
    counts = {"prompt_eval_count": 1, "eval_count": len(reply.text.split())}
    yield _json({**model, **last, **counts}) + b"\n"


def _anthropic(reply: Reply, request: Request) -> Iterator[bytes]:
    """Give a named event a piece."""
    if reply.raw is not None:
        yield reply.raw
        return
    if reply.status != 200:
        yield _json({"type": "error", "error": {"type": "api_error", "message": reply.text}})
        return
    model, usage = str(request.body.get("model")), {"input_tokens": 1, "output_tokens": 1}
    message: dict[str, Any] = {"id": "msg_1", "type": "message", "role": "assistant", "content": []}
    message |= {"model": model, "stop_reason": None, "stop_sequence": None, "usage": usage}
    yield _event("message_start", {"message": message})
    block = {"type": "text", "text": ""}
    yield _event("content_block_start", {"index": 0, "content_block": block})
    for text in _said(reply):
        delta = {"type": "text_delta", "text": text}
        yield _event("content_block_delta", {"index": 0, "delta": delta})
    yield _event("content_block_stop", {"index": 0})
    end = {"stop_reason": "end_turn", "stop_sequence": None}
    yield _event("message_delta", {"delta": end, "usage": {"output_tokens": 9}})
    yield _event("message_stop", {})


def _event(name: str, body: Body) -> bytes:
    return f"event: {name}\n".encode() + b"data: " + _json({"type": name, **body}) + b"\n\n"


def _json(body: Body) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def _type(streamed: str, reply: Reply) -> str:
    if reply.content_type is not None:
        return reply.content_type
    return streamed if reply.status == 200 else "application/json"


OLLAMA = Speech("/api/chat", lambda reply, _: _type("application/x-ndjson", reply), _ollama)
ANTHROPIC = Speech("/v1/messages", lambda reply, _: _type("text/event-stream", reply), _anthropic)
