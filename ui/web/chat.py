"""The chat of a conversation that was kept, as it was shown, and how much of it a page holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rag.notebook.entries import Exchange
from rag.types import Answer
from ui.web.library.asked_of import asked_of_html
from ui.web.listing import everything_html
from ui.web.render import answer_html
from ui.web.replies import broken_off_html, problem_html, question_html, reply_html, stopped_html

AT_ONCE = 12
"""Turns that a page holds at least, if there are so many; the earlier ones are asked for.

All of 200 turns went out with each update before: the first words then took 8 to 18 s on a
busy machine, and each letter that was typed over a second.
"""


def latest(chat: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the end of a chat, and how much is before it.

    Where it begins moves on by `AT_ONCE` turns at a time, so that little moves on the page.
    """
    first = (len(chat) // 2 // AT_ONCE - 1) * AT_ONCE
    if first <= 0:
        return chat
    return [{"role": "assistant", "content": _earlier_html(first)}, *chat[2 * first :]]


def earlier_html(chat: Sequence[dict[str, Any]], before: int) -> str:
    """Show the turns before a turn, counted from nought, as many as a page holds at once."""
    first = max(0, before - AT_ONCE)
    rows = [
        f'<div class="message-row {"user" if message["role"] == "user" else "bot"}-row">'
        f"{message['content']}</div>"
        for message in chat[2 * first : 2 * before]
    ]
    return (_earlier_html(first) if first else "") + "".join(rows)


def _earlier_html(count: int) -> str:
    words = f"{count} earlier questions"
    return f'<div class="earlier"><button type="button" value="{count}">Show {words}</button></div>'


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
