"""What happens when somebody asks.

What was asked and shown before is handed in, so that conversations can't mix;
`ui.web.conversations` keeps them.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from rag.answering.all_passages import growing
from rag.answering.steps import MAX_QUESTION
from rag.ask import ask_events
from rag.conversation.about_the_answer import ready_answer
from rag.conversation.contextualize import StandAlone, in_full
from rag.conversation.other_document import is_of_the_chosen
from rag.errors import SanadError
from rag.library import Library
from rag.offers import offers
from rag.types import (
    Answer,
    Checked,
    Citation,
    Done,
    Hit,
    Query,
    Retrieved,
    Scope,
    Statement,
)
from ui.web.jobs import Update
from ui.web.kept import Kept
from ui.web.library.asked_of import asked_of_html, read_scope, scope_within
from ui.web.listing import everything_html, growing_html
from ui.web.render import answer_html, streaming_html
from ui.web.replies import (
    problem_html,
    question_html,
    question_of,
    reply_html,
    settled_html,
    working_html,
)
from ui.web.showing import UNFORESEEN, list_documents, panel_for

Message = dict[str, Any]
"""One entry of `gr.Chatbot`: role and content."""

OFTEN_S = 0.2
"""So long at least between two states of a list that grows."""

_log = logging.getLogger(__name__)


def answer_question(
    question: str,
    chat: list[Message],
    library: Library,
    *,
    everything: bool = False,
    as_typed: bool = False,
    kept: Kept | None = None,
    asked_in: object = None,
) -> Iterator[Update]:
    """Stream an answer into the chat, then show its first source beside it.

    A follow-up to what is ``kept`` is put in full first, and shown so, unless it's to be
    asked ``as_typed``. With ``everything``, all passages on the topic are listed instead;
    without a question, those on the last one's. A question that is too long stays in its
    box. What is shown is added to what is ``kept``. ``asked_in`` says which documents are asked
    (see `ui.web.library.asked_of`): all, unless some are chosen.
    Whatever goes wrong ends as a message in the chat: nothing is left spinning.
    """
    kept = kept or Kept()
    question, chat = question.strip(), [_settled(message) for message in chat]
    if everything and not question:
        question, as_typed = _last_question(chat, kept), True
    if not question:
        yield _update()
        return
    if len(question) > MAX_QUESTION:
        yield _update(chat=[*chat, _message("assistant", problem_html(_too_long(question)))])
        return
    turn = 1 + sum(message["role"] == "user" for message in chat)
    asked = [*chat, _message("user", question_html(question))]
    started = working_html("Searching the documents")
    kept.asked = question
    yield _update(box="", chat=[*asked, _message("assistant", started)], examples=False)
    try:
        chosen = read_scope(asked_in).documents
        alone = as_typed or is_of_the_chosen(question, chosen, kept.turns)
        turns = [] if alone else kept.turns
        ready = None if everything else ready_answer(question, turns, library)
        if ready is not None:
            yield _ready(ready, asked, turn, library, kept)
            return
        made = in_full(question, turns, library)
        scope = scope_within(asked_in, made.documents, library)
        work = _list_everything if everything or made.listing else _stream
        yield from work(made, scope, asked, turn, library, kept)
    except SanadError as error:
        yield _problem(str(error), asked, kept)
    except Exception:  # noqa: BLE001 - whatever it is, the chat must end with words
        _log.exception("the question could not be answered")
        yield _problem(UNFORESEEN, asked, kept)


def _last_question(chat: list[Message], kept: Kept) -> str:
    """Give what was asked last, in full; what the browser shows where nothing is kept."""
    if kept.turns:
        return kept.turns[-1].in_full
    asked_before = [question_of(message["content"]) for message in chat]
    return next(filter(None, reversed(asked_before)), "")


def give_up(chat: list[Message]) -> list[Message]:
    """Say that a question could not even be taken, because too many are waiting."""
    return [*chat, _message("assistant", problem_html(_BUSY))]


def _problem(problem: str, asked: list[Message], kept: Kept) -> Update:
    kept.add_problem(problem)
    return _update(chat=[*asked, _message("assistant", problem_html(problem))])


def _stream(
    made: StandAlone,
    scope: Scope,
    asked: list[Message],
    turn: int,
    library: Library,
    kept: Kept,
) -> Iterator[Update]:
    statements: list[Statement] = []
    citations: list[Citation] = []
    query = Query(made.question, scope, topic=made.topic, first=made.first)
    for event in ask_events(query, library):
        match event:
            # Without a model the first words come a tenth of a second later; showing this took
            # half of that, on the way to them.
            case Retrieved(hits=hits) if library.llm is not None:
                yield _update(chat=_replied(asked, made, scope, working_html(_reading(hits))))
            case Checked(statement=statement, citations=cited):
                statements.append(statement)
                citations.extend(cited)
                partly = Answer(query, "answered", tuple(statements), tuple(citations))
                kept.add_partly(partly, followed=made.changed, reason=made.reason)
                html = streaming_html(statements, citations, turn, "Checking the next statement")
                yield _update(chat=_replied(asked, made, scope, html))
            case Done(answer=answer):
                kept.add(answer, followed=made.changed, reason=made.reason)
                panel = panel_for(answer, turn, library)
                # Another process may have read new documents since the page was opened.
                documents = list_documents(library)
                chat = _replied(asked, made, scope, answer_html(answer, turn))
                yield _update(chat=chat, panel=panel, documents=documents)
                if offered := offers(answer, library):
                    kept.offer(offered)
                    html = answer_html(replace(answer, suggestions=offered), turn)
                    yield _update(chat=_replied(asked, made, scope, html))


def _ready(answer: Answer, asked: list[Message], turn: int, library: Library, kept: Kept) -> Update:
    """Show what is known of the last answer; the next question goes on with that one."""
    kept.add_aside(answer)
    chat = [*asked, _message("assistant", answer_html(answer, turn))]
    return _update(chat=chat, panel=panel_for(answer, turn, library))


def _list_everything(
    made: StandAlone,
    scope: Scope,
    asked: list[Message],
    turn: int,
    library: Library,
    kept: Kept,
) -> Iterator[Update]:
    found, told = None, time.monotonic()
    kept.growing, kept.enough = True, False
    for found in growing(Query(made.question, scope, topic=made.topic), library):
        if kept.enough:
            found = replace(found, notes=(*found.notes, _STOPPED))
            break
        kept.add_partly(found, followed=made.changed, reason=made.reason)
        if found.citations and time.monotonic() - told > OFTEN_S:
            told = time.monotonic()
            yield _update(
                chat=_replied(asked, made, scope, growing_html(found, turn), listing=True)
            )
    assert found is not None
    kept.add(found, followed=made.changed, reason=made.reason)
    yield _update(
        chat=_replied(asked, made, scope, everything_html(found, turn), listing=True),
        panel=panel_for(found, turn, library),
        documents=list_documents(library),
    )


def _replied(
    asked: list[Message], made: StandAlone, scope: Scope, html: str, *, listing: bool = False
) -> list[Message]:
    """Give the chat with a reply, under the question in full and the documents it's asked of."""
    full = (made.question, made.topic) if made.changed else None
    html = reply_html(html, asked_of_html(scope), full=full, reason=made.reason, listing=listing)
    return [*asked, _message("assistant", html)]


