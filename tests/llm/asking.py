"""Questions put to a library whose language model is behind HTTP, and what must hold of an answer.

with asked_of(library, embedder, scripts.verbatim) as (opened, server):
    asked = put("How many people are on the Fourth Schedule?", opened)
    assert not untrue(asked.answer, opened)
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import pytest

from rag.ask import ask_events
from rag.citations.integrity import problem_with, verify
from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.types import Answer, Checked, Citation, Done, Query, Replied, Statement
from tests.llm.protocol import NAME, Script
from tests.llm.scripted import Scripted

MODEL = f"openai-like:{NAME}"
"""What the scripted model is called in an answer."""
HANG_S = 20.0
"""What an ask may take beyond twice its model's time, before it counts as hanging."""
PIECE = "it's a piece cut out of a sentence; read the whole one"
"""Why words of a document may be shown as "not verified"."""

Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, the statements that came before it with their citations, and the replies."""

    answer: Answer
    checked: tuple[Checked, ...]
    replied: tuple[Replied, ...]

    @property
    def screen(self) -> str:
        """All that the answer says in its own voice or a document's, a sentence a line."""
        return "\n".join(statement.text for statement in self.answer.statements)


@contextmanager
def opened(
    library: Library, embedder: Embedder, llm: str | None, **settings: object
) -> Iterator[Library]:
    """Open a library's store once more, with a language model and other settings."""
    kept = {name: getattr(library.settings, name) for name in ("corpus", "store", "dtype")}
    again = Library(load_settings(**{**kept, **settings, "llm": llm}), embedder=embedder)
    try:
        yield again
    finally:
        again.close()


@contextmanager
def asked_of(
    library: Library, embedder: Embedder, script: Script, **settings: object
) -> Iterator[tuple[Library, Scripted]]:
    """Open a library's store once more, a scripted server as its language model."""
    with (
        Scripted(script) as server,
        opened(library, embedder, address(server.url), **settings) as again,
    ):
        yield again, server


def address(url: str, name: str = NAME) -> str:
    """Give the setting that names the model of an OpenAI-compatible server."""
    return f"openai-like:{name}@{url}/v1"


def put(question: str | Query, library: Library) -> Asked:
    """Ask; fail the test where it hangs, or where what was shown isn't what the answer says."""
    query = Query(question) if isinstance(question, str) else question
    limit = 2 * library.settings.llm_timeout + HANG_S
    events = within(limit, lambda: list(ask_events(query, library)))
    done = events[-1]
    assert isinstance(done, Done)
    checked = tuple(event for event in events if isinstance(event, Checked))
    assert tuple(one.statement for one in checked) == done.answer.statements
    return Asked(
        done.answer, checked, tuple(event for event in events if isinstance(event, Replied))
    )


def within(seconds: float, call: Callable[[], Given]) -> Given:
    """Give what a function gives; fail the test where it isn't back in so many seconds."""
    found: list[Given] = []
    raised: list[BaseException] = []

    def run() -> None:
        try:
            found.append(call())
        except BaseException as error:  # noqa: BLE001 - raised again in the test's own thread
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        pytest.fail(f"it hangs: not back after {seconds:g} s")
    if raised:
        raise raised[0]
    return found[0]


def untrue(answer: Answer, library: Library) -> list[str]:
    """Check every statement and quote of an answer anew; list what isn't as it says."""
    collection = answer.query.scope.collection
    cited = (*answer.citations, *answer.nearest)
    problems = (problem_with(citation, library.store, collection) for citation in cited)
    found = [problem for problem in problems if problem]
    for statement in answer.statements:
        own = [one for one in answer.citations if one.key in statement.citations]
        if not own or len(own) != len(statement.citations):
            found.append(f"{statement.text!r} cites {statement.citations}, not all of them there")
        elif not _as_shown(statement, own, library, collection):
            found.append(f"{statement.text!r} isn't {statement.verdict}")
    return found


def _as_shown(
    statement: Statement, own: Sequence[Citation], library: Library, collection: str
) -> bool:
    again = verify(statement, own, library.store, collection, library.verifier)
    if statement.verdict not in ("verbatim", "supported", "not verified"):
        return False
    if again.verdict == "verbatim" and statement.reason == PIECE:
        return statement.verdict == "not verified"
    return again.verdict == statement.verdict
