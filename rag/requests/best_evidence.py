"""The usual search and judgement, run for a request that isn't a plain question."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import TypeVar

from rag.answerability.evidence import Weighed
from rag.answering.steps import asked, weighed
from rag.question.question import Question
from rag.requests.request import Request
from rag.types import Retrieved

T = TypeVar("T")


def question_for(text: str, request: Request) -> Question:
    """Read another question in a request's place."""
    return asked(replace(request.query, question=text, topic=""), request.library)


def best_evidence(
    question: Question, request: Request, documents: Sequence[str] = ()
) -> Weighed | None:
    """Search some documents, or all of the scope, and measure what was found."""
    query = question.query
    if documents:
        query = replace(query, scope=replace(query.scope, documents=tuple(documents)))
    return finished(weighed(replace(question, query=query), request.library))[0]


def finished(steps: Generator[Retrieved, None, T]) -> T:
    """Give what some steps came to, without telling of each."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            found: T = done.value
            return found
