"""The chat of a conversation that was kept, as it was shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rag.notebook.entries import Exchange
from rag.types import Answer
from ui.web.library.asked_of import asked_of_html
from ui.web.listing import everything_html
from ui.web.render import (
    answer_html,
    broken_off_html,
    problem_html,
    question_html,
    reply_html,
    stopped_html,
)


def chat_of(exchanges: Sequence[Exchange], first: int = 1) -> list[dict[str, Any]]:
    """Give the messages of exchanges, in order, their turns counted from ``first``."""
    chat = []
    for turn, exchange in enumerate(exchanges, start=first):
        chat.append({"role": "user", "content": question_html(exchange.asked)})
        chat.append({"role": "assistant", "content": _reply_html(exchange, turn)})
    return chat


def _reply_html(exchange: Exchange, turn: int) -> str:
    shown = exchange.shown
    if shown is None:
        if exchange.problem:
            return problem_html(exchange.problem)
        return stopped_html() if exchange.stopped else broken_off_html()
    listing = not isinstance(shown, Answer)
    html = answer_html(shown, turn) if isinstance(shown, Answer) else everything_html(shown, turn)
    if exchange.stopped:
        html = stopped_html(html)
    if exchange.aside:
        return html
    query = shown.query
    full = (query.question, query.topic) if exchange.followed else None
    asked_of = asked_of_html(query.scope)
    return reply_html(html, asked_of, full=full, reason=exchange.reason, listing=listing)
