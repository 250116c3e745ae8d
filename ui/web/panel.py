"""The source panel: a quote in its place in its document, as HTML.

Everything is sliced from the document's current text at the moment it is shown. Where the
text has changed since the answer, the panel says so and highlights nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rag.citations.superseded import cautions
from rag.types import Block, Document, Source
from ui.display import authors_text, date_text, page_text, proposed_text
from ui.web.citing import citing_html
from ui.web.markers import Marker
from ui.web.render import literal, message_html

SURROUNDINGS_CHARS = 4_000
"""So much is shown on either side of a quote, rounded to whole blocks where they are short."""

WHOLE_DOCUMENT_CHARS = 200_000

_TAGS = {"paragraph": "p", "item": "li", "table": "div", "code": "pre", "footnote": "p"}
_LISTS = {"item": "ul", "table": "div"}
_NAMES = {"source": "Source", "nearest": "Closest passage"}


@dataclass(frozen=True, slots=True)
class _View:
    """What the reader shows: a stretch of a document, and the marker whose quote lies in it."""

    document: Document
    marker: Marker
    low: int
    high: int


def empty_panel(hint: str = "") -> str:
    """Show what the panel is for, while there is no source to show."""
    usual = (
        'Choose a marker such as <span class="sample">1</span> in an answer: '
        "its passage opens here, in its place in the document."
    )
    return _panel("", f'<div class="empty"><p>{literal(hint) or usual}</p></div>', status="")


def problem_panel(message: str) -> str:
    """Show an error in words."""
    return notice_panel("That didn’t work", _words(message))


def notice_panel(heading: str, inside: str, marker_id: str = "c-none") -> str:
    """Show what there is to say in place of a source; ``inside`` is HTML."""
    notice = f'<div class="notice"><h2 tabindex="-1">{literal(heading)}</h2>{inside}</div>'
    return _panel(marker_id, notice, status=heading)


def source_panel(
    marker: Marker,
    document: Document | None,
    sources: Sequence[Source] = (),
    *,
    told: str = "",
) -> str:
    """Show the words that a marker points at, in their surroundings.

    ``sources`` are those of all documents: one of them may supersede this one. ``told`` is
    HTML that stands above the text.
    """
    if document is None:
        text = "This document is no longer among those that are searched, so it can’t be shown."
        return notice_panel("The source is gone", _words(text), marker.id)
    warnings = cautions(document.source, sources, None)
    if marker.kind == "document":
        return _whole_panel(marker, document, warnings)
    if not marker.agrees_with(document):
        return _changed_panel(marker, document, warnings)
    facts = _facts(document, marker.start)
    head = _head(document.source, _eyebrow(marker), facts, warnings, told)
    low, high = _surroundings(document, marker.start, marker.end)
    status = f"{_eyebrow(marker)} is shown: {document.source.title}"
    reader = _reader(_View(document, marker, low, high))
    return _panel(marker.id, head + citing_html() + reader, status)


def _whole_panel(marker: Marker, document: Document, warnings: Sequence[str]) -> str:
    head = _head(document.source, "Document", _facts(document, None), warnings)
    view = _View(document, marker, 0, min(len(document.text), WHOLE_DOCUMENT_CHARS))
    status = f"Document is shown: {document.source.title}"
    return _panel(marker.id, head + _reader(view), status)


def _changed_panel(marker: Marker, document: Document, warnings: Sequence[str]) -> str:
    head = _head(document.source, _eyebrow(marker), _facts(document, None), warnings)
    notice = (
        '<div class="notice"><h3>The source has changed</h3>'
        "<p>The words that were cited no longer stand at their place in this document, so "
        "nothing is highlighted here. Ask again to get an answer from its present text.</p></div>"
    )
    return _panel(marker.id, head + notice, "The source has changed since the answer.")


def _panel(marker_id: str, inside: str, status: str) -> str:
    back = '<button type="button" class="back">Back to the chat</button>' if marker_id else ""
    return (
        f'<p class="vh" role="status">{literal(status)}</p>'
        f'<article class="source" id="source" data-marker="{marker_id}">{back}{inside}</article>'
    )


def _words(message: str) -> str:
    return f'<p dir="auto">{message_html(message)}</p>'


def _eyebrow(marker: Marker) -> str:
    return "Linked passage" if marker.kind == "link" else f"{_NAMES[marker.kind]} {marker.number}"


def _head(source: Source, eyebrow: str, facts: str, warnings: Sequence[str], told: str = "") -> str:
    caution = "".join(
        f'<p class="caution" role="note" dir="auto">{literal(warning)}</p>' for warning in warnings
    )
    return (
        f'<header><p class="eyebrow">{eyebrow}</p>'
        f'<h2 tabindex="-1" dir="auto">{literal(source.title)}</h2>'
        f'<p class="byline" dir="auto">{literal(authors_text(source))}'
        f" · {literal(date_text(source))}</p>{facts}{caution}"
        f"{_told(told)}</header>"
    )


def _told(html: str) -> str:
    return f'<div class="changed" role="note">{html}</div>' if html else ""


def _facts(document: Document, position: int | None) -> str:
    facts = []
    if position is not None:
        page, block = document.page_at(position), document.block_at(position)
        if page:
            facts.append(("Page", page_text(page, document.file)))
        if block and block.kind == "footnote":
            facts.append(("Place", "footnote"))
        elif block and block.paragraph:
            facts.append(("Paragraph", f"¶{block.paragraph}"))
        path = block.heading_path if block else ()
        below = path[1:] if path[:1] == (document.source.title,) else path
        if below:
            facts.append(("Section", " / ".join(below)))
    facts.append(("File", document.file))
    if read := proposed_text(document.source):
        facts.append(("From the title page", f"{read}; not confirmed"))
    rows = "".join(
        f'<div><dt>{name}</dt><dd dir="auto">{literal(value)}</dd></div>' for name, value in facts
    )
    return f'<dl class="facts">{rows}</dl>'


def _surroundings(document: Document, start: int, end: int) -> tuple[int, int]:
    """Widen a quote's range to the text shown around it."""
    low, high = start - SURROUNDINGS_CHARS, end + SURROUNDINGS_CHARS
    for block in document.blocks:
        if block.end - block.start > SURROUNDINGS_CHARS:
            continue
        if block.start < low < block.end:
            low = block.start
        if block.start < high < block.end:
            high = block.end
    return max(low, 0), min(high, len(document.text))


