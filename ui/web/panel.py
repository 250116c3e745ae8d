"""The source panel: a quote in its place in its document, as HTML.

Everything is sliced from the document's current text at the moment it is shown. Where the
text has changed since the answer, the panel says so and highlights nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.citations.publication import authors_text, date_text
from rag.citations.superseded import cautions
from rag.grammar.quote_role import role_of
from rag.types import Document, Source, Span
from rag.types.document import BETWEEN_CELLS
from ui.display import (
    count_text,
    page_text,
    proposed_text,
    role_text,
    section_text,
)
from ui.web.citation_parts import pin_button
from ui.web.citing import citing_html
from ui.web.document_text import View
from ui.web.literal import literal, message_html
from ui.web.markers import Marker
from ui.web.reading import part_around
from ui.web.reading_tools import reader_html, stepper_html, tools_html

SURROUNDINGS_CHARS = 4_000
"""So much is shown on either side of a quote, rounded to whole blocks where they are short."""

MAX_FINDINGS = 100

_NAMES = {"source": "Source", "nearest": "Closest passage", "pin": "Pinned quote"}


def empty_panel(hint: str = "") -> str:
    """Show what the panel is for, while there is no source to show."""
    usual = (
        'Choose a number such as <span class="sample">1</span> in an answer: '
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
    facts = _facts(document, marker.start, marker.end)
    head = _head(document.source, _eyebrow(marker), facts, warnings, told)
    low, high = _surroundings(document, marker.start, marker.end)
    status = f"{_eyebrow(marker)} is shown: {document.source.title}"
    reader = reader_html(View(document, marker, low, high, top=True))
    tools = f'<p class="pinning">{pin_button(marker)}</p>' + citing_html() + tools_html(document)
    return _panel(marker.id, head + tools + reader, status)


def _whole_panel(marker: Marker, document: Document, warnings: Sequence[str]) -> str:
    """Show a document as it was read, from the block at the marker's start on."""
    facts = _facts(document, None)
    head = _head(document.source, "Document, as read", facts, warnings, _findings_html(document))
    low, high = part_around(document, marker.start)
    reader = reader_html(View(document, marker, low, high, top=True))
    status = f"Document is shown: {document.source.title}"
    return _panel(marker.id, head + tools_html(document) + reader, status)


def _findings_html(document: Document) -> str:
    """List what the reader found in a file and left out of its text."""
    found = document.findings
    if not found:
        return ""
    items = "".join(
        f'<li dir="auto">{literal(one.message)}{f" (page {one.page})" if one.page else ""}</li>'
        for one in found[:MAX_FINDINGS]
    )
    count = count_text(len(found), "remark")
    return f"<details><summary>{count} on how it was read</summary><ul>{items}</ul></details>"


def _changed_panel(marker: Marker, document: Document, warnings: Sequence[str]) -> str:
    head = _head(document.source, _eyebrow(marker), _facts(document, None), warnings)
    notice = (
        '<div class="notice"><h3>The source has changed</h3>'
        "<p>The words that were cited no longer stand at their place in this document, so "
        "nothing is highlighted here. Ask again to get an answer from its present text.</p></div>"
    )
    return _panel(marker.id, head + notice, "The source has changed since the answer.")


def _panel(marker_id: str, inside: str, status: str) -> str:
    back = ""
    if marker_id:
        back = (
            '<button type="button" class="back"><span class="in-chat">Back to the chat</span>'
            '<span class="elsewhere">Close</span></button>'
        )
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
        f'<header><p class="eyebrow">{eyebrow} {stepper_html()}</p>'
        f'<h2 tabindex="-1" dir="auto">{literal(source.title)}</h2>'
        f'<p class="byline" dir="auto">{literal(authors_text(source))}'
        f" · {literal(date_text(source))}</p>{facts}{caution}"
        f"{_told(told)}</header>"
    )


def _told(html: str) -> str:
    return f'<div class="changed" role="note">{html}</div>' if html else ""


def _facts(document: Document, position: int | None, end: int = 0) -> str:
    facts = []
    if position is not None:
        page, block = document.page_at(position), document.block_at(position)
        if page:
            facts.append(("Page", page_text(page, document.file)))
        if block and block.kind == "footnote":
            facts.append(("Place", "footnote"))
        elif block and block.paragraph:
            facts.append(("Paragraph", str(block.paragraph)))
        path = tuple(one for one in block.heading_path if BETWEEN_CELLS not in one) if block else ()
        if section := section_text(path, document.source.title):
            facts.append(("Section", section))
        if end and (role := role_text(role_of(document, Span(position, end)))):
            facts.append(("These words", role))
    of_file = [("File", document.file)]
    if read := proposed_text(document.source):
        of_file.append(("From the title page", f"{read}; not confirmed"))
    if position is None:
        return _list(facts + of_file)
    more = f"<details><summary>The file</summary>{_list(of_file)}</details>"
    return f'{_list(facts)}<div class="of-file">{more}</div>'


def _list(facts: Sequence[tuple[str, str]]) -> str:
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
