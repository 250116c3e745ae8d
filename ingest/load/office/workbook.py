"""Workbooks: a section for each sheet, a row of a table for each of its rows.

A cell is written as its number format shows it, a formula by the value that it had when the
file was saved. What the file hides is left out, and said.
"""

from __future__ import annotations

import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ingest.load.office.number_format import shown
from ingest.load.office.properties import properties
from ingest.load.package import Package, open_package
from ingest.load.raw import Extract, Raw
from rag.errors import LoadError
from rag.types import Finding

Sheet = Any
"""A part of a workbook: openpyxl has no types."""
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
CELL = re.compile(rb"<(?:\w+:)?c[ >]")
UNCOUNTED = re.compile(rb"</(?:\w+:)?f>(?:<v\s*/>|<v></v>)?</(?:\w+:)?c>")
DRAWN = re.compile(rb"<a:t>[^<]")
MAX_CELLS = 1_000_000
"""Of a whole file. Half as many took 29 s, on a busy machine, and 320 MB."""
MAX_REPEATED = 100
"""Characters of a merged cell that are said again in each row that it goes down to."""


def load_workbook(data: bytes, _reading: object) -> Raw:
    """Read a workbook's bytes. Raises `LoadError`, and nothing else, when it can't."""
    package = open_package(data, "a workbook", ".xlsx")
    uncounted = _refuse_large(package)
    book = _open(package.text_parts())
    extract, left_out = Extract(), Counter[str]()
    left_out["text boxes and charts with text"] = _drawings(package)
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
    """Count the formulas without a value. Raises `LoadError` for a file of too many cells."""
    cells = uncounted = 0
    for part in package.parts:
        if SHEET.fullmatch(part):
            content = b"".join(package.chunks(part))
            cells += len(CELL.findall(content))
            uncounted += len(UNCOUNTED.findall(content))
    if cells > MAX_CELLS:
        raise LoadError(f"has more than {MAX_CELLS:,} cells; split it")
    return uncounted


def _drawings(package: Package) -> int:
    parts = [one for one in package.parts if one.startswith(("xl/drawings/", "xl/charts/"))]
    xml = [one for one in parts if one.endswith(".xml")]
    return sum(bool(DRAWN.search(b"".join(package.chunks(one)))) for one in xml)


def _read_sheet(extract: Extract, sheet: Sheet, left_out: Counter[str]) -> None:
    extract.block("heading", [extract.line(" ".join(sheet.title.split()))], 2)
    hidden = set(_hidden_columns(sheet))
    merged = _merged(sheet)
    for row in sheet.iter_rows():
        cells = [merged.get(cell.coordinate) or _text(cell) for cell in row]
        left_out["comments"] += sum(cell.comment is not None for cell in row)
        if not any(cells):
            continue
        if sheet.row_dimensions[row[0].row].hidden:
            left_out["hidden rows"] += 1
            continue
        seen = [text for number, text in enumerate(cells, 1) if number not in hidden]
        left_out["cells in hidden columns"] += sum(map(bool, cells)) - sum(map(bool, seen))
        if any(seen):
            extract.block("table", [extract.line(" ".join(" | ".join(seen).rstrip(" |").split()))])


def _text(cell: Sheet) -> str:
    return " ".join(shown(cell.value, cell.number_format).split())


def _hidden_columns(sheet: Sheet) -> Iterator[int]:
    for column in sheet.column_dimensions.values():
        if column.hidden:
            yield from range(column.min, min(column.max, sheet.max_column) + 1)


def _merged(sheet: Sheet) -> dict[str, str]:
    """Give the cells that a merged one goes down to, with its text, so that each row has it."""
    found: dict[str, str] = {}
    for area in sheet.merged_cells.ranges:
        text = _text(sheet.cell(area.min_row, area.min_col))
        if len(text) <= MAX_REPEATED:
            for row in range(area.min_row + 1, min(area.max_row, sheet.max_row) + 1):
                found[sheet.cell(row, area.min_col).coordinate] = text
    return found
