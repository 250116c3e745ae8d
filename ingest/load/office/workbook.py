"""Workbooks: a section for each sheet, a row of a table for each of its rows.

A cell is written as its number format shows it, a formula by the value that it had when the
file was saved. What the file hides is left out, and said.
"""

from __future__ import annotations

import io
import re
import warnings
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.load.office.number_format import shown
from ingest.load.office.properties import properties
from ingest.load.package import Package, open_package
from ingest.load.raw import Extract, Raw
from rag.errors import LoadError
from rag.types import Finding

Place = tuple[int, int]
"""Row and column, from 1."""
Sheet = Any
"""A part of a workbook: openpyxl has no types."""
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
CELL = re.compile(rb"<(?:\w+:)?c[ >]")
MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]{0,200}?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
UNCOUNTED = re.compile(rb"</(?:\w+:)?f>(?:<v\s*/>|<v></v>)?</(?:\w+:)?c>")
DRAWN = re.compile(rb"<a:t>[^<]")
MAX_CELLS = 1_000_000
"""Of a whole file. Half as many took 29 s, on a busy machine, and 320 MB."""
MAX_PLACES = 10_000_000
"""Of a sheet's rows times its columns, empty ones too."""
MAX_REPEATED = 100
"""Characters of a merged cell that are said again in each row that it goes down to."""


def load_workbook(data: bytes, _reading: object) -> Raw:
    """Read a workbook's bytes. Raises `LoadError`, and nothing else, when it can't."""
    package = open_package(data, "a workbook", ".xlsx")
    uncounted = _refuse_large(package)
    book = _open(package.text_parts())
    extract, left_out = Extract(), Counter[str]()
    left_out["text boxes and charts with text"] = _drawings(package)
    left_out["charts on sheets of their own"] = len(book.chartsheets)
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            _read_sheet(extract, sheet, left_out)
        else:
            left_out["hidden sheets"] += 1
    said = book.properties
    findings = [
        Finding("left out", f"left out: {what} ({count:,})")
        for what, count in left_out.items()
        if count
    ]
    if uncounted:
        message = f"{uncounted:,} formulas have no value in the file; open it and save it anew"
        findings.append(Finding("damage", message))
    about = properties("Excel properties", said.title, said.creator, said.language, said.created)
    return extract.raw(properties=about, findings=findings)


def _open(data: bytes) -> Sheet:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it can't write again, which nobody asks for
            return openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except MemoryError:
        raise
    except Exception as error:
        raise LoadError("is damaged or no workbook; open it and save it anew, as .xlsx") from error


def _refuse_large(package: Package) -> int:
    """Count the formulas without a value. Raises `LoadError` for a file of too many cells.

    A merged cell counts as all that it covers, since openpyxl makes them.
    """
    from openpyxl.utils import range_boundaries

    cells = uncounted = 0
    for part in package.parts:
        if SHEET.fullmatch(part):
            content = b"".join(package.chunks(part))
            cells += len(CELL.findall(content))
            uncounted += len(UNCOUNTED.findall(content))
            for area in MERGED.findall(content):
                left, top, right, bottom = range_boundaries(area.decode())
                cells += (right - left + 1) * (bottom - top + 1)
    if cells > MAX_CELLS:
        raise LoadError(f"has more than {MAX_CELLS:,} cells; split it")
    return uncounted


def _drawings(package: Package) -> int:
    parts = [one for one in package.parts if one.startswith(("xl/drawings/", "xl/charts/"))]
    xml = [one for one in parts if one.endswith(".xml")]
    return sum(bool(DRAWN.search(b"".join(package.chunks(one)))) for one in xml)


def _read_sheet(extract: Extract, sheet: Sheet, left_out: Counter[str]) -> None:
    """Add a sheet's rows, cut at the columns that hold something: a stray one may be far out."""
    extract.block("heading", [extract.line(" ".join(sheet.title.split()))], 2)
    there = sheet._cells.values()  # noqa: SLF001 - iter_rows makes all that lie between
    left_out["comments"] += sum(cell.comment is not None for cell in there)
    texts = {(cell.row, cell.column): text for cell in there if (text := _text(cell))}
    texts |= _merged(sheet, texts)
    gone = set(_hidden_columns(sheet))
    columns = sorted({column for _, column in texts if column not in gone})
    rows = sorted({row for row, _ in texts})
    if len(rows) * len(columns) > MAX_PLACES:
        raise LoadError(f"has a sheet of {len(rows):,} times {len(columns):,} cells; split it")
    seen = [row for row in rows if not sheet.row_dimensions[row].hidden]
    left_out["hidden rows"] += len(rows) - len(seen)
    left_out["cells in hidden columns"] += sum(column in gone for _, column in texts)
    for row in seen:
        cells = " | ".join(texts.get((row, column), "") for column in columns).rstrip(" |")
        if cells:
            extract.block("table", [extract.line(" ".join(cells.split()))])


def _text(cell: Sheet) -> str:
    return " ".join(shown(cell.value, cell.number_format).split())


def _hidden_columns(sheet: Sheet) -> Iterator[int]:
    for column in sheet.column_dimensions.values():
        if column.hidden:
            yield from range(column.min, min(column.max, sheet.max_column) + 1)


def _merged(sheet: Sheet, texts: Mapping[Place, str]) -> dict[Place, str]:
    """Give the cells that a merged one goes down to, with its text, so that each row has it."""
    rows = sorted({row for row, _ in texts})
    found: dict[Place, str] = {}
    for area in sheet.merged_cells.ranges:
        text = texts.get((area.min_row, area.min_col), "")
        below = rows[bisect_right(rows, area.min_row) : bisect_right(rows, area.max_row)]
        if 0 < len(text) <= MAX_REPEATED and len(found) + len(below) <= MAX_CELLS:
            found |= dict.fromkeys(((row, area.min_col) for row in below), text)
    return found