def _reader(view: _View) -> str:
    before = '<p class="cut">Earlier text is left out here.</p>' if view.low > 0 else ""
    left_out = view.high < len(view.document.text)
    after = '<p class="cut">Later text is left out here.</p>' if left_out else ""
    name = "The passage in its surroundings" if view.marker.end else "The text of the document"
    return (
        f'<div class="reader" tabindex="0" role="region" aria-label="{name}">'
        f"{before}{_text_html(view)}{after}</div>"
    )


def _text_html(view: _View) -> str:
    blocks = [b for b in view.document.blocks if b.start < view.high and view.low < b.end]
    quoted = any(b.start < view.marker.end and view.marker.start < b.end for b in blocks)
    if not blocks or (view.marker.end and not quoted):
        return _block_html(view, Block("paragraph", view.low, view.high), 1)
    top = min((block.level for block in blocks if block.kind == "heading"), default=1)
    groups = groupby(blocks, key=lambda block: (block.kind, view.document.page_at(block.start)))
    return "".join(_group_html(view, list(group), top) for _, group in groups)


def _group_html(view: _View, blocks: list[Block], top: int) -> str:
    inside = "".join(_block_html(view, block, top) for block in blocks)
    if tag := _LISTS.get(blocks[0].kind):
        inside = f'<{tag} class="{blocks[0].kind}s">{inside}</{tag}>'
    return _page_break_html(view, blocks[0]) + inside


def _block_html(view: _View, block: Block, top: int) -> str:
    text = view.document.text
    start, end = max(block.start, view.low), min(block.end, view.high)
    first, last = max(start, view.marker.start), min(end, view.marker.end)
    if first < last:
        inside = (
            f"{literal(text[start:first])}<mark>{literal(text[first:last])}</mark>"
            f"{literal(text[last:end])}"
        )
    else:
        inside = literal(text[start:end])
    # The document's highest heading shown here comes right below the panel's own, an h2.
    is_heading = block.kind == "heading"
    tag = f"h{min(block.level - top + 3, 6)}" if is_heading else _TAGS[block.kind]
    return f'<{tag} class="level-{min(block.level, 6)}" dir="auto">{inside}</{tag}>'


def _page_break_html(view: _View, block: Block) -> str:
    """Name the page where one begins, between blocks only: a quote stays in one piece."""
    page = view.document.page_at(block.start)
    before = view.document.page_at(block.start - 1) if block.start > view.low else None
    if page is None or (before and page.number == before.number):
        return ""
    return f'<p class="page">{literal(page_text(page, view.document.file))}</p>'
