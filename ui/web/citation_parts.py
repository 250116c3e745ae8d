"""What of an answer leads to its sources: markers, and the list of the places cited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rag.citations.publication import authors_text, date_text
from rag.types import Citation, Source
from ui.display import place_text, role_text
from ui.web.literal import literal
from ui.web.markers import Kind, Marker, marker_of

PREVIEWED = 360
"""Characters of a quote that its marker shows beforehand."""


def sources_html(citations: Sequence[Citation], turn: int, kind: Kind) -> Iterable[str]:
    """List the places cited, under the document each belongs to."""
    places: dict[str, list[str]] = {}
    first: dict[str, Citation] = {}
    for at, citation in enumerate(citations, start=1):
        number = number_of(citation, at) if kind == "source" else at
        marker = marker_of(citation, turn=turn, number=number, kind=kind)
        label = f'<span class="number">{number}</span> {literal(place_text(citation))}'
        pair = marker_button(marker, label, "place") + _to_cite(marker) + pin_button(marker)
        places.setdefault(citation.document_id, []).append(
            f'<span class="placed"><span class="pair">{pair}</span>{_preview_html(citation)}'
            f"{_role_html(citation)}</span>"
        )
        first.setdefault(citation.document_id, citation)
    if not places:
        return
    by = bylines([(one.file, one.source) for one in first.values()])
    items = "".join(
        f'<li><span class="title"><bdi>{literal(first[document].title)}</bdi></span>'
        f'<span class="meta"><bdi>{literal(told)}</bdi></span>'
        f"{cautions_html(first[document])}"
        f'<span class="places">{"".join(buttons)}</span></li>'
        for (document, buttons), told in zip(places.items(), by, strict=True)
    )
    label = "Sources" if kind == "source" else "Where these passages stand"
    yield f'<div class="sources"><p class="label">{label}</p><ul>{items}</ul></div>'


def _preview_html(citation: Citation) -> str:
    """Give what its marker shows before it's followed: the words, and a few around them."""
    quote, before, after = citation.quote, citation.before.rstrip(), citation.after.lstrip()
    if len(quote) > PREVIEWED:
        quote, after = f"{quote[:PREVIEWED].rsplit(' ', 1)[0]} …", ""
    before, after = (
        f"{before} " if before else "",
        after if after[:1] in ",.;:!?)”’" else f" {after}",
    )
    return (
        f'<span class="preview" dir="auto">{literal(before)}<mark>{literal(quote)}</mark>'
        f"{literal(after)}</span>"
    )


def _role_html(citation: Citation) -> str:
    """Say what a quote is, where it isn't its document's own voice."""
    said = role_text(citation.role)
    return f'<span class="meta">{literal(said)}</span>' if said else ""


def cite_button(citation: Citation, turn: int, *, number: int, kind: Kind = "source") -> str:
    """Give the marker behind a quote."""
    name = "Source" if kind == "source" else "Closest passage"
    label = f'<span class="vh">{name} </span>{number}'
    return marker_button(marker_of(citation, turn=turn, number=number, kind=kind), label, "mark")


def _to_cite(marker: Marker) -> str:
    name = "source" if marker.kind == "source" else "passage"
    return marker_button(marker, f'Cite<span class="vh"> {name} {marker.number}</span>', "to-cite")


def pin_button(marker: Marker) -> str:
    """Give the button that puts the words of a marker aside; the script says if they are."""
    name = "passage" if marker.kind == "nearest" else "source"
    label = f'<span class="is">Pin</span><span class="vh"> {name} {marker.number}</span>'
    return f'<button type="button" class="pin for-{marker.id}">{label}</button>'


def marker_button(marker: Marker, label: str, look: str) -> str:
    """Give the button that opens what a marker points at; its label is HTML."""
    return f'<button type="button" class="cite {look} {marker.id}">{label}</button>'


def number_of(citation: Citation, otherwise: int) -> int:
    """Give the number that a citation has in its answer."""
    return int(citation.key) if citation.key.isdecimal() else otherwise


def byline(source: Source) -> str:
    """Say who wrote a document, and when."""
    return f"{authors_text(source)}, {date_text(source)}"


def bylines(documents: Sequence[tuple[str, Source]]) -> list[str]:
    """Say who wrote each document, and when; of those that read alike, too, which file it is."""
    told = [(source.title, byline(source)) for _, source in documents]
    alike = Counter(told)
    return [
        f"{by} · {file}" if alike[title, by] > 1 else by
        for (file, _), (title, by) in zip(documents, told, strict=True)
    ]


def cautions_html(citation: Citation) -> str:
    """Say what to keep in mind before a document is cited."""
    return "".join(
        f'<span class="caution" dir="auto">{literal(caution)}</span>'
        for caution in citation.cautions
    )