def _reading(hits: Sequence[Hit]) -> str:
    return f"Reading {len(hits)} passages"


def opened(chat: list[Message], panel: str | None = None) -> Update:
    """Show a conversation in place of the one that was there."""
    return _update(chat=chat, panel=panel, examples=not chat)


def _update(
    *,
    box: str | None = None,
    chat: list[Message] | None = None,
    panel: str | None = None,
    examples: bool | None = None,
    documents: str | None = None,
) -> Update:
    """Name what changes; the rest stays as it is in the browser."""
    offered = None if examples is None else gr.update(visible=examples)
    values = (box, chat, panel, offered, documents)
    return tuple(gr.skip() if value is None else value for value in values)


def _message(role: str, html: str) -> Message:
    return {"role": role, "content": html}


def _settled(message: Message) -> Message:
    """A message as it came back from the browser, done with even if its answer broke off."""
    content = message["content"]
    html = content if isinstance(content, str) else "".join(part["text"] for part in content)
    return _message(message["role"], settled_html(html))


def _too_long(question: str) -> str:
    return (
        f"The question has {len(question):,} characters; {MAX_QUESTION:,} is the most. "
        "It is still in the box: shorten it and send it again."
    )


_STOPPED = "Stopped here: more documents may speak of this."
_BUSY = "The question could not be taken; too many may be waiting just now. Try again in a minute."
