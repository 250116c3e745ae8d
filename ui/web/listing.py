"""All passages on a topic, as HTML: under their documents, the words looked for marked in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rag.text.looked_for import places_of
from rag.types import Answer, Citation, Everything
from ui.display import count_text, found_text, place_text
from ui.web.citation_parts import byline, cautions_html, cite_button, pin_button
from ui.web.literal import literal
from ui.web.markers import marker_of
from ui.web.quoted import quote_html
from ui.web.render import acts_html, fold_html, notes_html, outcome_html

SHOWN_FIRST = 20
"""Passages that are shown before the others are asked for."""


def everything_html(found: Everything, turn: int, *, first: int = SHOWN_FIRST) -> str:
    """Show every passage on a topic under its document, or say that there is none."""
    if not found.citations:
        blank = Answer(found.query, "refused", reason=found.reason, searched=found.searched)
        return "\n\n".join([outcome_html(blank), *notes_html(found.notes)])
    pieces = [f'<p class="label">{found_text(found)}</p>']
    pieces += _passages_html(found.citations[:first], found.words, turn)
    if rest := found.citations[first:]:
        begun = found.citations[first - 1].document_id if first else ""
        inside = "".join(_passages_html(rest, found.words, turn, begun=begun))
        pieces.append(fold_html(inside, count_text(len(found.citations), "passage")))
    return "\n\n".join([*pieces, *notes_html(found.notes), acts_html()])


def growing_html(found: Everything, turn: int) -> str:
    """Show what has been found so far; Stop then lets that be enough."""
    shown = everything_html(found, turn).rpartition("\n\n")[0]
    passages = count_text(len(found.citations), "passage")
    return f'{shown}\n\n<div class="working growing">{passages} so far</div>'


def _passages_html(
    citations: Sequence[Citation], words: Sequence[str], turn: int, *, begun: str = ""
) -> Iterator[str]:
    """Show passages under their documents; that with which it goes on isn't named again."""
    for document, group in groupby(citations, key=lambda citation: citation.document_id):
        own = tuple(group)
        if document != begun:
            source = own[0].source
            yield (
                f'<p class="label document"><bdi>{literal(source.title)}</bdi>'
                f'<span class="meta"><bdi>{literal(byline(source))}</bdi></span>'
                f"{cautions_html(own[0])}</p>"
            )
        for citation in own:
            button = cite_button(citation, turn, number=int(citation.key))
            place = f'<span class="meta">{literal(place_text(citation))}</span>'
            marker = marker_of(citation, turn=turn, number=int(citation.key))
            pin = pin_button(marker)
            quote = quote_html(
                citation.quote,
                marked=places_of(words, citation.quote),
                tag="mark",
                heads=citation.column_heads,
            )
            yield f'<p class="near words" dir="auto">{quote}{button} {place}{pin}</p>'
