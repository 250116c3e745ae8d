"""The way from the page's head to the documents, as HTML: it says how many are searched."""

from __future__ import annotations

from ui.display import count_text
from ui.web.literal import message_html


def documents_html(count: int) -> str:
    """Say how many documents are searched, as a button that opens the library's room."""
    words = count_text(count, "document") if count else "No documents"
    return f'<button type="button" class="to-library">{words}</button>'


def documents_problem_html(message: str) -> str:
    """Say in its place why the documents can't be listed."""
    return (
        '<details class="documents"><summary>No documents</summary>'
        f'<div class="card"><p dir="auto">{message_html(message)}</p></div></details>'
    )
