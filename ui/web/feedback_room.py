"""The room in which what was said of answers is looked through, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rag.feedback import CASES, REASONS, Feedback, lacks
from ui.display import count_text
from ui.web.literal import literal, message_html


def room_html() -> str:
    """Give the room, empty until its list is there."""
    return '<div class="said-of"><h2 tabindex="-1">Feedback</h2><div class="list"></div></div>'


def list_html(said: Sequence[Feedback], folder: Path) -> str:
    """List what was said, the last first, each with what can be made of it."""
    if not said:
        return (
            '<p class="lead">Nothing yet. Where an answer isn’t right, “Not right?” below it '
            "says so, and it’s kept here.</p>"
        )
    added = sum(one.added for one in said)
    lead = (
        f'<p class="lead">{count_text(len(said), "remark")} on answers, kept on this machine. '
        "“Make it a test” keeps the question with the right words, so that the next version of "
        f"Sanad can be tried on it{f'; {added:,} of them are kept so' if added else ''}. They "
        f"stand in <bdi>{literal(str(folder / CASES))}</bdi>.</p>"
    )
    return lead + "".join(map(_entry_html, said))


def _entry_html(said: Feedback) -> str:
    shown = "".join(f'<li dir="auto">{literal(one)}</li>' for one in said.shown)
    right = "".join(
        f'<li dir="auto"><q>{literal(one.quote)}</q> <span class="meta"><bdi>'
        f"{literal(one.document)}</bdi></span></li>"
        for one in said.right
    )
    problem = lacks(said)
    if said.added:
        act = '<span class="done">✓ It is a test</span>'
    elif problem:
        act = f'<span class="meta">{message_html(problem)}</span>'
    else:
        act = f'<button type="button" class="make-case" value="{said.id}">Make it a test</button>'
    parts = [
        f'<p class="asked" dir="auto">{literal(said.question)}</p>',
        f'<p class="meta">{said.made:%d %B %Y, %H:%M} UTC</p>',
        f'<p class="why">{literal(REASONS[said.reason])}</p>',
        f'<p class="own" dir="auto">{literal(said.words)}</p>' if said.words else "",
        f'<p class="label">What was shown</p><ul class="shown">{shown}</ul>' if shown else "",
        f'<p class="label">What would be right</p><ul class="right">{right}</ul>' if right else "",
        f'<p class="acts">{act}<button type="button" class="drop" value="{said.id}">',
        "Remove</button></p>",
    ]
    return f'<article class="remark">{"".join(parts)}</article>'
