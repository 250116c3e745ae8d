"""Sanad as one of the models that OpenAI's clients know: its answers in chat completions.

The text of an answer ends in its numbered sources; beside it stand `citations`, with places and
addresses. A refusal is a normal answer. See https://platform.openai.com/docs/api-reference/chat.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from hashlib import sha256

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response, StreamingResponse

from rag.answering.steps import MAX_QUESTION
from rag.library import Library
from rag.types import Answer, Checked, Everything, Scope
from ui.api.bodies import MAX_TURNS, Chat
from ui.api.gate import Gate
from ui.api.problems import Refused, problem_of
from ui.api.rights import needs
from ui.api.schemas import EVENT_STREAM, EVENTS, answers
from ui.api.turns import Conversations, steps
from ui.chat_text import chat_parts, chat_text, statement_text
from ui.schema import citation_json

MODEL = "sanad"
"""What the documents are called, also where they are one of several collections."""
ONCE_MORE = "The whole answer:"
Json = dict[str, object]


def build_router(library: Library, gate: Gate, model: str = MODEL) -> APIRouter:
    """Give the routes of OpenAI's protocol over a library, whose documents are called ``model``."""
    router = APIRouter(prefix="/v1")
    conversations = Conversations(library)

    @router.get(
        "/models",
        summary="List the models: one for the documents",
        responses=answers(),
        openapi_extra=needs("reader"),
    )
    def models() -> Response:
        return JSONResponse({"object": "list", "data": [model_json(model)]})

    @router.get(
        "/models/{name:path}",
        summary="Describe a model",
        responses=answers(),
        openapi_extra=needs("reader"),
    )
    def described(name: str) -> Response:
        _known(name, model)
        return JSONResponse(model_json(model))

    @router.post(
        "/chat/completions",
        summary="Answer the last question of a chat",
        responses=answers(also=EVENTS),
        openapi_extra=needs("reader", "ask"),
    )
    def complete(chat: Chat) -> Response:
        _known(chat.model, model)
        questions = _questions(chat)
        if chat.stream:
            return StreamingResponse(
                _streamed(questions, library, conversations, gate, model), media_type=EVENT_STREAM
            )
        with gate.passed():
            found = _answer(questions, library, conversations)
        return JSONResponse(_completion(found, questions, model))

    return router


def model_json(name: str) -> Json:
    """Describe a model."""
    return {"id": name, "object": "model", "created": 0, "owned_by": "sanad"}


def _known(name: str, model: str) -> None:
    if name not in (model, MODEL):
        raise Refused(404, "model", f"there is no model {name!r}; the one here is {model!r}")


def _questions(chat: Chat) -> list[str]:
    """Give what the user asked so far, the question to be answered last."""
    asked = [one.words.strip() for one in chat.messages if one.role == "user"]
    asked = [one for one in asked if one]
    if not asked:
        raise Refused(422, "question", "no message of the user's has any words; ask something")
    if len(asked[-1]) > MAX_QUESTION:
        raise Refused(
            422, "question", f"the question is longer than {MAX_QUESTION:,} characters; shorten it"
        )
    return [one[:MAX_QUESTION] for one in asked[-MAX_TURNS:]]


def _answer(
    questions: Sequence[str], library: Library, conversations: Conversations
) -> Answer | Everything:
    *before, question = questions
    *_, found = steps(question, before, Scope(), library, conversations)
    assert isinstance(found, Answer | Everything)
    return found


def _cited(found: Answer | Everything) -> list[Json]:
    cited = found.citations
    if isinstance(found, Answer) and found.status != "answered":
        cited = found.nearest
    return [citation_json(one) for one in cited]


def _id(questions: Sequence[str]) -> str:
    return "chatcmpl-" + sha256("\0".join(questions).encode()).hexdigest()[:24]


def _completion(found: Answer | Everything, questions: Sequence[str], model: str) -> Json:
    text = chat_text(found)
    return {
        "id": _id(questions),
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": text, "refusal": None},
                "finish_reason": "stop",
                "logprobs": None,
            }
        ],
        "usage": _usage(questions, text),
        "citations": _cited(found),
    }


def _usage(questions: Sequence[str], text: str) -> Json:
    """Count words where a model would count its pieces: clients add them up."""
    asked, told = sum(len(one.split()) for one in questions), len(text.split())
    return {"prompt_tokens": asked, "completion_tokens": told, "total_tokens": asked + told}


def _streamed(
    questions: Sequence[str],
    library: Library,
    conversations: Conversations,
    gate: Gate,
    model: str,
) -> Iterator[str]:
    """Send an answer in pieces, a paragraph each: a statement as soon as it's checked."""

    def chunk(delta: Json, end: str | None = None, **more: object) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": end, "logprobs": None}
        made = {
            "id": _id(questions),
            "object": "chat.completion.chunk",
            "created": created,
            "model": model,
            "choices": [choice],
            **more,
        }
        return f"data: {json.dumps(made)}\n\n"

    created = int(time.time())
    cited: Answer | Everything | None = None
    try:
        yield chunk({"role": "assistant", "content": ""})
        with gate.passed():
            for number, (part, found) in enumerate(_parts(questions, library, conversations)):
                cited = found
                yield chunk({"content": f"\n\n{part}" if number else part})
        yield chunk({}, "stop", citations=_cited(cited) if cited else [])
    except Exception as error:  # noqa: BLE001 - the response has begun: it must end with words
        yield f"data: {json.dumps({'error': _error(error)})}\n\n"
    yield "data: [DONE]\n\n"


def _parts(
    questions: Sequence[str], library: Library, conversations: Conversations
) -> Iterator[tuple[str, Answer | Everything | None]]:
    """Give the paragraphs of an answer; those that stand when all of it is known come with it."""
    *before, question = questions
    sent: list[str] = []
    numbers: dict[str, int] = {}
    for step in steps(question, before, Scope(), library, conversations):
        if isinstance(step, Checked):
            for key in step.statement.citations:
                numbers.setdefault(key, len(numbers) + 1)
            sent.append(statement_text(step.statement, numbers))
            yield sent[-1], None
        elif isinstance(step, Answer | Everything):
            whole = chat_parts(step)
            if not set(sent) <= set(whole):  # it says less than was shown, or numbers it otherwise
                sent, whole = [], [ONCE_MORE, *whole]
            for part in whole:
                if part not in sent:
                    yield part, step


def _error(error: Exception) -> Json:
    told = problem_of(error)
    return {"message": told["detail"], "type": told["type"], "code": told["status"], "param": None}
