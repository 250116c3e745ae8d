"""The room "Compare": what differs between two versions, each difference openable in both."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Lock

from rag.errors import CiteError, QueryError
from rag.library import Library
from rag.types import Document, Span
from rag.versions.compare import Change, Comparison, compare_versions
from rag.versions.proposed import proposals
from ui.versions.report import ENDINGS, write_comparison
from ui.versions.words import (
    CALLED,
    LABELS,
    callout_text,
    label_text,
    names_of,
    pieces_of,
    place_in,
    section_of,
    summary_text,
)
from ui.web.calls import fields_of, told
from ui.web.citation_parts import bylines
from ui.web.exporting import Parcel, parcel
from ui.web.markers import marker_at

MOST_SHOWN = 3_000
"""Differences that are sent to the browser; a file has them all."""
MOST_KEPT = 4
"""Comparisons that are remembered, for their files."""
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "md": "text/markdown;charset=utf-8",
    "json": "application/json",
}
_FILES = {"docx": "Word with tracked changes", "html": "Web page", "md": "Markdown", "json": "JSON"}

Made = dict[str, object]


def room_html() -> str:
    """Ask for two documents; the script fills them in, and what differs."""
    files = "".join(
        f'<button type="button" class="file" data-ending="{ending}">{name}</button>'
        for ending, name in _FILES.items()
    )
    return (
        '<div class="versions"><div class="form"><h2>Compare two versions</h2>'
        '<p class="lead">Sentence by sentence: what was added, dropped, changed or moved, with '
        "figures, dates and duties (“should”, “shall”, “may”) called out.</p>"
        '<div class="pair-of"><label><span class="name">Old version</span>'
        '<select name="old-version"></select></label>'
        '<button type="button" class="swap" aria-label="Swap the two">⇄</button>'
        '<label><span class="name">New version</span><select name="new-version"></select></label>'
        '</div><div class="proposed"></div>'
        '<p class="acts"><button type="button" class="compare">Compare</button></p>'
        '<div class="said" role="alert"></div><p class="told" role="status"></p></div>'
        '<div class="outcome-of" hidden><div class="bar"><div><h2 tabindex="-1"></h2>'
        '<p class="meta sum"></p></div>'
        '<details class="documents drop save"><summary>Export</summary><div class="card">'
        f'<p class="label">What differs</p><p class="acts files">{files}</p></div></details></div>'
        '<div class="filters" role="group" aria-label="Show only"></div>'
        '<div class="differences"></div>'
        '<p class="acts"><button type="button" class="more" hidden>Show more</button></p></div>'
        "</div>"
    )


def room_functions(library: Library) -> list[Callable[[object], Made]]:
    """Give what the browser calls: the documents, a comparison, a file."""
    kept = _Kept()

    def version_documents(_wish: object) -> Made:
        return told(lambda: _documents(library))

    def version_differences(wish: object) -> Made:
        return told(lambda: _shown(kept.comparison(fields_of(wish), library)))

    def version_file(wish: object) -> Made:
        fields = fields_of(wish)
        return told(lambda: dict(_file(fields, kept.comparison(fields, library))))

    return [version_documents, version_differences, version_file]


class _Kept:
    """Comparisons that were made, the last ones, by the texts that were compared."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[str, str], Comparison] = OrderedDict()
        self._lock = Lock()

    def comparison(self, wish: Mapping[str, object], library: Library) -> Comparison:
        old, new = (_document(wish.get(name), library) for name in ("old", "new"))
        if old.id == new.id:
            raise QueryError("both are the same document; choose two")
        key = f"{old.id}@{old.content_hash}", f"{new.id}@{new.content_hash}"
        with self._lock:  # one at a time: each takes a processor for seconds
            if key not in self._made:
                self._made[key] = compare_versions(old, new)
            self._made.move_to_end(key)
            while len(self._made) > MOST_KEPT:
                self._made.popitem(last=False)
            return self._made[key]


def _document(name: object, library: Library) -> Document:
    document = library.store.document(str(name)) if name else None
    if document is None:
        raise QueryError("choose two of the documents; one of these isn't there")
    return document


def _documents(library: Library) -> Made:
    entries = sorted(library.store.entries(), key=lambda one: one.source.title.casefold())
    by = bylines([(one.file, one.source) for one in entries])
    return {
        "documents": [
            {"id": one.id, "title": one.source.title, "byline": told}
            for one, told in zip(entries, by, strict=True)
        ],
        "proposed": [{"old": old.id, "new": new.id} for old, new in proposals(entries)],
    }


def _shown(found: Comparison) -> Made:
    """Give a comparison as the page shows it; every text is text."""
    old, new = names_of(found)
    counts = {kind: found.count(kind) for kind in LABELS}
    calling = {kind: found.calling(kind) for kind in CALLED}
    return {
        "old": old,
        "new": new,
        "summary": summary_text(found),
        "filters": [
            {"kind": "all", "name": "All", "count": len(found.changes)},
            *({"kind": k, "name": CALLED[k].capitalize(), "count": n} for k, n in calling.items()),
            *({"kind": k, "name": LABELS[k], "count": n} for k, n in counts.items()),
        ],
        "changes": [
            _difference(number, one, found)
            for number, one in enumerate(found.changes[:MOST_SHOWN], start=1)
        ],
        "left": max(0, len(found.changes) - MOST_SHOWN),
    }


def _difference(number: int, change: Change, found: Comparison) -> Made:
    return {
        "kinds": [change.kind, *dict.fromkeys(one.kind for one in change.callouts)],
        "label": label_text(change),
        "section": section_of(change, found),
        "is_heading": change.is_heading,
        "pieces": [(piece.op, piece.text) for piece in pieces_of(change, found)],
        "callouts": [callout_text(one) for one in change.callouts],
        "places": [
            _place(name, document, span, number)
            for name, document, span in (
                ("Old", found.old, change.old),
                ("New", found.new, change.new),
            )
            if span
        ],
    }


def _place(name: str, document: Document, span: Span, number: int) -> Made:
    turn = 1 if name == "Old" else 2
    marker = marker_at(document, span, turn=turn, number=number)
    return {"name": name, "place": place_in(document, span), "marker": marker.id}


def _file(wish: Mapping[str, object], found: Comparison) -> Parcel:
    ending = str(wish.get("ending"))
    if ending not in ENDINGS:
        raise CiteError("this can't be exported; load the page again")
    data = write_comparison(found, ending, datetime.now(UTC))
    return parcel(f"sanad-comparison.{ending}", _TYPES[ending], data)
