"""What a PDF says about itself: its information dictionary, and its catalogue's language.

XMP is left alone: pdfium doesn't hand it out, and finding it in the file's bytes would
mean parsing the file a second time.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ingest.load import names
from rag.types import Properties

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

ORIGIN = "PDF properties"
MAX_LANGUAGE = 600
"""Bytes."""
DAY = re.compile(r"(?:D:)?(\d{4})(?:-?(\d{2}))?(?:-?(\d{2}))?")


def read_properties(document: PdfDocument) -> Properties:
    """Give title, author and language as a pypdfium2 document states them.

    The day on which the file was made isn't that of its publication.
    """
    import pypdfium2

    try:
        stated = document.get_metadata_dict(skip_empty=True)
    except (pypdfium2.PdfiumError, UnicodeDecodeError, ValueError):
        stated = {}
    csl: dict[str, object] = {}
    if title := names.title(stated.get("Title", "")):
        csl["title"] = title
    if people := names.authors(stated.get("Author", "")):
        csl["author"] = people
    if language := _language(document):
        csl["language"] = language
    return Properties(csl, dict.fromkeys(csl, ORIGIN), _day(stated.get("CreationDate", "")))


def _language(document: PdfDocument) -> str:
    import ctypes

    import pypdfium2.raw as c

    length = c.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if not 0 < length <= MAX_LANGUAGE:
        return ""
    buffer = (ctypes.c_ushort * length)()
    c.FPDFCatalog_GetLanguage(document.raw, buffer, length)
    text = bytes(buffer)[:length].decode("utf-16-le", "replace").rstrip("\0").strip()
    return text if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", text) else ""


def _day(stated: str) -> date | None:
    match = DAY.match(stated.strip())
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None
