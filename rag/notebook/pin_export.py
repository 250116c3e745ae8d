"""Pins as a file: Word and others with real notes, a table, or what a reference manager reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from html import escape

from rag.citations.answer_export import WRITERS, referred, written
from rag.citations.pandoc_process import Node, header, paragraph, quotation, words
from rag.citations.permalink import text_fragment
from rag.citations.publication import authors_text, date_text
from rag.citations.quote_address import address_of
from rag.citations.reference_formats import item_of, ris
from rag.citations.styles import export_items, renamed
from rag.citations.web_annotation import Quoted, web_annotations
from rag.citations.zotero_items import names_of
from rag.errors import CiteError
from rag.notebook.entries import Pin

TITLE = "Pinned quotes"
ENDINGS = (*WRITERS, "csv", "bib", "ris", "jsonld")
_COLUMNS = ("number", "quote", "document", "author", "date", "place", "note", "found for",
            "address", "pinned")  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""

Placed = tuple[Pin, str, str]
"""A pin, its place in words, and what has become of it since, if it isn't as it was."""


def export_pins(
    pins: Sequence[Placed], ending: str, style: str, *, made: datetime, zotero: bool = False
) -> bytes:
    """Write pins in their order as a file of a kind (see `ENDINGS`), with their notes.

    ``made`` is when, as the file says; ``zotero`` is as in `rag.citations.answer_export.export`.
    Raises `CiteError`.
    """
    citations = [pin.citation for pin, _, _ in pins]
    if ending == "csv":
        return _table(pins)
    if ending == "bib":
        return export_items(citations, "bibtex").encode()
    if ending == "ris":
        return _records(pins).encode("utf-8", "replace")
    if ending == "jsonld":
        noted = [
            Quoted(pin.citation, "\n".join(filter(None, (pin.note, since))), pin.question, pin.made)
            for pin, _, since in pins
        ]
        return web_annotations(noted, TITLE, made=made)
    if ending not in WRITERS:
        raise CiteError(f"can't write {ending!r}; take a file ending in .{', .'.join(ENDINGS)}")
    blocks: list[Node] = [
        header(1, TITLE),
        paragraph(words(f"Put together on {made.date().isoformat()}.")),
    ]
    for pin, _, since in pins:
        blocks.append(quotation([*words(f"“{pin.citation.quote}”"), *referred([pin.citation])]))
        blocks += [paragraph(words(line)) for line in pin.note.splitlines() if line.strip()]
        if since:
            blocks.append(paragraph(words(f"({since})")))
    return written(blocks, citations, ending, style, title=TITLE, made=made, zotero=zotero)


def _records(pins: Sequence[Placed]) -> str:
    """Write the documents for a reference manager, the quotes as notes on them."""
    names = names_of(pin.citation for pin, _, _ in pins)
    items = renamed([item_of(pin.citation.source) for pin, _, _ in pins], names)
    notes: dict[str, list[str]] = {}
    for pin, place, since in pins:
        lines = [f"“{pin.citation.quote}” ({place})", *pin.note.splitlines(), since]
        web = text_fragment(pin.citation)
        shown = [f"<p>{escape(line)}</p>" for line in lines if line.strip()]
        shown += [f'<p><a href="{escape(web)}">{escape(web)}</a></p>'] if web else []
        notes.setdefault(names[pin.citation.document_id], []).append("".join(shown))
    return ris(items, notes)


def _table(pins: Sequence[Placed]) -> bytes:
    """Write a table that a spreadsheet reads; the mark at its head tells it the encoding."""
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(_COLUMNS)
    for number, (pin, place, since) in enumerate(pins, start=1):
        one = pin.citation
        table.writerow(
            _harmless(cell)
            for cell in (
                str(number),
                one.quote,
                one.title,
                authors_text(one.source),
                date_text(one.source),
                place,
                " ".join(filter(None, (pin.note, since))),
                pin.question,
                str(address_of(one)),
                pin.made[:10],
            )
        )
    return file.getvalue().encode("utf-8-sig", "replace")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
