"""Answers and tables as files, over HTTP: the same that the command line and the page write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from rag.citations.answer_export import export
from rag.library import Library
from rag.matrix.export import export as matrix_export
from rag.matrix.matrix import Row, cells, gathered, planned
from ui.api.bodies import MAX_DOCUMENTS, Body, Name, Question, Scoped, Style
from ui.api.gate import Gate
from ui.api.rights import asked as count_questions
from ui.api.rights import needs
from ui.api.schemas import Schema, answers
from ui.api.turns import Conversations, answer_of, stand_alone
from ui.matrix import matrix_json

MAX_ROWS = 50
MAX_QUESTIONS = 20
_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES: Mapping[str, str] = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "json": "application/json",
}


class Export(Scoped):
    """Questions of one conversation, to be answered into a file."""

    questions: tuple[Question, ...] = Field(
        min_length=1, max_length=MAX_QUESTIONS, examples=[["What should parliament do?"]]
    )
    format: Literal["docx", "odt", "html", "txt"] = Field("docx", examples=["txt"])
    style: Style | None = Field(None, description="A citation style; Chicago notes by default.")


class MatrixRow(Body):
    """A question that each document is asked, or a statement that each is compared with."""

    text: Question = Field(examples=["What should parliament do?"])
    kind: Literal["question", "claim"] = "question"


class AskedMatrix(Body):
    """Questions down, documents across."""

    rows: tuple[MatrixRow, ...] = Field(
        min_length=1, max_length=MAX_ROWS, examples=[[{"text": "What should parliament do?"}]]
    )
    documents: tuple[Name, ...] = Field(
        (), max_length=MAX_DOCUMENTS, description="Ids or file names; all of them if empty."
    )
    format: Literal["json", "xlsx", "docx", "md", "csv"] = "json"
    style: Annotated[Style | None, Field(description="For the references in a file.")] = None


def build_router(library: Library, gate: Gate) -> APIRouter:
    """Give the routes over a library, whose work goes through a gate."""
    router = APIRouter(prefix="/api/v1")
    conversations = Conversations(library)

    @router.post(
        "/export",
        summary="Answer questions into a file",
        responses=answers(also=file_types("docx", "odt", "html", "txt"), json=False),
        openapi_extra=needs("reader", "ask"),
    )
    def exported(asked: Export) -> Response:
        """Answer questions, each a follow-up of those before it, into one file with references."""
        style = asked.style or "chicago"
        count_questions(len(asked.questions) - 1)
        with gate.passed():
            made = [
                answer_of(
                    stand_alone(question, asked.questions[:at], asked.scope, conversations),
                    asked.scope,
                    library,
                )
                for at, question in enumerate(asked.questions)
            ]
            written = export(
                made, asked.format, style, made=datetime.now(UTC), typed=asked.questions
            )
        return file_response(written, asked.format, "sanad-answers")

    @router.post(
        "/matrix",
        summary="Ask questions of each document by itself",
        responses=answers(also=file_types("xlsx", "docx", "md", "csv")),
        openapi_extra=needs("reader", "ask"),
    )
    def matrix(asked: AskedMatrix) -> Response:
        """Fill a table of quotes, a row a question and a column a document. It may take minutes."""
        style = asked.style or "chicago"
        rows = tuple(dict.fromkeys(Row(one.text, one.kind) for one in asked.rows))
        count_questions(len(rows) - 1)
        with gate.passed():
            plan = planned(rows, asked.documents, library)
            made = gathered(plan, cells(plan, library))
            if asked.format == "json":
                return JSONResponse(matrix_json(made))
            written = matrix_export(made, asked.format, style)
        return file_response(written, asked.format, "sanad-matrix")

    return router


def file_types(*endings: str) -> dict[str, Schema]:
    """Describe files of some kinds."""
    schema: Schema = {"schema": {"type": "string", "format": "binary"}}
    return {TYPES[ending]: schema for ending in endings}


def file_response(made: bytes, ending: str, name: str) -> Response:
    """Give a file to be saved."""
    head = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(made, media_type=TYPES[ending], headers=head)
