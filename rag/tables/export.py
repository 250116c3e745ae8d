"""A table as a file: Word with footnotes, Excel, Markdown, CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime

from rag.citations.markdown_note import link, page_link
from rag.citations.pandoc_process import (
    BIBLIOGRAPHY,
    Node,
    bullets,
    header,
    paragraph,
    reference,
    words,
)
from rag.citations.permalink import link_to
from rag.citations.publication import authors_text, iso_date
from rag.citations.quote_address import address_of
from rag.citations.sheets import folded, place_of
from rag.citations.styles import items_for, pinpoint, style_file
from rag.citations.table_file import harmless_cell, table_maker, write_document
from rag.errors import CiteError
from rag.tables.exported import Exported
from rag.tables.lines import Skipped
from rag.tables.listing import Cited, Listing
from rag.tables.workbook import workbook
from rag.types import Citation

ENDINGS = ("xlsx", "docx", "md", "csv")
MOST_NOTES = 5_000
"""Rows of a file with notes: pandoc takes some eight seconds for so many."""


def export(
    made_of: Exported,
    ending: str,
    style: str = "chicago",
    *,
    made_at: datetime | None = None,
    zotero: bool = False,
) -> bytes:
    """Write a table as a file of a kind (see `ENDINGS`).

    Each row has its words, its place and what fills each column; in Word and Markdown the
    reference is a note, in Excel and CSV a column. Word is told when it was made; with ``zotero``
    its citations are such that Zotero takes them over. Where Sanad's page is known, Markdown gets
    properties above it, and each row a link that opens the page at its words. Raises
    `CiteError` for an unknown kind or style, for more rows than can have notes, or when pandoc
    fails.
    """
    _check(made_of, ending, zotero=zotero)
    if ending == "csv":
        return _csv(made_of)
    path = style_file(style)
    if ending == "xlsx":
        return workbook(made_of, path)
    documents = _first_of_each(made_of.rows)
    items = items_for(documents, path)
    sources = [header(2, "Sources"), BIBLIOGRAPHY] if items else []
    title = made_of.listing.table.title
    blocks = [
        *_heading(title, made_at),
        _table(made_of, ending),
        *_groups(made_of, ending),
        *sources,
        header(2, "How this was made"),
        bullets([*how(made_of.listing)]),
    ]
    return write_document(
        blocks,
        ending,
        items,
        path,
        title=title,
        wide=True,
        made_at=made_at,
        live=documents if zotero else (),
        properties=_about(made_of, made_at) if made_of.page else None,
    )


def _check(made_of: Exported, ending: str, *, zotero: bool) -> None:
    """Raise `CiteError` for what can't be written."""
    if ending not in ENDINGS:
        raise CiteError(f"can't write {ending!r}; take a file ending in .{', .'.join(ENDINGS)}")
    if zotero and ending != "docx":
        raise CiteError(f"Zotero takes over a Word file’s citations, not those of .{ending}")
    if ending in ("docx", "md") and len(made_of.rows) > MOST_NOTES:
        raise CiteError(
            f"{len(made_of.rows):,} rows are more than the {MOST_NOTES:,} that a file with notes "
            "can have; choose fewer, or take .xlsx or .csv"
        )


def how(listing: Listing) -> Iterator[str]:
    """Say what a table was made of, and what is missing from it."""
    rows, documents = len(listing.lines), len(listing.read)
    yield (
        f"{rows:,} row{'' if rows == 1 else 's'} of {documents:,} "
        f"document{'' if documents == 1 else 's'}."
    )
    if listing.where:
        yield f"Only rows that were chosen: {'; '.join(map(str, listing.where))}."
    yield "All words are the documents’ own; each row was compared with its document."
    yield "What a sentence says in other words than Sanad looks for isn’t in the table."
    for one in listing.skipped:
        yield skipped_text(one)


def skipped_text(one: Skipped) -> str:
    """Say which document was left out, and why."""
    return f"“{one.title}” was left out: {one.reason}."


def _heading(title: str, made_at: datetime | None) -> Iterator[Node]:
    yield header(1, title)
    if made_at is not None:
        yield paragraph(words(f"{made_at:%d %B %Y}".lstrip("0")))


def _about(made_of: Exported, made_at: datetime | None) -> dict[str, object]:
    """Give the properties of a table as a note."""
    return {
        "title": made_of.listing.table.title,
        "made": made_at.date().isoformat() if made_at else "",
        "documents": [one.title for one in made_of.listing.read],
        "tags": ["sanad"],
    }


def _table(made_of: Exported, ending: str) -> Node:
    table, shown = made_of.listing.table, made_of.columns
    page = made_of.page if ending == "md" else ""
    heads = [*(words(table.columns[at].title) for at in shown), words("In the document’s words")]
    lines = [
        [*(words(one.line.cells[at]) for at in shown), _said(one.citation, page)]
        for one in made_of.rows
    ]
    widest = 0.4 if shown else 1.0
    widths = [*[(1 - widest) / max(1, len(shown))] * len(shown), widest]
    return table_maker(ending)(widths, heads, lines)


def _said(citation: Citation, page: str) -> list[Node]:
    note = reference([(citation.document_id, pinpoint(citation))])
    opened: list[Node] = [{"t": "Space"}, link("open", page_link(citation, page))] if page else []
    return [*words(f"“{citation.quote}”"), *opened, {"t": "Space"}, note]


def _groups(made_of: Exported, ending: str) -> Iterator[Node]:
    page = made_of.page if ending == "md" else ""
    if made_of.groups:
        yield header(2, "Side by side")
    for group in made_of.groups:
        yield header(3, group.label)
        if group.remark:
            yield paragraph(words(group.remark))
        found = [one for line in group.lines if (one := made_of.citation(line))]
        items = [
            [{"t": "Plain", "c": [*words(f"{one.title}: "), {"t": "Space"}, *_said(one, page)]}]
            for one in found
        ]
        yield {"t": "BulletList", "c": items}


def _csv(made_of: Exported) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    columns = made_of.listing.table.columns
    facts = made_of.more_facts
    heads = "row document author published at".split()
    behind = "quote link address file".split()
    writer.writerow([*heads, *(one.name for one in columns), *facts, *behind])
    for number, one in enumerate(made_of.rows, start=1):
        source, line = one.citation.source, one.line
        fields = [
            str(number),
            one.citation.title,
            authors_text(source),
            iso_date(source.csl.get("issued")) or "",
            place_of(one.citation),
            *line.cells,
            *(line.row.facts.get(name, "") for name in facts),
            folded(one.citation.quote),
            link_to(one.citation, made_of.page) or "",
            str(address_of(one.citation)),
            one.citation.file,
        ]
        writer.writerow([harmless_cell(field) for field in fields])
    return made.getvalue().encode("utf-8-sig", "replace")  # Excel takes it for Latin-1 otherwise


def _first_of_each(rows: Sequence[Cited]) -> tuple[Citation, ...]:
    return tuple({one.citation.document_id: one.citation for one in reversed(rows)}.values())
