"""The documents as the page's script lists them: one small row each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.health import State, state_of
from ingest.trash import removed
from rag.citations.publication import date_text, iso_date
from rag.library import Library
from rag.store.catalogue_rows import Entry
from rag.store.chosen_documents import format_of, kinds_of, period_of
from ui.display import count_text
from ui.health import state_text
from ui.web.markers import Marker

Json = dict[str, object]

FORMAT_NAMES = {
    "pdf": "PDF",
    "word": "Word",
    "web page": "Web page",
    "text": "Text",
    "markdown": "Markdown",
    "opendocument": "OpenDocument",
    "rtf": "RTF",
    "epub": "EPUB",
    "powerpoint": "PowerPoint",
    "excel": "Excel",
    "e-mail": "E-mail",
}
TYPE_NAMES = {
    "report": "Report",
    "book": "Book",
    "chapter": "Chapter",
    "article-journal": "Article",
    "legislation": "Law",
    "bill": "Bill",
    "speech": "Speech",
    "thesis": "Thesis",
    "webpage": "Web page",
    "document": "Document",
}
OCR = "read by OCR"
"""What the note of a reader says of pages that it read from their images."""


def shelf(library: Library) -> Json:
    """Give all documents of the library, what couldn't be read, and what was removed lately."""
    entries = library.store.entries()
    titles = {entry.id: entry.source.title for entry in entries}
    superseded: dict[str, list[str]] = {}
    for entry in entries:
        for other in entry.source.supersedes:
            superseded.setdefault(other, []).append(titles[entry.id])
    return {
        "revision": library.store.revision,
        "documents": [
            row(
                entry,
                superseded.get(entry.id, ()),
                [titles.get(other, other) for other in entry.source.supersedes],
            )
            for entry in entries
        ],
        "unread": list(library.store.unread()),
        "removed": [
            {"token": one.token, "title": one.title, "file": one.file}
            for one in removed(library.settings.store_folder)
        ],
    }


def row(entry: Entry, superseded_by: Sequence[str] = (), supersedes: Sequence[str] = ()) -> Json:
    """Give what the list shows of one document, and what it is chosen by."""
    source, period = entry.source, period_of(entry.source)
    kind = str(source.csl.get("type") or "")
    state, health = health_of(entry)
    return {
        "id": entry.id,
        "file": entry.file,
        "marker": Marker(0, "document", 0, entry.id).id,
        "title": source.title,
        "authors": list(source.author_names),
        "date": date_text(source),
        "sort": iso_date(source.csl.get("issued")) or iso_date(source.csl.get("event-date")) or "",
        "from": period[0].isoformat() if period else "",
        "to": period[1].isoformat() if period else "",
        "type": TYPE_NAMES.get(kind, kind.capitalize()),
        "kinds": list(kinds_of(entry)),
        "format": FORMAT_NAMES.get(format_of(entry.file), Path(entry.file).suffix),
        "read": next((note.split(":")[0] for note in entry.notes if OCR in note), ""),
        "pages": entry.pages,
        "passages": entry.passages,
        "state": state,
        "read_as": state_text(state, entry.unread),
        "health": health,
        "unconfirmed": ["date" if name == "issued" else name for name in source.proposed],
        "superseded": list(superseded_by),
        "supersedes": list(supersedes),
    }


def health_of(entry: Entry) -> tuple[State, list[str]]:
    """Say how well a document is read, and what to look at."""
    said = list(entry.notes)
    if entry.unread:
        said.insert(0, f"{count_text(entry.unread, 'page')} couldn’t be read")
    missing = [
        called
        for name, called in (("author", "author"), ("issued", "date"))
        if not entry.source.csl.get(name)
    ]
    if entry.source.origins.get("title") == "file name":
        missing.insert(0, "title")
    if missing:
        said.append(f"not known: {', '.join(missing)}")
    return state_of(entry.unread, entry.notes), said


def names_of_kinds() -> dict[str, str]:
    """Give what the page calls each type and each format, by what a scope calls it."""
    return {**FORMAT_NAMES, **TYPE_NAMES}
