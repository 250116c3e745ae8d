"""A small library made here, and a table of its own: sentences with "must" or "may"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.document import build_document
from ingest.load import load
from ingest.split import split
from rag.library import Library
from rag.settings import load_settings
from rag.tables.row import Column, Found, Group, Mark, Row, Table
from rag.types import Document, Source, Span
from tests.rag.fakes import hashed_words, make_parts

WATER = """\
# The well plan

## Wells

The village council must test each well within 30 days. A well may be closed for 12 hours.

Owners may keep 5 goats at the well. It must be cleaned.
"""
QUAYS = """\
# The quay plan

## Quays

The harbour board must light the quays by June 2031. Ships may moor for 100 days.

An owner must pay the board.
"""
HOSTILE = """\
# =HYPERLINK("http://example.org","quays")

## Bells

=1+1 must be <script>alert(1)</script> rung | by *hand*. @SUM(A1) may [be](http://a.example) read.
"""
SPANISH = """\
# El plan del agua

El consejo de la aldea debe examinar todos los pozos de la región en un plazo de treinta días, y los
dueños de las casas que están cerca de un pozo pueden tener hasta cinco cabras en el terreno.
"""
FILES = {"wells.md": WATER, "quays.md": QUAYS, "bells.md": HOSTILE, "agua.md": SPANISH}
_DUTY = re.compile(r"\b(must|may)\b")
_DAYS = re.compile(r"\b(\d+) (?:days|hours|goats)\b")


def duties(document: Document) -> Iterator[Row]:
    for span in document.sentences:
        text = document.text[span.start : span.end]
        found, days = _DUTY.search(text), _DAYS.search(text)
        if not found or not text[: found.start()].strip():
            continue
        who = Span(span.start, span.start + len(text[: found.start()].rstrip()))
        marks = [Mark("actor", who), Mark("action", Span(span.start + found.end() + 1, span.end))]
        if days:
            marks.append(Mark("days", Span(span.start + days.start(), span.start + days.end())))
        facts = {"strength": found[1], "number": days[1] if days else ""}
        yield Row(document.id, span, tuple(marks), facts)


def side_by_side(found: Found) -> Iterator[Group]:
    rows = [row for _, some in found for row in some if row.facts["strength"] == "may"]
    if len(rows) > 1:
        yield Group("What may be", tuple(rows), f"{len(rows)} things")


COLUMNS = (
    Column("actor", "Who"),
    Column("action", "What"),
    Column("days", "How many", sorted_by="number"),
    Column("strength", "How strongly", marked=False),
)
DUTIES = Table("duties", "Duties", COLUMNS, duties, side_by_side)


def shelf(folder: Path, files: Mapping[str, str] = FILES) -> Library:
    """Make an index of documents, as if they had been read from files."""
    settings = load_settings(corpus=folder, store=folder / "store", dtype="float32")
    library = Library(settings, embedder=hashed_words())
    put(library, folder, files)
    return library


def put(library: Library, folder: Path, files: Mapping[str, str]) -> None:
    """Put documents into an index."""
    made = [document_of(folder / name, text) for name, text in files.items()]
    passages = [split(one) for one in made]
    parts = [make_parts(*one, hashed_words()) for one in zip(made, passages, strict=True)]
    with library.store.writing():
        library.store.replace(list(zip(made, passages, parts, strict=True)))


def document_of(path: Path, text: str) -> Document:
    """Read a text as the reader of files does."""
    path.write_text(text, "utf-8")
    title = text.partition("\n")[0].lstrip("# ")
    return build_document(path.name, load(path), Source(path.name, {"title": title}))
