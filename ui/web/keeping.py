"""What keeps a page as it was left: its conversation, Stop, and what is said below the box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from rag.errors import NotebookError
from rag.notebook.notebook import Notebook
from ui.web.assets import read_script
from ui.web.conversations import Conversations
from ui.web.desks import Desks
from ui.web.jobs import Update
from ui.web.literal import message_html

WHERE = "(question, where, asked) => [question, window.sanadWhere(), asked]"
"""Runs in the browser before a question is sent: which conversation it belongs to."""


def keeping_html(told: str = "") -> str:
    """Give the line below the question box, and Stop; the script fills in and shows them.

    ``told`` says what is wrong with the notebook, if anything.
    """
    problem = f'<p class="problem">{message_html(told)}</p>' if told else ""
    return (
        f'<div class="note" role="status">{problem}</div>'
        '<button type="button" class="halt" hidden>Stop</button>'
    )


def keeper(desks: Desks) -> gr.HTML:
    """Lay out what keeps the page."""

    def stop_answer(name: object, request: gr.Request) -> bool:
        conversations = desks.of(request)
        return conversations.enough(name) or conversations.stop(name)

    def earlier_turns(wish: object, request: gr.Request) -> str:
        before = wish.get("before") if isinstance(wish, dict) else None
        if not isinstance(before, int) or before <= 0:
            return ""
        return desks.of(request).earlier(conversation_in(wish), before)

    def last_asked(_wish: object, request: gr.Request) -> dict[str, str]:
        return last_question(desks.of(request).notebook)

    return gr.HTML(
        keeping_html(desks.told),
        elem_id="keeping",
        js_on_load=read_script("keeping", "earlier", "places", "gone", "asking_again"),
        server_functions=[stop_answer, earlier_turns, last_asked],
    )


def last_question(notebook: Notebook) -> dict[str, str]:
    """Give the conversation that was had last and what was asked there last; nothing before one."""
    try:
        found = notebook.conversations.find(most=1)
        asked = notebook.conversations.exchanges(found[0].id, 1) if found else ()
    except NotebookError:  # the notebook's room says what is wrong with it
        return {}
    return {"conversation": found[0].id, "asked": asked[0].asked} if asked else {}


def conversation_in(where: object) -> object:
    """Read the conversation that the browser named."""
    return where.get("conversation") if isinstance(where, dict) else None


def open_conversation(
    event: gr.EventData, session: str | None, conversations: Conversations
) -> Iterator[Update]:
    """Show the conversation that the page asks for, with the source that stood beside it."""
    marker: Any = getattr(event, "marker", None)
    name = getattr(event, "conversation", None)
    yield from conversations.open(name, session or "", marker if isinstance(marker, str) else None)
