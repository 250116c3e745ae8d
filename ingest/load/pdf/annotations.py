"""Annotations on a PDF page, and what they strike out."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ingest.load.pdf.chars import Box, Sheet

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

MAX_ANNOTATIONS = 5_000
MAX_QUADS = 1_000


def struck_areas(page: PdfPage, sheet: Sheet) -> list[Box]:
    """Give what annotations strike out, in points of the displayed page."""
    import pypdfium2.raw as c

    areas = []
    for annotation in shown(c, page, c.FPDF_ANNOT_STRIKEOUT):
        quad = c.FS_QUADPOINTSF()
        for index in range(min(c.FPDFAnnot_CountAttachmentPoints(annotation), MAX_QUADS)):
            if c.FPDFAnnot_GetAttachmentPoints(annotation, index, byref(quad)):
                xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
                areas.append(sheet.upright((min(xs), min(ys), max(xs), max(ys)), sheet.turn))
    return areas


def shown(c: ModuleType, page: PdfPage, kind: int) -> Iterator[Any]:
    """Give the annotations of one kind that are shown, each closed before the next."""
    unseen = c.FPDF_ANNOT_FLAG_HIDDEN | c.FPDF_ANNOT_FLAG_NOVIEW
    for index in range(min(c.FPDFPage_GetAnnotCount(page.raw), MAX_ANNOTATIONS)):
        annotation = c.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        try:
            shown = not c.FPDFAnnot_GetFlags(annotation) & unseen
            if shown and c.FPDFAnnot_GetSubtype(annotation) == kind:
                yield annotation
        finally:
            c.FPDFPage_CloseAnnot(annotation)
