"""A matrix as a file: Excel, Word with footnotes, Markdown, CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from rag.citations.markdown_note import link, page_link
from rag.citations.pandoc_process import (
    BIBLIOGRAPHY,
    Node,
    bullets,
    header,
    reference,
    strong,
    words,
)
from rag.citations.publication import authors_text, date_text, iso_date
from rag.citations.quote_address import address_of
from rag.citations.sheets import place_of
from rag.citations.styles import items_for, pinpoint, style_file
from rag.citations.table_file import (
    TableMaker,
    harmless_cell,
    quoted,
    table_maker,
    write_document,
)
from rag.errors import CiteError
from rag.matrix.matrix import Cell, Matrix, Row
from rag.matrix.workbook import facts_text, workbook
from rag.types import Source

ENDINGS = ("xlsx", "docx", "md", "csv")
TITLE = "A table of answers"
LABELS = {
    "said": "",
    "otherwise": "Says otherwise",
    "compare": "Much the same: compare",
    "unsure": "Unsure: the closest words",
    "not said": "Not said here",
    "failed": "Not looked into",
}
"""What stands in a cell before its words, or in their place."""
UNFILLED = "Not asked"
WIDE = 5
"""Documents up to which a page holds them side by side; of more, each row is a table of its own."""


def export(
    matrix: Matrix,
    ending: str,
    style: str = "chicago",
    *,
    made_at: datetime | None = None,
    zotero: bool = False,
    page: str = "",
) -> bytes:
    """Write a matrix as a file of a kind (see `ENDINGS`).

    Of each cell it has the best words, with their place; in Word and Markdown the reference is a
    note, in Excel a note on the cell, which leads to its row of a second sheet; in CSV each cell
    is a row. Word is told when it was made; with ``zotero`` its citations are such that Zotero
    takes them over. With ``page``, where Sanad's page is, Markdown gets properties above it, and
    each cell a link that opens the page at its words.

    Raises `CiteError` for an unknown kind or style, or when pandoc fails.
    """
    if ending not in ENDINGS:
        raise CiteError(f"can't write {ending!r}; take a file ending in .{', .'.join(ENDINGS)}")
    if zotero and ending != "docx":
        raise CiteError(f"Zotero takes over a Word file’s citations, not those of .{ending}")
    if ending == "csv":
        return _csv(matrix)
    path = style_file(style)
    if ending == "xlsx":
        return workbook(matrix, path, LABELS, UNFILLED)
    items = items_for(matrix.citations, path)
    sources = [header(2, "Sources"), BIBLIOGRAPHY] if items else []
    made_how = [header(2, "How this was made"), bullets([*_how(matrix)])]
    wide, table = len(matrix.plan.documents) <= WIDE, table_maker(ending)
    shown = _side_by_side if wide else _row_by_row
    body = shown(matrix, table, page if ending == "md" else "")
    return write_document(
        [*body, *sources, *made_how],
        ending,
        items,
        path,
        title=TITLE,
        wide=wide,
        made_at=made_at,
        live=matrix.citations if zotero else (),
        properties=_about(matrix, made_at) if page else None,
    )


def cell_text(cell: Cell | None) -> tuple[str, str]:
    """Give a cell's label, and its words with nothing around them."""
    if cell is None:
        return UNFILLED, ""
    label = LABELS[cell.outcome]
    if cell.citations:
        return label, " ".join(cell.citations[0].quote.split())
    if cell.facts:
        return label, facts_text(cell.facts)
    return label, cell.reason if cell.outcome == "failed" else ""


def _csv(matrix: Matrix) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow("row kind document author date outcome words place address file reason".split())
    for row in matrix.plan.rows:
        for document_id, source in matrix.plan.documents:
            fields = _csv_row(row, source, matrix.cell(row, document_id))
            writer.writerow([harmless_cell(field) for field in fields])
    return made.getvalue().encode("utf-8-sig", "replace")  # Excel takes it for Latin-1 otherwise


def _csv_row(row: Row, source: Source, cell: Cell | None) -> list[str]:
    label, said = cell_text(cell)
    best = cell.citations[0] if cell and cell.citations else None
    date = iso_date(source.csl.get("issued")) or ""
    return [
        row.text,
        row.kind,
        source.title,
        authors_text(source),
        date,
        label or "Said",
        f"{facts_text(cell.facts)}: {said}" if best and cell and cell.facts else said,
        place_of(best) if best else "",
        str(address_of(best)) if best else "",
        best.file if best else "",
        cell.reason if cell else "",
    ]


def _how(matrix: Matrix) -> Iterator[str]:
    plan, filled = matrix.plan, len(matrix.cells)
    yield f"{len(plan.rows):,} rows, {len(plan.documents):,} documents, {filled:,} cells filled."
    yield "All words are the documents’ own; each was compared with its document when it was shown."
    yield "“Not said here” means that Sanad found nothing in that document that answers."
    yield "“Unsure” shows what comes closest, which may not answer."


def _about(matrix: Matrix, made_at: datetime | None) -> dict[str, object]:
    """Give the properties of a matrix as a note."""
    return {
        "title": TITLE,
        "made": made_at.date().isoformat() if made_at else "",
        "questions": [row.text for row in matrix.plan.rows],
        "documents": [source.title for _, source in matrix.plan.documents],
        "tags": ["sanad"],
    }


def _side_by_side(matrix: Matrix, table: TableMaker, page: str) -> Iterator[Node]:
    documents = matrix.plan.documents
    heads = [[], *(_name(source) for _, source in documents)]
    lines = [
        [[strong(row.text)], *(_inlines(matrix.cell(row, name), page) for name, _ in documents)]
        for row in matrix.plan.rows
    ]
    first = 0.18
    rest = (1 - first) / len(documents)
    yield table([first, *[rest] * len(documents)], heads, lines)


def _row_by_row(matrix: Matrix, table: TableMaker, page: str) -> Iterator[Node]:
    for row in matrix.plan.rows:
        yield header(2, row.text)
        lines = [
            [_name(source), _inlines(matrix.cell(row, name), page)]
            for name, source in matrix.plan.documents
        ]
        yield table([0.3, 0.7], [words("Document"), words("What it says")], lines)


def _name(source: Source) -> list[Node]:
    about = words(f"({authors_text(source)}, {date_text(source)})")
    return [strong(source.title), {"t": "Space"}, *about]


def _inlines(cell: Cell | None, page: str) -> list[Node]:
    """Give what a cell says: its label, its words, and the reference as a note."""
    label, said = cell_text(cell)
    made: list[Node] = [{"t": "Emph", "c": words(f"{label}.")}] if label else []
    if cell is None or not said:
        return made
    made += [{"t": "Space"}] if made else []
    if not cell.citations:
        return [*made, *words(said)]
    best = cell.citations[0]
    note = reference([(best.document_id, pinpoint(best))])
    if cell.facts:
        made += [*words(f"{facts_text(cell.facts)}:"), {"t": "Space"}]
    opened: list[Node] = [{"t": "Space"}, link("open", page_link(best, page))] if page else []
    return [*made, *quoted(best.quote, cell.answer), *opened, {"t": "Space"}, note]
