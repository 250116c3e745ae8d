"""What stands around an answer in the chat: the question, how it was read, and what goes on.

Pieces are joined by a blank line, as in `ui.web.render`.
"""

from __future__ import annotations

import re
from html import unescape

from rag.types.query import about_topic
from ui.web.literal import literal, message_html

# Characters that have others written from the wrong side, and the sign that stands for them.
_TURNS = dict.fromkeys((0x202D, 0x202E), "⇄")
_EDIT = (
    '<p class="again"><button type="button" class="edit-again">Edit'
    '<span class="vh"> the question and ask again</span></button></p>'
)
_WORKING = '<div class="working'
_BROKEN_OFF = '<ul class="notes"><li>This answer was broken off.</li></ul>'
_AGAIN = '<p class="again"><button type="button" class="ask-again">Ask again</button></p>'


def question_html(question: str) -> str:
    """Show the question as typed; what would turn its letters round shows as a sign."""
    shown = question.translate(_TURNS)
    return f'<div class="question" dir="auto">{literal(shown)}</div>{_EDIT}'


def asked_as_html(question: str, topic: str = "", *, listing: bool = False) -> str:
    """Show a follow-up as it was put in full, with ways to change that.

    ``topic`` is that of the conversation, where it was asked about that. ``listing`` says that
    all passages on it are listed: as typed, too.
    """
    about = f'<span class="about">about <bdi>{literal(topic)}</bdi></span>' if topic else ""
    to_edit = f'<span class="to-edit">{literal(about_topic(question, topic))}</span>'
    return (
        f'<p class="asked-as{" listing" if listing else ""}"><span class="meta">Read as</span> '
        f'<bdi class="in-full">{literal(question)}</bdi> {about}{to_edit if topic else ""}'
        '<span class="ways"><button type="button" class="edit">Edit</button>'
        '<button type="button" class="as-typed">Ask my own words</button></span></p>'
    )


def unclear_html(reason: str) -> str:
    """Say why a follow-up was asked as it was typed."""
    return f'<p class="asked-as">{message_html(reason)} It was asked as you typed it.</p>'


def reply_html(
    html: str,
    asked_of: str = "",
    *,
    full: tuple[str, str] | None = None,
    reason: str = "",
    listing: bool = False,
) -> str:
    """Show a reply under how the question was asked, where that isn't as it was typed.

    ``full`` is the question in full, and its topic; ``asked_of`` is HTML.
    """
    lead = asked_as_html(*full, listing=listing) if full else ""
    lead = lead or (unclear_html(reason) if reason else "")
    return "\n\n".join(filter(None, (lead, asked_of, html)))


def stopped_html(html: str = "") -> str:
    """Show what there is of an answer that the user stopped."""
    note = '<ul class="notes"><li>You stopped this answer; there may have been more.</li></ul>'
    return "\n\n".join(filter(None, (html, note, _AGAIN)))


def broken_off_html() -> str:
    """Say that an answer never came, and offer to ask again."""
    note = "Sanad was ended while it was answering this."
    return f'<ul class="notes"><li>{note}</li></ul>\n\n{_AGAIN}'


def working_html(text: str) -> str:
    """Say what is being done while the answer isn't there yet."""
    return f'{_WORKING}">{literal(text)}</div>'


def settled_html(html: str) -> str:
    """Give a message of the chat without what it was still waiting for when it broke off."""
    *pieces, last = html.split("\n\n")
    return "\n\n".join([*pieces, _BROKEN_OFF]) if last.startswith(_WORKING) else html


def problem_html(message: str) -> str:
    """Show an error in words."""
    return (
        '<div class="outcome problem"><p class="verdict">That didn’t work</p>'
        f'<p dir="auto">{message_html(message)}</p></div>'
    )


def question_of(html: str) -> str:
    """Give back the question that `question_html` shows; empty for any other message."""
    shown = html.removesuffix(_EDIT)
    match = re.fullmatch(r'<div class="question" dir="auto">(.*)</div>', shown, re.DOTALL)
    return unescape(match.group(1)).replace("⇄", "") if match else ""
