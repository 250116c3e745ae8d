"""The tools to read a document with in the panel, as HTML: its script (reading.js) works them."""

from __future__ import annotations

import json

from rag.types import Document
from ui.web.document_text import View, text_html
from ui.web.page_boxes import boxes_of

_ICONS = {
    "back": "M10 3.5 5.5 8l4.5 4.5",
    "on": "M6 3.5 10.5 8 6 12.5",
    "find": "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.5 10.5l3.5 3.5",
    "less": "M3.5 8h9",
    "more": "M3.5 8h9M8 3.5v9",
    "fit": "M1.5 8h13M4.5 5l-3 3 3 3M11.5 5l3 3-3 3",
    "turn": "M13 8a5 5 0 1 1-1.6-3.7M13.2 1.8v3h-3",
    "close": "M4 4l8 8M12 4l-8 8",
}


def tools_html(document: Document) -> str:
    """Offer its pages as they were printed, a page to go to, its headings and a search."""
    views = ""
    if has_pages(document):
        views = (
            '<div class="views" role="group" aria-label="Show">'
            '<button type="button" data-view="text" aria-pressed="true">Text</button>'
            '<button type="button" data-view="page" aria-pressed="false">Page</button></div>'
        )
    return (
        f'<div class="reading-tools" role="group" aria-label="The document">{views}'
        f"{_pager_html() if document.source_map.pages else ''}"
        '<div class="scaling" role="group" aria-label="Size">'
        f"{_tool('smaller', 'less', 'Smaller')}{_tool('larger', 'more', 'Larger')}"
        f"{_tool('fit', 'fit', 'Fit the width')}{_tool('turn-page', 'turn', 'Turn')}</div>"
        '<details class="outline"><summary>Contents</summary>'
        '<nav class="card" aria-label="Contents"></nav></details>'
        f"{_tool('open-search', 'find', 'Search in the document')}</div>"
        '<div class="searching" role="search" hidden>'
        '<label class="vh" for="words-in-document">Words in this document</label>'
        '<input type="search" id="words-in-document" placeholder="Words in this document" '
        'autocomplete="off" spellcheck="false" maxlength="200">'
        '<span class="hits" role="status"></span>'
        f"{_tool('hit-before', 'back', 'Found before')}{_tool('hit-after', 'on', 'Found next')}"
        f"{_tool('end-search', 'close', 'End the search')}</div>"
    )


def stepper_html() -> str:
    """Offer the citations before and behind this one in the same answer."""
    return (
        '<span class="stepper" role="group" aria-label="Citations of this answer" hidden>'
        f"{_tool('cited-before', 'back', 'Citation before')}"
        '<span class="of-cited"></span>'
        f"{_tool('cited-next', 'on', 'Next citation')}</span>"
    )


def reader_html(view: View) -> str:
    """Show a stretch in a part of the panel that scrolls, and that reads on at both ends."""
    document, quote = view.document, view.quote
    name = "The text of the document" if view.is_whole else "The passage in its surroundings"
    boxes = boxes_of(document, quote.start, quote.end)
    page = document.page_at(view.marker.start)
    placed = json.dumps(boxes.values(), separators=(",", ":"))
    return (
        f'<div class="reader" tabindex="0" role="region" aria-label="{name}" '
        f'data-document="{document.id}" data-hash="{document.content_hash}" '
        f'data-length="{len(document.text)}" '
        f'data-start="{view.marker.start}" data-end="{quote.end}" '
        f'data-boxes="{placed}" data-placed="{boxes.placed}" '
        f'data-page="{page.number if page else 0}">'
        f"{_more_html('earlier', 'Earlier text', hidden=view.low == 0)}"
        f'<div class="part" data-low="{view.low}" data-high="{view.high}">{text_html(view)}</div>'
        f"{_more_html('later', 'Later text', hidden=view.high == len(document.text))}</div>"
        '<button type="button" class="to-quote" hidden>Back to the words quoted</button>'
    )


def splitter_html() -> str:
    """Give what is dragged, or moved by keys, to make the panel wider."""
    return (
        '<div role="separator" aria-orientation="vertical" aria-label="Width of the source" '
        'aria-controls="panel" aria-valuemin="25" aria-valuemax="75" aria-valuenow="50" '
        'tabindex="0" title="Drag to make the source wider or narrower"></div>'
    )


def has_pages(document: Document) -> bool:
    """Say whether a document's pages can be shown as they were printed."""
    return document.file.lower().endswith(".pdf")


def _more_html(way: str, label: str, *, hidden: bool) -> str:
    off = " hidden" if hidden else ""
    return (
        f'<p class="cut {way}"{off}><button type="button" class="more" data-way="{way}">'
        f"{label}</button></p>"
    )


def _pager_html() -> str:
    return (
        f'<div class="pager" role="group" aria-label="Pages">'
        f"{_tool('page-before', 'back', 'Page before')}"
        '<label><span class="vh">Go to page</span>'
        '<input class="page-box" inputmode="numeric" autocomplete="off" maxlength="12"></label>'
        '<span class="of-pages"></span>'
        f"{_tool('page-next', 'on', 'Next page')}</div>"
    )


def _tool(name: str, icon: str, label: str) -> str:
    return (
        f'<button type="button" class="tool {name}" aria-label="{label}" title="{label}">'
        f'<svg viewBox="0 0 16 16" aria-hidden="true"><path d="{_ICONS[icon]}"></path></svg>'
        "</button>"
    )
