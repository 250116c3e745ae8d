"""Everything that the command line answers, over HTTP and in the same JSON, under /api/v1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response, StreamingResponse

from rag.answering.all_passages import everything
from rag.checking.check_claim import check_claim
from rag.checking.draft import check_draft
from rag.checking.find_quote import find
from rag.citations.permalink import open_address
from rag.library import Library
from rag.types import Answer, Checked, Everything, Query, Retrieved
from ui.api.bodies import Ask, Asked, Cite, Claim, Draft, Words
from ui.api.gate import Gate
from ui.api.problems import problem_of
from ui.api.rights import needs
from ui.api.schemas import EVENT_STREAM, EVENTS, answers, event_text
from ui.api.turns import Conversations, steps
from ui.api.work import cited_json, passages_json
from ui.draft.read import read_bytes
from ui.draft.report import review_json
from ui.schema import (
    answer_json,
    checked_json,
    citation_json,
    everything_json,
    finds_json,
    opened_json,
    statement_json,
)

Json = dict[str, object]
MadeT = TypeVar("MadeT")


def build_router(library: Library, gate: Gate) -> APIRouter:
    """Give the routes over a library, whose work goes through a gate."""
    router = APIRouter(prefix="/api/v1")
    _add_asking(router, library, gate)
    _add_checking(router, library, gate)
    _add_state(router, library)
    return router


def _add_asking(router: APIRouter, library: Library, gate: Gate) -> None:
    conversations = Conversations(library)

    @router.post(
        "/ask",
        summary="Answer a question, or say why not",
        responses=answers("Answer", "Everything", also=EVENTS),
        openapi_extra=needs("reader", "ask"),
    )
    def ask(asked: Ask) -> Response:
        """Answer from the documents, with cited passages. A refusal is an answer: status 200."""
        if asked.stream:
            events = _streamed(asked, library, conversations, gate)
            head = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
            return StreamingResponse(events, media_type=EVENT_STREAM, headers=head)
        with gate.passed():
            *_, (_, last) = _asked(asked, library, conversations)
        return JSONResponse(last)

    @router.post(
        "/everything",
        summary="List every passage on a topic",
        responses=answers("Everything"),
        openapi_extra=needs("reader", "ask"),
    )
    def all_passages(asked: Asked) -> Response:
        return JSONResponse(
            _through(gate, lambda: everything_json(everything(asked.query, library)))
        )

    @router.post(
        "/passages",
        summary="Search for passages",
        responses=answers(),
        openapi_extra=needs("reader", "ask"),
    )
    def passages(asked: Asked) -> Response:
        """Give the passages that suit a question best, the best first, without an answer."""
        return JSONResponse(_through(gate, lambda: passages_json(asked.query, library)))


def _add_checking(router: APIRouter, library: Library, gate: Gate) -> None:
    @router.post(
        "/find",
        summary="Find where words stand",
        responses=answers(),
        openapi_extra=needs("reader", "ask"),
    )
    def find_words(asked: Words) -> Response:
        """Find where words that somebody half remembers stand: exactly, then nearly."""
        query = Query(asked.words, asked.scope)
        return JSONResponse(_through(gate, lambda: finds_json(find(query, library))))

    @router.post(
        "/check-claim",
        summary="Check a statement",
        responses=answers(),
        openapi_extra=needs("reader", "ask"),
    )
    def claim(asked: Claim) -> Response:
        """Say whether the documents bear a statement out, with passages for and against it."""
        query = Query(asked.statement, asked.scope)
        return JSONResponse(_through(gate, lambda: checked_json(check_claim(query, library))))

    @router.post(
        "/check",
        summary="Check a draft",
        responses=answers("Review"),
        openapi_extra=needs("reader", "ask"),
    )
    def draft(asked: Draft) -> Response:
        """Compare a draft's quotations, claims and cited pages with the documents."""
        opened = read_bytes("draft.md", asked.text.encode())
        made = _through(gate, lambda: check_draft(opened.draft, library, asked.scope))
        return JSONResponse(review_json(made, "draft.md"))

    @router.post("/cite", summary="Cite words", responses=answers(), openapi_extra=needs("reader"))
    def cite(asked: Cite) -> Response:
        """Write a citation of the words at an address, in a style."""
        return JSONResponse(_through(gate, lambda: cited_json(asked, library)))

    @router.get(
        "/show", summary="Open an address", responses=answers(), openapi_extra=needs("reader")
    )
    def show(address: str) -> Response:
        """Say where the words of an address stand now, or what has become of them."""
        return JSONResponse(_through(gate, lambda: opened_json(open_address(address, library))))


def _add_state(router: APIRouter, library: Library) -> None:
    @router.get(
        "/health",
        summary="Say that the program runs",
        responses=answers(),
        openapi_extra=needs("anyone"),
    )
    def health() -> Response:
        return JSONResponse({"status": "ok"})

    @router.get(
        "/ready",
        summary="Say whether questions can be answered",
        responses=answers(),
        openapi_extra=needs("reader"),
    )
    def ready() -> Response:
        library.check()
        searched = library.store.searched(Query("").scope)
        return JSONResponse(
            {"status": "ready", "documents": searched.documents, "passages": searched.passages}
        )


def _through(gate: Gate, work: Callable[[], MadeT]) -> MadeT:
    with gate.passed():
        return work()


def _asked(
    asked: Ask, library: Library, conversations: Conversations
) -> Iterator[tuple[str, Json]]:
    """Answer a question step by step, the whole answer last."""
    for step in steps(
        asked.question, asked.before, asked.scope, library, conversations, asked.as_of
    ):
        match step:
            case Retrieved(searched):
                yield "searched", {"documents": searched.documents, "passages": searched.passages}
            case Checked(statement, citations):
                cited = [citation_json(one) for one in citations]
                yield "statement", {"statement": statement_json(statement), "citations": cited}
            case Answer() | Everything():
                yield "answer", _shown(step)


def _shown(found: Answer | Everything) -> Json:
    return everything_json(found) if isinstance(found, Everything) else answer_json(found)


def _streamed(
    asked: Ask, library: Library, conversations: Conversations, gate: Gate
) -> Iterator[str]:
    """Write the steps of an answer as server-sent events; what fails on the way is the last."""
    try:
        with gate.passed():
            for name, value in _asked(asked, library, conversations):
                yield event_text(name, value)
    except Exception as error:  # noqa: BLE001 - the response has begun: it must end with words
        yield event_text("problem", problem_of(error))
