"""The list of the documents that are searched, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from rag.types import Source
from ui.display import count_text
from ui.web.markers import Marker
from ui.web.render import byline, literal, marker_button, message_html


def documents_html(sources: Sequence[Source], limit: int = 200) -> str:
    """List the documents that are searched, each openable, folded away under their number."""
    if not sources:
        return documents_problem_html("nothing has been read yet; run `sanad ingest FOLDER`")
    items = "".join(
        f"<li>{marker_button(Marker(0, 'document', at, source.id), literal(source.title), 'open')}"
        f'<span class="meta"><bdi>{literal(byline(source))}</bdi></span></li>'
        for at, source in enumerate(sources[:limit], start=1)
    )
    more = len(sources) - limit
    rest = f'<p class="meta">and {more:,} more</p>' if more > 0 else ""
    return (
        f'<details class="documents"><summary>{count_text(len(sources), "document")}</summary>'
        f'<div class="card"><p class="label">Answers come from these alone</p>'
        f"<ul>{items}</ul>{rest}</div></details>"
    )


def documents_problem_html(message: str) -> str:
    """Say, in the place of their list, why the documents can't be listed."""
    return (
        '<details class="documents"><summary>No documents</summary>'
        f'<div class="card"><p dir="auto">{message_html(message)}</p></div></details>'
    )
