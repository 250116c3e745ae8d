"""What a link to a passage opens: its words where they are now, or what has become of them."""

from __future__ import annotations

from rag.citations.permalink import Opened, open_address
from rag.citations.quote_address import LONGEST
from rag.errors import CiteError
from rag.library import Library
from rag.types import Citation
from ui.display import place_text
from ui.web.citation_parts import marker_button
from ui.web.literal import literal, message_html
from ui.web.markers import marker_of
from ui.web.panel import notice_panel, source_panel
from ui.web.quoted import quote_html

SHOWN_WORDS = 2_000
"""Characters of a link's own words that are repeated."""


def linked_panel(address: str, library: Library) -> str:
    """Show what an address leads to. Raises what the store raises, for whoever calls to tell."""
    try:
        opened = open_address(address[: LONGEST + 1], library)
    except CiteError as error:
        return notice_panel("This link can’t be followed", f"<p>{message_html(str(error))}</p>")
    resolved, citation = opened.resolved, opened.citation
    told = f"<p>{message_html(resolved.reason)}</p>" if resolved.reason else ""
    if citation is None:
        return notice_panel("These words are gone", told + _was_html(opened) + _near_html(opened))
    if resolved.status == "changed":
        told += _was_html(opened)
    if told:
        told += "<p>“Cite” below makes a link to the words as they are now.</p>"
    marker = marker_of(citation, turn=0, number=1, kind="link")
    document = library.store.document(citation.document_id)
    sources = [entry.source for entry in library.store.entries()]
    return source_panel(marker, document, sources, told=told)


def _was_html(opened: Opened) -> str:
    """Repeat the words that the link was made for, what has changed in them underlined."""
    quote, at, pieces = opened.resolved.address.quote[:SHOWN_WORDS], 0, []
    if not quote:
        return ""
    for ours, _ in sorted(opened.resolved.differences, key=lambda pair: pair[0].start):
        if at <= ours.start < ours.end <= len(quote):
            pieces += [literal(quote[at : ours.start])]
            pieces += [f"<u>{literal(quote[ours.start : ours.end])}</u>"]
            at = ours.end
    pieces.append(literal(quote[at:]))
    cut = " …" if len(opened.resolved.address.quote) > SHOWN_WORDS else ""
    return f'<p dir="auto">They were: <q>{"".join(pieces)}{cut}</q></p>'


def _near_html(opened: Opened) -> str:
    if opened.nearest is None:
        return ""
    near = opened.nearest
    title = f"<bdi>{literal(near.title)}</bdi>"
    return f"<p>Most like them, in {title}: {_button(near)}</p>{_quote_html(near)}"


def _button(citation: Citation) -> str:
    marker = marker_of(citation, turn=0, number=1, kind="nearest")
    return marker_button(marker, literal(place_text(citation)), "place")


def _quote_html(citation: Citation) -> str:
    return f'<p dir="auto">{quote_html(citation.quote, heads=citation.column_heads)}</p>'
