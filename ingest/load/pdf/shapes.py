"""What is drawn on a PDF page beside its text: rules, filled areas, images."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.load.pdf.chars import FAR, Box, Sheet

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

MAX_OBJECTS = 20_000
MAX_SEGMENTS = 50_000
MAX_NESTING = 3
THIN = 3.0
"""Points. A filled rectangle no higher or wider than this is a rule."""
GRID = 100
"""Steps across and down a page in which areas are measured."""
SHORT = 8.0
"""Points. Shorter strokes belong to drawings, not to tables or footnotes."""
SHORTEST = 2.0
"""Points. A shorter one strikes out no letter."""

Matrix = tuple[float, float, float, float, float, float]
UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Shapes:
    """Boxes from the top left of the displayed page, in points.

    ``dashes`` are lines across that are too short for rules.
    """

    across: list[Box] = field(default_factory=list)
    down: list[Box] = field(default_factory=list)
    dashes: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)

    def image_share(self, sheet: Sheet) -> float:
        """Give the share of the page that its images cover: some scans are cut into strips."""
        covered = np.zeros((GRID, GRID), dtype=bool)
        across, down = GRID / max(sheet.width, 1.0), GRID / max(sheet.height, 1.0)
        for x0, y0, x1, y1 in self.images:
            left, top = max(round(x0 * across), 0), max(round(y0 * down), 0)
            covered[top : max(round(y1 * down), 0), left : max(round(x1 * across), 0)] = True
        return float(covered.mean())


def read_shapes(page: PdfPage, sheet: Sheet) -> Shapes:
    """Give the rules, filled areas and images of a pypdfium2 page, the first 20,000 objects'."""
    import pypdfium2.raw as c

    shapes = Shapes()
    points = 0
    for handle, kind, matrix in _objects(c, page):
        if kind == c.FPDF_PAGEOBJ_IMAGE:
            if box := _bounds(c, handle, matrix, sheet):
                shapes.images.append(box)
        elif kind == c.FPDF_PAGEOBJ_PATH and points < MAX_SEGMENTS:
            points += _add_path(c, handle, matrix, sheet, shapes)
        elif kind == c.FPDF_PAGEOBJ_SHADING and (box := _bounds(c, handle, matrix, sheet)):
            shapes.fills.append(box)
    return shapes


def _objects(c: ModuleType, page: PdfPage) -> Iterator[tuple[Any, int, Matrix]]:
    count, at = c.FPDFPage_CountObjects(page.raw), c.FPDFPage_GetObject
    stack = [(at, page.raw, min(count, MAX_OBJECTS), UNMOVED, 0)]
    seen = 0
    while stack:
        at, parent, count, matrix, depth = stack.pop()
        for index in range(count):
            handle = at(parent, index)
            seen += 1
            if not handle or seen > MAX_OBJECTS:
                continue
            kind = c.FPDFPageObj_GetType(handle)
            if kind != c.FPDF_PAGEOBJ_FORM:
                yield handle, kind, matrix
            elif depth < MAX_NESTING:
                inner = min(max(c.FPDFFormObj_CountObjects(handle), 0), MAX_OBJECTS)
                moved = _times(_matrix(c, handle), matrix)
                stack.append((c.FPDFFormObj_GetObject, handle, inner, moved, depth + 1))


def _matrix(c: ModuleType, handle: object) -> Matrix:
    matrix = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(handle, matrix):
        return UNMOVED
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    (a, b, c, d, e, f), (p, q, r, s, t, u) = first, then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _moved(x: float, y: float, by: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = by
    return a * x + c * y + e, b * x + d * y + f


def _bounds(c: ModuleType, handle: object, matrix: Matrix, sheet: Sheet) -> Box | None:
    corners = [ctypes.c_float() for _ in range(4)]
    if not c.FPDFPageObj_GetBounds(handle, *corners):
        return None
    left, bottom, right, top = (corner.value for corner in corners)
    return _shown(_moved(left, bottom, matrix), _moved(right, top, matrix), sheet)


def _shown(one: tuple[float, float], other: tuple[float, float], sheet: Sheet) -> Box | None:
    if not all(math.isfinite(number) and abs(number) < FAR for number in (*one, *other)):
        return None
    left, right = sorted((one[0], other[0]))
    bottom, top = sorted((one[1], other[1]))
    return sheet.upright((left, bottom, right, top), sheet.turn)


def _add_path(c: ModuleType, handle: object, matrix: Matrix, sheet: Sheet, shapes: Shapes) -> int:
    """Sort a path into rules and filled areas; give how many of its points were read."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(handle, fill, stroke)
    if fill.value and (box := _bounds(c, handle, matrix, sheet)):
        x0, y0, x1, y1 = box
        if y1 - y0 <= THIN < SHORT <= x1 - x0:
            shapes.across.append(box)
        elif x1 - x0 <= THIN < SHORT <= y1 - y0:
            shapes.down.append(box)
        elif y1 - y0 <= THIN < x1 - x0:
            shapes.dashes.append(box)
        else:
            shapes.fills.append(box)
    if not stroke.value:
        return 1
    count = min(c.FPDFPath_CountSegments(handle), MAX_SEGMENTS)
    _add_strokes(c, handle, count, _times(_matrix(c, handle), matrix), sheet, shapes)
    return int(max(count, 1))


def _add_strokes(
    c: ModuleType, handle: object, count: int, matrix: Matrix, sheet: Sheet, shapes: Shapes
) -> None:
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(count):
        segment = c.FPDFPath_GetPathSegment(handle, index)
        if not segment or not c.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point, kind = _moved(x.value, y.value, matrix), c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == c.FPDF_SEGMENT_LINETO:
            _add_stroke(last, point, sheet, shapes)
            if c.FPDFPathSegment_GetClose(segment):
                _add_stroke(point, start, sheet, shapes)
        last = point


def _add_stroke(
    one: tuple[float, float], other: tuple[float, float], sheet: Sheet, shapes: Shapes
) -> None:
    box = _shown(one, other, sheet)
    if box is None:
        return
    x0, y0, x1, y1 = box
    if y1 - y0 < 1 and x1 - x0 >= SHORTEST:
        (shapes.across if x1 - x0 >= SHORT else shapes.dashes).append(box)
    elif x1 - x0 < 1 and y1 - y0 >= SHORT:
        shapes.down.append(box)
